import ControllerKit
import KubeClient
import KubeModel

/// The growing of volumes (Kubernetes concept "Persistent Volumes", Expanding Persistent Volumes Claims).
extension VolumeBinder {
  /// The volume with what its claim asks for now, where this provisioner made it.
  ///
  /// A directory needs no more than to be said larger. For other volumes an event tells that somebody else has to do it.
  func grown(_ volume: PersistentVolume, for claim: PersistentVolumeClaim) async throws -> PersistentVolume {
    guard claim.status.phase == "Bound", let asked = claim.spec.resources.requests["storage"],
      let had = claim.status.capacity["storage"], (asked.compare(had) ?? 0) > 0
    else { return volume }
    guard provisioner.isOwn(volume) else {
      recorder.record(
        .normal, about: claim, reason: "ExternalExpanding",
        message: "Ignoring the PVC: didn't find a plugin capable of expanding the volume; waiting for an external "
          + "controller to process this PVC.")
      return volume
    }
    recorder.record(
      .normal, about: claim, reason: "Resizing", message: "External resizer is resizing volume \(volume.name)")
    let written = try await context.client.modify(PersistentVolume.self, name: volume.name) { current in
      guard current.uid == volume.uid, current.spec.capacity["storage"] != asked else { return false }
      current.spec.capacity["storage"] = asked
      return true
    }
    recorder.record(
      .normal, about: claim, reason: "VolumeResizeSuccessful", message: "Resize volume succeeded")
    return written
  }
}
