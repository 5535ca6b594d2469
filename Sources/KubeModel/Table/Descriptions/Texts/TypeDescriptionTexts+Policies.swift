// swift-format-ignore-file
extension TypeDescriptionTexts {
  /// About disruption, security and roles.
  static let policies = #"""
G policy
T Eviction Asks to delete a pod as far as disruption budgets allow; written to the pod's subresource eviction.
deleteOptions How the pod is deleted.
T PodDisruptionBudget How many pods of a set may be missing by people's own doing.
spec The pods, and how many of them must stay.
status How many pods may be evicted now.
T PodDisruptionBudgetSpec The pods of a budget, and how many of them must stay.
selector Labels of the pods; an empty one takes all of the namespace, in v1beta1 none.
minAvailable How many must stay, as a number or percentage; not together with maxUnavailable.
maxUnavailable How many may be missing, as a number or percentage; not together with minAvailable.
unhealthyPodEvictionPolicy When pods that are not ready may be evicted: IfHealthyBudget or AlwaysAllow.
T PodDisruptionBudgetStatus How many pods of a budget may be evicted now.
disruptedPods Pods whose eviction was granted and that are still there, with the time of it.
disruptionsAllowed How many pods may be evicted now.
currentHealthy How many pods are ready.
desiredHealthy How many pods must be ready.
expectedPods How many pods there should be.
T PodSecurityPolicy Bounds for what pods may ask for; Pod Security admission has taken its place.
spec The bounds.
T PodSecurityPolicySpec Bounds for what pods may ask for.
privileged Whether privileged containers are allowed.
defaultAddCapabilities Capabilities that containers get.
requiredDropCapabilities Capabilities that containers must drop.
allowedCapabilities Capabilities that containers may add.
volumes Kinds of volumes that are allowed; * for all.
hostNetwork Whether pods may use the node's network.
hostPorts Ranges of host ports that are allowed.
hostPID Whether pods may see the node's processes.
hostIPC Whether pods may share the node's interprocess communication.
seLinux Which SELinux labels are allowed.
runAsUser Which user ids are allowed.
runAsGroup Which group ids are allowed.
supplementalGroups Which supplemental groups are allowed.
fsGroup Which groups for files of volumes are allowed.
readOnlyRootFilesystem Whether root file systems must be read-only.
defaultAllowPrivilegeEscalation The default of allowPrivilegeEscalation for containers.
allowPrivilegeEscalation Whether containers may ask for privilege escalation.
allowedHostPaths Paths of the node that are allowed; all when none is named.
allowedFlexVolumes Flex volume plugins that are allowed; all when none is named.
allowedCSIDrivers CSI drivers that are allowed in pods; all when none is named.
allowedUnsafeSysctls Unsafe kernel parameters that are allowed, with * at the end of a name for many.
forbiddenSysctls Kernel parameters that are forbidden, with * at the end of a name for many.
allowedProcMountTypes Values of procMount that are allowed.
runtimeClass Which RuntimeClasses are allowed.
T AllowedCSIDriver A CSI driver that is allowed.
name Name of the driver.
T AllowedFlexVolume A Flex volume plugin that is allowed.
driver Name of the plugin.
T AllowedHostPath A path of the node that is allowed.
pathPrefix The path; everything below it is allowed too.
readOnly Whether it may only be mounted read-only.
T HostPortRange A range of host ports.
min First port of the range.
max Last port of the range.
T IDRange A range of ids.
min First id of the range.
max Last id of the range.
T FSGroupStrategyOptions Which groups for files are allowed.
rule MustRunAs, MayRunAs or RunAsAny.
ranges The groups that are allowed.
T RunAsGroupStrategyOptions Which group ids pods may run as.
rule MustRunAs, MayRunAs or RunAsAny.
ranges The group ids that are allowed.
T RunAsUserStrategyOptions Which user ids pods may run as.
rule MustRunAs, MustRunAsNonRoot or RunAsAny.
ranges The user ids that are allowed.
T SupplementalGroupsStrategyOptions Which supplemental groups pods may have.
rule MustRunAs, MayRunAs or RunAsAny.
ranges The groups that are allowed.
T RuntimeClassStrategyOptions Which RuntimeClasses pods may name.
allowedRuntimeClassNames The names that are allowed; * for all.
defaultRuntimeClassName The RuntimeClass of pods that name none.
T SELinuxStrategyOptions Which SELinux labels pods may have.
rule MustRunAs or RunAsAny.
seLinuxOptions The label that pods must have.
G rbac
T Role Rights in one namespace.
rules The rights.
T ClusterRole Rights in the whole cluster, or to be given in namespaces.
rules The rights.
aggregationRule ClusterRoles whose rights this one takes together; rules are then filled in by the controller.
T AggregationRule Which ClusterRoles are taken together.
clusterRoleSelectors The ClusterRoles, by their labels; fitting one selector suffices.
T RoleBinding Gives the rights of a role to subjects in one namespace.
subjects Who gets the rights.
roleRef The Role of the namespace or the ClusterRole; it cannot change.
T ClusterRoleBinding Gives the rights of a ClusterRole to subjects in the whole cluster.
subjects Who gets the rights.
roleRef The ClusterRole; it cannot change.
T PolicyRule A right: what may be done with which resources.
verbs What may be done; * for everything.
apiGroups Groups of the resources; empty text for the core group, * for all.
resources The resources, and subresources as pods/log; * for all.
resourceNames Names of the objects; all when none is named.
nonResourceURLs Paths that are no resources, with * as the last part for all below; only in ClusterRoles.
T RoleRef Tells a role.
apiGroup Group of the role's kind.
kind Role or ClusterRole.
name Name of the role.
T Subject A user, a group or a service account.
kind User, Group or ServiceAccount.
apiGroup Group of the subject's kind; empty for service accounts, rbac.authorization.k8s.io for users and groups.
name Name of the subject.
namespace Namespace of a service account; empty for others.
"""#
}
