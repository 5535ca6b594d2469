import Testing

@testable import LinuxSystem

@Suite struct InternetSocketTests {
  private static let loopback: UInt32 = 0x7f00_0001

  @Test("An address can be had before it is there")
  func comesFirst() throws {
    // One that is for documentation, RFC 5737.
    _ = try InternetSocket.bind(address: 0xc000_0201, port: 9, isStream: true)
  }

  @Test("An address that datagrams are received at is nobody else's, and is free again afterwards")
  func isAlone() throws {
    let socket = try InternetSocket.bind(address: Self.loopback, port: 0, isStream: false)
    let port = try InternetSocket.localAddress(socket.rawValue).port
    #expect(throws: SystemError.self) {
      _ = try InternetSocket.bind(address: Self.loopback, port: port, isStream: false)
    }
    _ = consume socket
    _ = try InternetSocket.bind(address: Self.loopback, port: port, isStream: false)
  }
}
