// swift-format-ignore-file
extension TypeDescriptionTexts {
  /// About the security, placing and requests of pods.
  static let podSettings = #"""
G core
T PodSecurityContext Privileges and identities for all containers of a pod; a container's own go before them.
seLinuxOptions The SELinux label of the containers.
runAsUser The user id of the containers' processes; the image decides when there is none.
runAsGroup The group id of the containers' processes; the runtime decides when there is none.
runAsNonRoot Whether containers that would run as root are refused.
supplementalGroups More groups of the containers' first processes.
supplementalGroupsPolicy Whether the image's groups are added (Merge) or only those said here count (Strict).
fsGroup A group for all processes, to which files of volumes that allow it are given.
fsGroupChangePolicy When a volume's files are given to fsGroup: Always, or OnRootMismatch of its top directory.
sysctls Kernel parameters of the pod's namespaces.
windowsOptions Settings for Windows.
seccompProfile The seccomp profile of the containers.
appArmorProfile The AppArmor profile of the containers.
seLinuxChangePolicy How volumes get their SELinux label: Recursive or MountOption.
T SecurityContext Privileges and identity of a container; where the pod says the same, this goes before it.
capabilities Capabilities to add or drop.
privileged Whether the container has the rights of root on the node; false by default.
seLinuxOptions The SELinux label of the container.
runAsUser The user id of the container's processes.
runAsGroup The group id of the container's processes.
runAsNonRoot Whether the container is refused when it would run as root.
readOnlyRootFilesystem Whether the container cannot write its root file system; false by default.
allowPrivilegeEscalation Whether a process may gain more rights than its parent; false sets no_new_privs.
procMount How /proc is mounted: Default hides some paths, Unmasked does not.
windowsOptions Settings for Windows.
seccompProfile The seccomp profile of the container.
appArmorProfile The AppArmor profile of the container.
T SELinuxOptions An SELinux label.
user The user part of the label.
role The role part of the label.
type The type part of the label.
level The level part of the label.
T SeccompProfile Which system calls a process may make.
type Where the profile comes from: Localhost, RuntimeDefault or Unconfined.
localhostProfile File of the profile below the kubelet's directory of profiles; only with the type Localhost, which needs it.
T Sysctl A kernel parameter.
name Name of the parameter.
value Value to set.
T WindowsSecurityContextOptions Security settings for Windows.
gmsaCredentialSpecName Name of the GMSA credential specification.
gmsaCredentialSpec The GMSA credential specification itself.
runAsUserName The Windows user of the first process.
hostProcess Whether the container runs as a process of the node; all containers of a pod must agree.
T NodeAffinity Rules about the labels of a pod's node.
requiredDuringSchedulingIgnoredDuringExecution Rules without which the pod is not placed; a later change of the node's labels does not evict it.
preferredDuringSchedulingIgnoredDuringExecution Rules with weights; nodes with the greatest sum are liked best.
T PodAffinity Rules that draw a pod near to other pods.
requiredDuringSchedulingIgnoredDuringExecution Terms that must all hold for the pod to be placed.
preferredDuringSchedulingIgnoredDuringExecution Terms with weights; nodes with the greatest sum are liked best.
T PodAntiAffinity Rules that keep a pod away from other pods.
requiredDuringSchedulingIgnoredDuringExecution Terms that a place must not fulfil for the pod to be put there.
preferredDuringSchedulingIgnoredDuringExecution Terms with weights that count against the nodes that fulfil them.
T PodAffinityTerm Which pods count, and how far a place reaches.
labelSelector The pods that count, by their labels; without it none does.
namespaces Namespaces whose pods count; with no namespaceSelector either, the pod's own.
namespaceSelector Namespaces whose pods count, by their labels; an empty one takes all.
topologyKey The label of nodes that makes a place: nodes with the same value belong together.
matchLabelKeys Labels whose values are taken from the new pod and must be the same on pods that count.
mismatchLabelKeys Labels whose values are taken from the new pod and must differ on pods that count.
T WeightedPodAffinityTerm A term of pod affinity with its weight.
weight The weight, 1 to 100.
podAffinityTerm The term.
T PreferredSchedulingTerm A term about nodes with its weight.
weight The weight, 1 to 100.
preference The term about the node.
T NodeSelector Terms about nodes, of which one must hold.
nodeSelectorTerms The terms.
T NodeSelectorTerm Requirements on a node, all of which must hold; an empty term fits no node.
matchExpressions Requirements on the node's labels.
matchFields Requirements on the node's fields.
T NodeSelectorRequirement A condition on a label or field of a node.
key The label or field.
operator How it is compared: In, NotIn, Exists, DoesNotExist, Gt or Lt.
values The values to compare with; none for Exists and DoesNotExist, one whole number for Gt and Lt.
T TopologySpreadConstraint How pods that fit a selector are spread over parts of the cluster.
maxSkew The greatest difference allowed between the numbers of pods in any two parts.
topologyKey The label of nodes whose values make the parts.
whenUnsatisfiable What to do when the pod fits nowhere: DoNotSchedule, or ScheduleAnyway where the difference is least.
labelSelector The pods that are counted.
minDomains The number of parts below which the least count is taken to be 0; only with DoNotSchedule.
nodeAffinityPolicy Whether only nodes that fit the pod's node affinity and selector count: Honor or Ignore.
nodeTaintsPolicy Whether nodes with taints that the pod does not tolerate are left out: Honor or Ignore.
matchLabelKeys Labels whose values are taken from the new pod and must be the same on pods that are counted.
T Toleration A taint that a pod puts up with.
key Key of the taint; empty with Exists for every taint.
operator How the value is compared: Exists, Equal, Lt or Gt; Equal by default.
value The value to compare with; empty with Exists.
effect The effect that is tolerated; empty for all.
tolerationSeconds Seconds that the pod stays beside a NoExecute taint; for ever when nothing is said.
T PodTemplate A template for pods, stored by itself.
template The template.
T PodTemplateSpec A template from which pods are made.
metadata Labels, annotations and other metadata of the pods.
spec What the pods are to run, and how.
T Binding Puts a pod on a node; written to the pod's subresource binding.
target The node.
T PodAttachOptions What a client may say when it attaches to a container.
stdin Whether standard input is sent to the container.
stdout Whether standard output is sent to the client; true by default.
stderr Whether standard error is sent to the client; true by default.
tty Whether the container has a terminal.
container The container to attach to; the only one by default.
T PodExecOptions What a client may say when it runs a command in a container.
stdin Whether standard input is sent to the command.
stdout Whether standard output is sent to the client.
stderr Whether standard error is sent to the client.
tty Whether the command gets a terminal.
container The container to run in; the only one by default.
command The program and its arguments, without a shell.
T PodLogOptions What a client may say when it reads the log of a container.
container The container; the only one by default.
follow Whether the answer goes on with new lines.
previous Whether the log of the run before is read.
sinceSeconds Only lines of the last so many seconds; not together with sinceTime.
sinceTime Only lines from this time on; not together with sinceSeconds.
timestamps Whether each line begins with its time.
tailLines Only so many lines from the end.
limitBytes Bytes after which the answer is cut.
insecureSkipTLSVerifyBackend Whether the kubelet's certificate is left unchecked, so that the log may not be genuine.
stream The stream to read: All, Stdout or Stderr.
T PodPortForwardOptions What a client may say when it forwards ports of a pod.
ports The ports; needed with WebSockets.
T PodProxyOptions What a client may say when it sends a request to a pod.
path The path of the request.
T ServiceProxyOptions What a client may say when it sends a request to a Service.
path The path of the request.
T NodeProxyOptions What a client may say when it sends a request to a kubelet.
path The path of the request.
"""#
}
