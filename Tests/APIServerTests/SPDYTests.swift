import LinuxSystem
import NIOCore
import Testing

@testable import APIServer

/// SPDY/3.1 frames, byte by byte.
@Suite("SPDY framing")
struct SPDYTests {
  /// What kubectl 1.33 sends first: a stream for the errors of port 8080's connection, and its end.
  static let opening: [UInt8] =
    bytes("80030001 0000003e 00000001 00000000 0000")
    + bytes("78f9e3c6a7c202253a703a2b294a4dcc851625aca9a0808614cb45e01c60616061c0c0c0c0590489c64c50f26634")
    + bytes("00000000ffff") + bytes("00000001 01000000")

  static func bytes(_ hex: String) -> [UInt8] {
    let digits = hex.filter { $0 != " " }.compactMap { $0.hexDigitValue }
    return stride(from: 0, to: digits.count, by: 2).map { UInt8(digits[$0] << 4 | digits[$0 + 1]) }
  }

  private func decode(_ pieces: [[UInt8]]) throws -> [SPDYFrame] {
    var decoder = try SPDYDecoder()
    var frames: [SPDYFrame] = []
    for piece in pieces {
      decoder.append(ByteBuffer(bytes: piece))
      while let frame = try decoder.next() { frames.append(frame) }
    }
    return frames
  }

  private static let opened: [SPDYFrame] = [
    .open(1, headers: ["streamtype": "error", "port": "8080", "requestid": "0"], isLast: false),
    .data(1, ByteBuffer(), isLast: true),
  ]

  @Test("The dictionary is that of SPDY/3")
  func dictionary() {
    var low: UInt32 = 1
    var high: UInt32 = 0
    for byte in SPDYDictionary.bytes {
      low = (low + UInt32(byte)) % 65_521
      high = (high + low) % 65_521
    }
    #expect(SPDYDictionary.bytes.count == 1423)
    #expect(high << 16 | low == 0xe3c6_a7c2)
  }

  @Test("A stream that kubectl opens is read")
  func opening() throws {
    #expect(try decode([Self.opening]) == Self.opened)
  }

  @Test("Frames may be cut at any byte")
  func cuts() throws {
    #expect(try decode(Self.opening.map { [$0] }) == Self.opened)
    for cut in 1..<Self.opening.count {
      #expect(
        try decode([Array(Self.opening[..<cut]), [], Array(Self.opening[cut...])]) == Self.opened, "cut at \(cut)")
    }
  }

  @Test("Data is handed on as it comes, and the stream ends with its last part")
  func data() throws {
    let frames = try decode([Self.bytes("00000003 01000005 6162"), Self.bytes("636465 00000005 00000001 66")])
    #expect(
      frames == [
        .data(3, ByteBuffer(string: "ab"), isLast: false), .data(3, ByteBuffer(string: "cde"), isLast: true),
        .data(5, ByteBuffer(string: "f"), isLast: false),
      ])
  }

  @Test("Pings, resets and goodbyes are read; settings, windows and unknown frames are passed over")
  func control() throws {
    let frames = try decode([
      Self.bytes("80030004 0000000c 00000001 01000004 00000000"),
      Self.bytes("80030009 00000008 00000001 00010000"), Self.bytes("800300ff 01000002 abcd"),
      Self.bytes("80030006 00000004 00000007"), Self.bytes("80030003 00000008 00000003 00000005"),
      Self.bytes("80030007 00000008 00000003 00000000"),
    ])
    #expect(frames == [.ping(7), .reset(3), .goAway])
  }

  @Test("Answers are written byte for byte")
  func encoding() throws {
    let encoder = try SPDYEncoder()
    #expect(
      Array(try encoder.reply(1).readableBytesView)
        == Self.bytes("80030002 00000014 00000001 783fe3c6a7c202a6230600000000ffff"))
    #expect(
      Array(try encoder.reply(3).readableBytesView) == Self.bytes("80030002 0000000c 00000003 020100000000ffff"))
    func frame(_ buffer: ByteBuffer) -> [UInt8] { Array(buffer.readableBytesView) }
    #expect(frame(SPDYEncoder.data(3, ByteBuffer(string: "ab"), isLast: false)) == Self.bytes("00000003 00000002 6162"))
    #expect(frame(SPDYEncoder.data(3, ByteBuffer(), isLast: true)) == Self.bytes("00000003 01000000"))
    #expect(frame(SPDYEncoder.reset(3, .refusedStream)) == Self.bytes("80030003 00000008 00000003 00000003"))
    #expect(frame(SPDYEncoder.ping(7)) == Self.bytes("80030006 00000004 00000007"))
    #expect(frame(SPDYEncoder.goAway(last: 5, .protocolError)) == Self.bytes("80030007 00000008 00000005 00000001"))
  }

  @Test("More data than a frame's length can say becomes several frames, of which the last ends the stream")
  func largeData() throws {
    let large = ByteBuffer(repeating: 1, count: SPDYEncoder.mostData + 3)
    var written = SPDYEncoder.data(3, large, isLast: true)
    #expect(written.readableBytes == large.readableBytes + 16)
    #expect(written.readBytes(length: 8) == Self.bytes("00000003 00ffffff"))
    written.moveReaderIndex(forwardBy: SPDYEncoder.mostData)
    #expect(written.readBytes(length: 8) == Self.bytes("00000003 01000003"))
  }

  @Test("Header blocks are written and read, and malformed ones are refused")
  func headers() throws {
    let headers = ["port": "80", "streamtype": "data"]
    #expect(try SPDYHeaders.decode(SPDYHeaders.encode(headers)) == headers)
    let malformed = [
      "", "0000", "00000001", "00000001 00000001 61", "00000001 00000001 61 ffffffff", "ffffffff",
      "00000001 00000000 00000000", "00000000 00", "00000002 00000001 61 00000000 00000001 41 00000000",
    ]
    for text in malformed { #expect(throws: SPDYError.self, "\(text)") { try SPDYHeaders.decode(Self.bytes(text)) } }
  }

  @Test("What is not SPDY/3 is an error, never a crash")
  func malformed() {
    let malformed = [
      "80020001 0000000a 00000001 00000000 0000",  // another version
      "80030001 00ffffff",  // a control frame that is too long
      "80030001 00000004 00000001",  // cut off
      "80030001 0000000a 00000001 00000000 0000",  // no header block
      "80030001 0000000e 00000001 00000000 0000 deadbeef",  // no zlib data
      "80030003 00000002 0000", "80030006 00000000", "80030008 00000000", "ffffffff ffffffff",
    ]
    for text in malformed { #expect(throws: SPDYError.self, "\(text)") { try decode([Self.bytes(text)]) } }
  }

  @Test("Any damage to a byte gives frames or an error")
  func damage() throws {
    for position in Self.opening.indices {
      for change in [UInt8(1), 0x80, 0xff] {
        var damaged = Self.opening
        damaged[position] ^= change
        do {
          #expect(try decode([damaged]).count <= 2)
        } catch {
          #expect(error is SPDYError)
        }
      }
    }
  }

  @Test("A header block that unpacks to too much is refused")
  func bomb() throws {
    let packer = try Deflater(format: .zlib, dictionary: SPDYDictionary.bytes)
    let block = try packer.compress([UInt8](repeating: 0, count: SPDYHeaders.limit + 1), flush: .sync)
    let head = Self.bytes("80030001") + [0, 0, UInt8((block.count + 10) >> 8), UInt8((block.count + 10) & 255)]
    #expect(throws: SPDYError.self) {
      try decode([head + Self.bytes("00000001 00000000 0000") + block])
    }
  }
}
