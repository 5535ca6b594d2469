import KubeModel
import ObjectStore

/// ValidatingAdmissionPolicy admission: what the policies that are bound say of a request.
struct PolicyAdmission {
  let hooks: [PolicyIndex.Hook]
  let attributes: AdmissionAttributes
  let context: RequestContext
  let authorizer: RBACAuthorizer
  let parameters: PolicyParameters

  /// A reason to refuse the request.
  private struct Denial {
    let policy: AdmissionPolicy
    let binding: PolicyBinding?
    let message: String
    var reason: String?
  }

  private var reader: AdmissionReader { parameters.reader }

  /// Throws the first refusal, after all policies have been heard: warnings and the audit log tell of all of them.
  func check() throws {
    let namespace = attributes.namespaceLabels(in: reader)
    var inputs: [GroupVersionResource: AdmissionInput] = [:]
    var denials: [Denial] = []
    for hook in hooks {
      guard let form = hook.policy.constraints.form(of: attributes, namespace: namespace) else { continue }
      let bindings = hook.bindings.filter {
        $0.match.map { $0.form(of: attributes, namespace: namespace) != nil } ?? true
      }
      let input = inputs[form.resource] ?? self.input(form)
      inputs[form.resource] = input
      denials += judge(hook.policy, bindings, input)
    }
    if let first = denials.first { throw refusal(first) }
  }

  private func judge(
    _ policy: AdmissionPolicy, _ bindings: [PolicyBinding], _ input: AdmissionInput
  ) -> [Denial] {
    var denials: [Denial] = []
    var annotations: [String: [String]] = [:]
    func fail(_ failure: PolicyParameters.Failure, _ binding: PolicyBinding?) {
      guard !policy.failsOpen else { return }
      denials.append(Denial(policy: policy, binding: binding, message: failure.message))
    }
    let resource: ServedResource?
    do throws(PolicyParameters.Failure) {
      resource = try parameters.resource(of: policy)
    } catch {
      fail(error, nil)
      return denials
    }
    for binding in bindings {
      let all: [JSONValue?]
      do throws(PolicyParameters.Failure) {
        all = try parameters.parameters(of: binding, resource, namespace: attributes.namespace)
      } catch {
        fail(error, binding)
        continue
      }
      for params in all {
        let outcome = policy.program.evaluate(input, params: params)
        for failure in outcome.failures where act(on: failure, policy, binding) {
          denials.append(Denial(policy: policy, binding: binding, message: failure.message, reason: failure.reason))
        }
        for message in outcome.annotationFailures {
          denials.append(Denial(policy: policy, binding: binding, message: message))
        }
        for (key, value) in outcome.annotations where annotations[key]?.contains(value) != true {
          annotations[key, default: []].append(value)
        }
      }
    }
    for (key, values) in annotations { context.annotate("\(policy.name)/\(key)", values.joined(separator: ", ")) }
    return denials
  }

  /// Warns and notes as the binding asks; returns whether the request is refused.
  private func act(
    on failure: PolicyProgram.Failure, _ policy: AdmissionPolicy, _ binding: PolicyBinding
  ) -> Bool {
    if binding.actions.contains("Warn") {
      context.warn(
        "Validation failed for ValidatingAdmissionPolicy '\(policy.name)' with binding '\(binding.name)': "
          + failure.message)
    }
    if binding.actions.contains("Audit") {
      let note: JSONValue = [
        [
          "message": .string(failure.message), "policy": .string(policy.name), "binding": .string(binding.name),
          "expressionIndex": .integer(Int64(failure.index)),
          "validationActions": .array(binding.actions.map(JSONValue.string)),
        ]
      ]
      context.annotate(
        "validation.policy.admission.k8s.io/validation_failure", String(decoding: note.serialized(), as: UTF8.self))
    }
    return binding.actions.contains("Deny")
  }

  private func input(_ form: AdmissionAttributes.Form) -> AdmissionInput {
    let isNamespace = attributes.requested.resource.groupResource == Namespace.resource.groupResource
    let namespace = isNamespace ? nil : attributes.namespace
    return attributes.input(
      form, namespace: namespace.flatMap { $0.isEmpty ? nil : attributes.namespace(named: $0, in: reader)?.value },
      authorizer: RequestAuthorizer(authorizer: authorizer, user: context.user))
  }

  private func refusal(_ denial: Denial) -> StatusError {
    let binding = denial.binding.map { " with binding '\($0.name)'" } ?? ""
    let message = "ValidatingAdmissionPolicy '\(denial.policy.name)'\(binding) denied request: \(denial.message)"
    let name = attributes.name.isEmpty ? attributes.object?["metadata"]?["name"]?.stringValue ?? "" : attributes.name
    var error = StatusError.forbidden(attributes.requested.resource.groupResource, name: name, why: message)
    error.reason = denial.reason.flatMap(StatusError.Reason.init(rawValue:)) ?? .invalid
    let codes: [StatusError.Reason: Int] = [.forbidden: 403, .unauthorized: 401, .requestEntityTooLarge: 413]
    error.code = codes[error.reason] ?? 422
    error.details?.causes.append(.init(reason: "", message: message))
    return error
  }
}
