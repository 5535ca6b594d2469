import APIServer
import KubeClient
import KubeModel
import LinuxSystem
import NIOHTTP1
import Testing

@Suite("The log files of nodes")
struct NodeLogTests {
  @Test("Files and directories are shown as kubelets show them, and nothing outside")
  func shown() async throws {
    let home = try FileSystem.makeTemporaryDirectory(prefix: "lk-logs-")
    defer { try? FileSystem.removeTree(home) }
    try FileSystem.makeDirectory("\(home)/logs/pods/a&b")
    try FileSystem.write(text: "one\ntwo\n", to: "\(home)/logs/kubelet.log")
    try FileSystem.write(text: "secret", to: "\(home)/key")
    try FileSystem.makeLink("\(home)/logs/link", to: "\(home)/key")
    try await TestAPI.with(logs: "\(home)/logs") { api in
      try await api.client.create(Node(name: "node"))
      let base = "/api/v1/nodes/node/proxy/logs"
      #expect(try await api.text("\(base)/kubelet.log") == "one\ntwo\n")
      let listing = try await api.text("\(base)/")
      #expect(listing.contains("<a href=\"kubelet.log\">kubelet.log</a>\n"), "\(listing)")
      #expect(listing.contains("<a href=\"pods/\">pods/</a>\n"), "\(listing)")
      #expect(try await api.text("\(base)/pods/").contains("<a href=\"a%26b/\">a&amp;b/</a>"))
      let bare = try await api.head(base + "/pods")
      #expect(bare.status == .movedPermanently && bare.headers.first(name: "location") == "pods/")
      for path in ["link", "../key", "pods/..%2f..%2fkey", "none", "kubelet.log/x"] {
        #expect(try await api.send(.GET, "\(base)/\(path)").code == 404, "\(path)")
      }
    }
  }
}
