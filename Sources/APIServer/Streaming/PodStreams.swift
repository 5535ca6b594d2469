package import KubeModel
package import LinuxSystem

/// What the API server needs of the node for a pod's streaming subresources.
///
/// The composition root fills it in with the kubelet, so that the API server knows nothing of sandboxes.
///
/// The pod and container names were checked by the caller; a container that does not run makes `exec` and `attach` throw
/// a ``KubeletFailure``.
package protocol PodStreams: Sendable {
  /// Runs a command in a container. A command that cannot be started is a process without streams, whose exit code
  /// throws why: as in Kubernetes, the client learns of it when its connection has been upgraded.
  func exec(_ request: ExecRequest, in pod: Pod, container: String) async throws -> any RemoteProcess

  /// Joins a running container's main process.
  func attach(_ request: AttachRequest, to pod: Pod, container: String) async throws -> any RemoteProcess

  /// The log of a container. The stream ends at the log's end, or with the container when the request follows.
  func logs(of pod: Pod, container: String, options: LogOptions) async throws -> AsyncThrowingStream<[UInt8], any Error>

  /// A TCP connection to `port` of the pod, made inside the pod's network namespace.
  func connect(to pod: Pod, port: UInt16) async throws -> OwnedDescriptor
}

/// What `exec` asks for.
package struct ExecRequest: Sendable, Hashable {
  package var command: [String]
  package var wantsStandardInput: Bool
  package var hasTerminal: Bool

  package init(command: [String], wantsStandardInput: Bool, hasTerminal: Bool) {
    self.command = command
    self.wantsStandardInput = wantsStandardInput
    self.hasTerminal = hasTerminal
  }
}

/// What `attach` asks for.
package struct AttachRequest: Sendable, Hashable {
  package var wantsStandardInput: Bool
  package var hasTerminal: Bool

  package init(wantsStandardInput: Bool, hasTerminal: Bool) {
    self.wantsStandardInput = wantsStandardInput
    self.hasTerminal = hasTerminal
  }
}

/// Which part of a log, as `PodLogOptions` of `v1` has it.
package struct LogOptions: Sendable, Hashable {
  package var follow = false
  package var previous = false
  package var timestamps = false
  package var tailLines: Int?
  package var limitBytes: Int?
  package var sinceTime: Timestamp?
  /// `All`, `Stdout` or `Stderr`.
  package var stream = "All"

  package init() {}
}

/// A process at the other end of an exec or attach connection.
package protocol RemoteProcess: AnyObject, Sendable {
  /// Takes the descriptors; each may be taken once and is nil when the process has no such stream.
  func takeStandardInput() -> OwnedDescriptor?
  func takeStandardOutput() -> OwnedDescriptor?
  func takeStandardError() -> OwnedDescriptor?

  /// Sets the terminal's size.
  func resize(columns: UInt16, rows: UInt16) async

  /// Waits for the process to end and returns its exit code. For `attach`, that of the container. A process that could
  /// not be started throws a `StatusError`.
  func exitCode() async throws -> Int32

  /// The client has gone: ends a process that `exec` started; leaves an attached container alone.
  func abandon() async
}

/// What a kubelet answers in plain text, with the code 500, and the API server hands on as it is.
///
/// To clients it is the reason why a connection is not upgraded.
package struct KubeletFailure: Error {
  package let message: String

  package init(_ message: String) { self.message = message }
}
