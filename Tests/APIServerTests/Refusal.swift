import KubeModel
import Testing

/// What the API says to a write that it refuses.
func refusal(_ write: () async throws -> Void) async throws -> StatusError {
  do {
    try await write()
  } catch let error as StatusError {
    return error
  }
  Issue.record("nothing was refused")
  return StatusError.internalError("nothing was refused")
}
