package import KubeModel
package import SandboxRuntime

/// What a pod's state machine is told.
package enum PodInput: Sendable {
  /// The object changed.
  case pod(Pod)
  /// The object is gone from the API, without the kubelet having asked for it.
  case removed
  /// The volumes are there.
  case volumesReady
  /// Volumes could not be set up, or ones that stand could not be brought up to date; tried again when a dependency
  /// changes, and after `retryAfter`.
  case volumesFailed(problems: [String], retryAfter: Duration?)
  /// A volume holds more than its limit, or the pod did something else for which it has to leave the node.
  case evicted(message: String)
  case sandboxReady
  case sandboxFailed(message: String)
  /// The sandbox, its containers and the volumes are gone.
  case tornDown
  case started(container: String, attempt: Int, process: StartedProcess, imageID: String)
  case startFailed(container: String, attempt: Int, StartFailure)
  case exited(container: String, attempt: Int, ExitStatus, message: String?)
  case hookEnded(container: String, attempt: Int, LifecycleHook, failed: Bool)
  case probed(container: String, attempt: Int, ProbeKind, ProbeOutcome)
  /// A ConfigMap, Secret or volume that the pod names changed.
  case dependenciesChanged
  /// Recipes were added or changed.
  case recipesChanged
  /// The sandboxes are gone (a reboot of the node).
  case rebooted
  /// Time has passed.
  case tick
}

/// Why a container could not be started.
package enum StartFailure: Sendable, Hashable {
  /// Something that its configuration names is missing or wrong (`CreateContainerConfigError`).
  case configuration(String)
  /// The image's name is none (`InvalidImageName`).
  case imageName(String)
  /// No recipe stands in for the image (`ErrImagePull`).
  case image(String)
  /// The image's program is being fetched; `recipesChanged` comes when that is over.
  case fetching
  /// The program could not be started (`RunContainerError`).
  case run(String)
  /// The container could not be made from its definition; no start was tried.
  case creation(String)
}

/// The two hooks of a container.
package enum LifecycleHook: String, Sendable, Hashable {
  case postStart = "PostStart"
  case preStop = "PreStop"
}

/// What a pod's state machine asks for.
package enum PodAction: Sendable, Hashable {
  /// Sets up the volumes; answered by `volumesReady` or `volumesFailed`. Comes again when a source has changed:
  /// with `isFirst` false the volumes stand, and what cannot be brought up to date stays as it is.
  case prepareVolumes(isFirst: Bool)
  /// Answered by `sandboxReady` or `sandboxFailed`.
  case createSandbox
  /// Answered by `started` or `startFailed`.
  case start(container: String, attempt: Int)
  /// Answered by `hookEnded`, with the end of the container at the latest.
  case runHook(container: String, attempt: Int, LifecycleHook)
  /// Answered by `probed`.
  case probe(container: String, attempt: Int, ProbeKind)
  /// Sends the container's stop signal, or SIGKILL.
  case signal(container: String, attempt: Int, kill: Bool)
  /// Forgets an attempt that ended, once its successor runs.
  case discard(container: String, attempt: Int)
  /// Removes the sandbox with all containers, and with `volumes` what was set up for the pod; answered by `tornDown`.
  case tearDown(volumes: Bool)
  /// An Event about the container, or about the pod when that is nil.
  case event(warning: Bool, container: String?, reason: String, message: String)
  /// Removes the object from the API, once its status has been written.
  case deleteObject
}
