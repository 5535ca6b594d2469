/// A failure that zlib reports; `code` is one of its return codes (zlib.h).
package struct ZlibError: Error, Sendable, Hashable, CustomStringConvertible {
  package var code: Int32
  package var stage: String

  package init(code: Int32, stage: String) {
    self.code = code
    self.stage = stage
  }

  package var description: String { "zlib: \(stage) failed with code \(code)." }
}
