import Foundation
import Testing

extension EndToEnd {
  /// Programs that people use beside kubectl, as Debian has them.
  @Suite("Tools")
  struct ToolTests {
    @Test("kubectx and kubens show and choose contexts and namespaces")
    func contexts() async throws {
      try await Cluster.with { cluster in
        let up = try await cluster.localkube("up")
        try #require(up.status == 0, "\(up)")
        let chosen = try await cluster.shell("kubectx && kubectx -c && kubens && kubens kube-system && kubens -c")
        #expect(
          chosen.output == """
            e2e
            e2e
            default
            kube-node-lease
            kube-public
            kube-system
            Context "e2e" modified.
            kube-system

            """, "\(chosen)")
        #expect(chosen.errors.contains(#"Active namespace is "kube-system"."#), "\(chosen)")
      }
    }

    @Test("Prometheus reads the figures of the API with a token that may, and none with one that may not")
    func prometheus() async throws {
      try await Cluster.with { cluster in
        let up = try await cluster.localkube("up")
        try #require(up.status == 0, "\(up)")
        let applied = try await cluster.shell(
          """
          kubectl create serviceaccount reader && kubectl create serviceaccount stranger &&
          kubectl create clusterrole metrics --verb=get --non-resource-url=/metrics &&
          kubectl create clusterrolebinding metrics --clusterrole=metrics --serviceaccount=default:reader
          """)
        try #require(applied.status == 0, "\(applied)")
        let shown = try await cluster.shell(Self.script)
        #expect(shown.output == "1\n0\ntrue\n", "\(shown)")
        let checked = try await cluster.shell("kubectl get --raw /metrics | promtool check metrics")
        #expect(checked.status == 0 && checked.output == "", "\(checked)")
      }
    }

    /// Runs a Prometheus for a moment; prints whether each target is up, and whether requests about pods were counted.
    private static let script = #"""
      set -e
      mkdir "$HOME/prometheus"; cd "$HOME/prometheus"
      server=$(kubectl config view --minify -o jsonpath='{.clusters[0].cluster.server}')
      kubectl get configmap kube-root-ca.crt -o jsonpath='{.data.ca\.crt}' >ca.crt
      kubectl get pods >/dev/null 2>&1
      echo 'scrape_configs:' >config.yml
      for account in reader stranger; do
        kubectl create token $account >$account
        cat >>config.yml <<END
        - job_name: $account
          scheme: https
          scrape_interval: 1s
          tls_config: {ca_file: ca.crt}
          authorization: {credentials_file: $account}
          static_configs: [{targets: ["${server#https://}"]}]
      END
      done
      : >log
      prometheus --config.file=config.yml --storage.tsdb.path=data --web.listen-address=127.0.0.1:0 \
        --web.console.templates=. --web.console.libraries=. 2>log &
      trap "kill $!; wait $! 2>/dev/null || true" EXIT
      ask() { curl -sG --max-time 5 "http://$address/api/v1/query" --data-urlencode "query=$1" | grep -o "$2" || true; }
      for i in $(seq 200); do
        address=$(sed -n 's/.*msg="Listening on" address=//p' log)
        [ -n "$address" ] && [ "$(ask 'count(up)' '"2"')" ] && [ "$(ask 'apiserver_request_total' pods)" ] && break
        sleep 0.1
      done
      for account in reader stranger; do
        ask "up{job=\"$account\"}" '"[01]"' | tr -d '"'
      done
      [ -z "$(ask 'apiserver_request_total{resource="pods",verb="LIST"}' LIST)" ] || echo true
      """#
  }
}
