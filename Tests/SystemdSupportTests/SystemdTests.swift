import SystemdSupport
import Testing

@Suite("systemd", .serialized)
struct SystemdTests {
  @Test("ready and status arrive as one message, without line breaks of their own")
  func messages() throws {
    let socket = try #require(NotificationSocket())
    #expect(Systemd.isListening)
    Systemd.ready(status: "1 node\nready")
    Systemd.stopping()
    #expect(socket.next() == "READY=1\nSTATUS=1 node ready")
    #expect(socket.next() == "STOPPING=1")
  }

  @Test("the notifier says ready and then pings the watchdog")
  func watchdog() async throws {
    let socket = try #require(NotificationSocket())
    socket.setWatchdog(microseconds: 40_000)
    #expect(Systemd.watchdogInterval == .milliseconds(40))
    let running = Task { try await SystemdNotifier(status: "ready").run() }
    #expect(socket.next() == "READY=1\nSTATUS=ready")
    #expect(socket.next() == "WATCHDOG=1")
    #expect(socket.next() == "WATCHDOG=1")
    running.cancel()
    try await running.value
  }

  @Test("without systemd nothing is sent and nothing fails")
  func withoutSystemd() {
    #expect(!Systemd.isListening)
    Systemd.ready(status: "ready")
    #expect(Systemd.watchdogInterval == nil)
    #expect(Systemd.listeningDescriptors.isEmpty)
  }
}
