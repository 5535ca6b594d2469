/// Runs tasks on a thread that others run, such as an event loop's (SE-0417, "Task Executor Preference").
///
/// Nothing that runs there may block.
package final class ThreadExecutor: TaskExecutor {
  private let execute: @Sendable (@escaping @Sendable () -> Void) -> Void

  /// - Parameter execute: Runs a closure on the thread, soon and in the order of the calls.
  package init(_ execute: @escaping @Sendable (@escaping @Sendable () -> Void) -> Void) { self.execute = execute }

  package func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    execute { unsafe job.runSynchronously(on: self.asUnownedTaskExecutor()) }
  }
}
