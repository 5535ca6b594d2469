/// The two messages of `grpc.health.v1.Health/Check`, in the framing of gRPC: a byte that tells of compression, four
/// for the length, and the message in protobuf.
package enum GRPCHealthMessage {
  package static let method = "/grpc.health.v1.Health/Check"

  /// `HealthCheckRequest`, whose first field is the name of the service; the default, empty, is not written.
  package static func request(service: String) -> [UInt8] {
    var message: [UInt8] = []
    if !service.isEmpty { message = [0x0A] + variableLength(service.utf8.count) + Array(service.utf8) }
    let length = UInt32(message.count)
    return [0] + (0..<4).map { UInt8(truncatingIfNeeded: length >> (24 - 8 * $0)) } + message
  }

  /// The status of a `HealthCheckResponse`, which is its first field; nil when the bytes are none.
  package static func status(of frame: [UInt8]) -> Int? {
    guard frame.count >= 5, frame[0] == 0 else { return nil }
    let length = frame[1...4].reduce(0) { $0 << 8 | Int($1) }
    guard frame.count >= 5 + length else { return nil }
    var rest = frame[5..<5 + length]
    var status = 0
    while !rest.isEmpty {
      guard let key = variableLength(&rest) else { return nil }
      switch key & 7 {
      case 0:
        guard let value = variableLength(&rest) else { return nil }
        if key >> 3 == 1 { status = value }
      case 1, 5:
        let size = key & 7 == 1 ? 8 : 4
        guard rest.count >= size else { return nil }
        rest = rest.dropFirst(size)
      case 2:
        guard let size = variableLength(&rest), size >= 0, rest.count >= size else { return nil }
        rest = rest.dropFirst(size)
      default: return nil
      }
    }
    return status
  }

  /// The name of a status, as the definition of the service has it.
  package static func name(of status: Int) -> String {
    let names = ["UNKNOWN", "SERVING", "NOT_SERVING", "SERVICE_UNKNOWN"]
    return names.indices.contains(status) ? names[status] : String(status)
  }

  package static let serving = 1

  private static func variableLength(_ number: Int) -> [UInt8] {
    var rest = number
    var bytes: [UInt8] = []
    repeat {
      bytes.append(UInt8(rest & 0x7F) | (rest > 0x7F ? 0x80 : 0))
      rest >>= 7
    } while rest > 0
    return bytes
  }

  private static func variableLength(_ bytes: inout ArraySlice<UInt8>) -> Int? {
    var number: UInt64 = 0
    for shift in stride(from: UInt64(0), to: 64, by: 7) {
      guard let byte = bytes.popFirst() else { return nil }
      number |= UInt64(byte & 0x7F) << shift
      if byte & 0x80 == 0 { return Int(truncatingIfNeeded: number) }
    }
    return nil
  }
}
