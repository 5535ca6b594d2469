private import CLinux
private import Glibc

/// A thread of its own, for work that waits in the kernel.
package enum SystemThread {
  private final class Work {
    let body: @Sendable () -> Void
    init(_ body: @escaping @Sendable () -> Void) { self.body = body }
  }

  /// Starts a thread that runs `body` and ends with it.
  package static func start(_ body: @escaping @Sendable () -> Void) throws(SystemError) {
    var thread = pthread_t()
    let work = unsafe Unmanaged.passRetained(Work(body))
    let result = unsafe pthread_create(
      &thread, nil,
      { argument in
        if let argument = unsafe argument {
          unsafe Unmanaged<Work>.fromOpaque(argument).takeRetainedValue().body()
        }
        return nil
      }, work.toOpaque())
    guard result == 0 else {
      unsafe work.release()
      throw SystemError("pthread_create", number: result)
    }
    pthread_detach(thread)
  }
}

/// Work in a copy of this process, for what would keep a single-threaded process from its loop.
package enum ForkedWork {
  /// Runs `body` in a copy of this process, which then ends; the result's pidfd tells when.
  ///
  /// Only for processes with one thread: the copy would find the locks of other threads held for ever.
  package static func start(_ body: () -> Void) throws(SystemError) -> OwnedDescriptor {
    var pidfd: Int32 = -1
    let pid = try checked("clone3") { unsafe lk_clone(0, &pidfd) }
    if pid == 0 {
      body()
      _exit(0)
    }
    return OwnedDescriptor(owning: pidfd)
  }
}
