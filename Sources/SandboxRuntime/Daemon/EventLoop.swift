import LinuxSystem

/// The one thread of sandboxd: waits for descriptors and for times, and calls whom it concerns.
///
/// A handler may watch, unwatch and set timers as it likes. What was unwatched is not called any more, also when its
/// readiness was found in the same turn.
final class EventLoop {
  typealias Token = UInt64
  typealias Readiness = Poller.Readiness

  private struct Timer {
    let token: Token
    let due: Int64
    let action: () -> Void
  }

  private var poller: Poller
  private var handlers: [Token: (Readiness) -> Void] = [:]
  private var timers: [Timer] = []
  private var lastToken: Token = 0
  private var isRunning = false
  /// Room for whoever reads in a handler; what is in it does not outlive the handler.
  var buffer = [UInt8](repeating: 0, count: 65_536)

  init() throws(SystemError) { poller = try Poller() }

  /// Calls `handler` whenever the descriptor is ready; hang-ups and errors are always told.
  func watch(
    _ descriptor: Int32, _ readiness: Readiness, _ handler: @escaping (Readiness) -> Void
  ) throws(SystemError) -> Token {
    lastToken += 1
    try poller.add(descriptor, readiness, token: lastToken)
    handlers[lastToken] = handler
    return lastToken
  }

  /// Changes what a descriptor is watched for.
  func change(_ token: Token, _ descriptor: Int32, _ readiness: Readiness) throws(SystemError) {
    try poller.change(descriptor, readiness, token: token)
  }

  /// Must be called before the descriptor is closed.
  func unwatch(_ token: Token, _ descriptor: Int32) {
    guard handlers.removeValue(forKey: token) != nil else { return }
    poller.remove(descriptor)
  }

  /// Calls `action` once after so many nanoseconds.
  @discardableResult
  func after(nanoseconds: Int64, _ action: @escaping () -> Void) -> Token {
    lastToken += 1
    let sum = Clocks.monotonic.addingReportingOverflow(max(0, nanoseconds))
    let timer = Timer(token: lastToken, due: sum.overflow ? .max : sum.partialValue, action: action)
    let index = timers.firstIndex { $0.due > timer.due } ?? timers.endIndex
    timers.insert(timer, at: index)
    return lastToken
  }

  /// Takes a timer back; nothing happens when it is over.
  func cancel(_ token: Token) { timers.removeAll { $0.token == token } }

  /// Runs until `stop`.
  func run() {
    isRunning = true
    while isRunning {
      for (token, readiness) in poller.wait(milliseconds: milliseconds()) { handlers[token]?(readiness) }
      while let timer = timers.first, timer.due <= Clocks.monotonic {
        timers.removeFirst()
        timer.action()
      }
    }
  }

  /// Ends `run` after this turn.
  func stop() { isRunning = false }

  private func milliseconds() -> Int32 {
    guard let due = timers.first?.due else { return -1 }
    let left = max(0, due - Clocks.monotonic)
    return Int32(min((left + 999_999) / 1_000_000, 3_600_000))
  }
}
