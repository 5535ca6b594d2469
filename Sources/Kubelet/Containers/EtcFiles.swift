package import KubeModel

/// The files below `/etc` that a container gets from its pod.
package struct EtcFiles: Sendable {
  package var clusterDomain: String
  package var clusterDNS: String
  /// The host's own resolv.conf, for pods that ask for it.
  package var hostResolvConf: String
  /// The host's own hosts file, for pods in its network.
  package var hostHosts: String

  package init(
    clusterDomain: String = "cluster.local", clusterDNS: String, hostResolvConf: String, hostHosts: String = ""
  ) {
    self.clusterDomain = clusterDomain
    self.clusterDNS = clusterDNS
    self.hostResolvConf = hostResolvConf
    self.hostHosts = hostHosts
  }

  /// The pod's host name: `spec.hostname` or the pod's name, cut to 63 bytes as the kernel takes it.
  package static func hostname(of pod: Pod) -> String {
    var name = String((pod.spec.hostname ?? pod.name).prefix(63))
    while name.hasSuffix("-") || name.hasSuffix(".") { name.removeLast() }
    return name
  }

  /// The name that the kernel is told: with `setHostnameAsFQDN` the whole domain name.
  package func kernelHostname(of pod: Pod) -> String {
    guard pod.spec.setHostnameAsFQDN == true, let name = fullName(of: pod) else { return Self.hostname(of: pod) }
    return String(name.prefix(63))
  }

  /// The name that the sandbox has: with `hostNetwork` that of its node.
  package func sandboxHostname(of pod: Pod, node: String) -> String {
    pod.spec.hostNetwork == true ? node : kernelHostname(of: pod)
  }

  /// `/etc/hosts`, as the kubelet manages it: for a pod in the host's network the host's own lines, under a header that
  /// says so.
  package func hosts(of pod: Pod, address: String?) -> String {
    var text: String
    if pod.spec.hostNetwork == true {
      text = "# Kubernetes-managed hosts file (host network).\n" + hostHosts
      if !text.hasSuffix("\n") { text += "\n" }
    } else {
      var lines = [
        "# Kubernetes-managed hosts file.", "127.0.0.1\tlocalhost", "::1\tlocalhost ip6-localhost ip6-loopback",
        "fe00::0\tip6-localnet", "fe00::0\tip6-mcastprefix", "fe00::1\tip6-allnodes", "fe00::2\tip6-allrouters",
      ]
      if let address {
        let names = [fullName(of: pod), Self.hostname(of: pod)].compactMap { $0 }
        lines.append("\(address)\t\(names.joined(separator: "\t"))")
      }
      text = lines.joined(separator: "\n") + "\n"
    }
    let aliases = pod.spec.hostAliases
    if !aliases.isEmpty {
      let lines = aliases.map { "\($0.ip ?? "")\t\($0.hostnames.joined(separator: "\t"))" }
      text += (["", "# Entries added by HostAliases."] + lines).joined(separator: "\n") + "\n"
    }
    return text
  }

  /// `/etc/resolv.conf` for the pod's `dnsPolicy` and `dnsConfig` (Kubernetes, "DNS for Services and Pods").
  package func resolvConf(of pod: Pod) -> String {
    let spec = pod.spec
    var servers: [String] = []
    var searches: [String] = []
    var options: [String] = []
    let usesHost =
      spec.dnsPolicy == "Default" || (spec.hostNetwork == true && spec.dnsPolicy != "ClusterFirstWithHostNet")
    if spec.dnsPolicy == "None" {
      // All of it comes from dnsConfig.
    } else if usesHost {
      (servers, searches, options) = Self.parse(hostResolvConf)
    } else {
      let namespace = pod.namespace ?? "default"
      servers = [clusterDNS]
      searches = ["\(namespace).svc.\(clusterDomain)", "svc.\(clusterDomain)", clusterDomain]
      options = ["ndots:5"]
    }
    if let config = spec.dnsConfig {
      servers += config.nameservers.filter { !servers.contains($0) }
      searches += config.searches.filter { !searches.contains($0) }
      for option in config.options {
        guard let name = option.name else { continue }
        options.removeAll { $0 == name || $0.hasPrefix(name + ":") }
        options.append(option.value.map { "\(name):\($0)" } ?? name)
      }
    }
    var text = servers.map { "nameserver \($0)\n" }.joined()
    if !searches.isEmpty { text = "search \(searches.joined(separator: " "))\n" + text }
    if !options.isEmpty { text += "options \(options.joined(separator: " "))\n" }
    return text
  }

  /// `/etc/passwd` with root, nobody, the image's accounts and the user that the container runs as.
  package static func passwd(user: UInt32, group: UInt32, accounts: [Recipe.Account] = []) -> String {
    var text = "root:x:0:0:root:/root:/bin/sh\nnobody:x:65534:65534:nobody:/:/usr/sbin/nologin\n"
    for account in accounts { text += "\(account.name):x:\(account.id):\(account.id)::/:/usr/sbin/nologin\n" }
    if user != 0, user != 65_534, !accounts.contains(where: { $0.id == user }) {
      text += "user\(user):x:\(user):\(group)::/:/bin/sh\n"
    }
    return text
  }

  /// `/etc/group` with the image's accounts and the groups that the container runs in.
  package static func group(_ groups: [UInt32], accounts: [Recipe.Account] = []) -> String {
    var text = "root:x:0:\nnogroup:x:65534:\n"
    for account in accounts { text += "\(account.name):x:\(account.id):\n" }
    let known = [0, 65_534] + accounts.map(\.id)
    for group in Set(groups).sorted() where !known.contains(group) { text += "group\(group):x:\(group):\n" }
    return text
  }

  package static let nsswitch = "passwd: files\ngroup: files\nshadow: files\nhosts: files dns\n"

  /// The pod's whole domain name, which it has with a `subdomain` only.
  private func fullName(of pod: Pod) -> String? {
    guard let subdomain = pod.spec.subdomain, !subdomain.isEmpty else { return nil }
    return "\(Self.hostname(of: pod)).\(subdomain).\(pod.namespace ?? "default").svc.\(clusterDomain)"
  }

  private static func parse(_ text: String) -> (servers: [String], searches: [String], options: [String]) {
    var result: (servers: [String], searches: [String], options: [String]) = ([], [], [])
    for line in text.split(separator: "\n") {
      let words = line.split { $0 == " " || $0 == "\t" }.map(String.init)
      switch words.first {
      case "nameserver": result.servers += words.dropFirst().prefix(1)
      case "search", "domain": result.searches = Array(words.dropFirst())
      case "options": result.options += words.dropFirst()
      default: break
      }
    }
    return result
  }
}
