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

  @Test("the watchdog's interval is read, and pings arrive")
  func watchdog() throws {
    let socket = try #require(NotificationSocket())
    socket.setWatchdog(microseconds: 40_000)
    #expect(Systemd.watchdogInterval == .milliseconds(40))
    Systemd.status("still here")
    Systemd.pingWatchdog()
    #expect(socket.next() == "STATUS=still here")
    #expect(socket.next() == "WATCHDOG=1")
  }

  @Test("without systemd nothing is sent and nothing fails")
  func withoutSystemd() {
    #expect(!Systemd.isListening)
    Systemd.ready(status: "ready")
    #expect(Systemd.watchdogInterval == nil)
    #expect(Systemd.listeningDescriptors.isEmpty)
  }
}
