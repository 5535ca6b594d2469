import KubeClient
import KubeModel

/// The sentence for an error, as kubectl words what comes from the API.
enum ErrorReport {
  static func text(_ error: any Error) -> String {
    switch error {
    case let error as StatusError where error.isConnectionFailure: return error.message
    case let error as StatusError: return text(error)
    default: return "error: \(error)"
    }
  }

  private static func text(_ error: StatusError) -> String {
    if error.reason == .invalid, let details = error.details, !details.causes.isEmpty {
      let kind = details.kind ?? ""
      let subject = details.group.map { "\(kind).\($0)" } ?? kind
      let causes = details.causes.map { cause in cause.field.map { "\($0): \(cause.message)" } ?? cause.message }
      if causes.count > 1 {
        return "The \(subject) \"\(details.name ?? "")\" is invalid: \n"
          + causes.map { "* \($0)" }.joined(separator: "\n")
      }
      return "The \(subject) \"\(details.name ?? "")\" is invalid: \(causes[0])"
    }
    let reason = error.reason.rawValue
    return reason.isEmpty ? "Error from server: \(error.message)" : "Error from server (\(reason)): \(error.message)"
  }
}
