// swift-format-ignore-file
extension TypeDescriptionTexts {
  /// About Services and what else a namespace holds.
  static let services = #"""
G core
T Service A name and an address for a set of pods, with the ports at which they serve.
spec Which pods are served, by which address and ports.
status What a load balancer gave the Service.
T ServiceSpec Which pods a Service stands for, and how it is reached.
ports Ports of the Service.
selector Labels of the pods that serve; without it somebody else writes the endpoints.
clusterIP Address in the cluster; None for a headless Service, and by default the server chooses one.
clusterIPs Addresses in the cluster, at most one of each family; clusterIP is the first.
type How the Service is reached: ClusterIP, NodePort, LoadBalancer or ExternalName.
externalIPs Addresses outside Kubernetes' care at which nodes take traffic for the Service.
externalName The name to which the Service's name is an alias; needs the type ExternalName.
sessionAffinity Whether a client stays with one pod: ClientIP or None.
sessionAffinityConfig Settings of the session affinity.
loadBalancerIP The address that a load balancer should get; how it is heeded differs between providers.
loadBalancerSourceRanges Networks whose clients a load balancer lets in.
loadBalancerClass The kind of load balancer; the cloud's own when nothing is said.
allocateLoadBalancerNodePorts Whether a load balancer gets node ports; true by default.
externalTrafficPolicy Whether traffic from outside goes to pods of all nodes (Cluster) or of the receiving one (Local).
internalTrafficPolicy Whether traffic from pods goes to pods of all nodes (Cluster) or of their own (Local).
trafficDistribution Which endpoints are preferred, such as PreferSameZone or PreferSameNode.
healthCheckNodePort Port of the nodes at which load balancers ask whether a node has pods of the Service.
publishNotReadyAddresses Whether pods count as ready before they are.
ipFamilies The address families, IPv4 and IPv6, in order.
ipFamilyPolicy SingleStack, PreferDualStack or RequireDualStack.
T ServiceStatus What a Service was given.
loadBalancer Where the load balancer can be reached.
conditions Aspects of the Service's state.
T ServicePort A port of a Service.
name Name of the port, unique in the Service; needed when there are several.
protocol UDP, TCP or SCTP; TCP by default.
port Number of the port at the Service's address.
targetPort Number or name of the port of the pods; the same as port by default.
nodePort Port of every node that leads to the Service; chosen by the server when the type needs one.
appProtocol The protocol spoken over it, such as kubernetes.io/h2c.
T SessionAffinityConfig Settings of the session affinity.
clientIP Settings of the affinity by client address.
T ClientIPConfig Settings of the affinity by client address.
timeoutSeconds Seconds that a client without new connections stays with its pod; 10800 by default.
T LoadBalancerStatus Where a load balancer can be reached.
ingress The points at which it takes traffic.
T LoadBalancerIngress A point at which a load balancer takes traffic.
ip Its address.
hostname Its name, for load balancers that are known by DNS.
ipMode Whether packets come with the load balancer's address (VIP) or the node's (Proxy).
ports State of its ports.
T PortStatus State of a port of a load balancer.
port Number of the port.
protocol TCP, UDP or SCTP.
error Why the port does not work, in a word.
T Endpoints The addresses that serve a Service; EndpointSlices have taken its place.
subsets Sets of addresses with the same ports.
T EndpointSubset Addresses that share the same ports.
addresses Addresses that are ready.
notReadyAddresses Addresses that are not ready yet, or no longer.
ports Ports of the addresses.
T EndpointAddress An address that serves.
ip The address.
hostname A host name for the address.
nodeName The node on which it is.
targetRef The object behind it, in most cases a pod.
T EndpointPort A port at which addresses serve.
name Name of the port, that of the Service's port.
port Number of the port.
protocol UDP, TCP or SCTP; TCP by default.
appProtocol The protocol spoken over it, such as kubernetes.io/h2c.
T ServiceAccount An identity for pods and other programs.
secrets Secrets that its pods may use; no longer enforced by itself.
imagePullSecrets Secrets with credentials for pulling images, given to its pods.
automountServiceAccountToken Whether its pods get a token mounted; pods may say otherwise.
T Event A report of something that happened to an object; kept for a short time only.
involvedObject The object that the event is about.
reason What happened, in a word.
message What happened, for people.
source Who reported it, in the older form.
firstTimestamp When it was first seen.
lastTimestamp When it was last seen.
count How often it has been seen.
type Normal or Warning.
eventTime When it was first seen, with microseconds.
series Facts of a run of equal events; missing for a single one.
action What was done or failed.
related Another object that has to do with it.
reportingComponent Name of the program that reports.
reportingInstance Which instance of the program reports.
T EventSeries A run of equal events.
count How many there were until the last report.
lastObservedTime When the last one was seen.
T EventSource Who reported an event.
component The program.
host The node it runs on.
T LimitRange Bounds and defaults for the resources of a namespace's objects.
spec The bounds.
T LimitRangeSpec Bounds for resources.
limits The bounds, one entry for a kind of object.
T LimitRangeItem Bounds for one kind of object.
type The kind: Container, Pod or PersistentVolumeClaim.
max The most of each resource.
min The least of each resource.
default Limits for containers that say none.
defaultRequest Requests for containers that say none.
maxLimitRequestRatio How many times the request a limit may be.
T ResourceQuota Bounds for what all objects of a namespace use together.
spec The bounds that are wanted.
status The bounds in force, and what is used.
T ResourceQuotaSpec Bounds for a namespace.
hard The most of each resource.
scopes Which objects count: those that fit all of the scopes.
scopeSelector Which objects count, by scopes with values.
T ResourceQuotaStatus Bounds in force and use.
hard The bounds in force.
used What is used now.
T ScopeSelector Requirements on an object's scopes.
matchExpressions The requirements, all of which must hold.
T ScopedResourceSelectorRequirement A requirement on one scope.
scopeName The scope: Terminating, NotTerminating, BestEffort, NotBestEffort, PriorityClass, CrossNamespacePodAffinity or VolumeAttributesClass.
operator How its value is compared: In, NotIn, Exists or DoesNotExist.
values The values for In and NotIn; empty for Exists and DoesNotExist.
T ReplicationController Keeps a number of equal pods running; Deployments have taken its place.
spec The pods that are wanted.
status The pods that there are.
T ReplicationControllerSpec The pods that are wanted.
replicas How many pods; 1 by default.
selector Labels of the pods; those of the template by default.
template From which the pods are made.
minReadySeconds Seconds that a pod must be ready to count as available; 0 by default.
T ReplicationControllerStatus The pods that there are.
replicas How many pods there are.
fullyLabeledReplicas How many of them have all labels of the template.
readyReplicas How many of them are ready.
availableReplicas How many of them have been ready for minReadySeconds.
T ReplicationControllerCondition An aspect of a replication controller's state.
type The aspect, such as ReplicaFailure.
status Whether the condition holds: True, False or Unknown.
T ComponentStatus Whether a part of the control plane is well; deprecated.
conditions What the check found.
T ComponentCondition What a check of a component found.
type Always Healthy.
status Whether the component is healthy: True, False or Unknown.
message What the component answered, or why it could not be asked.
error Code of the error, if there was one.
T RangeAllocation A range of numbers or addresses and which of them are taken; for the server's own use.
range The range, by its ends or as a network.
data A bit for each that is taken.
T TopologySelectorTerm Requirements on the labels of a place, all of which must hold.
matchLabelExpressions The requirements.
T TopologySelectorLabelRequirement A requirement on one label of a place.
key The label's key.
values The values, of which one must be there.
T Preconditions What must be true of an object before it is changed.
uid The identifier that the object must have.
"""#
}
