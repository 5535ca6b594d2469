import APIServer
import KubeModel
import LinuxSystem
import Logging

extension ClusterConfiguration {
  /// The audit log that the settings ask for; nil when they ask for none.
  func openAuditLog(logger: Logger) throws -> AuditLog? {
    guard let path = self.auditLog, !path.isEmpty else { return nil }
    do {
      return try AuditLog(path: path, logger: logger)
    } catch {
      throw AuditLogError(path: path, cause: error)
    }
  }
}

/// An audit log that cannot be opened.
struct AuditLogError: Error, CustomStringConvertible {
  let path: String
  let cause: SystemError

  var description: String {
    "the audit log \(path) cannot be opened (\(cause)): name another file with --audit-log, or none with --audit-log \"\""
  }
}
