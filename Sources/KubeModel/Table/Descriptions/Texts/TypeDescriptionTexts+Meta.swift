// swift-format-ignore-file
extension TypeDescriptionTexts {
  /// About what all objects have, lists and requests.
  static let meta = #"""
G *
apiVersion APIVersion defines the group and version of the object's schema, joined by a slash; the core group is left out.
kind The name of the object's type, in CamelCase; it never changes.
metadata Standard object's metadata: name, labels, annotations and what else all objects have.
items The objects of the list.
status The state that was last seen; the system writes it.
message An explanation for people.
reason A word in CamelCase that tells programs the cause.
conditions What has been found out about the object, one entry for each aspect.
lastTransitionTime When the status last changed to another value.
observedGeneration The metadata.generation that this status is about; an older one means that the latest change is still to come.
T Condition One aspect of the state of an object.
type The aspect, in CamelCase; each occurs once.
status Whether the condition holds: True, False or Unknown.
message Details of the last transition for people; may be empty.
reason A word in CamelCase for the cause of the last transition; never empty.
T ServiceReference A Service of the cluster that answers requests of the API server.
name Name of the Service.
namespace Namespace of the Service.
path The path of the URL that requests are sent to.
port The Service's port; 443 when nothing is said.
T WebhookClientConfig How a webhook is called; either by url or by service.
service The Service with the webhook, when it runs in the cluster.
caBundle Certificates, in PEM, that the webhook's certificate is checked against.
url URL of the webhook, with https; without user, query and fragment.
T TypedLocalObjectReference Tells an object of any kind in the same namespace.
apiGroup Group of the object's kind; empty for the core group.
kind The object's kind.
name The object's name.
T ExtraValue Values that an authenticator adds to a user under one key.
items The values.
G meta
T APIGroup A group of the API and the versions in which it is served.
name Name of the group.
versions The versions in which the group is served.
preferredVersion The version that the server would choose for clients.
serverAddressByClientCIDRs Addresses of the server for clients of certain networks; clients take the first that fits.
T APIGroupList The groups of the API, as discovery tells them.
groups The groups that are served.
T APIResource A resource of the API, as discovery tells it.
name The plural name, as it stands in paths.
singularName The name for one object of the resource; clients use the lower-case kind when it is empty.
namespaced Whether the objects live in namespaces.
group The group of the resource's kind, when it differs from that of the list around it.
version The version of the resource's kind, when it differs from that of the list around it.
kind The kind of the resource's objects.
verbs What can be done with the resource: get, list, watch, create, update, patch, delete and others.
shortNames Abbreviations that people may write for the resource.
categories Names that stand for many resources at once, such as all.
storageVersionHash A hash that changes when the version in which objects are stored does; clients may only compare it.
T APIResourceList The resources of one group version, as discovery tells them.
groupVersion The group version whose resources these are.
resources The resources and their subresources.
T APIVersions The versions of the core group, which is served below /api.
versions The versions that are served.
serverAddressByClientCIDRs Addresses of the server for clients of certain networks.
T ApplyOptions What a client may say when it applies an object on the server.
dryRun Whether changes are only tried; the one value is All.
force Whether fields of other managers are taken over instead of reported as conflicts.
fieldManager The name under which the applied fields are recorded.
T CreateOptions What a client may say when it creates an object.
dryRun Whether the object is only checked and not stored; the one value is All.
fieldManager The name under which the written fields are recorded; by default it is taken from the user agent.
fieldValidation How unknown and repeated fields are treated: Ignore, Warn or Strict.
T DeleteOptions What a client may say when it deletes an object.
gracePeriodSeconds Seconds that the object has to end; 0 deletes it at once, and without a value its kind decides.
preconditions What must be true of the object, or the deletion is refused with a conflict.
orphanDependents Older form of propagationPolicy: whether dependents stay when their owner goes.
propagationPolicy What becomes of dependents: Orphan, Background or Foreground.
dryRun Whether the deletion is only tried; the one value is All.
ignoreStoreReadErrorWithClusterBreakingPotential Whether an object that the store cannot read is deleted all the same, without finalizers; this may break the cluster.
T Duration A span of time.
duration The length of the span, such as 1h30m.
T FieldSelectorRequirement A condition on a field's value.
key The field that the condition is about.
operator How the value is compared: In, NotIn, Exists or DoesNotExist.
values The values for In and NotIn; empty for Exists and DoesNotExist.
T FieldsV1 A set of fields as a tree: f:name stands for a member, k:keys and v:value for an element of a list, a dot for the node itself.
T GetOptions What a client may say when it reads an object.
resourceVersion The oldest state that the answer may show; empty asks for the newest.
T GroupKind A kind with its group.
group Group of the kind.
kind Name of the kind.
T GroupResource A resource with its group.
group Group of the resource.
resource Plural name of the resource.
T GroupVersion A group with one of its versions.
group Name of the group.
version Name of the version.
T GroupVersionForDiscovery A version of a group, written alone and with the group.
groupVersion Group and version joined by a slash.
version The version alone.
T GroupVersionKind A kind in one version of its group.
group Group of the kind.
version Version of the group.
kind Name of the kind.
T GroupVersionResource A resource in one version of its group.
group Group of the resource.
version Version of the group.
resource Plural name of the resource.
T LabelSelector A query over the labels of objects. All requirements must hold; an empty selector matches everything, a missing one nothing.
matchLabels Labels that an object must have, each with exactly this value.
matchExpressions Requirements on labels, all of which must hold.
T LabelSelectorRequirement A condition on one label.
key The label's key.
operator How the label is compared: In, NotIn, Exists or DoesNotExist.
values The values for In and NotIn; empty for Exists and DoesNotExist.
T ListMeta What all lists have beside their elements.
selfLink No longer filled in.
resourceVersion The state of the store that the list shows; a watch may begin here.
continue A token for the next page; empty when this is the last one.
remainingItemCount How many objects are on the pages to come, if the server knows.
shardInfo The part of the objects that the list was narrowed to, if it was.
T ListOptions What a client may say when it lists or watches objects.
labelSelector Only objects whose labels fit this query.
fieldSelector Only objects whose fields fit this query.
watch Whether changes are sent as they happen instead of a list.
allowWatchBookmarks Whether a watch may send events of the type BOOKMARK, which tell how far it has come.
resourceVersion The state to read, or where a watch begins.
resourceVersionMatch How resourceVersion is meant in a list: Exact or NotOlderThan.
timeoutSeconds Seconds after which the server ends the call.
limit The most objects that one answer may hold; more come by continue.
continue The token of the page before, with which the list goes on.
sendInitialEvents Whether a watch first tells of all objects that exist, and then by a bookmark that it has.
shardSelector Only objects of a part of the key space, as this expression tells it.
T ManagedFieldsEntry The fields that one manager has written in one way.
manager Name of the program that wrote the fields.
operation How they were written: Apply or Update.
apiVersion The group version in which the fields are named.
time When the entry was made or its fields last changed.
fieldsType The format of the set of fields; always FieldsV1.
fieldsV1 The set of fields.
subresource The subresource that was written through; empty for the object itself.
T MicroTime A time with microseconds, in the form of RFC 3339.
T ObjectMeta What every object that is stored has.
name The name, unique among the objects of its resource in the namespace; it cannot be changed.
generateName A prefix; when no name is given the server appends random letters to it.
namespace The namespace in which the name is unique; empty for objects that belong to the whole cluster.
selfLink No longer filled in.
uid An identifier that no other object of any time has; the server makes it.
resourceVersion An opaque value that every change replaces; an update with an old one is refused as a conflict.
generation A number that grows when the wanted state changes.
creationTimestamp CreationTimestamp is a timestamp in UTC: when the server created the object.
deletionTimestamp When the object is to be gone; set by the server when a deletion is asked for, and never taken back.
deletionGracePeriodSeconds Seconds that the object has to end after its deletion was asked for; may only be shortened.
labels Keys and values by which objects are grouped and selected.
annotations Keys and values for programs and people, by which nothing can be selected.
ownerReferences The objects that this one depends on; when all of them are gone it is collected.
finalizers Names of tasks to be done before the object is removed; whoever has done one takes its name out.
managedFields Which manager wrote which fields; the server keeps it for server-side apply.
T OwnerReference Tells one owner of an object, in the same namespace or of the whole cluster.
apiVersion The owner's group version.
kind The owner's kind.
name The owner's name.
uid The owner's identifier.
controller Whether this owner manages the object; at most one does.
blockOwnerDeletion Whether the owner, deleted in the foreground, waits until this object is gone.
T PartialObjectMetadata An object of any kind with nothing but its metadata.
T PartialObjectMetadataList A list of objects of any kind with nothing but their metadata.
T Patch A change to an object, in the format that the request's media type tells.
T PatchOptions What a client may say when it patches an object.
dryRun Whether the patch is only tried; the one value is All.
force For apply patches: whether fields of other managers are taken over.
fieldManager The name under which the patched fields are recorded; apply patches must have one.
fieldValidation How unknown and repeated fields of the result are treated: Ignore, Warn or Strict.
T Preconditions What must be true of an object before it is changed.
uid The identifier that the object must have.
resourceVersion The resourceVersion that the object must have.
T RootPaths The paths that the server answers at.
paths The paths, from the root.
T ServerAddressByClientCIDR An address of the server for clients of one network.
clientCIDR The network of the clients.
serverAddress The server's name or address, with a port if need be.
T ShardInfo The part of a collection that a list was narrowed to.
selector The expression that selected the part.
T Status The answer to a request that returns no object, and to one that failed.
status Success or Failure.
code The HTTP status code of the answer; 0 when none was set.
reason A word that tells programs why the request failed, such as NotFound or Conflict.
details More about the failure, as its reason asks for.
T StatusCause One of several causes of a failure.
field The field in question, as a path; with an index where it lies in a list.
T StatusDetails More about a failed request: the object and the causes.
name Name of the object in question, as far as one is.
group Group of the resource in question.
kind The resource in question; not always its kind.
uid Identifier of the object in question.
causes The single causes, for failures that have several.
retryAfterSeconds Seconds after which the client should try again.
T TableOptions What a client may say when it asks for a table.
includeObject What stands beside each row: None, Metadata or Object.
T Time A time with seconds, in the form of RFC 3339.
T Timestamp A time as protobuf holds it.
seconds Seconds since 1970 in UTC.
nanos Nanoseconds beyond the seconds, never negative.
T TypeMeta The kind and version of an object that says them.
T UpdateOptions What a client may say when it replaces an object.
dryRun Whether the new state is only tried; the one value is All.
fieldManager The name under which changed fields are recorded; by default it is taken from the user agent.
fieldValidation How unknown and repeated fields of the new state are treated: Ignore, Warn or Strict.
T Verbs A list of verbs that may be there and empty, which differs from not being there.
items The verbs.
T WatchEvent A change that a watch tells.
type What happened: ADDED, MODIFIED, DELETED, BOOKMARK or ERROR.
object The object after the change; for DELETED as it last was, for ERROR a Status.
G runtime
T RawExtension Any object, as JSON, whose type the place does not fix.
G intstr
T IntOrString A whole number or a string, such as a port's number or name, or a percentage.
G resource
T Quantity A fixed-point number with an optional suffix: 250m, 1.5, 64Mi, 2G or 1e3.
T QuantityValue A quantity that is stored as it was computed.
G runtime
T TypeMeta The kind and version that a serialized object says of itself.
T Unknown An object whose type the reader does not know, kept as it came.
typeMeta The kind and version, as far as they could be read.
raw The object as it came.
contentEncoding How the bytes are packed; empty when they are not.
contentType The media type of the bytes.
G version
T Info The version of the server's program.
major Major number of the version.
minor Minor number of the version.
emulationMajor Major number of the version whose behaviour is emulated.
emulationMinor Minor number of the version whose behaviour is emulated.
minCompatibilityMajor Major number of the oldest version that the server works together with.
minCompatibilityMinor Minor number of the oldest version that the server works together with.
gitVersion The whole version, with a v before it.
gitCommit The commit that the program was built from.
gitTreeState Whether the sources had changes beyond the commit: clean or dirty.
buildDate When the program was built.
goVersion The Go version of the build; other languages say what they like.
compiler The compiler of the build.
platform Operating system and architecture of the program.
G resource
T QuantityValue
string The quantity as a string.
G metrics
T ContainerMetrics What a container used.
name Name of the container.
usage CPU and memory that the container used.
T NodeMetrics What a node used.
timestamp End of the window.
window Length of the window that the usage was measured over.
usage CPU and memory that the node used.
T PodMetrics What the containers of a pod used.
timestamp End of the window.
window Length of the window that the usage was measured over.
containers Usage of each container.
"""#
}
