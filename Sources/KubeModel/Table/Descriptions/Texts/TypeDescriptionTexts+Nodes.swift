// swift-format-ignore-file
extension TypeDescriptionTexts {
  /// About nodes, settings and references.
  static let nodes = #"""
G core
T LocalObjectReference The name of an object in the same namespace.
name Name of the object.
T ObjectReference Tells another object, or a part of it.
apiVersion The object's group version.
kind The object's kind.
namespace The object's namespace.
name The object's name.
uid The object's identifier.
resourceVersion The state of the object that is meant.
fieldPath The part of the object that is meant, such as spec.containers{web}.
T TypedObjectReference Tells an object of any kind.
apiGroup Group of the object's kind; empty for the core group.
kind The object's kind.
name The object's name.
namespace The object's namespace; another than one's own needs a ReferenceGrant there.
T SecretReference Tells a Secret in any namespace.
name Name of the Secret.
namespace Namespace of the Secret.
T SerializedReference A reference that is stored by itself.
reference The object that is meant.
T ConfigMap Settings for pods as keys and values.
data Keys with texts.
binaryData Keys with bytes, in Base64; no key may be in data as well.
immutable Whether data cannot change any more; this cannot be taken back.
T Secret Confidential values as keys and bytes.
type Which keys are expected, such as Opaque or kubernetes.io/tls.
data Keys with bytes, in Base64.
stringData Keys with texts, for writing only: they are merged into data.
immutable Whether data cannot change any more; this cannot be taken back.
T Namespace A scope for the names of objects.
spec Finalizers of the namespace.
status Whether the namespace is in use or being deleted.
T NamespaceSpec The part of a namespace that delays its removal.
finalizers What must be done before the namespace is removed; kubernetes stands for deleting its objects.
T NamespaceStatus State of a namespace.
phase Active or Terminating.
conditions What holds up the deletion of the namespace.
T NamespaceCondition An aspect of a namespace's deletion.
type The aspect, such as NamespaceContentRemaining.
status Whether the condition holds: True, False or Unknown.
T Node A machine that runs pods.
spec What the node should do.
status What the node has told about itself.
T NodeSpec What a node should do.
podCIDR The network from which the node's pods get addresses.
podCIDRs The networks from which the node's pods get addresses, at most one of each family; podCIDR is the first.
providerID The machine's identifier at its provider.
externalID No longer in use.
unschedulable Whether no new pods are placed on the node.
taints Marks that keep away pods which do not tolerate them.
configSource Settings of the kubelet from a ConfigMap; no longer supported.
T NodeStatus What a node has told about itself.
capacity The resources that the machine has.
allocatable The resources that pods may use; what the system keeps is taken off.
phase No longer filled in.
conditions Whether the node is ready, and short of memory, disk or process ids.
addresses Addresses and names of the node.
daemonEndpoints Ports of the programs on the node.
nodeInfo Versions and identifiers of the machine and its programs.
images Images that are on the node.
volumesInUse Attachable volumes that pods of the node use.
volumesAttached Volumes that are attached to the node.
config State of the settings from configSource.
runtimeHandlers The handlers of the container runtime.
features What the container runtime can do.
declaredFeatures Features of the node that the scheduler takes into account.
T NodeAddress An address of a node.
type Hostname, InternalIP, ExternalIP, InternalDNS or ExternalDNS.
address The address or name.
T NodeCondition An aspect of a node's state.
type The aspect: Ready, MemoryPressure, DiskPressure, PIDPressure or NetworkUnavailable.
status Whether the condition holds: True, False or Unknown.
lastHeartbeatTime When the node last told it.
T NodeConfigSource Where the kubelet's settings come from; no longer supported.
configMap The ConfigMap with the settings.
T NodeConfigStatus State of a node's settings; no longer supported.
assigned The settings that the node is to use.
active The settings that the node uses.
lastKnownGood The settings that the node falls back to.
error Why the assigned settings are not used.
T ConfigMapNodeConfigSource A ConfigMap with settings of the kubelet; no longer supported.
namespace Namespace of the ConfigMap.
name Name of the ConfigMap.
uid Identifier of the ConfigMap; only in the status.
resourceVersion State of the ConfigMap; only in the status.
kubeletConfigKey The key with the settings.
T NodeDaemonEndpoints Ports of the programs on a node.
kubeletEndpoint The port of the kubelet.
T DaemonEndpoint The port of one program.
Port Number of the port.
T NodeFeatures What a node's container runtime can do.
supplementalGroupsPolicy Whether it knows supplementalGroupsPolicy.
T NodeRuntimeHandler A handler of a node's container runtime.
name Name of the handler; empty for the default one.
features What the handler can do.
T NodeRuntimeHandlerFeatures What a runtime handler can do.
recursiveReadOnlyMounts Whether it knows mounts that are read-only with all below them.
userNamespaces Whether it knows user namespaces.
T NodeSwapStatus Swap space of a node.
capacity Size of the swap space in bytes.
T NodeSystemInfo Versions and identifiers of a machine and its programs.
machineID Identifier of the installed system, from /etc/machine-id.
systemUUID Identifier of the hardware.
bootID Identifier of this boot.
kernelVersion Version of the kernel.
osImage Name of the operating system's release.
containerRuntimeVersion Name and version of the container runtime.
kubeletVersion Version of the kubelet.
kubeProxyVersion Version of kube-proxy; no longer kept up.
operatingSystem The operating system, such as linux.
architecture The processor architecture, such as amd64.
swap Swap space of the machine.
T AttachedVolume A volume that is attached to a node.
name Name of the volume.
devicePath Path of the device on the node.
T ContainerImage An image on a node.
names Names of the image, with tags and digests.
sizeBytes Size of the image in bytes.
T AvoidPods Controllers whose pods a node should rather not get.
preferAvoidPods The controllers.
T PreferAvoidPodsEntry A controller whose pods a node should rather not get.
podSignature The pods that are meant.
evictionTime When the entry was made.
reason Why the entry was made, in a word.
message Why the entry was made, for people.
T PodSignature The pods of one controller.
podController The controller.
T Taint A mark that keeps pods off a node, or drives them from it.
key Key of the taint.
value Value of the taint.
effect What happens to pods that do not tolerate it: NoSchedule, PreferNoSchedule or NoExecute.
timeAdded When the taint was added.
"""#
}
