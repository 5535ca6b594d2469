// swift-format-ignore-file
extension TypeDescriptionTexts {
  /// About users, rights, certificates, leases and events.
  static let access = #"""
G authentication
T BoundObjectReference Tells the object that a token is bound to.
kind Kind of the object: Pod, Secret or Node.
apiVersion Group version of the object.
name Name of the object.
uid Identifier of the object.
T SelfSubjectReview Tells a client who it is.
status Who the client is.
T SelfSubjectReviewStatus Who a client is.
userInfo The client's user.
T TokenRequest Asks for a token of a ServiceAccount; written to its subresource token.
spec The token that is asked for.
status The token that was made.
T TokenRequestSpec The token that is asked for.
audiences For whom the token is meant; whoever takes it must find itself here.
boundObjectRef An object with which the token becomes invalid when it is deleted.
expirationSeconds Seconds that the token should be valid; the server may give another time.
T TokenRequestStatus The token that was made.
token The token.
expirationTimestamp When it becomes invalid.
T TokenReview Asks whether a token is genuine, and whose it is.
spec The token.
status What the server found.
T TokenReviewSpec A token to be checked.
token The token.
audiences For whom it should be meant; one of them must fit. The API server by default.
T TokenReviewStatus What the check of a token found.
authenticated Whether the token is genuine.
user Whose it is.
audiences Those of the audiences asked for that the token is meant for.
error Why the token could not be checked.
T UserInfo A user, as an authenticator tells of it.
username The user's name.
uid An identifier that tells users of the same name at different times apart.
groups The user's groups.
extra What else the authenticator tells.
G authorization
T FieldSelectorAttributes The field selector of a request that is asked about.
rawSelector The selector as it stands in the query; not together with requirements.
requirements The conditions on fields.
T LabelSelectorAttributes The label selector of a request that is asked about.
rawSelector The selector as it stands in the query; not together with requirements.
requirements The conditions on labels.
T LocalSubjectAccessReview Asks what a user may do in one namespace.
spec The user and the request; its namespace must be that of the review.
status Whether the user may.
T SubjectAccessReview Asks whether a user may do something.
spec The user and the request.
status Whether the user may.
T SelfSubjectAccessReview Asks whether the client itself may do something.
spec The request.
status Whether the client may.
T SelfSubjectRulesReview Asks what the client itself may do in a namespace; for people, not for decisions.
spec The namespace.
status What the client may do.
T SelfSubjectAccessReviewSpec A request that the client asks about.
T SubjectAccessReviewSpec A user and a request that is asked about.
user The user's name.
groups The user's groups.
group The user's groups, as v1beta1 spells it.
extra What else the authenticator would tell of the user.
uid The user's identifier.
T SelfSubjectAccessReviewSpec,SubjectAccessReviewSpec
resourceAttributes The request, when it is about a resource; one of the two is set.
nonResourceAttributes The request, when it is about another path.
T SelfSubjectRulesReviewSpec The namespace that is asked about.
namespace Name of the namespace.
T SubjectAccessReviewStatus Whether a request is allowed.
allowed Whether it is allowed.
denied Whether it is forbidden for good, so that no other authorizer was asked.
reason Why it was decided so, for people.
evaluationError An error on the way; the decision may be right all the same.
T SubjectRulesReviewStatus What a client may do.
resourceRules What it may do with resources; the order means nothing.
nonResourceRules What it may do with other paths; the order means nothing.
incomplete Whether there may be more rights than are told.
evaluationError An error on the way, by which rights may be missing.
T NonResourceAttributes A request for a path that is no resource.
path Path of the URL.
verb The method in lower case, such as get.
T NonResourceRule What may be done with paths that are no resources.
verbs Methods in lower case; * for all.
nonResourceURLs The paths, with * as the last part for all below; * for all.
T ResourceAttributes A request about a resource.
namespace Namespace of the object; empty for the whole cluster or all namespaces.
verb What is to be done: get, list, watch, create, update, patch, delete and others; * for all.
group Group of the resource; * for all.
version Version of the group; * for all.
resource The resource; * for all.
subresource The subresource, if one is meant.
name Name of the object; empty for all.
fieldSelector Conditions on fields in the request.
labelSelector Conditions on labels in the request.
T ResourceRule What may be done with resources.
verbs What may be done; * for everything.
apiGroups Groups of the resources; * for all.
resources The resources, and subresources as pods/log; * for all.
resourceNames Names of the objects; all when none is named.
G certificates
T CertificateSigningRequest Asks a signer for a certificate.
spec The request, and who made it.
status What was decided, and the certificate.
T CertificateSigningRequestSpec A request for a certificate; it cannot change.
request The signing request by PKCS 10, in PEM.
signerName The signer that is asked, such as kubernetes.io/kube-apiserver-client.
expirationSeconds Seconds that the certificate should be valid, 600 at least; the signer may give another time.
usages What the key may be used for, such as digital signature or client auth.
username Who made the request; the server fills it in.
uid Identifier of who made the request; the server fills it in.
groups Groups of who made the request; the server fills them in.
extra What else the authenticator told of who made the request; the server fills it in.
T CertificateSigningRequestStatus What was decided about a request.
conditions Whether it was approved, denied or failed.
certificate The certificate and those above it, in PEM.
T CertificateSigningRequestCondition A decision about a request.
type Approved, Denied or Failed.
lastUpdateTime When the condition was last written.
status Whether the condition holds; for decisions it can only be True.
T ClusterTrustBundle Certificates that pods can trust.
spec The certificates and their signer.
T ClusterTrustBundleSpec Certificates to trust.
signerName The signer that they belong to; the object's name must begin with it. Empty for no signer.
trustBundle The certificates, in PEM and without doubles; the order means nothing.
T PodCertificateRequest Asks a signer for a certificate of a pod; the kubelet writes it.
spec The pod, its key and the signer.
status The certificate that was given.
T PodCertificateRequestSpec A request for a pod's certificate; it cannot change.
signerName The signer that is asked.
podName Name of the pod.
podUID Identifier of the pod.
serviceAccountName Name of the pod's ServiceAccount.
serviceAccountUID Identifier of the pod's ServiceAccount.
nodeName Name of the pod's node.
nodeUID Identifier of the pod's node.
maxExpirationSeconds Seconds that the certificate may be valid at most.
pkixPublicKey The public key, in PKIX form.
proofOfPossession A signature of the pod's identifier by the key, which shows that the kubelet has it.
stubPKCS10Request A PKCS 10 request without contents, signed by the key, which shows that the kubelet has it.
unverifiedUserAnnotations Keys and values of the pod's author for the signer; nobody has checked them.
T PodCertificateRequestStatus The certificate that a pod was given.
conditions Whether it was issued, denied or failed.
certificateChain The certificate and those above it, in PEM.
notBefore When it becomes valid.
beginRefreshAt When the kubelet should ask for the next one.
notAfter When it becomes invalid.
G coordination
T Lease A right that one holder has for a time, as for electing leaders.
spec The holder and the time.
T LeaseSpec Who holds a lease, and how long.
holderIdentity Name of the holder.
leaseDurationSeconds Seconds after renewTime when others may take it.
acquireTime When the holder got it.
renewTime When the holder last renewed it.
leaseTransitions How often it went to another holder.
strategy How the leader is chosen, when the server chooses it.
preferredHolder A better holder, to whom the present one should yield.
T LeaseCandidate One who would hold a lease.
spec The lease, and the candidate's versions.
T LeaseCandidateSpec What is told of a candidate for a lease.
leaseName Name of the lease.
pingTime When the server last asked whether the candidate is there.
renewTime When the candidate last answered.
binaryVersion Version of the candidate's program.
emulationVersion Version whose behaviour the candidate emulates.
strategy How the candidate would have the leader chosen.
G events
T Event A report of something that happened to an object; kept for a short time only.
eventTime When it was first seen, with microseconds.
series Facts of a run of equal events; missing for a single one.
reportingController Name of the program that reports.
reportingInstance Which instance of the program reports.
action What was done or failed.
reason Why it was done, in a word.
regarding The object that the event is about.
related Another object that has to do with it.
note What happened, for people.
type Normal or Warning.
deprecatedSource Who reported it, in the older form.
deprecatedFirstTimestamp When it was first seen, in the older form.
deprecatedLastTimestamp When it was last seen, in the older form.
deprecatedCount How often it has been seen, in the older form.
T EventSeries A run of equal events.
count How many there were until the last report.
lastObservedTime When the last one was seen.
"""#
}
