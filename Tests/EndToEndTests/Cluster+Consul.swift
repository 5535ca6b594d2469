import Testing

extension Cluster {
  /// How often the leader reporter gave a reason, as its Events count it: of all servers, or of one.
  func reports(_ reason: String, about server: String? = nil) async throws -> Int {
    let selector = "reason=\(reason)" + (server.map { ",involvedObject.name=\($0)" } ?? "")
    let events = try await kubectl(
      "get", "events", "--field-selector", selector, "-o", "jsonpath={range .items[*]}{.count}{\"\\n\"}{end}")
    try #require(events.status == 0, "\(events)")
    return events.table.compactMap(\.first).compactMap { Int($0) }.reduce(0, +)
  }

  /// Kills a server's process in its pod, as a crash would.
  func killServer(_ pod: String) async throws {
    let address = try await kubectl("get", "pod", pod, "-o", "jsonpath={.status.podIP}")
    // The main processes of containers are sandboxd's children; another cluster may use the same addresses.
    let sandboxd = try await process("sandboxd")
    let kill = try await shell("kill -9 $(pgrep -P \(sandboxd) -f -- '[-]advertise=\(address.output) .*-server')")
    #expect(kill.status == 0, "\(kill)")
  }

  /// Kills `serve`, and waits until another one answers.
  func killControlPlane() async throws {
    let serve = try await process("serve")
    _ = try await shell("kill -9 \(serve)")
    _ = try await eventually("another control plane answers") { () -> Bool? in
      guard let now = try await findProcess("serve"), now != serve else { return nil }
      return try await kubectl("get", "--raw", "/readyz").status == 0 ? true : nil
    }
  }
}
