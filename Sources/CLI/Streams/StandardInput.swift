import Dispatch
import LinuxSystem
import NIOPosix

/// Standard input as it is typed or piped, read on a thread of its own and only as fast as it is consumed.
struct StandardInput: AsyncSequence {
  typealias Element = [UInt8]

  private let stream: AsyncStream<[UInt8]>
  private let consumed = DispatchSemaphore(value: 0)

  /// Starts reading; the thread ends with the input or the process.
  init() {
    let (stream, continuation) = AsyncStream<[UInt8]>.makeStream()
    self.stream = stream
    let consumed = consumed
    let pool = NIOThreadPool(numberOfThreads: 1)
    pool.start()
    pool.submit { _ in
      let input = SharedDescriptor(OwnedDescriptor(owning: 0))
      var buffer = [UInt8](repeating: 0, count: 16_384)
      // An input that cannot be read has ended.
      while let outcome = try? input.read(into: &buffer), case .bytes(let count) = outcome {
        continuation.yield(Array(buffer[..<count]))
        consumed.wait()
      }
      continuation.finish()
    }
  }

  struct AsyncIterator: AsyncIteratorProtocol {
    var base: AsyncStream<[UInt8]>.AsyncIterator
    let consumed: DispatchSemaphore
    var isFirst = true

    mutating func next() async -> [UInt8]? {
      if !isFirst { consumed.signal() }
      isFirst = false
      return await base.next(isolation: #isolation)
    }
  }

  func makeAsyncIterator() -> AsyncIterator { AsyncIterator(base: stream.makeAsyncIterator(), consumed: consumed) }
}
