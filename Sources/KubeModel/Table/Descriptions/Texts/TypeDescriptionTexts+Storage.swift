// swift-format-ignore-file
extension TypeDescriptionTexts {
  /// About storage classes, CSI and runtimes.
  static let storage = #"""
G storage
T StorageClass A kind of storage from which volumes are made.
provisioner Name of the provisioner that makes the volumes.
parameters Settings of the provisioner.
reclaimPolicy What becomes of volumes when their claim is gone: Delete or Retain; Delete by default.
mountOptions Options with which the volumes are mounted.
allowVolumeExpansion Whether claims may ask for more later.
volumeBindingMode Whether volumes are made at once (Immediate) or when a pod needs them (WaitForFirstConsumer).
allowedTopologies Places where volumes may be made.
T CSIDriver What Kubernetes has to know about a CSI driver; the name is the driver's.
spec Properties of the driver.
T CSIDriverSpec Properties of a CSI driver.
attachRequired Whether volumes must be attached before they are mounted; true by default.
podInfoOnMount Whether the driver is told about the pod when it mounts.
volumeLifecycleModes Whether the driver makes Persistent volumes, Ephemeral ones or both.
storageCapacity Whether the scheduler looks at CSIStorageCapacity objects for the driver.
fsGroupPolicy When files are given to fsGroup: ReadWriteOnceWithFSType, File or None.
tokenRequests Tokens of the pod's ServiceAccount that the driver gets.
requiresRepublish Whether the driver is called again and again to bring mounts up to date.
seLinuxMount Whether volumes can be mounted with an SELinux label.
nodeAllocatableUpdatePeriodSeconds Seconds after which a node's count of volumes is asked for anew, 10 at least.
serviceAccountTokenInSecrets Whether tokens come in the secrets of a call rather than in the volume's settings.
preventPodSchedulingIfMissing Whether pods with its volumes are kept off nodes that do not have the driver.
T TokenRequest A token that a CSI driver gets.
audience For whom the token is meant; empty for the API server.
expirationSeconds Seconds that the token is valid.
T CSINode The CSI drivers of a node; the name is the node's.
spec The drivers.
T CSINodeSpec The CSI drivers of a node.
drivers The drivers that are there.
T CSINodeDriver A CSI driver on a node.
name Name of the driver.
nodeID The node's name as the driver knows it.
topologyKeys Labels of the node that tell the driver where it is.
allocatable What the node can take of the driver's volumes.
T VolumeNodeResources What a node can take of a driver's volumes.
count How many volumes can be in use at once; unbounded when nothing is said.
T CSIStorageCapacity How much storage is left at one place for one StorageClass.
nodeTopology The place: labels of the nodes that reach the storage.
storageClassName The StorageClass.
capacity What is left in all.
maximumVolumeSize The greatest volume that can be made.
T VolumeAttachment Asks to attach a volume to a node.
spec The volume and the node.
status Whether the volume is attached.
T VolumeAttachmentSpec A volume and the node to attach it to.
attacher Name of the CSI driver that does it.
source The volume.
nodeName The node.
T VolumeAttachmentSource The volume to attach; one member is set.
persistentVolumeName Name of a PersistentVolume.
inlineVolumeSpec The volume itself, for pods of plugins that were moved to CSI.
T VolumeAttachmentStatus Whether a volume is attached.
attached Whether the volume is attached.
attachmentMetadata What the driver has told for the steps that follow.
attachError The last error in attaching.
detachError The last error in detaching.
T VolumeError An error about a volume.
time When it happened.
message What happened, for people; never with secrets.
errorCode The gRPC code of the error.
T VolumeAttributesClass Properties of volumes that a driver can change while they are in use.
driverName Name of the CSI driver.
parameters The properties; they cannot change.
G node
T RuntimeClass A container runtime that pods can ask for.
handler Name of the runtime's settings on the nodes; it cannot change.
overhead Resources that the runtime needs for each pod beside its containers.
scheduling Which nodes have the runtime.
T Overhead Resources that a runtime needs for each pod.
podFixed How much of each resource.
T Scheduling Which nodes have a runtime.
nodeSelector Labels of the nodes; they are added to the pod's own.
tolerations Tolerations that are added to the pod's own.
"""#
}
