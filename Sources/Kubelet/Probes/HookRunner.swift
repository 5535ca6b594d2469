import KubeModel
import LinuxSystem
import SandboxRuntime

/// Runs the lifecycle hooks of containers.
struct HookRunner: Sendable {
  /// How a hook ended.
  enum Outcome: Sendable, Hashable {
    case done
    case failed
    /// An endpoint that was to speak HTTPS answered by HTTP at this place, and took the request when it was repeated so.
    case fellBack(String)
  }

  let commands: CommandRunner
  let web: HTTPGetClient
  /// The version of Kubernetes that requests name, such as `1.33`.
  let version: String

  /// Runs a hook to its end; there is no limit to its time but the end of the container, or of the task.
  ///
  /// What a hook prints is nobody's business: it is neither returned nor logged, since it may hold secrets.
  func run(
    _ handler: LifecycleHandler, of container: Container, id: ContainerIdentifier, address: String
  ) async -> Outcome {
    if let action = handler.exec {
      // A command that could not be started has failed too.
      let code = try? await commands.run(action.command, in: id.text, timeout: nil).code
      return code == 0 ? .done : .failed
    }
    if let action = handler.httpGet { return await get(action, of: container, address: address) }
    if let seconds = handler.sleep?.seconds {
      // Cancelled means that the container has gone before.
      return (try? await Task.sleep(for: .seconds(seconds))) == nil ? .failed : .done
    }
    return .failed
  }

  /// Any answer will do, whatever its status.
  private func get(_ action: HTTPGetAction, of container: Container, address: String) async -> Outcome {
    guard let port = try? ContainerPortReference.resolve(action.port, of: container) else { return .failed }
    let request = HTTPGetRequest(action, host: address, port: port, agent: "kube-lifecycle/\(version)")
    switch await web.get(request, timeout: nil, staysOnHost: false) {
    case .answered, .broken: return .done
    case .failed(let text) where text.hasSuffix("http: server gave HTTP response to HTTPS client"):
      var plain = action
      plain.scheme = "HTTP"
      plain.httpHeaders.removeAll { $0.name?.lowercased() == "authorization" }
      let again = HTTPGetRequest(plain, host: address, port: port, agent: "kube-lifecycle/\(version)")
      if case .failed = await web.get(again, timeout: nil, staysOnHost: false) { return .failed }
      return .fellBack(again.url.authority)
    case .failed: return .failed
    }
  }
}
