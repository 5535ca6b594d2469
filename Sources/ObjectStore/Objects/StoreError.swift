package import KubeModel

/// Why the store cannot be opened or a write cannot be kept.
///
/// The database file is left as it is in every case.
package enum StoreError: Error, Sendable, Hashable, CustomStringConvertible {
  /// The file is not a database, or parts of it are gone, cannot be read or are not as they were written.
  case damaged(path: String, detail: String)
  /// A later version of the program wrote the file.
  case tooNew(path: String, version: Int, supported: Int)
  /// The file or its directory cannot be opened.
  case unreachable(path: String, detail: String)
  /// There is no room for the write; nothing of it was kept, and later writes are possible.
  case full(detail: String)
  /// The write failed for another reason; nothing of it was kept.
  case writeFailed(detail: String)
  /// The store is closed.
  case closed

  package var description: String {
    switch self {
    case .damaged(let path, let detail):
      "the database \(path) is damaged (\(detail)): it was left as it is; restore it and \(path)-mark from a copy, "
        + "or move \(path)* away to start with an empty cluster"
    case .tooNew(let path, let version, let supported):
      "the database \(path) has format \(version), and this localkube reads up to \(supported): "
        + "use the localkube that wrote it, or move the file away to start with an empty cluster"
    case .unreachable(let path, let detail):
      "the database \(path) cannot be opened (\(detail)): check that the directory exists and is writable"
    case .full(let detail):
      "no space left for the cluster's database (\(detail)): free some space and try again"
    case .writeFailed(let detail):
      "the cluster's database refused the write (\(detail))"
    case .closed:
      "the cluster's database is closed"
    }
  }

  /// The error as the API reports it.
  package var status: StatusError {
    switch self {
    case .full: StatusError(code: 507, reason: .internalError, message: description)
    case .closed: StatusError(code: 503, reason: .serviceUnavailable, message: description)
    default: StatusError(code: 500, reason: .internalError, message: description)
    }
  }
}
