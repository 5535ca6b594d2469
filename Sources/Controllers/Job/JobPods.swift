import KubeModel

/// The pods that a Job makes.
struct JobPods: Sendable {
  static let finalizer = "batch.kubernetes.io/job-tracking"
  static let indexKey = "batch.kubernetes.io/job-completion-index"
  private static let variable = "JOB_COMPLETION_INDEX"

  let job: Job

  /// A pod for a completion index, or for none.
  ///
  /// - Parameter failures: How often the index has failed; nil for a Job that does not ask.
  func pod(index: Int?, failures: Int? = nil) -> Pod {
    var pod = job.spec.template.pod(for: job)
    if !pod.metadata.finalizers.contains(Self.finalizer) { pod.metadata.finalizers.append(Self.finalizer) }
    guard let index else {
      pod.metadata.generateName = "\(job.name)-"
      return pod
    }
    // The API cuts a long prefix; the index is to stay.
    let suffix = "-\(index)-"
    pod.metadata.generateName = job.name.prefix(58 - suffix.count) + suffix
    pod.metadata.annotations[Self.indexKey] = String(index)
    pod.metadata.labels[Self.indexKey] = String(index)
    if let failures { pod.metadata.annotations[IndexFailures.countKey] = String(failures) }
    pod.spec.hostname = "\(job.name)-\(index)"
    pod.spec.containers = pod.spec.containers.map(Self.withVariable)
    pod.spec.initContainers = pod.spec.initContainers.map(Self.withVariable)
    return pod
  }

  private static func withVariable(_ container: Container) -> Container {
    guard !container.env.contains(where: { $0.name == variable }) else { return container }
    var container = container
    container.env.append(
      .with {
        $0.name = variable
        $0.valueFrom = .with { $0.fieldRef = .with { $0.fieldPath = "metadata.labels['\(indexKey)']" } }
      })
    return container
  }
}

extension Pod {
  /// Whether the pod's end has not been counted by its Job yet.
  var isTracked: Bool { metadata.finalizers.contains(JobPods.finalizer) }

  /// The completion index; nil when the pod has none.
  var completionIndex: Int? {
    metadata.annotations[JobPods.indexKey].flatMap { Int($0) }.flatMap { $0 >= 0 ? $0 : nil }
  }
}
