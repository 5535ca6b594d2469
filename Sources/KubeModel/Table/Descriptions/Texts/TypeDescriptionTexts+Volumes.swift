// swift-format-ignore-file
extension TypeDescriptionTexts {
  /// About volumes and claims.
  static let volumes = #"""
G core
readOnly Whether the volume can only be read; false by default.
fsType The file system of the volume, such as ext4 or xfs.
secretRef The Secret with the credentials for the storage.
T Volume A directory that containers of a pod can mount; one member beside the name says where it comes from.
name Name of the volume, a DNS label unique in the pod.
hostPath A file or directory of the node.
emptyDir An empty directory that lives as long as the pod.
secret The keys of a Secret as files.
configMap The keys of a ConfigMap as files.
downwardAPI Fields of the pod as files.
projected Several sources in one directory.
persistentVolumeClaim A claim of the pod's namespace.
ephemeral A claim that is made for the pod and deleted with it.
csi A volume that a CSI driver makes for the pod.
image The files of an image or artifact, read-only.
gitRepo A Git repository; no longer supported, an init container can clone one.
T PersistentVolumeSpec What a volume is and who may use it; one member names the storage.
capacity The size of the volume.
accessModes How the volume may be mounted.
claimRef The claim that the volume is bound to, or is kept for.
persistentVolumeReclaimPolicy What becomes of the volume when its claim is gone: Retain, Delete or Recycle.
storageClassName The StorageClass of the volume; empty when it has none.
mountOptions Options for mounting the volume.
volumeMode Whether the volume is a file system or a bare device: Filesystem or Block.
nodeAffinity The nodes from which the volume can be reached.
volumeAttributesClassName The VolumeAttributesClass of the volume.
hostPath A directory of the node, for tests on one node.
local A disk or directory of one node.
csi A volume of a CSI driver.
T Volume,PersistentVolumeSpec
nfs A directory of an NFS server.
iscsi A disk reached by iSCSI.
fc A disk reached by Fibre Channel.
gcePersistentDisk A disk of Google Compute Engine.
awsElasticBlockStore A disk of Amazon's Elastic Block Store.
azureDisk A data disk of Azure.
azureFile A file share of Azure.
cinder A volume of OpenStack Cinder.
cephfs A CephFS file system.
rbd A Ceph block device.
glusterfs A Glusterfs volume.
flexVolume A volume of a plugin that is a program on the node; CSI has taken its place.
flocker A volume of Flocker, which is no longer kept up.
vsphereVolume A disk of vSphere.
quobyte A Quobyte volume.
photonPersistentDisk A disk of the Photon controller.
portworxVolume A Portworx volume.
scaleIO A ScaleIO volume.
storageos A StorageOS volume.
T PersistentVolume Storage of the cluster that pods use by claims.
spec What the volume is and who may use it.
status Whether the volume is free, bound or broken.
T PersistentVolumeStatus State of a volume.
phase Pending, Available, Bound, Released or Failed.
message Why the volume is in this state, for people.
reason Why the volume failed, in a word.
lastPhaseTransitionTime When the phase last changed.
T PersistentVolumeClaim A request for storage, and the hold of a volume.
spec The storage that is asked for.
status The storage that was given.
T PersistentVolumeClaimSpec The storage that a claim asks for.
accessModes How the volume is to be mounted.
resources The size that is asked for, and its limit.
volumeName The volume that the claim is bound to.
selector Labels that a volume must have to be bound.
storageClassName The StorageClass to take; empty for volumes without one, and missing for the default class.
volumeMode Whether a file system or a bare device is wanted: Filesystem or Block.
dataSource What the new volume is filled with: a snapshot or another claim.
dataSourceRef What the new volume is filled with, of any kind that a populator knows.
volumeAttributesClassName The VolumeAttributesClass with which the volume is made; it may be changed later.
T PersistentVolumeClaimStatus The storage that a claim was given.
phase Pending, Bound or Lost.
accessModes How the bound volume can be mounted.
capacity The size of the bound volume.
conditions How far a change of the volume has come, such as Resizing.
allocatedResources The size that is being made ready; greater than the capacity while the volume grows.
allocatedResourceStatuses How far the change of each resource has come.
currentVolumeAttributesClassName The VolumeAttributesClass that the volume has now.
modifyVolumeStatus How far a change of the VolumeAttributesClass has come.
T PersistentVolumeClaimCondition An aspect of a claim's state.
type The aspect, such as Resizing or FileSystemResizePending.
status Whether the condition holds: True, False or Unknown.
lastProbeTime When the condition was last looked at.
reason A word for the cause of the last transition; Resizing means that the volume is growing.
T PersistentVolumeClaimTemplate A template from which a claim is made.
metadata Labels and annotations of the claim.
spec What the claim asks for.
T PersistentVolumeClaimVolumeSource A claim that a pod mounts.
claimName Name of the claim in the pod's namespace.
readOnly Whether all mounts of the volume can only be read.
T ModifyVolumeStatus How far the change to another VolumeAttributesClass has come.
targetVolumeAttributesClassName The class that the volume is changed to.
status Pending, InProgress or Infeasible.
T VolumeResourceRequirements The size of a volume that is asked for.
limits The most that the volume may have.
requests What the volume must have at least.
T VolumeMount A volume's place in a container.
name Name of the volume in the pod.
mountPath The place in the container; without a colon.
readOnly Whether the container can only read it; false by default.
recursiveReadOnly Whether mounts below it cannot be written either: Disabled, Enabled or IfPossible.
subPath The path in the volume that is mounted; its root by default.
subPathExpr The path in the volume that is mounted, with $(NAME) for variables of the container.
mountPropagation Whether later mounts pass between node and container: None, HostToContainer or Bidirectional.
T VolumeDevice A block device's place in a container.
name Name of the volume, whose claim has the mode Block.
devicePath The path of the device in the container.
T VolumeNodeAffinity The nodes from which a volume can be reached.
required Terms about the node, of which one must hold.
T VolumeProjection One source of a projected volume; one member is set.
secret The keys of a Secret.
configMap The keys of a ConfigMap.
downwardAPI Fields of the pod.
serviceAccountToken A token of the pod's ServiceAccount.
clusterTrustBundle Certificates of ClusterTrustBundles in one file, without doubles and in no certain order.
podCertificate A private key and a certificate for the pod, which the kubelet renews.
T ProjectedVolumeSource A volume of several sources in one directory.
sources The sources.
defaultMode Permissions of the files; 0644 by default.
T SecretProjection The keys of a Secret in a projected volume.
name Name of the Secret.
items The keys to show and where; all of them when nothing is said.
optional Whether the Secret and its keys may be missing.
T ConfigMapProjection The keys of a ConfigMap in a projected volume.
name Name of the ConfigMap.
items The keys to show and where; all of them when nothing is said.
optional Whether the ConfigMap and its keys may be missing.
T DownwardAPIProjection Fields of the pod in a projected volume.
items The files.
T ServiceAccountTokenProjection A token in a projected volume.
audience For whom the token is meant; the API server by default.
expirationSeconds Seconds that the token is valid, 600 at least; 3600 by default. The kubelet renews it in time.
path The file, below the volume's root.
T ClusterTrustBundleProjection Trust anchors in a projected volume, by the name of one object or by signer and labels.
name Name of one ClusterTrustBundle; not together with signerName.
signerName The signer whose ClusterTrustBundles are taken.
labelSelector Which of the signer's ClusterTrustBundles are taken; an empty one takes all.
path The file, below the volume's root.
optional Whether the pod may start when no ClusterTrustBundle is there.
T PodCertificateProjection A certificate of the pod's own in a projected volume.
signerName The signer that is asked for the certificate.
keyType The kind of key that is made, such as ED25519 or ECDSAP256.
maxExpirationSeconds Seconds that the certificate may be valid at most; a day by default.
credentialBundlePath File for the private key and the certificates together.
keyPath File for the private key alone.
certificateChainPath File for the certificates alone.
userAnnotations Keys and values that are handed on to the signer.
T SecretVolumeSource The keys of a Secret as files.
secretName Name of the Secret in the pod's namespace.
items The keys to show and where; all of them when nothing is said.
defaultMode Permissions of the files; 0644 by default.
optional Whether the Secret and its keys may be missing.
T ConfigMapVolumeSource The keys of a ConfigMap as files.
name Name of the ConfigMap.
items The keys to show and where; all of them when nothing is said.
defaultMode Permissions of the files; 0644 by default.
optional Whether the ConfigMap and its keys may be missing.
T KeyToPath A key and the file that shows it.
key The key.
path The file, below the volume's root and without dot-dot.
mode Permissions of the file; the volume's defaultMode when nothing is said.
T DownwardAPIVolumeSource Fields of the pod as files.
items The files.
defaultMode Permissions of the files; 0644 by default.
T DownwardAPIVolumeFile A file with a field of the pod.
path The file, below the volume's root and without dot-dot.
fieldRef The field: labels, annotations, name, namespace or uid.
resourceFieldRef A request or limit of one of the containers.
mode Permissions of the file; the volume's defaultMode when nothing is said.
T EmptyDirVolumeSource An empty directory that lives as long as its pod.
medium Where it lies: Memory for a tmpfs, empty for the node's disk.
sizeLimit The size that it may reach before the pod is evicted.
T HostPathVolumeSource A file or directory of the node.
path The path on the node; links are followed.
type What must be there: empty for no check, DirectoryOrCreate, Directory, FileOrCreate, File, Socket, CharDevice or BlockDevice.
T LocalVolumeSource A disk or directory of one node.
path The path of the disk or directory on the node.
fsType File system for a disk that has none yet; found out by itself when nothing is said.
T EphemeralVolumeSource A claim that is made for one pod.
volumeClaimTemplate The template of the claim, which is named after the pod and the volume.
T ImageVolumeSource The files of an image or artifact.
reference The image or artifact.
pullPolicy When it is pulled: Always, IfNotPresent or Never.
T CSIVolumeSource A volume that a CSI driver makes for a pod.
driver Name of the driver.
readOnly Whether the volume can only be read.
fsType The file system to make; the driver decides when nothing is said.
volumeAttributes Settings of the driver for the volume.
nodePublishSecretRef The Secret that the driver gets when it mounts the volume.
T CSIPersistentVolumeSource A volume of a CSI driver.
driver Name of the driver.
volumeHandle The driver's own name of the volume.
volumeAttributes Settings of the driver for the volume.
controllerPublishSecretRef The Secret that the driver gets when it attaches and detaches the volume.
nodeStageSecretRef The Secret that the driver gets when it makes the volume ready on a node.
nodePublishSecretRef The Secret that the driver gets when it mounts the volume for a pod.
controllerExpandSecretRef The Secret that the driver's controller gets when it enlarges the volume.
nodeExpandSecretRef The Secret that the driver gets on the node when it enlarges the volume.
T NFSVolumeSource A directory of an NFS server.
server Name or address of the server.
path The directory that the server exports.
T ISCSIVolumeSource,ISCSIPersistentVolumeSource A disk reached by iSCSI.
targetPortal Address of the portal, with the port unless it is 860 or 3260.
portals More portals, with the port unless it is 860 or 3260.
iqn The target's qualified name.
lun Number of the logical unit.
iscsiInterface The transport; default stands for TCP.
chapAuthDiscovery Whether discovery logs in by CHAP.
chapAuthSession Whether the session logs in by CHAP.
secretRef The Secret with the CHAP credentials.
initiatorName A name for the initiator in place of the node's.
T FCVolumeSource A disk reached by Fibre Channel; either by target names and lun, or by wwids.
targetWWNs World-wide names of the targets.
lun Number of the logical unit on the targets.
wwids World-wide identifiers of the disk.
T GCEPersistentDiskVolumeSource A disk of Google Compute Engine.
pdName Name of the disk.
partition Number of the partition; 0 or nothing for the whole disk.
T AWSElasticBlockStoreVolumeSource A disk of Amazon's Elastic Block Store.
volumeID Identifier of the disk.
partition Number of the partition; 0 or nothing for the whole disk.
T AzureDiskVolumeSource A data disk of Azure.
diskName Name of the disk.
diskURI Address of the disk in the storage account.
cachingMode How the host caches: None, ReadOnly or ReadWrite.
kind Shared, Dedicated or Managed, by where the disk lies.
T AzureFileVolumeSource,AzureFilePersistentVolumeSource A file share of Azure.
secretName Secret with the name and key of the storage account.
shareName Name of the share.
T AzureFilePersistentVolumeSource
secretNamespace Namespace of the Secret; that of the claim by default.
T CinderVolumeSource,CinderPersistentVolumeSource A volume of OpenStack Cinder.
volumeID Identifier of the volume in Cinder.
T CephFSVolumeSource,CephFSPersistentVolumeSource A CephFS file system.
monitors Addresses of Ceph's monitors.
path The directory to mount; the root by default.
user The Ceph user; admin by default.
secretFile File on the node with the user's key.
secretRef The Secret with the user's key; it goes before secretFile.
T RBDVolumeSource,RBDPersistentVolumeSource A Ceph block device.
monitors Addresses of Ceph's monitors.
image Name of the image in the pool.
pool The pool; rbd by default.
user The Ceph user; admin by default.
keyring File on the node with the user's keyring.
secretRef The Secret with the user's key; it goes before keyring.
T GlusterfsVolumeSource,GlusterfsPersistentVolumeSource A Glusterfs volume.
endpoints Name of the Endpoints object with the servers.
path Name of the Glusterfs volume.
T GlusterfsPersistentVolumeSource
endpointsNamespace Namespace of the Endpoints object; that of the claim by default.
T FlexVolumeSource,FlexPersistentVolumeSource A volume of a plugin that is a program on the node.
driver Name of the plugin.
options Settings of the plugin for the volume.
secretRef The Secret whose values are handed to the plugin.
T FlockerVolumeSource A volume of Flocker; either its name or its identifier is set.
datasetName Name of the dataset.
datasetUUID Identifier of the dataset.
T GitRepoVolumeSource A Git repository that is cloned into the volume.
repository URL of the repository.
revision Hash of the commit to check out.
directory The directory to clone into; a dot for the volume itself.
T VsphereVirtualDiskVolumeSource A disk of vSphere.
volumePath Path of the disk in vSphere.
storagePolicyName Name of the storage policy.
storagePolicyID Identifier of the storage policy.
T QuobyteVolumeSource A Quobyte volume.
registry Addresses of the registry services as host:port, separated by commas.
volume Name of the Quobyte volume.
user The user that volume accesses count for; the owner of the service by default.
group The group that volume accesses count for; none by default.
tenant The tenant that owns the volume.
T PhotonPersistentDiskVolumeSource A disk of the Photon controller.
pdID Identifier of the disk.
T PortworxVolumeSource A Portworx volume.
volumeID Identifier of the volume in Portworx.
T ScaleIOVolumeSource,ScaleIOPersistentVolumeSource A ScaleIO volume.
gateway Address of the API gateway.
system Name of the storage system.
secretRef The Secret with user and password.
sslEnabled Whether the gateway is spoken to by TLS.
protectionDomain Name of the protection domain.
storagePool The pool of the protection domain.
storageMode ThickProvisioned or ThinProvisioned; thin by default.
volumeName Name of the volume in the system.
T StorageOSVolumeSource,StorageOSPersistentVolumeSource A StorageOS volume.
volumeName Name of the volume, unique in its StorageOS namespace.
volumeNamespace The StorageOS namespace; that of the pod or claim by default.
"""#
}
