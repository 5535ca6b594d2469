// swift-format-ignore-file
extension TypeDescriptionTexts {
  /// About pods and their states.
  static let pods = #"""
G core
T Pod Containers that run together on one node, share an address and may share volumes.
spec What the pod is to run, and how.
status What the kubelet has last told about the pod.
T PodSpec What a pod is to run, and how.
volumes Volumes that the pod's containers can mount.
containers The containers that run side by side; there must be one at least, and they cannot change.
initContainers Containers that run one after another before the others start; each must succeed.
ephemeralContainers Containers added to the running pod for debugging, by the subresource ephemeralcontainers.
restartPolicy Whether containers that have ended start again: Always, OnFailure or Never.
terminationGracePeriodSeconds Seconds between the request to stop and the kill; 30 by default.
activeDeadlineSeconds Seconds that the pod may be active on its node before it is failed and its containers are killed.
dnsPolicy How names are looked up: ClusterFirst, ClusterFirstWithHostNet, Default or None.
dnsConfig DNS settings added to those of dnsPolicy.
nodeSelector Labels that a node must have for the pod to be placed there.
nodeName The node that the pod is on; the scheduler fills it in, and whoever sets it goes past the scheduler.
serviceAccountName The ServiceAccount that the pod acts as.
serviceAccount Older name of serviceAccountName.
automountServiceAccountToken Whether a token of the ServiceAccount is mounted in the containers.
hostNetwork Whether the pod uses the node's network; its ports are then the node's.
hostPID Whether the pod sees the node's processes.
hostIPC Whether the pod shares the node's interprocess communication.
hostUsers Whether the pod uses the node's user ids; false gives it a user namespace of its own.
shareProcessNamespace Whether the containers of the pod see each other's processes.
securityContext Privileges and identities for all containers of the pod.
imagePullSecrets Secrets with credentials for pulling the images, in the pod's namespace.
hostname The pod's host name; its own name by default.
subdomain With it the pod's full host name is hostname.subdomain.namespace.svc and the cluster's domain.
setHostnameAsFQDN Whether the containers see the full name as their host name.
hostnameOverride A host name in place of all that would be derived; not together with hostNetwork or setHostnameAsFQDN.
hostAliases Lines that are added to the hosts file of the containers.
affinity Rules about the nodes that the pod may be placed on.
tolerations Taints of nodes that the pod puts up with.
topologySpreadConstraints How pods like this one are spread over parts of the cluster.
schedulerName The scheduler that places the pod; default-scheduler by default.
schedulingGates Reasons not to place the pod yet; it waits until all are removed.
schedulingGroup The group of pods with which this one is scheduled.
priorityClassName The PriorityClass that gives the pod its priority.
priority The priority as a number, from the class; pods with higher ones go first.
preemptionPolicy Whether the pod may push out ones of lower priority: PreemptLowerPriority or Never.
readinessGates Conditions that must be True, beside the containers being ready, for the pod to be ready.
runtimeClassName The RuntimeClass whose runtime runs the pod.
enableServiceLinks Whether environment variables tell of the namespace's Services; true by default.
overhead Resources that the runtime needs beside the containers, from the RuntimeClass.
os The operating system of the containers; some fields must be unset for each.
resourceClaims Claims of devices that must be allotted before the pod starts.
resources Resources of the pod as a whole, which its containers share.
T PodStatus What is known of a pod; the kubelet writes it, and may be late when its node is cut off.
phase The stage of the pod's life: Pending, Running, Succeeded, Failed or Unknown.
conditions Steps that the pod has reached, such as PodScheduled, Initialized, ContainersReady and Ready.
message Why the pod is in this state, for people.
reason Why the pod is in this state, such as Evicted.
hostIP Address of the pod's node.
hostIPs All addresses of the pod's node, the one of hostIP first.
podIP Address of the pod; empty until it has one.
podIPs All addresses of the pod, at most one of each family, the one of podIP first.
startTime When the kubelet took up the pod, before any image was pulled.
containerStatuses State of each container.
initContainerStatuses State of each init container.
ephemeralContainerStatuses State of each ephemeral container.
qosClass Quality of service by the containers' resources: Guaranteed, Burstable or BestEffort.
nominatedNodeName Node on which pods are being pushed out for this one; it may still go elsewhere.
resize State of a resize of resources; conditions tell it now.
resourceClaimStatuses The claims that belong to the pod's resourceClaims.
extendedResourceClaimStatus The claim that provides extended resources by devices.
nodeAllocatableResourceClaimStatuses Claims whose devices take resources of the node such as CPU and memory.
allocatedResources The requests that the node has granted to the pod as a whole.
resources The requests and limits that the pod as a whole now runs with.
T PodStatusResult The state of a pod alone, as older kubelets told it.
T PodCondition A step in a pod's life, or another aspect of its state.
type The aspect, such as Ready; others than Kubernetes may add their own.
status Whether the condition holds: True, False or Unknown.
lastProbeTime When the condition was last looked at.
observedGeneration The metadata.generation that the condition is about.
T PodIP An address of a pod.
ip An IPv4 or IPv6 address.
T HostIP An address of a pod's node.
ip The node's IPv4 or IPv6 address.
T PodOS The operating system of a pod.
name The system: linux or windows.
T PodReadinessGate A condition that counts for whether a pod is ready.
conditionType The type of the condition among those of the pod's status.
T PodSchedulingGate A reason not to place a pod yet.
name Name of the gate, unique in the pod.
T PodSchedulingGroup The group of pods that a pod is scheduled with.
podGroupName Name of the PodGroup in the pod's namespace.
T PodResourceClaim A claim of devices that a pod uses, directly or by a template.
name Name by which the containers refer to the claim.
resourceClaimName A ResourceClaim that exists in the pod's namespace.
resourceClaimTemplateName A template from which a ResourceClaim is made for this pod and deleted with it.
T PodResourceClaimStatus The claim that belongs to one of a pod's resourceClaims.
name The entry in the pod's resourceClaims.
resourceClaimName The ResourceClaim that was made; missing when none was needed.
T PodExtendedResourceClaimStatus The claim that provides a pod's extended resources by devices.
requestMappings Which request of the claim stands for which resource of which container.
resourceClaimName Name of the ResourceClaim that was made.
T ContainerExtendedResourceRequest Which request of a claim stands for an extended resource of a container.
containerName Name of the container.
resourceName Name of the extended resource.
requestName Name of the request in the claim.
T NodeAllocatableResourceClaimStatus What a claim's devices take of a node's own resources.
resourceClaimName Name of the ResourceClaim.
containers The containers that use the claim.
resources The resources that are taken, and how much of each.
T ResourceClaim A use of one of the pod's resourceClaims.
name The entry in the pod's resourceClaims.
request One request of the claim; empty for all of them.
T ResourceRequirements Computing resources that are asked for and allowed.
limits The most that may be used of each resource.
requests What is needed at least of each resource; the limits by default.
claims The pod's claims of devices that are used here.
T ResourceStatus Health of a device resource of a container.
name Name of the resource.
resources Health of each device of it.
T ResourceHealth Health of one device.
resourceID Identifier of the device on its node.
health Healthy, Unhealthy or Unknown.
T ContainerState What a container does now; one member is set.
waiting Set while the container cannot run yet.
running Set while the container runs.
terminated Set when the container has ended.
T ContainerStateRunning A container that runs.
startedAt When the container last started.
T ContainerStateTerminated A container that has ended.
exitCode The exit code of the last run.
signal The signal that ended the last run.
reason Why the container ended, such as Completed, Error or OOMKilled.
message The last message of the container.
startedAt When the run began.
finishedAt When the run ended.
containerID The runtime's identifier of the container, with its name before it.
T ContainerStateWaiting A container that cannot run yet.
reason Why the container waits, such as ContainerCreating or CrashLoopBackOff.
message More about why the container waits.
T ContainerStatus State of a container.
name Name of the container.
state What the container does now.
lastState How the run before this one ended.
ready Whether the container passes its readiness probe; one without a probe is ready when it runs.
restartCount How often the container has started again.
image The image that the container runs, as the runtime names it.
imageID The runtime's identifier of the image.
containerID The runtime's identifier of the container, with its name before it.
started Whether the startup probe has passed and the postStart hook is done.
allocatedResources The requests that the node has granted to the container.
allocatedResourcesStatus Health of the devices that the container was given.
resources The requests and limits that the container now runs with.
volumeMounts State of the container's mounts.
user The identity with which the container's first process started.
stopSignal The signal that stops the container.
T ContainerUser Identity of a container's first process.
linux The identity on Linux.
T LinuxContainerUser Identity of a container's first process on Linux.
uid The user id.
gid The group id.
supplementalGroups The other groups of the process.
T VolumeMountStatus State of a mount in a container.
name Name of the volume.
mountPath The place in the container.
readOnly Whether the mount cannot be written.
recursiveReadOnly Whether mounts below it cannot be written either: Disabled, Enabled or IfPossible.
volumeStatus State of the volume, for kinds that have one.
T VolumeStatus State of a mounted volume.
image State of a volume made from an image.
T ImageVolumeStatus State of a volume made from an image.
imageRef The image with its digest, as it was pulled.
T HostAlias A line of the hosts file.
ip The address.
hostnames Names for the address.
T PodDNSConfig DNS settings of a pod, added to those of its policy.
nameservers Addresses of more name servers.
searches More domains to search for short names.
options More options of the resolver; ones of the same name replace the policy's.
T PodDNSConfigOption An option of the resolver.
name Name of the option, such as ndots.
value Value of the option, if it has one.
"""#
}
