// swift-format-ignore-file
extension TypeDescriptionTexts {
  /// About Ingress, network policies and endpoints.
  static let networking = #"""
G networking
T Ingress Rules by which HTTP requests from outside reach Services.
spec The rules.
status Where the load balancer can be reached.
T IngressSpec Rules for HTTP requests from outside.
defaultBackend Where requests go that no rule fits.
backend Older name of defaultBackend.
rules Rules by host and path.
tls Certificates for hosts; TLS ends at the Ingress.
ingressClassName The IngressClass, whose controller cares for this object.
T IngressStatus State of an Ingress.
loadBalancer Where the load balancer can be reached.
T IngressLoadBalancerStatus Where the load balancer of an Ingress can be reached.
ingress The points at which it takes traffic.
T IngressLoadBalancerIngress A point at which the load balancer of an Ingress takes traffic.
ip Its address.
hostname Its name, for load balancers that are known by DNS.
ports State of its ports.
T IngressPortStatus State of a port of the load balancer.
port Number of the port.
protocol TCP, UDP or SCTP.
error Why the port does not work, in a word.
T IngressRule Rules for the requests to one host.
host The host, or *.domain for every name one level below; every host when nothing is said.
http The paths and where they lead.
T HTTPIngressRuleValue Paths of one host and where they lead.
paths The paths.
T HTTPIngressPath A path and where it leads.
path The path, from the root.
pathType How it is compared: Exact, Prefix (part by part) or ImplementationSpecific.
backend Where the requests go.
T IngressBackend Where requests go: a Service or another object.
service A Service in the same namespace.
resource Another object in the same namespace, such as a storage bucket.
serviceName Name of a Service, in the older form.
servicePort Port of the Service, in the older form.
T IngressServiceBackend A Service and its port.
name Name of the Service.
port The port.
T ServiceBackendPort A port of a Service, by its name or number.
name Name of the port.
number Number of the port.
T IngressTLS A certificate for some hosts.
hosts The hosts; those of the controller when none are named.
secretName Secret with the certificate and its key.
T IngressClass A kind of Ingress and the controller that cares for it.
spec The controller and its parameters.
T IngressClassSpec The controller of a kind of Ingress.
controller Name of the controller, such as example.com/ingress; it cannot change.
parameters An object with more settings of the controller.
T IngressClassParametersReference Tells the object with a controller's settings.
apiGroup Group of the object's kind; empty for the core group.
kind The object's kind.
name The object's name.
scope Whether the object is of the Cluster or of a Namespace; Cluster by default.
namespace The object's namespace, when it is in one.
T NetworkPolicy Which connections pods may take and open.
spec The pods and their rules.
T NetworkPolicySpec The pods that a policy is about, and what they may do.
podSelector The pods, by their labels; an empty one takes all of the namespace.
ingress Connections that the pods may take; none when it is empty and Ingress is a policy type.
egress Connections that the pods may open; none when it is empty and Egress is a policy type.
policyTypes Which rules count: Ingress, Egress or both; found by the rules when nothing is said.
T NetworkPolicyIngressRule Connections that pods may take: those that fit both ports and peers.
ports The ports; all of them when none is named.
from Where the connections come from; anywhere when nothing is said.
T NetworkPolicyEgressRule Connections that pods may open: those that fit both ports and peers.
ports The ports; all of them when none is named.
to Where the connections go; anywhere when nothing is said.
T NetworkPolicyPeer A side of a connection.
podSelector Pods by their labels, of the policy's namespace or of those selected.
namespaceSelector Namespaces by their labels; an empty one takes all.
ipBlock A range of addresses; no other member may be set beside it.
T NetworkPolicyPort A port or a range of ports.
protocol TCP, UDP or SCTP; TCP by default.
port Number or name of the port; all ports when nothing is said.
endPort The last port of a range that begins at port.
T IPBlock A range of addresses, with parts of it left out.
cidr The range as a network.
except Networks within the range that are left out.
T IPAddress An address that is taken by some object; its name is the address.
spec The object that has the address.
T IPAddressSpec The use of an address.
parentRef The object that has the address.
T ParentReference Tells the object that has an address.
group Group of the object's resource.
resource Resource of the object.
namespace Namespace of the object.
name Name of the object.
T ServiceCIDR A range from which Services get their addresses.
spec The range.
status Whether the range is in use.
T ServiceCIDRSpec A range for the addresses of Services.
cidrs The networks, at most one of each family; they cannot change.
T ServiceCIDRStatus State of a range for Services.
conditions Whether the range is ready, or waits for its addresses to be given up.
G discovery
T EndpointSlice A part of the addresses that serve a Service.
addressType What the addresses are: IPv4, IPv6 or FQDN; it cannot change.
endpoints The addresses, 1000 at most.
ports Ports of the addresses.
T Endpoint A pod or other program that serves.
addresses Its addresses, which are equal in worth; clients may use the first only.
conditions Whether it is ready, serving or ending.
hostname A host name for it.
targetRef The object behind it, in most cases a pod.
deprecatedTopology Topology in the older form; read only.
topology Labels that tell where it is.
nodeName The node on which it is.
zone The zone in which it is.
hints Which clients should use it.
T EndpointConditions State of an endpoint.
ready Whether it takes new connections; no value counts as true.
serving Whether it can serve, even while it is ending.
terminating Whether it is ending.
T EndpointHints Which clients should use an endpoint.
forZones Zones whose clients should use it.
forNodes Nodes whose clients should use it.
T ForZone A zone of the cluster.
name Name of the zone.
T ForNode A node of the cluster.
name Name of the node.
T EndpointPort A port of all endpoints of a slice.
name Name of the port, that of the Service's port.
port Number of the port; all ports when nothing is said.
protocol UDP, TCP or SCTP; TCP by default.
appProtocol The protocol spoken over it, such as kubernetes.io/h2c.
"""#
}
