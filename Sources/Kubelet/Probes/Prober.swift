import KubeModel
import LinuxSystem
import NIOCore
import SandboxRuntime

/// Executes probes, with the outcomes and texts of the kubelet's prober.
struct Prober: Sendable {
  let commands: CommandRunner
  let web: HTTPGetClient
  /// The version of Kubernetes that requests name, such as `1.33`.
  let version: String

  /// How often a probe that could not be carried out is tried at once.
  private static let attempts = 3

  /// Executes a probe of a container once.
  func execute(
    _ probe: Probe, of container: Container, in pod: Pod, id: ContainerIdentifier, address: String
  ) async -> ProbeOutcome {
    var outcome = ProbeOutcome.success
    for _ in 0..<Self.attempts {
      outcome = await attempt(probe, of: container, in: pod, id: id, address: address)
      guard case .unknown = outcome, !Task.isCancelled else { break }
    }
    return outcome
  }

  private func attempt(
    _ probe: Probe, of container: Container, in pod: Pod, id: ContainerIdentifier, address: String
  ) async -> ProbeOutcome {
    let seconds = max(probe.timeoutSeconds ?? 1, 1)
    do throws(ConfigurationError) {
      if let action = probe.exec { return await execute(action, of: container, id: id, seconds: seconds) }
      if let action = probe.httpGet {
        let port = try ContainerPortReference.resolve(action.port, of: container)
        let request = HTTPGetRequest(action, host: address, port: port, agent: "kube-probe/\(version)")
        return Self.outcome(of: await web.get(request, timeout: .seconds(seconds), staysOnHost: true))
      }
      if let action = probe.tcpSocket {
        let port = try ContainerPortReference.resolve(action.port, of: container)
        let host = action.host.flatMap { $0.isEmpty ? nil : $0 } ?? address
        return await connect(host, port: port, seconds: seconds)
      }
      if let action = probe.grpc {
        let client = GRPCHealthClient(
          dialer: web.dialer, group: web.group, agent: "kube-probe/\(version) grpc-go/1.68.1")
        return await client.check(
          action.service ?? "", host: address, port: action.port ?? 0, timeoutSeconds: seconds)
      }
    } catch {
      return .unknown(error.description)
    }
    return .unknown("missing probe handler for \(pod.kubeletName):\(container.name ?? "")")
  }

  private func execute(
    _ action: ExecAction, of container: Container, id: ContainerIdentifier, seconds: Int
  ) async -> ProbeOutcome {
    // What the container's definition itself says of its variables; where they come from elsewhere, they are empty.
    let values = Dictionary(
      container.env.map { ($0.name ?? "", $0.value ?? "") }, uniquingKeysWith: { _, last in last })
    let command = action.command.map { VariableExpansion.expand($0) { values[$0] } }
    do {
      let (code, output) = try await commands.run(command, in: id.text, timeout: .seconds(seconds))
      return code == 0 ? .success : .failure(output)
    } catch SandboxError.timedOut {
      let line = GoText.quoted(command.joined(separator: " ").utf8)
      return .failure("command timed out: \(line) timed out after \(GoText.duration(seconds: seconds))")
    } catch let error as SandboxError {
      return .unknown("failed to exec in container: \(error)")
    } catch {
      return .unknown("failed to exec in container: context canceled")
    }
  }

  private func connect(_ host: String, port: Int, seconds: Int) async -> ProbeOutcome {
    do throws(PodDialer.Failure) {
      _ = try await web.dialer.open(host, port: port, timeout: .seconds(seconds))
      return .success
    } catch {
      switch error {
      case .timedOut: return .failure("dial tcp \(PodDialer.place(host, port: port)): i/o timeout")
      case .refused(let text): return .failure("dial tcp\(text)")
      }
    }
  }

  /// What an answer over HTTP means to a probe.
  static func outcome(of answer: HTTPGetOutcome) -> ProbeOutcome {
    switch answer {
    case .answered(let status, _) where (200..<300).contains(status): .success
    case .answered(let status, let body) where (300..<400).contains(status):
      .warning("Probe terminated redirects, Response body: \(body)")
    case .answered(let status, _): .failure("HTTP probe failed with statuscode: \(status)")
    case .failed(let text): .failure(text)
    case .broken(let text): .unknown(text, result: "failure")
    }
  }
}

extension Pod {
  /// `name_namespace(uid)`, as the kubelet names a pod in messages.
  package var kubeletName: String { "\(name)_\(namespace ?? "default")(\(uid))" }
}
