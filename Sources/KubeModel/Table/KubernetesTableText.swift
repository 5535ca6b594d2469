// swift-format-ignore-file
// Made by Packaging/generate-kubernetes-table; facts only.
/// The text of the Kubernetes table; `Packaging/generate-kubernetes-table` says what its lines mean.
enum KubernetesTableText {
  static let text = #"""
P api.admission.v1
T AdmissionRequest -
uid 1 s E
kind 2 apimachinery.pkg.apis.meta.v1.GroupVersionKind E
resource 3 apimachinery.pkg.apis.meta.v1.GroupVersionResource E
subResource 4 s
name 5 s
namespace 6 s
operation 7 s E
userInfo 8 api.authentication.v1.UserInfo E
object 9 apimachinery.pkg.runtime.RawExtension
oldObject 10 apimachinery.pkg.runtime.RawExtension
dryRun 11 b P
options 12 apimachinery.pkg.runtime.RawExtension
requestKind 13 apimachinery.pkg.apis.meta.v1.GroupVersionKind P
requestResource 14 apimachinery.pkg.apis.meta.v1.GroupVersionResource P
requestSubResource 15 s
T AdmissionResponse -
uid 1 s E
allowed 2 b E
status 3 apimachinery.pkg.apis.meta.v1.Status P
patch 4 y
patchType 5 s P
auditAnnotations 6 %s
warnings 7 *s
T AdmissionReview -
request 1 AdmissionRequest P
response 2 AdmissionResponse P
P api.admissionregistration.v1
T ApplyConfiguration -
expression 1 s
T AuditAnnotation -
key 1 s !
valueExpression 2 s !
T ExpressionWarning -
fieldRef 2 s !
warning 3 s !
T JSONPatch -
expression 1 s
T MatchCondition -
name 1 s !
expression 2 s !
T MatchResources - A
namespaceSelector 1 apimachinery.pkg.apis.meta.v1.LabelSelector P
objectSelector 2 apimachinery.pkg.apis.meta.v1.LabelSelector P
resourceRules 3 *NamedRuleWithOperations Latomic
excludeResourceRules 4 *NamedRuleWithOperations Latomic
matchPolicy 7 s P
T MutatingAdmissionPolicy admissionregistration.k8s.io/v1
kind 0 s
apiVersion 0 s
metadata 1 apimachinery.pkg.apis.meta.v1.ObjectMeta
spec 2 MutatingAdmissionPolicySpec
T MutatingAdmissionPolicyBinding admissionregistration.k8s.io/v1
kind 0 s
apiVersion 0 s
metadata 1 apimachinery.pkg.apis.meta.v1.ObjectMeta
spec 2 MutatingAdmissionPolicyBindingSpec
T MutatingAdmissionPolicyBindingList admissionregistration.k8s.io/v1
kind 0 s
apiVersion 0 s
metadata 1 apimachinery.pkg.apis.meta.v1.ListMeta
items 2 *MutatingAdmissionPolicyBinding !
T MutatingAdmissionPolicyBindingSpec -
policyName 1 s
paramRef 2 ParamRef P
matchResources 3 MatchResources P
T MutatingAdmissionPolicyList admissionregistration.k8s.io/v1
kind 0 s
apiVersion 0 s
metadata 1 apimachinery.pkg.apis.meta.v1.ListMeta
items 2 *MutatingAdmissionPolicy !
T MutatingAdmissionPolicySpec -
paramKind 1 ParamKind P
matchConstraints 2 MatchResources P
variables 3 *Variable Latomic
mutations 4 *Mutation Latomic
failurePolicy 5 s P
matchConditions 6 *MatchCondition Lmap Kname Smerge Mname
reinvocationPolicy 7 s
T MutatingWebhook -
name 1 s !
clientConfig 2 WebhookClientConfig !
rules 3 *RuleWithOperations Latomic
failurePolicy 4 s P
namespaceSelector 5 apimachinery.pkg.apis.meta.v1.LabelSelector P
sideEffects 6 s ! P
timeoutSeconds 7 i P
admissionReviewVersions 8 *s ! Latomic
matchPolicy 9 s P
reinvocationPolicy 10 s P
objectSelector 11 apimachinery.pkg.apis.meta.v1.LabelSelector P
matchConditions 12 *MatchCondition Lmap Kname Smerge Mname
T MutatingWebhookConfiguration admissionregistration.k8s.io/v1
kind 0 s
apiVersion 0 s
metadata 1 apimachinery.pkg.apis.meta.v1.ObjectMeta
webhooks 2 *MutatingWebhook Lmap Kname Smerge Mname
T MutatingWebhookConfigurationList admissionregistration.k8s.io/v1
kind 0 s
apiVersion 0 s
metadata 1 apimachinery.pkg.apis.meta.v1.ListMeta
items 2 *MutatingWebhookConfiguration !
T Mutation -
patchType 2 s !
applyConfiguration 3 ApplyConfiguration P
jsonPatch 4 JSONPatch P
T NamedRuleWithOperations - A
resourceNames 1 *s Latomic
operations 2/1 *s Latomic
apiGroups 2/2/1 *s Latomic
apiVersions 2/2/2 *s Latomic
resources 2/2/3 *s Latomic
scope 2/2/4 s P
T ParamKind - A
apiVersion 1 s
kind 2 s
T ParamRef - A
name 1 s
namespace 2 s
selector 3 apimachinery.pkg.apis.meta.v1.LabelSelector P
parameterNotFoundAction 4 s P
T Rule -
apiGroups 1 *s
apiVersions 2 *s
resources 3 *s
scope 4 s P
T RuleWithOperations -
operations 1 *s Latomic
apiGroups 2/1 *s Latomic
apiVersions 2/2 *s Latomic
resources 2/3 *s Latomic
scope 2/4 s P
T ServiceReference -
namespace 1 s !
name 2 s !
path 3 s P
port 4 i P
T TypeChecking -
expressionWarnings 1 *ExpressionWarning Latomic
T ValidatingAdmissionPolicy admissionregistration.k8s.io/v1
kind 0 s
apiVersion 0 s
metadata 1 apimachinery.pkg.apis.meta.v1.ObjectMeta
spec 2 ValidatingAdmissionPolicySpec
status 3 ValidatingAdmissionPolicyStatus
T ValidatingAdmissionPolicyBinding admissionregistration.k8s.io/v1
kind 0 s
apiVersion 0 s
metadata 1 apimachinery.pkg.apis.meta.v1.ObjectMeta
spec 2 ValidatingAdmissionPolicyBindingSpec ! E
T ValidatingAdmissionPolicyBindingList admissionregistration.k8s.io/v1
kind 0 s
apiVersion 0 s
metadata 1 apimachinery.pkg.apis.meta.v1.ListMeta
items 2 *ValidatingAdmissionPolicyBinding !
T ValidatingAdmissionPolicyBindingSpec -
policyName 1 s ! E
paramRef 2 ParamRef P
matchResources 3 MatchResources P
validationActions 4 *s ! E Lset
T ValidatingAdmissionPolicyList admissionregistration.k8s.io/v1
kind 0 s
apiVersion 0 s
metadata 1 apimachinery.pkg.apis.meta.v1.ListMeta
items 2 *ValidatingAdmissionPolicy !
T ValidatingAdmissionPolicySpec -
paramKind 1 ParamKind P
matchConstraints 2 MatchResources P
validations 3 *Validation Latomic
failurePolicy 4 s P
auditAnnotations 5 *AuditAnnotation Latomic
matchConditions 6 *MatchCondition Lmap Kname Smerge Mname
variables 7 *Variable Lmap Kname Smerge Mname
T ValidatingAdmissionPolicyStatus -
observedGeneration 1 l
typeChecking 2 TypeChecking P
conditions 3 *apimachinery.pkg.apis.meta.v1.Condition Lmap Ktype
T ValidatingWebhook -
name 1 s !
clientConfig 2 WebhookClientConfig !
rules 3 *RuleWithOperations Latomic
failurePolicy 4 s P
namespaceSelector 5 apimachinery.pkg.apis.meta.v1.LabelSelector P
sideEffects 6 s ! P
timeoutSeconds 7 i P
admissionReviewVersions 8 *s ! Latomic
matchPolicy 9 s P
objectSelector 10 apimachinery.pkg.apis.meta.v1.LabelSelector P
matchConditions 11 *MatchCondition Lmap Kname Smerge Mname
T ValidatingWebhookConfiguration admissionregistration.k8s.io/v1
kind 0 s
apiVersion 0 s
metadata 1 apimachinery.pkg.apis.meta.v1.ObjectMeta
webhooks 2 *ValidatingWebhook Lmap Kname Smerge Mname
T ValidatingWebhookConfigurationList admissionregistration.k8s.io/v1
kind 0 s
apiVersion 0 s
metadata 1 apimachinery.pkg.apis.meta.v1.ListMeta
items 2 *ValidatingWebhookConfiguration !
T Validation -
expression 1 s !
message 2 s
reason 3 s P
messageExpression 4 s
T Variable - A
name 1 s !
expression 2 s !
T WebhookClientConfig -
service 1 ServiceReference P
caBundle 2 y
url 3 s P
P api.admissionregistration.v1alpha1
T ApplyConfiguration -
expression 0 s
T JSONPatch -
expression 0 s
T MatchCondition -
expression 0 s !
name 0 s !
T MatchResources - A
excludeResourceRules 0 *NamedRuleWithOperations Latomic
matchPolicy 0 s P
namespaceSelector 0 apimachinery.pkg.apis.meta.v1.LabelSelector P
objectSelector 0 apimachinery.pkg.apis.meta.v1.LabelSelector P
resourceRules 0 *NamedRuleWithOperations Latomic
T MutatingAdmissionPolicy admissionregistration.k8s.io/v1alpha1
kind 0 s
apiVersion 0 s
metadata 0 apimachinery.pkg.apis.meta.v1.ObjectMeta
spec 0 MutatingAdmissionPolicySpec
T MutatingAdmissionPolicyBinding admissionregistration.k8s.io/v1alpha1
kind 0 s
apiVersion 0 s
metadata 0 apimachinery.pkg.apis.meta.v1.ObjectMeta
spec 0 MutatingAdmissionPolicyBindingSpec
T MutatingAdmissionPolicyBindingList admissionregistration.k8s.io/v1alpha1
kind 0 s
apiVersion 0 s
metadata 0 apimachinery.pkg.apis.meta.v1.ListMeta
items 0 *MutatingAdmissionPolicyBinding !
T MutatingAdmissionPolicyBindingSpec -
matchResources 0 MatchResources P
paramRef 0 ParamRef P
policyName 0 s
T MutatingAdmissionPolicyList admissionregistration.k8s.io/v1alpha1
kind 0 s
apiVersion 0 s
metadata 0 apimachinery.pkg.apis.meta.v1.ListMeta
items 0 *MutatingAdmissionPolicy !
T MutatingAdmissionPolicySpec -
failurePolicy 0 s P
matchConditions 0 *MatchCondition Lmap Kname Smerge Mname
matchConstraints 0 MatchResources P
mutations 0 *Mutation Latomic
paramKind 0 ParamKind P
reinvocationPolicy 0 s
variables 0 *Variable Latomic
T Mutation -
applyConfiguration 0 ApplyConfiguration P
jsonPatch 0 JSONPatch P
patchType 0 s !
T NamedRuleWithOperations - A
apiGroups 0 *s Latomic
apiVersions 0 *s Latomic
operations 0 *s Latomic
resourceNames 0 *s Latomic
resources 0 *s Latomic
scope 0 s
T ParamKind - A
kind 0 s
apiVersion 0 s
T ParamRef - A
name 0 s
namespace 0 s
parameterNotFoundAction 0 s P
selector 0 apimachinery.pkg.apis.meta.v1.LabelSelector P
T Variable -
expression 0 s !
name 0 s !
P api.admissionregistration.v1beta1
T ApplyConfiguration -
expression 1 s
T AuditAnnotation -
key 1 s !
valueExpression 2 s !
T ExpressionWarning -
fieldRef 2 s !
warning 3 s !
T JSONPatch -
expression 1 s
T MatchCondition -
name 1 s !
expression 2 s !
T MatchResources - A
namespaceSelector 1 apimachinery.pkg.apis.meta.v1.LabelSelector P
objectSelector 2 apimachinery.pkg.apis.meta.v1.LabelSelector P
resourceRules 3 *NamedRuleWithOperations Latomic
excludeResourceRules 4 *NamedRuleWithOperations Latomic
matchPolicy 7 s P
T MutatingAdmissionPolicy admissionregistration.k8s.io/v1beta1
kind 0 s
apiVersion 0 s
metadata 1 apimachinery.pkg.apis.meta.v1.ObjectMeta
spec 2 MutatingAdmissionPolicySpec
T MutatingAdmissionPolicyBinding admissionregistration.k8s.io/v1beta1
kind 0 s
apiVersion 0 s
metadata 1 apimachinery.pkg.apis.meta.v1.ObjectMeta
spec 2 MutatingAdmissionPolicyBindingSpec
T MutatingAdmissionPolicyBindingList admissionregistration.k8s.io/v1beta1
kind 0 s
apiVersion 0 s
metadata 1 apimachinery.pkg.apis.meta.v1.ListMeta
items 2 *MutatingAdmissionPolicyBinding !
T MutatingAdmissionPolicyBindingSpec -
policyName 1 s
paramRef 2 ParamRef P
matchResources 3 MatchResources P
T MutatingAdmissionPolicyList admissionregistration.k8s.io/v1beta1
kind 0 s
apiVersion 0 s
metadata 1 apimachinery.pkg.apis.meta.v1.ListMeta
items 2 *MutatingAdmissionPolicy !
T MutatingAdmissionPolicySpec -
paramKind 1 ParamKind P
matchConstraints 2 MatchResources P
variables 3 *Variable Latomic
mutations 4 *Mutation Latomic
failurePolicy 5 s P
matchConditions 6 *MatchCondition Lmap Kname Smerge Mname
reinvocationPolicy 7 s
T MutatingWebhook -
name 1 s !
clientConfig 2 WebhookClientConfig !
rules 3 *api.admissionregistration.v1.RuleWithOperations Latomic
failurePolicy 4 s P
namespaceSelector 5 apimachinery.pkg.apis.meta.v1.LabelSelector P
sideEffects 6 s P
timeoutSeconds 7 i P
admissionReviewVersions 8 *s Latomic
matchPolicy 9 s P
reinvocationPolicy 10 s P
objectSelector 11 apimachinery.pkg.apis.meta.v1.LabelSelector P
matchConditions 12 *MatchCondition Lmap Kname Smerge Mname
T MutatingWebhookConfiguration admissionregistration.k8s.io/v1beta1
kind 0 s
apiVersion 0 s
metadata 1 apimachinery.pkg.apis.meta.v1.ObjectMeta
webhooks 2 *MutatingWebhook Lmap Kname Smerge Mname
T MutatingWebhookConfigurationList admissionregistration.k8s.io/v1beta1
kind 0 s
apiVersion 0 s
metadata 1 apimachinery.pkg.apis.meta.v1.ListMeta
items 2 *MutatingWebhookConfiguration !
T Mutation -
patchType 2 s !
applyConfiguration 3 ApplyConfiguration P
jsonPatch 4 JSONPatch P
T NamedRuleWithOperations - A
resourceNames 1 *s Latomic
operations 2/1 *s Latomic
apiGroups 2/2/1 *s Latomic
apiVersions 2/2/2 *s Latomic
resources 2/2/3 *s Latomic
scope 2/2/4 s
T ParamKind - A
apiVersion 1 s
kind 2 s
T ParamRef - A
name 1 s
namespace 2 s
selector 3 apimachinery.pkg.apis.meta.v1.LabelSelector P
parameterNotFoundAction 4 s P
T ServiceReference -
namespace 1 s !
name 2 s !
path 3 s P
port 4 i P
T TypeChecking -
expressionWarnings 1 *ExpressionWarning Latomic
T ValidatingAdmissionPolicy -
kind 0 s
apiVersion 0 s
metadata 1 apimachinery.pkg.apis.meta.v1.ObjectMeta
spec 2 ValidatingAdmissionPolicySpec
status 3 ValidatingAdmissionPolicyStatus
T ValidatingAdmissionPolicyBinding -
kind 0 s
apiVersion 0 s
metadata 1 apimachinery.pkg.apis.meta.v1.ObjectMeta
spec 2 ValidatingAdmissionPolicyBindingSpec
T ValidatingAdmissionPolicyBindingList -
kind 0 s
apiVersion 0 s
metadata 1 apimachinery.pkg.apis.meta.v1.ListMeta
items 2 *ValidatingAdmissionPolicyBinding !
T ValidatingAdmissionPolicyBindingSpec -
policyName 1 s
paramRef 2 ParamRef P
matchResources 3 MatchResources P
validationActions 4 *s Lset
T ValidatingAdmissionPolicyList -
kind 0 s
apiVersion 0 s
metadata 1 apimachinery.pkg.apis.meta.v1.ListMeta
items 2 *ValidatingAdmissionPolicy !
T ValidatingAdmissionPolicySpec -
paramKind 1 ParamKind P
matchConstraints 2 MatchResources P
validations 3 *Validation Latomic
failurePolicy 4 s P
auditAnnotations 5 *AuditAnnotation Latomic
matchConditions 6 *MatchCondition Lmap Kname Smerge Mname
variables 7 *Variable Lmap Kname Smerge Mname
T ValidatingAdmissionPolicyStatus -
observedGeneration 1 l
typeChecking 2 TypeChecking P
conditions 3 *apimachinery.pkg.apis.meta.v1.Condition Lmap Ktype
T ValidatingWebhook -
name 1 s !
clientConfig 2 WebhookClientConfig !
rules 3 *api.admissionregistration.v1.RuleWithOperations Latomic
failurePolicy 4 s P
namespaceSelector 5 apimachinery.pkg.apis.meta.v1.LabelSelector P
sideEffects 6 s P
timeoutSeconds 7 i P
admissionReviewVersions 8 *s Latomic
matchPolicy 9 s P
objectSelector 10 apimachinery.pkg.apis.meta.v1.LabelSelector P
matchConditions 11 *MatchCondition Lmap Kname Smerge Mname
T ValidatingWebhookConfiguration admissionregistration.k8s.io/v1beta1
kind 0 s
apiVersion 0 s
metadata 1 apimachinery.pkg.apis.meta.v1.ObjectMeta
webhooks 2 *ValidatingWebhook Lmap Kname Smerge Mname
T ValidatingWebhookConfigurationList admissionregistration.k8s.io/v1beta1
kind 0 s
apiVersion 0 s
metadata 1 apimachinery.pkg.apis.meta.v1.ListMeta
items 2 *ValidatingWebhookConfiguration !
T Validation -
expression 1 s !
message 2 s
reason 3 s P
messageExpression 4 s
T Variable - A
name 1 s !
expression 2 s !
T WebhookClientConfig -
service 1 ServiceReference P
caBundle 2 y
url 3 s P
P api.apidiscovery.v2
T APIGroupDiscovery -
kind 0 s
apiVersion 0 s
metadata 1 apimachinery.pkg.apis.meta.v1.ObjectMeta
versions 2 *APIVersionDiscovery
T APIGroupDiscoveryList apidiscovery.k8s.io/v2
kind 0 s
apiVersion 0 s
metadata 1 apimachinery.pkg.apis.meta.v1.ListMeta
items 2 *APIGroupDiscovery E
T APIResourceDiscovery -
resource 1 s E
responseKind 2 apimachinery.pkg.apis.meta.v1.GroupVersionKind P
scope 3 s E
singularResource 4 s E
verbs 5 *s E
shortNames 6 *s
categories 7 *s
subresources 8 *APISubresourceDiscovery
T APISubresourceDiscovery -
subresource 1 s E
responseKind 2 apimachinery.pkg.apis.meta.v1.GroupVersionKind P
acceptedTypes 3 *apimachinery.pkg.apis.meta.v1.GroupVersionKind
verbs 4 *s E
T APIVersionDiscovery -
version 1 s E
resources 2 *APIResourceDiscovery
freshness 3 s
P api.apidiscovery.v2beta1
T APIGroupDiscovery -
kind 0 s
apiVersion 0 s
metadata 1 apimachinery.pkg.apis.meta.v1.ObjectMeta
versions 2 *APIVersionDiscovery
T APIGroupDiscoveryList apidiscovery.k8s.io/v2beta1
kind 0 s
apiVersion 0 s
metadata 1 apimachinery.pkg.apis.meta.v1.ListMeta
items 2 *APIGroupDiscovery E
T APIResourceDiscovery -
resource 1 s E
responseKind 2 apimachinery.pkg.apis.meta.v1.GroupVersionKind P
scope 3 s E
singularResource 4 s E
verbs 5 *s E
shortNames 6 *s
categories 7 *s
subresources 8 *APISubresourceDiscovery
T APISubresourceDiscovery -
subresource 1 s E
responseKind 2 apimachinery.pkg.apis.meta.v1.GroupVersionKind P
acceptedTypes 3 *apimachinery.pkg.apis.meta.v1.GroupVersionKind
verbs 4 *s E
T APIVersionDiscovery -
version 1 s E
resources 2 *APIResourceDiscovery
freshness 3 s
P api.apiserverinternal.v1alpha1
T ServerStorageVersion -
apiServerID 0 s ! E
decodableVersions 0 *s ! E Lset
encodingVersion 0 s ! E
servedVersions 0 *s Lset
T StorageVersion internal.apiserver.k8s.io/v1alpha1
kind 0 s
apiVersion 0 s
metadata 0 apimachinery.pkg.apis.meta.v1.ObjectMeta ! E
spec 0 StorageVersionSpec E
status 0 StorageVersionStatus E
T StorageVersionCondition -
status 0 s !
lastTransitionTime 0 apimachinery.pkg.apis.meta.v1.Time
message 0 s ! E
observedGeneration 0 l
reason 0 s !
type 0 s !
T StorageVersionList internal.apiserver.k8s.io/v1alpha1
kind 0 s
apiVersion 0 s
metadata 0 apimachinery.pkg.apis.meta.v1.ListMeta
items 0 *StorageVersion !
T StorageVersionSpec -
T StorageVersionStatus -
commonEncodingVersion 0 s P
conditions 0 *StorageVersionCondition Lmap Ktype
storageVersions 0 *ServerStorageVersion Lmap KapiServerID
P api.apps.v1
T ControllerRevision apps/v1
kind 0 s
apiVersion 0 s
metadata 1 apimachinery.pkg.apis.meta.v1.ObjectMeta
data 2 apimachinery.pkg.runtime.RawExtension
revision 3 l !
T ControllerRevisionList apps/v1
kind 0 s
apiVersion 0 s
metadata 1 apimachinery.pkg.apis.meta.v1.ListMeta
items 2 *ControllerRevision !
T DaemonSet apps/v1
kind 0 s
apiVersion 0 s
metadata 1 apimachinery.pkg.apis.meta.v1.ObjectMeta
spec 2 DaemonSetSpec
status 3 DaemonSetStatus
T DaemonSetCondition -
type 1 s !
status 2 s !
lastTransitionTime 3 apimachinery.pkg.apis.meta.v1.Time
reason 4 s
message 5 s
T DaemonSetList apps/v1
kind 0 s
apiVersion 0 s
metadata 1 apimachinery.pkg.apis.meta.v1.ListMeta
items 2 *DaemonSet !
T DaemonSetSpec -
selector 1 apimachinery.pkg.apis.meta.v1.LabelSelector ! P
template 2 api.core.v1.PodTemplateSpec !
updateStrategy 3 DaemonSetUpdateStrategy
minReadySeconds 4 i
revisionHistoryLimit 6 i P
T DaemonSetStatus -
currentNumberScheduled 1 i !
numberMisscheduled 2 i !
desiredNumberScheduled 3 i !
numberReady 4 i !
observedGeneration 5 l
updatedNumberScheduled 6 i
numberAvailable 7 i
numberUnavailable 8 i
collisionCount 9 i P
conditions 10 *DaemonSetCondition Lmap Ktype Smerge Mtype
T DaemonSetUpdateStrategy -
type 1 s
rollingUpdate 2 RollingUpdateDaemonSet P
T Deployment apps/v1
kind 0 s
apiVersion 0 s
metadata 1 apimachinery.pkg.apis.meta.v1.ObjectMeta
spec 2 DeploymentSpec
status 3 DeploymentStatus
T DeploymentCondition -
type 1 s !
status 2 s !
reason 4 s
message 5 s
lastUpdateTime 6 apimachinery.pkg.apis.meta.v1.Time
lastTransitionTime 7 apimachinery.pkg.apis.meta.v1.Time
T DeploymentList apps/v1
kind 0 s
apiVersion 0 s
metadata 1 apimachinery.pkg.apis.meta.v1.ListMeta
items 2 *Deployment !
T DeploymentSpec -
replicas 1 i P
selector 2 apimachinery.pkg.apis.meta.v1.LabelSelector ! P
template 3 api.core.v1.PodTemplateSpec !
strategy 4 DeploymentStrategy SretainKeys
minReadySeconds 5 i
revisionHistoryLimit 6 i P
paused 7 b
progressDeadlineSeconds 9 i P
T DeploymentStatus -
observedGeneration 1 l
replicas 2 i
updatedReplicas 3 i
availableReplicas 4 i
unavailableReplicas 5 i
conditions 6 *DeploymentCondition Lmap Ktype Smerge Mtype
readyReplicas 7 i
collisionCount 8 i P
terminatingReplicas 9 i P
T DeploymentStrategy -
type 1 s
rollingUpdate 2 RollingUpdateDeployment P
T ReplicaSet apps/v1
kind 0 s
apiVersion 0 s
metadata 1 apimachinery.pkg.apis.meta.v1.ObjectMeta
spec 2 ReplicaSetSpec
status 3 ReplicaSetStatus
T ReplicaSetCondition -
type 1 s !
status 2 s !
lastTransitionTime 3 apimachinery.pkg.apis.meta.v1.Time
reason 4 s
message 5 s
T ReplicaSetList apps/v1
kind 0 s
apiVersion 0 s
metadata 1 apimachinery.pkg.apis.meta.v1.ListMeta
items 2 *ReplicaSet !
T ReplicaSetSpec -
replicas 1 i P
selector 2 apimachinery.pkg.apis.meta.v1.LabelSelector ! P
template 3 api.core.v1.PodTemplateSpec
minReadySeconds 4 i
T ReplicaSetStatus -
replicas 1 i !
fullyLabeledReplicas 2 i
observedGeneration 3 l
readyReplicas 4 i
availableReplicas 5 i
conditions 6 *ReplicaSetCondition Lmap Ktype Smerge Mtype
terminatingReplicas 7 i P
T RollingUpdateDaemonSet -
maxUnavailable 1 apimachinery.pkg.util.intstr.IntOrString P
maxSurge 2 apimachinery.pkg.util.intstr.IntOrString P
T RollingUpdateDeployment -
maxUnavailable 1 apimachinery.pkg.util.intstr.IntOrString P
maxSurge 2 apimachinery.pkg.util.intstr.IntOrString P
T RollingUpdateStatefulSetStrategy -
partition 1 i P
maxUnavailable 2 apimachinery.pkg.util.intstr.IntOrString P
T StatefulSet apps/v1
kind 0 s
apiVersion 0 s
metadata 1 apimachinery.pkg.apis.meta.v1.ObjectMeta
spec 2 StatefulSetSpec
status 3 StatefulSetStatus
T StatefulSetCondition -
type 1 s !
status 2 s !
lastTransitionTime 3 apimachinery.pkg.apis.meta.v1.Time
reason 4 s
message 5 s
T StatefulSetList apps/v1
kind 0 s
apiVersion 0 s
metadata 1 apimachinery.pkg.apis.meta.v1.ListMeta
items 2 *StatefulSet !
T StatefulSetOrdinals -
start 1 i E
T StatefulSetPersistentVolumeClaimRetentionPolicy -
whenDeleted 1 s
whenScaled 2 s
T StatefulSetSpec -
replicas 1 i P
selector 2 apimachinery.pkg.apis.meta.v1.LabelSelector ! P
template 3 api.core.v1.PodTemplateSpec !
volumeClaimTemplates 4 *api.core.v1.PersistentVolumeClaim Latomic
serviceName 5 s E
podManagementPolicy 6 s
updateStrategy 7 StatefulSetUpdateStrategy
revisionHistoryLimit 8 i P
minReadySeconds 9 i
persistentVolumeClaimRetentionPolicy 10 StatefulSetPersistentVolumeClaimRetentionPolicy P
ordinals 11 StatefulSetOrdinals P
T StatefulSetStatus -
observedGeneration 1 l
replicas 2 i !
readyReplicas 3 i
currentReplicas 4 i
updatedReplicas 5 i
currentRevision 6 s
updateRevision 7 s
collisionCount 9 i P
conditions 10 *StatefulSetCondition Lmap Ktype Smerge Mtype
availableReplicas 11 i E
T StatefulSetUpdateStrategy -
type 1 s
rollingUpdate 2 RollingUpdateStatefulSetStrategy P
P api.apps.v1beta1
T ControllerRevision apps/v1beta1
kind 0 s
apiVersion 0 s
metadata 1 apimachinery.pkg.apis.meta.v1.ObjectMeta
data 2 apimachinery.pkg.runtime.RawExtension
revision 3 l !
T ControllerRevisionList apps/v1beta1
kind 0 s
apiVersion 0 s
metadata 1 apimachinery.pkg.apis.meta.v1.ListMeta
items 2 *ControllerRevision !
T Deployment apps/v1beta1
kind 0 s
apiVersion 0 s
metadata 1 apimachinery.pkg.apis.meta.v1.ObjectMeta
spec 2 DeploymentSpec
status 3 DeploymentStatus
T DeploymentCondition -
type 1 s !
status 2 s !
reason 4 s
message 5 s
lastUpdateTime 6 apimachinery.pkg.apis.meta.v1.Time
lastTransitionTime 7 apimachinery.pkg.apis.meta.v1.Time
T DeploymentList apps/v1beta1
kind 0 s
apiVersion 0 s
metadata 1 apimachinery.pkg.apis.meta.v1.ListMeta
items 2 *Deployment !
T DeploymentRollback -
name 1 s E
updatedAnnotations 2 %s
rollbackTo 3 RollbackConfig E
T DeploymentSpec -
replicas 1 i P
selector 2 apimachinery.pkg.apis.meta.v1.LabelSelector P
template 3 api.core.v1.PodTemplateSpec !
strategy 4 DeploymentStrategy SretainKeys
minReadySeconds 5 i
revisionHistoryLimit 6 i P
paused 7 b
rollbackTo 8 RollbackConfig P
progressDeadlineSeconds 9 i P
T DeploymentStatus -
observedGeneration 1 l
replicas 2 i
updatedReplicas 3 i
availableReplicas 4 i
unavailableReplicas 5 i
conditions 6 *DeploymentCondition Lmap Ktype Smerge Mtype
readyReplicas 7 i
collisionCount 8 i P
terminatingReplicas 9 i P
T DeploymentStrategy -
type 1 s
rollingUpdate 2 RollingUpdateDeployment P
T RollbackConfig -
revision 1 l
T RollingUpdateDeployment -
maxUnavailable 1 apimachinery.pkg.util.intstr.IntOrString P
maxSurge 2 apimachinery.pkg.util.intstr.IntOrString P
T RollingUpdateStatefulSetStrategy -
partition 1 i P
maxUnavailable 2 apimachinery.pkg.util.intstr.IntOrString P
T Scale -
kind 0 s
apiVersion 0 s
metadata 1 apimachinery.pkg.apis.meta.v1.ObjectMeta
spec 2 ScaleSpec
status 3 ScaleStatus
T ScaleSpec -
replicas 1 i
T ScaleStatus -
replicas 1 i E
selector 2 %s
targetSelector 3 s
T StatefulSet apps/v1beta1
kind 0 s
apiVersion 0 s
metadata 1 apimachinery.pkg.apis.meta.v1.ObjectMeta
spec 2 StatefulSetSpec
status 3 StatefulSetStatus
T StatefulSetCondition -
type 1 s !
status 2 s !
lastTransitionTime 3 apimachinery.pkg.apis.meta.v1.Time
reason 4 s
message 5 s
T StatefulSetList apps/v1beta1
kind 0 s
apiVersion 0 s
metadata 1 apimachinery.pkg.apis.meta.v1.ListMeta
items 2 *StatefulSet !
T StatefulSetOrdinals -
start 1 i E
T StatefulSetPersistentVolumeClaimRetentionPolicy -
whenDeleted 1 s
whenScaled 2 s
T StatefulSetSpec -
replicas 1 i P
selector 2 apimachinery.pkg.apis.meta.v1.LabelSelector P
template 3 api.core.v1.PodTemplateSpec !
volumeClaimTemplates 4 *api.core.v1.PersistentVolumeClaim Latomic
serviceName 5 s E
podManagementPolicy 6 s
updateStrategy 7 StatefulSetUpdateStrategy
revisionHistoryLimit 8 i P
minReadySeconds 9 i
persistentVolumeClaimRetentionPolicy 10 StatefulSetPersistentVolumeClaimRetentionPolicy P
ordinals 11 StatefulSetOrdinals P
T StatefulSetStatus -
observedGeneration 1 l P
replicas 2 i !
readyReplicas 3 i
currentReplicas 4 i
updatedReplicas 5 i
currentRevision 6 s
updateRevision 7 s
collisionCount 9 i P
conditions 10 *StatefulSetCondition Lmap Ktype Smerge Mtype
availableReplicas 11 i E
T StatefulSetUpdateStrategy -
type 1 s
rollingUpdate 2 RollingUpdateStatefulSetStrategy P
P api.apps.v1beta2
T ControllerRevision apps/v1beta2
kind 0 s
apiVersion 0 s
metadata 1 apimachinery.pkg.apis.meta.v1.ObjectMeta
data 2 apimachinery.pkg.runtime.RawExtension
revision 3 l !
T ControllerRevisionList apps/v1beta2
kind 0 s
apiVersion 0 s
metadata 1 apimachinery.pkg.apis.meta.v1.ListMeta
items 2 *ControllerRevision !
T DaemonSet apps/v1beta2
kind 0 s
apiVersion 0 s
metadata 1 apimachinery.pkg.apis.meta.v1.ObjectMeta
spec 2 DaemonSetSpec
status 3 DaemonSetStatus
T DaemonSetCondition -
type 1 s !
status 2 s !
lastTransitionTime 3 apimachinery.pkg.apis.meta.v1.Time
reason 4 s
message 5 s
T DaemonSetList apps/v1beta2
kind 0 s
apiVersion 0 s
metadata 1 apimachinery.pkg.apis.meta.v1.ListMeta
items 2 *DaemonSet !
T DaemonSetSpec -
selector 1 apimachinery.pkg.apis.meta.v1.LabelSelector P E
template 2 api.core.v1.PodTemplateSpec !
updateStrategy 3 DaemonSetUpdateStrategy
minReadySeconds 4 i
revisionHistoryLimit 6 i P
T DaemonSetStatus -
currentNumberScheduled 1 i !
numberMisscheduled 2 i !
desiredNumberScheduled 3 i !
numberReady 4 i !
observedGeneration 5 l
updatedNumberScheduled 6 i
numberAvailable 7 i
numberUnavailable 8 i
collisionCount 9 i P
conditions 10 *DaemonSetCondition Lmap Ktype Smerge Mtype
T DaemonSetUpdateStrategy -
type 1 s
rollingUpdate 2 RollingUpdateDaemonSet P
T Deployment apps/v1beta2
kind 0 s
apiVersion 0 s
metadata 1 apimachinery.pkg.apis.meta.v1.ObjectMeta
spec 2 DeploymentSpec
status 3 DeploymentStatus
T DeploymentCondition -
type 1 s !
status 2 s !
reason 4 s
message 5 s
lastUpdateTime 6 apimachinery.pkg.apis.meta.v1.Time
lastTransitionTime 7 apimachinery.pkg.apis.meta.v1.Time
T DeploymentList apps/v1beta2
kind 0 s
apiVersion 0 s
metadata 1 apimachinery.pkg.apis.meta.v1.ListMeta
items 2 *Deployment !
T DeploymentSpec -
replicas 1 i P
selector 2 apimachinery.pkg.apis.meta.v1.LabelSelector ! P
template 3 api.core.v1.PodTemplateSpec !
strategy 4 DeploymentStrategy SretainKeys
minReadySeconds 5 i
revisionHistoryLimit 6 i P
paused 7 b
progressDeadlineSeconds 9 i P
T DeploymentStatus -
observedGeneration 1 l
replicas 2 i
updatedReplicas 3 i
availableReplicas 4 i
unavailableReplicas 5 i
conditions 6 *DeploymentCondition Lmap Ktype Smerge Mtype
readyReplicas 7 i
collisionCount 8 i P
terminatingReplicas 9 i P
T DeploymentStrategy -
type 1 s
rollingUpdate 2 RollingUpdateDeployment P
T ReplicaSet apps/v1beta2
kind 0 s
apiVersion 0 s
metadata 1 apimachinery.pkg.apis.meta.v1.ObjectMeta
spec 2 ReplicaSetSpec
status 3 ReplicaSetStatus
T ReplicaSetCondition -
type 1 s !
status 2 s !
lastTransitionTime 3 apimachinery.pkg.apis.meta.v1.Time
reason 4 s
message 5 s
T ReplicaSetList apps/v1beta2
kind 0 s
apiVersion 0 s
metadata 1 apimachinery.pkg.apis.meta.v1.ListMeta
items 2 *ReplicaSet !
T ReplicaSetSpec -
replicas 1 i P
selector 2 apimachinery.pkg.apis.meta.v1.LabelSelector P E
template 3 api.core.v1.PodTemplateSpec
minReadySeconds 4 i
T ReplicaSetStatus -
replicas 1 i !
fullyLabeledReplicas 2 i
observedGeneration 3 l
readyReplicas 4 i
availableReplicas 5 i
conditions 6 *ReplicaSetCondition Lmap Ktype Smerge Mtype
terminatingReplicas 7 i P
T RollingUpdateDaemonSet -
maxUnavailable 1 apimachinery.pkg.util.intstr.IntOrString P
maxSurge 2 apimachinery.pkg.util.intstr.IntOrString P
T RollingUpdateDeployment -
maxUnavailable 1 apimachinery.pkg.util.intstr.IntOrString P
maxSurge 2 apimachinery.pkg.util.intstr.IntOrString P
T RollingUpdateStatefulSetStrategy -
partition 1 i P
maxUnavailable 2 apimachinery.pkg.util.intstr.IntOrString P
T Scale -
kind 0 s
apiVersion 0 s
metadata 1 apimachinery.pkg.apis.meta.v1.ObjectMeta
spec 2 ScaleSpec
status 3 ScaleStatus
T ScaleSpec -
replicas 1 i
T ScaleStatus -
replicas 1 i E
selector 2 %s
targetSelector 3 s
T StatefulSet apps/v1beta2
kind 0 s
apiVersion 0 s
metadata 1 apimachinery.pkg.apis.meta.v1.ObjectMeta
spec 2 StatefulSetSpec
status 3 StatefulSetStatus
T StatefulSetCondition -
type 1 s !
status 2 s !
lastTransitionTime 3 apimachinery.pkg.apis.meta.v1.Time
reason 4 s
message 5 s
T StatefulSetList apps/v1beta2
kind 0 s
apiVersion 0 s
metadata 1 apimachinery.pkg.apis.meta.v1.ListMeta
items 2 *StatefulSet !
T StatefulSetOrdinals -
start 1 i E
T StatefulSetPersistentVolumeClaimRetentionPolicy -
whenDeleted 1 s
whenScaled 2 s
T StatefulSetSpec -
replicas 1 i P
selector 2 apimachinery.pkg.apis.meta.v1.LabelSelector ! P
template 3 api.core.v1.PodTemplateSpec !
volumeClaimTemplates 4 *api.core.v1.PersistentVolumeClaim Latomic
serviceName 5 s E
podManagementPolicy 6 s
updateStrategy 7 StatefulSetUpdateStrategy
revisionHistoryLimit 8 i P
minReadySeconds 9 i
persistentVolumeClaimRetentionPolicy 10 StatefulSetPersistentVolumeClaimRetentionPolicy P
ordinals 11 StatefulSetOrdinals P
T StatefulSetStatus -
observedGeneration 1 l
replicas 2 i !
readyReplicas 3 i
currentReplicas 4 i
updatedReplicas 5 i
currentRevision 6 s
updateRevision 7 s
collisionCount 9 i P
conditions 10 *StatefulSetCondition Lmap Ktype Smerge Mtype
availableReplicas 11 i E
T StatefulSetUpdateStrategy -
type 1 s
rollingUpdate 2 RollingUpdateStatefulSetStrategy P
P api.authentication.v1
T BoundObjectReference -
kind 1 s
apiVersion 2 s
name 3 s
uid 4 s
T ExtraValue -
items 1 *s
T SelfSubjectReview authentication.k8s.io/v1
kind 0 s
apiVersion 0 s
metadata 1 apimachinery.pkg.apis.meta.v1.ObjectMeta
status 2 SelfSubjectReviewStatus
T SelfSubjectReviewStatus -
userInfo 1 UserInfo
T TokenRequest authentication.k8s.io/v1
kind 0 s
apiVersion 0 s
metadata 1 apimachinery.pkg.apis.meta.v1.ObjectMeta
spec 2 TokenRequestSpec E
status 3 TokenRequestStatus
T TokenRequestSpec -
audiences 1 *s E Latomic
boundObjectRef 3 BoundObjectReference P E
expirationSeconds 4 l P E
T TokenRequestStatus -
token 1 s E
expirationTimestamp 2 apimachinery.pkg.apis.meta.v1.Time E
T TokenReview authentication.k8s.io/v1
kind 0 s
apiVersion 0 s
metadata 1 apimachinery.pkg.apis.meta.v1.ObjectMeta
spec 2 TokenReviewSpec !
status 3 TokenReviewStatus
T TokenReviewSpec -
token 1 s ! E
audiences 2 *s Latomic
T TokenReviewStatus -
authenticated 1 b
user 2 UserInfo
error 3 s
audiences 4 *s Latomic
T UserInfo -
username 1 s
uid 2 s
groups 3 *s Latomic
extra 4 %*s
P api.authentication.v1beta1
T ExtraValue -
items 1 *s
T SelfSubjectReview authentication.k8s.io/v1beta1
kind 0 s
apiVersion 0 s
metadata 1 apimachinery.pkg.apis.meta.v1.ObjectMeta
status 2 SelfSubjectReviewStatus
T SelfSubjectReviewStatus -
userInfo 1 api.authentication.v1.UserInfo
T TokenReview authentication.k8s.io/v1beta1
kind 0 s
apiVersion 0 s
metadata 1 apimachinery.pkg.apis.meta.v1.ObjectMeta
spec 2 TokenReviewSpec !
status 3 TokenReviewStatus
T TokenReviewSpec -
token 1 s
audiences 2 *s Latomic
T TokenReviewStatus -
authenticated 1 b
user 2 UserInfo
error 3 s
audiences 4 *s Latomic
T UserInfo -
username 1 s
uid 2 s
groups 3 *s Latomic
extra 4 %*s
P api.authorization.v1
T ExtraValue -
items 1 *s
T FieldSelectorAttributes -
rawSelector 1 s
requirements 2 *apimachinery.pkg.apis.meta.v1.FieldSelectorRequirement Latomic
T LabelSelectorAttributes -
rawSelector 1 s
requirements 2 *apimachinery.pkg.apis.meta.v1.LabelSelectorRequirement Latomic
T LocalSubjectAccessReview authorization.k8s.io/v1
kind 0 s
apiVersion 0 s
metadata 1 apimachinery.pkg.apis.meta.v1.ObjectMeta
spec 2 SubjectAccessReviewSpec !
status 3 SubjectAccessReviewStatus
T NonResourceAttributes -
path 1 s
verb 2 s
T NonResourceRule -
verbs 1 *s ! Latomic
nonResourceURLs 2 *s Latomic
T ResourceAttributes -
namespace 1 s
verb 2 s
group 3 s
version 4 s
resource 5 s
subresource 6 s
name 7 s
fieldSelector 8 FieldSelectorAttributes P
labelSelector 9 LabelSelectorAttributes P
T ResourceRule -
verbs 1 *s ! Latomic
apiGroups 2 *s Latomic
resources 3 *s Latomic
resourceNames 4 *s Latomic
T SelfSubjectAccessReview authorization.k8s.io/v1
kind 0 s
apiVersion 0 s
metadata 1 apimachinery.pkg.apis.meta.v1.ObjectMeta
spec 2 SelfSubjectAccessReviewSpec !
status 3 SubjectAccessReviewStatus
T SelfSubjectAccessReviewSpec -
resourceAttributes 1 ResourceAttributes P
nonResourceAttributes 2 NonResourceAttributes P
T SelfSubjectRulesReview authorization.k8s.io/v1
kind 0 s
apiVersion 0 s
metadata 1 apimachinery.pkg.apis.meta.v1.ObjectMeta
spec 2 SelfSubjectRulesReviewSpec !
status 3 SubjectRulesReviewStatus
T SelfSubjectRulesReviewSpec -
namespace 1 s
T SubjectAccessReview authorization.k8s.io/v1
kind 0 s
apiVersion 0 s
metadata 1 apimachinery.pkg.apis.meta.v1.ObjectMeta
spec 2 SubjectAccessReviewSpec !
status 3 SubjectAccessReviewStatus
T SubjectAccessReviewSpec -
resourceAttributes 1 ResourceAttributes P
nonResourceAttributes 2 NonResourceAttributes P
user 3 s
groups 4 *s Latomic
extra 5 %*s
uid 6 s
T SubjectAccessReviewStatus -
allowed 1 b !
reason 2 s
evaluationError 3 s
denied 4 b
T SubjectRulesReviewStatus -
resourceRules 1 *ResourceRule ! Latomic
nonResourceRules 2 *NonResourceRule ! Latomic
incomplete 3 b !
evaluationError 4 s
P api.authorization.v1beta1
T ExtraValue -
items 1 *s
T LocalSubjectAccessReview authorization.k8s.io/v1beta1
kind 0 s
apiVersion 0 s
metadata 1 apimachinery.pkg.apis.meta.v1.ObjectMeta
spec 2 SubjectAccessReviewSpec !
status 3 SubjectAccessReviewStatus
T NonResourceAttributes -
path 1 s
verb 2 s
T NonResourceRule -
verbs 1 *s ! Latomic
nonResourceURLs 2 *s Latomic
T ResourceAttributes -
namespace 1 s
verb 2 s
group 3 s
version 4 s
resource 5 s
subresource 6 s
name 7 s
fieldSelector 8 api.authorization.v1.FieldSelectorAttributes P
labelSelector 9 api.authorization.v1.LabelSelectorAttributes P
T ResourceRule -
verbs 1 *s ! Latomic
apiGroups 2 *s Latomic
resources 3 *s Latomic
resourceNames 4 *s Latomic
T SelfSubjectAccessReview authorization.k8s.io/v1beta1
kind 0 s
apiVersion 0 s
metadata 1 apimachinery.pkg.apis.meta.v1.ObjectMeta
spec 2 SelfSubjectAccessReviewSpec !
status 3 SubjectAccessReviewStatus
T SelfSubjectAccessReviewSpec -
resourceAttributes 1 ResourceAttributes P
nonResourceAttributes 2 NonResourceAttributes P
T SelfSubjectRulesReview authorization.k8s.io/v1beta1
kind 0 s
apiVersion 0 s
metadata 1 apimachinery.pkg.apis.meta.v1.ObjectMeta
spec 2 SelfSubjectRulesReviewSpec !
status 3 SubjectRulesReviewStatus
T SelfSubjectRulesReviewSpec -
namespace 1 s
T SubjectAccessReview authorization.k8s.io/v1beta1
kind 0 s
apiVersion 0 s
metadata 1 apimachinery.pkg.apis.meta.v1.ObjectMeta
spec 2 SubjectAccessReviewSpec !
status 3 SubjectAccessReviewStatus
T SubjectAccessReviewSpec -
resourceAttributes 1 ResourceAttributes P
nonResourceAttributes 2 NonResourceAttributes P
user 3 s
group 4 *s
extra 5 %*s
uid 6 s
T SubjectAccessReviewStatus -
allowed 1 b !
reason 2 s
evaluationError 3 s
denied 4 b
T SubjectRulesReviewStatus -
resourceRules 1 *ResourceRule ! Latomic
nonResourceRules 2 *NonResourceRule ! Latomic
incomplete 3 b !
evaluationError 4 s
P api.autoscaling.v1
T ContainerResourceMetricSource -
name 1 s E
targetAverageUtilization 2 i P
targetAverageValue 3 apimachinery.pkg.api.resource.Quantity P
container 5 s E
T ContainerResourceMetricStatus -
name 1 s E
currentAverageUtilization 2 i P
currentAverageValue 3 apimachinery.pkg.api.resource.Quantity E
container 4 s E
T CrossVersionObjectReference - A
kind 1 s !
name 2 s !
apiVersion 3 s
T ExternalMetricSource -
metricName 1 s E
metricSelector 2 apimachinery.pkg.apis.meta.v1.LabelSelector P
targetValue 3 apimachinery.pkg.api.resource.Quantity P
targetAverageValue 4 apimachinery.pkg.api.resource.Quantity P
T ExternalMetricStatus -
metricName 1 s E
metricSelector 2 apimachinery.pkg.apis.meta.v1.LabelSelector P
currentValue 3 apimachinery.pkg.api.resource.Quantity E
currentAverageValue 4 apimachinery.pkg.api.resource.Quantity P
T HorizontalPodAutoscaler autoscaling/v1
kind 0 s
apiVersion 0 s
metadata 1 apimachinery.pkg.apis.meta.v1.ObjectMeta
spec 2 HorizontalPodAutoscalerSpec ! E
status 3 HorizontalPodAutoscalerStatus
T HorizontalPodAutoscalerCondition -
type 1 s E
status 2 s E
lastTransitionTime 3 apimachinery.pkg.apis.meta.v1.Time
reason 4 s
message 5 s
T HorizontalPodAutoscalerList autoscaling/v1
kind 0 s
apiVersion 0 s
metadata 1 apimachinery.pkg.apis.meta.v1.ListMeta
items 2 *HorizontalPodAutoscaler !
T HorizontalPodAutoscalerSpec -
scaleTargetRef 1 CrossVersionObjectReference !
minReplicas 2 i P
maxReplicas 3 i !
targetCPUUtilizationPercentage 4 i P
T HorizontalPodAutoscalerStatus -
observedGeneration 1 l P
lastScaleTime 2 apimachinery.pkg.apis.meta.v1.Time P
currentReplicas 3 i !
desiredReplicas 4 i !
currentCPUUtilizationPercentage 5 i P
T MetricSpec -
type 1 s E
object 2 ObjectMetricSource P
pods 3 PodsMetricSource P
resource 4 ResourceMetricSource P
external 5 ExternalMetricSource P
containerResource 7 ContainerResourceMetricSource P
T MetricStatus -
type 1 s E
object 2 ObjectMetricStatus P
pods 3 PodsMetricStatus P
resource 4 ResourceMetricStatus P
external 5 ExternalMetricStatus P
containerResource 7 ContainerResourceMetricStatus P
T ObjectMetricSource -
target 1 CrossVersionObjectReference E
metricName 2 s E
targetValue 3 apimachinery.pkg.api.resource.Quantity E
selector 4 apimachinery.pkg.apis.meta.v1.LabelSelector P
averageValue 5 apimachinery.pkg.api.resource.Quantity P
T ObjectMetricStatus -
target 1 CrossVersionObjectReference E
metricName 2 s E
currentValue 3 apimachinery.pkg.api.resource.Quantity E
selector 4 apimachinery.pkg.apis.meta.v1.LabelSelector P
averageValue 5 apimachinery.pkg.api.resource.Quantity P
T PodsMetricSource -
metricName 1 s E
targetAverageValue 2 apimachinery.pkg.api.resource.Quantity E
selector 3 apimachinery.pkg.apis.meta.v1.LabelSelector P
T PodsMetricStatus -
metricName 1 s E
currentAverageValue 2 apimachinery.pkg.api.resource.Quantity E
selector 3 apimachinery.pkg.apis.meta.v1.LabelSelector P
T ResourceMetricSource -
name 1 s E
targetAverageUtilization 2 i P
targetAverageValue 3 apimachinery.pkg.api.resource.Quantity P
T ResourceMetricStatus -
name 1 s E
currentAverageUtilization 2 i P
currentAverageValue 3 apimachinery.pkg.api.resource.Quantity E
T Scale autoscaling/v1
kind 0 s
apiVersion 0 s
metadata 1 apimachinery.pkg.apis.meta.v1.ObjectMeta
spec 2 ScaleSpec
status 3 ScaleStatus
T ScaleSpec -
replicas 1 i
T ScaleStatus -
replicas 1 i !
selector 2 s
P api.autoscaling.v2
T ContainerResourceMetricSource -
name 1 s !
target 2 MetricTarget !
container 3 s !
T ContainerResourceMetricStatus -
name 1 s !
current 2 MetricValueStatus !
container 3 s !
T CrossVersionObjectReference -
kind 1 s !
name 2 s !
apiVersion 3 s
T ExternalMetricSource -
metric 1 MetricIdentifier !
target 2 MetricTarget !
T ExternalMetricStatus -
metric 1 MetricIdentifier !
current 2 MetricValueStatus !
T HPAScalingPolicy -
type 1 s !
value 2 i !
periodSeconds 3 i !
T HPAScalingRules -
selectPolicy 1 s P
policies 2 *HPAScalingPolicy Latomic
stabilizationWindowSeconds 3 i P
tolerance 4 apimachinery.pkg.api.resource.Quantity P
T HorizontalPodAutoscaler autoscaling/v2
kind 0 s
apiVersion 0 s
metadata 1 apimachinery.pkg.apis.meta.v1.ObjectMeta
spec 2 HorizontalPodAutoscalerSpec ! E
status 3 HorizontalPodAutoscalerStatus
T HorizontalPodAutoscalerBehavior -
scaleUp 1 HPAScalingRules P
scaleDown 2 HPAScalingRules P
T HorizontalPodAutoscalerCondition -
type 1 s !
status 2 s !
lastTransitionTime 3 apimachinery.pkg.apis.meta.v1.Time
reason 4 s
message 5 s
T HorizontalPodAutoscalerList autoscaling/v2
kind 0 s
apiVersion 0 s
metadata 1 apimachinery.pkg.apis.meta.v1.ListMeta
items 2 *HorizontalPodAutoscaler !
T HorizontalPodAutoscalerSpec -
scaleTargetRef 1 CrossVersionObjectReference !
minReplicas 2 i P
maxReplicas 3 i !
metrics 4 *MetricSpec Latomic
behavior 5 HorizontalPodAutoscalerBehavior P
T HorizontalPodAutoscalerStatus -
observedGeneration 1 l P
lastScaleTime 2 apimachinery.pkg.apis.meta.v1.Time P
currentReplicas 3 i
desiredReplicas 4 i !
currentMetrics 5 *MetricStatus E Latomic
conditions 6 *HorizontalPodAutoscalerCondition Lmap Ktype Smerge Mtype
T MetricIdentifier -
name 1 s !
selector 2 apimachinery.pkg.apis.meta.v1.LabelSelector P
T MetricSpec -
type 1 s !
object 2 ObjectMetricSource P
pods 3 PodsMetricSource P
resource 4 ResourceMetricSource P
external 5 ExternalMetricSource P
containerResource 7 ContainerResourceMetricSource P
T MetricStatus -
type 1 s !
object 2 ObjectMetricStatus P
pods 3 PodsMetricStatus P
resource 4 ResourceMetricStatus P
external 5 ExternalMetricStatus P
containerResource 7 ContainerResourceMetricStatus P
T MetricTarget -
type 1 s !
value 2 apimachinery.pkg.api.resource.Quantity P
averageValue 3 apimachinery.pkg.api.resource.Quantity P
averageUtilization 4 i P
T MetricValueStatus -
value 1 apimachinery.pkg.api.resource.Quantity P
averageValue 2 apimachinery.pkg.api.resource.Quantity P
averageUtilization 3 i P
T ObjectMetricSource -
describedObject 1 CrossVersionObjectReference !
target 2 MetricTarget !
metric 3 MetricIdentifier !
T ObjectMetricStatus -
metric 1 MetricIdentifier !
current 2 MetricValueStatus !
describedObject 3 CrossVersionObjectReference !
T PodsMetricSource -
metric 1 MetricIdentifier !
target 2 MetricTarget !
T PodsMetricStatus -
metric 1 MetricIdentifier !
current 2 MetricValueStatus !
T ResourceMetricSource -
name 1 s !
target 2 MetricTarget !
T ResourceMetricStatus -
name 1 s !
current 2 MetricValueStatus !
P api.batch.v1
T CronJob batch/v1
kind 0 s
apiVersion 0 s
metadata 1 apimachinery.pkg.apis.meta.v1.ObjectMeta
spec 2 CronJobSpec ! E
status 3 CronJobStatus
T CronJobList batch/v1
kind 0 s
apiVersion 0 s
metadata 1 apimachinery.pkg.apis.meta.v1.ListMeta
items 2 *CronJob !
T CronJobSpec -
schedule 1 s !
startingDeadlineSeconds 2 l P
concurrencyPolicy 3 s
suspend 4 b P
jobTemplate 5 JobTemplateSpec !
successfulJobsHistoryLimit 6 i P
failedJobsHistoryLimit 7 i P
timeZone 8 s P
T CronJobStatus -
active 1 *api.core.v1.ObjectReference Latomic
lastScheduleTime 4 apimachinery.pkg.apis.meta.v1.Time P
lastSuccessfulTime 5 apimachinery.pkg.apis.meta.v1.Time P
T Job batch/v1
kind 0 s
apiVersion 0 s
metadata 1 apimachinery.pkg.apis.meta.v1.ObjectMeta
spec 2 JobSpec
status 3 JobStatus
T JobCondition -
type 1 s !
status 2 s !
lastProbeTime 3 apimachinery.pkg.apis.meta.v1.Time
lastTransitionTime 4 apimachinery.pkg.apis.meta.v1.Time
reason 5 s
message 6 s
T JobList batch/v1
kind 0 s
apiVersion 0 s
metadata 1 apimachinery.pkg.apis.meta.v1.ListMeta
items 2 *Job !
T JobSpec -
parallelism 1 i P
completions 2 i P
activeDeadlineSeconds 3 l P
selector 4 apimachinery.pkg.apis.meta.v1.LabelSelector P
manualSelector 5 b P
template 6 api.core.v1.PodTemplateSpec !
backoffLimit 7 i P
ttlSecondsAfterFinished 8 i P
completionMode 9 s P
suspend 10 b P
podFailurePolicy 11 PodFailurePolicy P
backoffLimitPerIndex 12 i P
maxFailedIndexes 13 i P
podReplacementPolicy 14 s P
managedBy 15 s P
successPolicy 16 SuccessPolicy P
T JobStatus -
conditions 1 *JobCondition Latomic Smerge Mtype
startTime 2 apimachinery.pkg.apis.meta.v1.Time P
completionTime 3 apimachinery.pkg.apis.meta.v1.Time P
active 4 i
succeeded 5 i
failed 6 i
completedIndexes 7 s
uncountedTerminatedPods 8 UncountedTerminatedPods P
ready 9 i P
failedIndexes 10 s P
terminating 11 i P
T JobTemplateSpec -
metadata 1 apimachinery.pkg.apis.meta.v1.ObjectMeta
spec 2 JobSpec
T PodFailurePolicy -
rules 1 *PodFailurePolicyRule ! Latomic
T PodFailurePolicyOnExitCodesRequirement -
containerName 1 s P
operator 2 s !
values 3 *i ! Lset
T PodFailurePolicyOnPodConditionsPattern -
type 1 s !
status 2 s E
T PodFailurePolicyRule -
action 1 s !
onExitCodes 2 PodFailurePolicyOnExitCodesRequirement P
onPodConditions 3 *PodFailurePolicyOnPodConditionsPattern Latomic
T SuccessPolicy -
rules 1 *SuccessPolicyRule ! Latomic
T SuccessPolicyRule -
succeededIndexes 1 s P
succeededCount 2 i P
T UncountedTerminatedPods -
succeeded 1 *s Lset
failed 2 *s Lset
P api.batch.v1beta1
T CronJob batch/v1beta1
kind 0 s
apiVersion 0 s
metadata 1 apimachinery.pkg.apis.meta.v1.ObjectMeta
spec 2 CronJobSpec
status 3 CronJobStatus
T CronJobList batch/v1beta1
kind 0 s
apiVersion 0 s
metadata 1 apimachinery.pkg.apis.meta.v1.ListMeta
items 2 *CronJob !
T CronJobSpec -
schedule 1 s !
startingDeadlineSeconds 2 l P
concurrencyPolicy 3 s
suspend 4 b P
jobTemplate 5 JobTemplateSpec !
successfulJobsHistoryLimit 6 i P
failedJobsHistoryLimit 7 i P
timeZone 8 s P
T CronJobStatus -
active 1 *api.core.v1.ObjectReference Latomic
lastScheduleTime 4 apimachinery.pkg.apis.meta.v1.Time P
lastSuccessfulTime 5 apimachinery.pkg.apis.meta.v1.Time P
T JobTemplateSpec -
kind 0 s
apiVersion 0 s
metadata 1 apimachinery.pkg.apis.meta.v1.ObjectMeta
spec 2 api.batch.v1.JobSpec
P api.certificates.v1
T CertificateSigningRequest certificates.k8s.io/v1
kind 0 s
apiVersion 0 s
metadata 1 apimachinery.pkg.apis.meta.v1.ObjectMeta
spec 2 CertificateSigningRequestSpec !
status 3 CertificateSigningRequestStatus
T CertificateSigningRequestCondition -
type 1 s !
reason 2 s
message 3 s
lastUpdateTime 4 apimachinery.pkg.apis.meta.v1.Time
lastTransitionTime 5 apimachinery.pkg.apis.meta.v1.Time
status 6 s !
T CertificateSigningRequestList certificates.k8s.io/v1
kind 0 s
apiVersion 0 s
metadata 1 apimachinery.pkg.apis.meta.v1.ListMeta
items 2 *CertificateSigningRequest !
T CertificateSigningRequestSpec -
request 1 y !
username 2 s
uid 3 s
groups 4 *s Latomic
usages 5 *s Latomic
extra 6 %*s
signerName 7 s !
expirationSeconds 8 i P
T CertificateSigningRequestStatus -
conditions 1 *CertificateSigningRequestCondition Lmap Ktype
certificate 2 y
T ExtraValue -
items 1 *s
P api.certificates.v1alpha1
T ClusterTrustBundle certificates.k8s.io/v1alpha1
kind 0 s
apiVersion 0 s
metadata 0 apimachinery.pkg.apis.meta.v1.ObjectMeta
spec 0 ClusterTrustBundleSpec !
T ClusterTrustBundleList certificates.k8s.io/v1alpha1
kind 0 s
apiVersion 0 s
metadata 0 apimachinery.pkg.apis.meta.v1.ListMeta
items 0 *ClusterTrustBundle !
T ClusterTrustBundleSpec -
signerName 0 s
trustBundle 0 s !
P api.certificates.v1beta1
T CertificateSigningRequest certificates.k8s.io/v1beta1
kind 0 s
apiVersion 0 s
metadata 1 apimachinery.pkg.apis.meta.v1.ObjectMeta
spec 2 CertificateSigningRequestSpec !
status 3 CertificateSigningRequestStatus
T CertificateSigningRequestCondition -
type 1 s !
reason 2 s
message 3 s
lastUpdateTime 4 apimachinery.pkg.apis.meta.v1.Time
lastTransitionTime 5 apimachinery.pkg.apis.meta.v1.Time
status 6 s !
T CertificateSigningRequestList certificates.k8s.io/v1beta1
kind 0 s
apiVersion 0 s
metadata 1 apimachinery.pkg.apis.meta.v1.ListMeta
items 2 *CertificateSigningRequest !
T CertificateSigningRequestSpec -
request 1 y !
username 2 s
uid 3 s
groups 4 *s Latomic
usages 5 *s Latomic
extra 6 %*s
signerName 7 s P
expirationSeconds 8 i P
T CertificateSigningRequestStatus -
conditions 1 *CertificateSigningRequestCondition Lmap Ktype
certificate 2 y
T ClusterTrustBundle certificates.k8s.io/v1beta1
kind 0 s
apiVersion 0 s
metadata 1 apimachinery.pkg.apis.meta.v1.ObjectMeta
spec 2 ClusterTrustBundleSpec !
T ClusterTrustBundleList certificates.k8s.io/v1beta1
kind 0 s
apiVersion 0 s
metadata 1 apimachinery.pkg.apis.meta.v1.ListMeta
items 2 *ClusterTrustBundle !
T ClusterTrustBundleSpec -
signerName 1 s
trustBundle 2 s !
T ExtraValue -
items 1 *s
T PodCertificateRequest certificates.k8s.io/v1beta1
kind 0 s
apiVersion 0 s
metadata 1 apimachinery.pkg.apis.meta.v1.ObjectMeta
spec 2 PodCertificateRequestSpec !
status 3 PodCertificateRequestStatus
T PodCertificateRequestList certificates.k8s.io/v1beta1
kind 0 s
apiVersion 0 s
metadata 1 apimachinery.pkg.apis.meta.v1.ListMeta
items 2 *PodCertificateRequest !
T PodCertificateRequestSpec -
signerName 1 s !
podName 2 s !
podUID 3 s !
serviceAccountName 4 s !
serviceAccountUID 5 s !
nodeName 6 s !
nodeUID 7 s !
maxExpirationSeconds 8 i P
pkixPublicKey 9 y E
proofOfPossession 10 y E
unverifiedUserAnnotations 11 %s
stubPKCS10Request 12 y !
T PodCertificateRequestStatus -
conditions 1 *apimachinery.pkg.apis.meta.v1.Condition Lmap Ktype Smerge Mtype
certificateChain 2 s
notBefore 4 apimachinery.pkg.apis.meta.v1.Time P
beginRefreshAt 5 apimachinery.pkg.apis.meta.v1.Time P
notAfter 6 apimachinery.pkg.apis.meta.v1.Time P
P api.coordination.v1
T Lease coordination.k8s.io/v1
kind 0 s
apiVersion 0 s
metadata 1 apimachinery.pkg.apis.meta.v1.ObjectMeta
spec 2 LeaseSpec
T LeaseList coordination.k8s.io/v1
kind 0 s
apiVersion 0 s
metadata 1 apimachinery.pkg.apis.meta.v1.ListMeta
items 2 *Lease !
T LeaseSpec -
holderIdentity 1 s P
leaseDurationSeconds 2 i P
acquireTime 3 apimachinery.pkg.apis.meta.v1.MicroTime P
renewTime 4 apimachinery.pkg.apis.meta.v1.MicroTime P
leaseTransitions 5 i P
strategy 6 s P
preferredHolder 7 s P
P api.coordination.v1alpha2
T LeaseCandidate coordination.k8s.io/v1alpha2
kind 0 s
apiVersion 0 s
metadata 0 apimachinery.pkg.apis.meta.v1.ObjectMeta
spec 0 LeaseCandidateSpec ! E
T LeaseCandidateList coordination.k8s.io/v1alpha2
kind 0 s
apiVersion 0 s
metadata 0 apimachinery.pkg.apis.meta.v1.ListMeta
items 0 *LeaseCandidate !
T LeaseCandidateSpec -
binaryVersion 0 s !
emulationVersion 0 s
leaseName 0 s !
pingTime 0 apimachinery.pkg.apis.meta.v1.MicroTime P
renewTime 0 apimachinery.pkg.apis.meta.v1.MicroTime P
strategy 0 s ! E
P api.coordination.v1beta1
T Lease coordination.k8s.io/v1beta1
kind 0 s
apiVersion 0 s
metadata 1 apimachinery.pkg.apis.meta.v1.ObjectMeta
spec 2 LeaseSpec
T LeaseCandidate coordination.k8s.io/v1beta1
kind 0 s
apiVersion 0 s
metadata 1 apimachinery.pkg.apis.meta.v1.ObjectMeta
spec 2 LeaseCandidateSpec ! E
T LeaseCandidateList coordination.k8s.io/v1beta1
kind 0 s
apiVersion 0 s
metadata 1 apimachinery.pkg.apis.meta.v1.ListMeta
items 2 *LeaseCandidate !
T LeaseCandidateSpec -
leaseName 1 s !
pingTime 2 apimachinery.pkg.apis.meta.v1.MicroTime P
renewTime 3 apimachinery.pkg.apis.meta.v1.MicroTime P
binaryVersion 4 s !
emulationVersion 5 s
strategy 6 s ! E
T LeaseList coordination.k8s.io/v1beta1
kind 0 s
apiVersion 0 s
metadata 1 apimachinery.pkg.apis.meta.v1.ListMeta
items 2 *Lease !
T LeaseSpec -
holderIdentity 1 s P
leaseDurationSeconds 2 i P
acquireTime 3 apimachinery.pkg.apis.meta.v1.MicroTime P
renewTime 4 apimachinery.pkg.apis.meta.v1.MicroTime P
leaseTransitions 5 i P
strategy 6 s P
preferredHolder 7 s P
P api.core.v1
T AWSElasticBlockStoreVolumeSource -
volumeID 1 s !
fsType 2 s
partition 3 i
readOnly 4 b
T Affinity -
nodeAffinity 1 NodeAffinity P
podAffinity 2 PodAffinity P
podAntiAffinity 3 PodAntiAffinity P
T AppArmorProfile -
type 1 s !
localhostProfile 2 s P
T AttachedVolume -
name 1 s !
devicePath 2 s !
T AvoidPods -
preferAvoidPods 1 *PreferAvoidPodsEntry
T AzureDiskVolumeSource -
diskName 1 s !
diskURI 2 s !
cachingMode 3 s P
fsType 4 s P
readOnly 5 b P
kind 6 s P
T AzureFilePersistentVolumeSource -
secretName 1 s !
shareName 2 s !
readOnly 3 b
secretNamespace 4 s P E
T AzureFileVolumeSource -
secretName 1 s !
shareName 2 s !
readOnly 3 b
T Binding v1
kind 0 s
apiVersion 0 s
metadata 1 apimachinery.pkg.apis.meta.v1.ObjectMeta
target 2 ObjectReference !
T CSIPersistentVolumeSource -
driver 1 s !
volumeHandle 2 s !
readOnly 3 b
fsType 4 s
volumeAttributes 5 %s
controllerPublishSecretRef 6 SecretReference P
nodeStageSecretRef 7 SecretReference P
nodePublishSecretRef 8 SecretReference P
controllerExpandSecretRef 9 SecretReference P
nodeExpandSecretRef 10 SecretReference P
T CSIVolumeSource -
driver 1 s !
readOnly 2 b P
fsType 3 s P
volumeAttributes 4 %s
nodePublishSecretRef 5 LocalObjectReference P
T Capabilities -
add 1 *s Latomic
drop 2 *s Latomic
T CephFSPersistentVolumeSource -
monitors 1 *s ! Latomic
path 2 s
user 3 s
secretFile 4 s
secretRef 5 SecretReference P
readOnly 6 b
T CephFSVolumeSource -
monitors 1 *s ! Latomic
path 2 s
user 3 s
secretFile 4 s
secretRef 5 LocalObjectReference P
readOnly 6 b
T CinderPersistentVolumeSource -
volumeID 1 s !
fsType 2 s
readOnly 3 b
secretRef 4 SecretReference P
T CinderVolumeSource -
volumeID 1 s !
fsType 2 s
readOnly 3 b
secretRef 4 LocalObjectReference P
T ClientIPConfig -
timeoutSeconds 1 i P
T ClusterTrustBundleProjection -
name 1 s P
signerName 2 s P
labelSelector 3 apimachinery.pkg.apis.meta.v1.LabelSelector P
path 4 s !
optional 5 b P
T ComponentCondition -
type 1 s !
status 2 s !
message 3 s
error 4 s
T ComponentStatus v1
kind 0 s
apiVersion 0 s
metadata 1 apimachinery.pkg.apis.meta.v1.ObjectMeta
conditions 2 *ComponentCondition Lmap Ktype Smerge Mtype
T ComponentStatusList v1
kind 0 s
apiVersion 0 s
metadata 1 apimachinery.pkg.apis.meta.v1.ListMeta
items 2 *ComponentStatus !
T ConfigMap v1
kind 0 s
apiVersion 0 s
metadata 1 apimachinery.pkg.apis.meta.v1.ObjectMeta
data 2 %s
binaryData 3 %y
immutable 4 b P
T ConfigMapEnvSource -
name 1/1 s
optional 2 b P
T ConfigMapKeySelector - A
name 1/1 s
key 2 s !
optional 3 b P
T ConfigMapList v1
kind 0 s
apiVersion 0 s
metadata 1 apimachinery.pkg.apis.meta.v1.ListMeta
items 2 *ConfigMap !
T ConfigMapNodeConfigSource -
namespace 1 s !
name 2 s !
uid 3 s
resourceVersion 4 s
kubeletConfigKey 5 s !
T ConfigMapProjection -
name 1/1 s
items 2 *KeyToPath Latomic
optional 4 b P
T ConfigMapVolumeSource -
name 1/1 s
items 2 *KeyToPath Latomic
defaultMode 3 i P
optional 4 b P
T Container -
name 1 s !
image 2 s
command 3 *s Latomic
args 4 *s Latomic
workingDir 5 s
ports 6 *ContainerPort Lmap KcontainerPort,protocol Smerge McontainerPort
env 7 *EnvVar Lmap Kname Smerge Mname
resources 8 ResourceRequirements
volumeMounts 9 *VolumeMount Lmap KmountPath Smerge MmountPath
livenessProbe 10 Probe P
readinessProbe 11 Probe P
lifecycle 12 Lifecycle P
terminationMessagePath 13 s
imagePullPolicy 14 s
securityContext 15 SecurityContext P
stdin 16 b
stdinOnce 17 b
tty 18 b
envFrom 19 *EnvFromSource Latomic
terminationMessagePolicy 20 s
volumeDevices 21 *VolumeDevice Lmap KdevicePath Smerge MdevicePath
startupProbe 22 Probe P
resizePolicy 23 *ContainerResizePolicy Latomic
restartPolicy 24 s P
restartPolicyRules 25 *ContainerRestartRule Latomic
T ContainerExtendedResourceRequest -
containerName 1 s !
resourceName 2 s !
requestName 3 s !
T ContainerImage -
names 1 *s E Latomic
sizeBytes 2 l
T ContainerPort -
name 1 s
hostPort 2 i
containerPort 3 i !
protocol 4 s
hostIP 5 s
T ContainerResizePolicy -
resourceName 1 s !
restartPolicy 2 s !
T ContainerRestartRule -
action 1 s ! E
exitCodes 2 ContainerRestartRuleOnExitCodes P
T ContainerRestartRuleOnExitCodes -
operator 1 s ! E
values 2 *i Lset
T ContainerState -
waiting 1 ContainerStateWaiting P
running 2 ContainerStateRunning P
terminated 3 ContainerStateTerminated P
T ContainerStateRunning -
startedAt 1 apimachinery.pkg.apis.meta.v1.Time
T ContainerStateTerminated -
exitCode 1 i !
signal 2 i
reason 3 s
message 4 s
startedAt 5 apimachinery.pkg.apis.meta.v1.Time
finishedAt 6 apimachinery.pkg.apis.meta.v1.Time
containerID 7 s
T ContainerStateWaiting -
reason 1 s
message 2 s
T ContainerStatus -
name 1 s !
state 2 ContainerState
lastState 3 ContainerState
ready 4 b !
restartCount 5 i !
image 6 s !
imageID 7 s !
containerID 8 s
started 9 b P
allocatedResources 10 %apimachinery.pkg.api.resource.Quantity
resources 11 ResourceRequirements P
volumeMounts 12 *VolumeMountStatus Lmap KmountPath Smerge MmountPath
user 13 ContainerUser P
allocatedResourcesStatus 14 *ResourceStatus Lmap Kname Smerge Mname
stopSignal 15 s P
T ContainerUser -
linux 1 LinuxContainerUser P
T DaemonEndpoint -
Port 1 i !
T DownwardAPIProjection -
items 1 *DownwardAPIVolumeFile Latomic
T DownwardAPIVolumeFile -
path 1 s !
fieldRef 2 ObjectFieldSelector P
resourceFieldRef 3 ResourceFieldSelector P
mode 4 i P
T DownwardAPIVolumeSource -
items 1 *DownwardAPIVolumeFile Latomic
defaultMode 2 i P
T EmptyDirVolumeSource -
medium 1 s
sizeLimit 2 apimachinery.pkg.api.resource.Quantity P
T EndpointAddress - A
ip 1 s !
targetRef 2 ObjectReference P
hostname 3 s
nodeName 4 s P
T EndpointPort - A
name 1 s
port 2 i !
protocol 3 s
appProtocol 4 s P
T EndpointSubset -
addresses 1 *EndpointAddress Latomic
notReadyAddresses 2 *EndpointAddress Latomic
ports 3 *EndpointPort Latomic
T Endpoints v1
kind 0 s
apiVersion 0 s
metadata 1 apimachinery.pkg.apis.meta.v1.ObjectMeta
subsets 2 *EndpointSubset Latomic
T EndpointsList v1
kind 0 s
apiVersion 0 s
metadata 1 apimachinery.pkg.apis.meta.v1.ListMeta
items 2 *Endpoints !
T EnvFromSource -
prefix 1 s
configMapRef 2 ConfigMapEnvSource P
secretRef 3 SecretEnvSource P
T EnvVar -
name 1 s !
value 2 s
valueFrom 3 EnvVarSource P
T EnvVarSource -
fieldRef 1 ObjectFieldSelector P
resourceFieldRef 2 ResourceFieldSelector P
configMapKeyRef 3 ConfigMapKeySelector P
secretKeyRef 4 SecretKeySelector P
fileKeyRef 5 FileKeySelector P
T EphemeralContainer -
name 1/1 s !
image 1/2 s
command 1/3 *s Latomic
args 1/4 *s Latomic
workingDir 1/5 s
ports 1/6 *ContainerPort Lmap KcontainerPort,protocol Smerge McontainerPort
env 1/7 *EnvVar Lmap Kname Smerge Mname
resources 1/8 ResourceRequirements
volumeMounts 1/9 *VolumeMount Lmap KmountPath Smerge MmountPath
livenessProbe 1/10 Probe P
readinessProbe 1/11 Probe P
lifecycle 1/12 Lifecycle P
terminationMessagePath 1/13 s
imagePullPolicy 1/14 s
securityContext 1/15 SecurityContext P
stdin 1/16 b
stdinOnce 1/17 b
tty 1/18 b
envFrom 1/19 *EnvFromSource Latomic
terminationMessagePolicy 1/20 s
volumeDevices 1/21 *VolumeDevice Lmap KdevicePath Smerge MdevicePath
startupProbe 1/22 Probe P
resizePolicy 1/23 *ContainerResizePolicy Latomic
restartPolicy 1/24 s P
restartPolicyRules 1/25 *ContainerRestartRule Latomic
targetContainerName 2 s
T EphemeralVolumeSource -
volumeClaimTemplate 1 PersistentVolumeClaimTemplate P
T Event v1
kind 0 s
apiVersion 0 s
metadata 1 apimachinery.pkg.apis.meta.v1.ObjectMeta !
involvedObject 2 ObjectReference !
reason 3 s
message 4 s
source 5 EventSource
firstTimestamp 6 apimachinery.pkg.apis.meta.v1.Time
lastTimestamp 7 apimachinery.pkg.apis.meta.v1.Time
count 8 i
type 9 s
eventTime 10 apimachinery.pkg.apis.meta.v1.MicroTime
series 11 EventSeries P
action 12 s
related 13 ObjectReference P
reportingComponent 14 s E
reportingInstance 15 s E
T EventList v1
kind 0 s
apiVersion 0 s
metadata 1 apimachinery.pkg.apis.meta.v1.ListMeta
items 2 *Event !
T EventSeries -
count 1 i
lastObservedTime 2 apimachinery.pkg.apis.meta.v1.MicroTime
T EventSource -
component 1 s
host 2 s
T ExecAction -
command 1 *s Latomic
T FCVolumeSource -
targetWWNs 1 *s Latomic
lun 2 i P
fsType 3 s
readOnly 4 b
wwids 5 *s Latomic
T FileKeySelector - A
volumeName 1 s !
path 2 s !
key 3 s !
optional 4 b P
T FlexPersistentVolumeSource -
driver 1 s !
fsType 2 s
secretRef 3 SecretReference P
readOnly 4 b
options 5 %s
T FlexVolumeSource -
driver 1 s !
fsType 2 s
secretRef 3 LocalObjectReference P
readOnly 4 b
options 5 %s
T FlockerVolumeSource -
datasetName 1 s
datasetUUID 2 s
T GCEPersistentDiskVolumeSource -
pdName 1 s !
fsType 2 s
partition 3 i
readOnly 4 b
T GRPCAction -
port 1 i !
service 2 s P E
T GitRepoVolumeSource -
repository 1 s !
revision 2 s
directory 3 s
T GlusterfsPersistentVolumeSource -
endpoints 1 s !
path 2 s !
readOnly 3 b
endpointsNamespace 4 s P
T GlusterfsVolumeSource -
endpoints 1 s !
path 2 s !
readOnly 3 b
T HTTPGetAction -
path 1 s
port 2 apimachinery.pkg.util.intstr.IntOrString !
host 3 s
scheme 4 s
httpHeaders 5 *HTTPHeader Latomic
T HTTPHeader -
name 1 s !
value 2 s !
T HostAlias -
ip 1 s !
hostnames 2 *s Latomic
T HostIP -
ip 1 s !
T HostPathVolumeSource -
path 1 s !
type 2 s P
T ISCSIPersistentVolumeSource -
targetPortal 1 s !
iqn 2 s !
lun 3 i !
iscsiInterface 4 s
fsType 5 s
readOnly 6 b
portals 7 *s Latomic
chapAuthDiscovery 8 b
secretRef 10 SecretReference P
chapAuthSession 11 b
initiatorName 12 s P
T ISCSIVolumeSource -
targetPortal 1 s !
iqn 2 s !
lun 3 i !
iscsiInterface 4 s
fsType 5 s
readOnly 6 b
portals 7 *s Latomic
chapAuthDiscovery 8 b
secretRef 10 LocalObjectReference P
chapAuthSession 11 b
initiatorName 12 s P
T ImageVolumeSource -
reference 1 s
pullPolicy 2 s
T ImageVolumeStatus -
imageRef 1 s ! E
T KeyToPath -
key 1 s !
path 2 s !
mode 3 i P
T Lifecycle -
postStart 1 LifecycleHandler P
preStop 2 LifecycleHandler P
stopSignal 3 s P
T LifecycleHandler -
exec 1 ExecAction P
httpGet 2 HTTPGetAction P
tcpSocket 3 TCPSocketAction P
sleep 4 SleepAction P
T LimitRange v1
kind 0 s
apiVersion 0 s
metadata 1 apimachinery.pkg.apis.meta.v1.ObjectMeta
spec 2 LimitRangeSpec
T LimitRangeItem -
type 1 s !
max 2 %apimachinery.pkg.api.resource.Quantity
min 3 %apimachinery.pkg.api.resource.Quantity
default 4 %apimachinery.pkg.api.resource.Quantity
defaultRequest 5 %apimachinery.pkg.api.resource.Quantity
maxLimitRequestRatio 6 %apimachinery.pkg.api.resource.Quantity
T LimitRangeList v1
kind 0 s
apiVersion 0 s
metadata 1 apimachinery.pkg.apis.meta.v1.ListMeta
items 2 *LimitRange !
T LimitRangeSpec -
limits 1 *LimitRangeItem ! Latomic
T LinuxContainerUser -
uid 1 l !
gid 2 l !
supplementalGroups 3 *l Latomic
T List -
kind 0 s
apiVersion 0 s
metadata 1 apimachinery.pkg.apis.meta.v1.ListMeta
items 2 *apimachinery.pkg.runtime.RawExtension
T LoadBalancerIngress -
ip 1 s
hostname 2 s
ipMode 3 s P
ports 4 *PortStatus Latomic
T LoadBalancerStatus -
ingress 1 *LoadBalancerIngress Latomic
T LocalObjectReference - A
name 1 s
T LocalVolumeSource -
path 1 s !
fsType 2 s P
T ModifyVolumeStatus -
targetVolumeAttributesClassName 1 s
status 2 s !
T NFSVolumeSource -
server 1 s !
path 2 s !
readOnly 3 b
T Namespace v1
kind 0 s
apiVersion 0 s
metadata 1 apimachinery.pkg.apis.meta.v1.ObjectMeta
spec 2 NamespaceSpec
status 3 NamespaceStatus
T NamespaceCondition -
type 1 s !
status 2 s !
lastTransitionTime 4 apimachinery.pkg.apis.meta.v1.Time
reason 5 s
message 6 s
T NamespaceList v1
kind 0 s
apiVersion 0 s
metadata 1 apimachinery.pkg.apis.meta.v1.ListMeta
items 2 *Namespace !
T NamespaceSpec -
finalizers 1 *s Latomic
T NamespaceStatus -
phase 1 s
conditions 2 *NamespaceCondition Lmap Ktype Smerge Mtype
T Node v1
kind 0 s
apiVersion 0 s
metadata 1 apimachinery.pkg.apis.meta.v1.ObjectMeta
spec 2 NodeSpec
status 3 NodeStatus
T NodeAddress -
type 1 s !
address 2 s !
T NodeAffinity -
requiredDuringSchedulingIgnoredDuringExecution 1 NodeSelector P
preferredDuringSchedulingIgnoredDuringExecution 2 *PreferredSchedulingTerm Latomic
T NodeAllocatableResourceClaimStatus -
resourceClaimName 1 s !
containers 2 *s Lset
resources 3 %apimachinery.pkg.api.resource.Quantity !
T NodeCondition -
type 1 s !
status 2 s !
lastHeartbeatTime 3 apimachinery.pkg.apis.meta.v1.Time
lastTransitionTime 4 apimachinery.pkg.apis.meta.v1.Time
reason 5 s
message 6 s
T NodeConfigSource -
configMap 2 ConfigMapNodeConfigSource P
T NodeConfigStatus -
assigned 1 NodeConfigSource P
active 2 NodeConfigSource P
lastKnownGood 3 NodeConfigSource P
error 4 s
T NodeDaemonEndpoints -
kubeletEndpoint 1 DaemonEndpoint
T NodeFeatures -
supplementalGroupsPolicy 1 b P
T NodeList v1
kind 0 s
apiVersion 0 s
metadata 1 apimachinery.pkg.apis.meta.v1.ListMeta
items 2 *Node !
T NodeProxyOptions -
path 1 s
T NodeRuntimeHandler -
name 1 s E
features 2 NodeRuntimeHandlerFeatures P
T NodeRuntimeHandlerFeatures -
recursiveReadOnlyMounts 1 b P
userNamespaces 2 b P
T NodeSelector - A
nodeSelectorTerms 1 *NodeSelectorTerm ! Latomic
T NodeSelectorRequirement -
key 1 s !
operator 2 s !
values 3 *s Latomic
T NodeSelectorTerm - A
matchExpressions 1 *NodeSelectorRequirement Latomic
matchFields 2 *NodeSelectorRequirement Latomic
T NodeSpec -
podCIDR 1 s
externalID 2 s
providerID 3 s
unschedulable 4 b
taints 5 *Taint Latomic
configSource 6 NodeConfigSource P
podCIDRs 7 *s Lset Smerge
T NodeStatus -
capacity 1 %apimachinery.pkg.api.resource.Quantity
allocatable 2 %apimachinery.pkg.api.resource.Quantity
phase 3 s
conditions 4 *NodeCondition Lmap Ktype Smerge Mtype
addresses 5 *NodeAddress Lmap Ktype Smerge Mtype
daemonEndpoints 6 NodeDaemonEndpoints
nodeInfo 7 NodeSystemInfo
images 8 *ContainerImage Latomic
volumesInUse 9 *s Latomic
volumesAttached 10 *AttachedVolume Latomic
config 11 NodeConfigStatus P
runtimeHandlers 12 *NodeRuntimeHandler Latomic
features 13 NodeFeatures P
declaredFeatures 14 *s Latomic
T NodeSwapStatus -
capacity 1 l P
T NodeSystemInfo -
machineID 1 s !
systemUUID 2 s !
bootID 3 s !
kernelVersion 4 s !
osImage 5 s !
containerRuntimeVersion 6 s !
kubeletVersion 7 s !
kubeProxyVersion 8 s !
operatingSystem 9 s !
architecture 10 s !
swap 11 NodeSwapStatus P
T ObjectFieldSelector - A
apiVersion 1 s
fieldPath 2 s !
T ObjectReference - A
kind 1 s
namespace 2 s
name 3 s
uid 4 s
apiVersion 5 s
resourceVersion 6 s
fieldPath 7 s
T PersistentVolume v1
kind 0 s
apiVersion 0 s
metadata 1 apimachinery.pkg.apis.meta.v1.ObjectMeta
spec 2 PersistentVolumeSpec
status 3 PersistentVolumeStatus
T PersistentVolumeClaim v1
kind 0 s
apiVersion 0 s
metadata 1 apimachinery.pkg.apis.meta.v1.ObjectMeta
spec 2 PersistentVolumeClaimSpec
status 3 PersistentVolumeClaimStatus
T PersistentVolumeClaimCondition -
type 1 s !
status 2 s !
lastProbeTime 3 apimachinery.pkg.apis.meta.v1.Time
lastTransitionTime 4 apimachinery.pkg.apis.meta.v1.Time
reason 5 s
message 6 s
T PersistentVolumeClaimList v1
kind 0 s
apiVersion 0 s
metadata 1 apimachinery.pkg.apis.meta.v1.ListMeta
items 2 *PersistentVolumeClaim !
T PersistentVolumeClaimSpec -
accessModes 1 *s Latomic
resources 2 VolumeResourceRequirements
volumeName 3 s
selector 4 apimachinery.pkg.apis.meta.v1.LabelSelector P
storageClassName 5 s P
volumeMode 6 s P
dataSource 7 TypedLocalObjectReference P
dataSourceRef 8 TypedObjectReference P
volumeAttributesClassName 9 s P
T PersistentVolumeClaimStatus -
phase 1 s
accessModes 2 *s Latomic
capacity 3 %apimachinery.pkg.api.resource.Quantity
conditions 4 *PersistentVolumeClaimCondition Lmap Ktype Smerge Mtype
allocatedResources 5 %apimachinery.pkg.api.resource.Quantity
allocatedResourceStatuses 7 %s
currentVolumeAttributesClassName 8 s P
modifyVolumeStatus 9 ModifyVolumeStatus P
T PersistentVolumeClaimTemplate -
metadata 1 apimachinery.pkg.apis.meta.v1.ObjectMeta
spec 2 PersistentVolumeClaimSpec !
T PersistentVolumeClaimVolumeSource -
claimName 1 s !
readOnly 2 b
T PersistentVolumeList v1
kind 0 s
apiVersion 0 s
metadata 1 apimachinery.pkg.apis.meta.v1.ListMeta
items 2 *PersistentVolume !
T PersistentVolumeSpec -
capacity 1 %apimachinery.pkg.api.resource.Quantity
gcePersistentDisk 2/1 GCEPersistentDiskVolumeSource P
awsElasticBlockStore 2/2 AWSElasticBlockStoreVolumeSource P
hostPath 2/3 HostPathVolumeSource P
glusterfs 2/4 GlusterfsPersistentVolumeSource P
nfs 2/5 NFSVolumeSource P
rbd 2/6 RBDPersistentVolumeSource P
iscsi 2/7 ISCSIPersistentVolumeSource P
cinder 2/8 CinderPersistentVolumeSource P
cephfs 2/9 CephFSPersistentVolumeSource P
fc 2/10 FCVolumeSource P
flocker 2/11 FlockerVolumeSource P
flexVolume 2/12 FlexPersistentVolumeSource P
azureFile 2/13 AzureFilePersistentVolumeSource P
vsphereVolume 2/14 VsphereVirtualDiskVolumeSource P
quobyte 2/15 QuobyteVolumeSource P
azureDisk 2/16 AzureDiskVolumeSource P
photonPersistentDisk 2/17 PhotonPersistentDiskVolumeSource P
portworxVolume 2/18 PortworxVolumeSource P
scaleIO 2/19 ScaleIOPersistentVolumeSource P
local 2/20 LocalVolumeSource P
storageos 2/21 StorageOSPersistentVolumeSource P
csi 2/22 CSIPersistentVolumeSource P
accessModes 3 *s Latomic
claimRef 4 ObjectReference P
persistentVolumeReclaimPolicy 5 s
storageClassName 6 s
mountOptions 7 *s Latomic
volumeMode 8 s P
nodeAffinity 9 VolumeNodeAffinity P
volumeAttributesClassName 10 s P
T PersistentVolumeStatus -
phase 1 s
message 2 s
reason 3 s
lastPhaseTransitionTime 4 apimachinery.pkg.apis.meta.v1.Time P
T PhotonPersistentDiskVolumeSource -
pdID 1 s !
fsType 2 s
T Pod v1
kind 0 s
apiVersion 0 s
metadata 1 apimachinery.pkg.apis.meta.v1.ObjectMeta
spec 2 PodSpec
status 3 PodStatus
T PodAffinity -
requiredDuringSchedulingIgnoredDuringExecution 1 *PodAffinityTerm Latomic
preferredDuringSchedulingIgnoredDuringExecution 2 *WeightedPodAffinityTerm Latomic
T PodAffinityTerm -
labelSelector 1 apimachinery.pkg.apis.meta.v1.LabelSelector P
namespaces 2 *s Latomic
topologyKey 3 s !
namespaceSelector 4 apimachinery.pkg.apis.meta.v1.LabelSelector P
matchLabelKeys 5 *s Latomic
mismatchLabelKeys 6 *s Latomic
T PodAntiAffinity -
requiredDuringSchedulingIgnoredDuringExecution 1 *PodAffinityTerm Latomic
preferredDuringSchedulingIgnoredDuringExecution 2 *WeightedPodAffinityTerm Latomic
T PodAttachOptions -
stdin 1 b
stdout 2 b
stderr 3 b
tty 4 b
container 5 s
T PodCertificateProjection -
signerName 1 s ! E
keyType 2 s ! E
maxExpirationSeconds 3 i P
credentialBundlePath 4 s
keyPath 5 s
certificateChainPath 6 s
userAnnotations 7 %s
T PodCondition -
type 1 s !
status 2 s !
lastProbeTime 3 apimachinery.pkg.apis.meta.v1.Time
lastTransitionTime 4 apimachinery.pkg.apis.meta.v1.Time
reason 5 s
message 6 s
observedGeneration 7 l
T PodDNSConfig -
nameservers 1 *s Latomic
searches 2 *s Latomic
options 3 *PodDNSConfigOption Latomic
T PodDNSConfigOption -
name 1 s
value 2 s P
T PodExecOptions -
stdin 1 b
stdout 2 b
stderr 3 b
tty 4 b
container 5 s
command 6 *s E
T PodExtendedResourceClaimStatus -
requestMappings 1 *ContainerExtendedResourceRequest ! Latomic
resourceClaimName 2 s !
T PodIP -
ip 1 s !
T PodList v1
kind 0 s
apiVersion 0 s
metadata 1 apimachinery.pkg.apis.meta.v1.ListMeta
items 2 *Pod !
T PodLogOptions -
container 1 s
follow 2 b
previous 3 b
sinceSeconds 4 l P
sinceTime 5 apimachinery.pkg.apis.meta.v1.Time P
timestamps 6 b
tailLines 7 l P
limitBytes 8 l P
insecureSkipTLSVerifyBackend 9 b
stream 10 s P
T PodOS -
name 1 s !
T PodPortForwardOptions -
ports 1 *i
T PodProxyOptions -
path 1 s
T PodReadinessGate -
conditionType 1 s !
T PodResourceClaim -
name 1 s !
resourceClaimName 3 s P
resourceClaimTemplateName 4 s P
T PodResourceClaimStatus -
name 1 s !
resourceClaimName 2 s P
T PodSchedulingGate -
name 1 s !
T PodSchedulingGroup -
podGroupName 1 s P
T PodSecurityContext -
seLinuxOptions 1 SELinuxOptions P
runAsUser 2 l P
runAsNonRoot 3 b P
supplementalGroups 4 *l Latomic
fsGroup 5 l P
runAsGroup 6 l P
sysctls 7 *Sysctl Latomic
windowsOptions 8 WindowsSecurityContextOptions P
fsGroupChangePolicy 9 s P
seccompProfile 10 SeccompProfile P
appArmorProfile 11 AppArmorProfile P
supplementalGroupsPolicy 12 s P
seLinuxChangePolicy 13 s P
T PodSignature -
podController 1 apimachinery.pkg.apis.meta.v1.OwnerReference P
T PodSpec -
volumes 1 *Volume Lmap Kname Smerge,retainKeys Mname
containers 2 *Container ! Lmap Kname Smerge Mname
restartPolicy 3 s
terminationGracePeriodSeconds 4 l P
activeDeadlineSeconds 5 l P
dnsPolicy 6 s
nodeSelector 7 %s A
serviceAccountName 8 s
serviceAccount 9 s
nodeName 10 s
hostNetwork 11 b
hostPID 12 b
hostIPC 13 b
securityContext 14 PodSecurityContext P
imagePullSecrets 15 *LocalObjectReference Lmap Kname Smerge Mname
hostname 16 s
subdomain 17 s
affinity 18 Affinity P
schedulerName 19 s
initContainers 20 *Container Lmap Kname Smerge Mname
automountServiceAccountToken 21 b P
tolerations 22 *Toleration Latomic
hostAliases 23 *HostAlias Lmap Kip Smerge Mip
priorityClassName 24 s
priority 25 i P
dnsConfig 26 PodDNSConfig P
shareProcessNamespace 27 b P
readinessGates 28 *PodReadinessGate Latomic
runtimeClassName 29 s P
enableServiceLinks 30 b P
preemptionPolicy 31 s P
overhead 32 %apimachinery.pkg.api.resource.Quantity
topologySpreadConstraints 33 *TopologySpreadConstraint Lmap KtopologyKey,whenUnsatisfiable Smerge MtopologyKey
ephemeralContainers 34 *EphemeralContainer Lmap Kname Smerge Mname
setHostnameAsFQDN 35 b P
os 36 PodOS P
hostUsers 37 b P
schedulingGates 38 *PodSchedulingGate Lmap Kname Smerge Mname
resourceClaims 39 *PodResourceClaim Lmap Kname Smerge,retainKeys Mname
resources 40 ResourceRequirements P
hostnameOverride 41 s P
schedulingGroup 43 PodSchedulingGroup P
T PodStatus -
phase 1 s
conditions 2 *PodCondition Lmap Ktype Smerge Mtype
message 3 s
reason 4 s
hostIP 5 s
podIP 6 s
startTime 7 apimachinery.pkg.apis.meta.v1.Time P
containerStatuses 8 *ContainerStatus Latomic
qosClass 9 s
initContainerStatuses 10 *ContainerStatus Latomic
nominatedNodeName 11 s
podIPs 12 *PodIP Lmap Kip Smerge Mip
ephemeralContainerStatuses 13 *ContainerStatus Latomic
resize 14 s
resourceClaimStatuses 15 *PodResourceClaimStatus Lmap Kname Smerge,retainKeys Mname
hostIPs 16 *HostIP Latomic Smerge Mip
observedGeneration 17 l
extendedResourceClaimStatus 18 PodExtendedResourceClaimStatus P
allocatedResources 19 %apimachinery.pkg.api.resource.Quantity
resources 20 ResourceRequirements P
nodeAllocatableResourceClaimStatuses 21 *NodeAllocatableResourceClaimStatus Latomic
T PodStatusResult -
kind 0 s
apiVersion 0 s
metadata 1 apimachinery.pkg.apis.meta.v1.ObjectMeta
status 2 PodStatus
T PodTemplate v1
kind 0 s
apiVersion 0 s
metadata 1 apimachinery.pkg.apis.meta.v1.ObjectMeta
template 2 PodTemplateSpec
T PodTemplateList v1
kind 0 s
apiVersion 0 s
metadata 1 apimachinery.pkg.apis.meta.v1.ListMeta
items 2 *PodTemplate !
T PodTemplateSpec -
metadata 1 apimachinery.pkg.apis.meta.v1.ObjectMeta
spec 2 PodSpec
T PortStatus -
port 1 i !
protocol 2 s !
error 3 s P
T PortworxVolumeSource -
volumeID 1 s !
fsType 2 s
readOnly 3 b
T Preconditions -
uid 1 s P
T PreferAvoidPodsEntry -
podSignature 1 PodSignature E
evictionTime 2 apimachinery.pkg.apis.meta.v1.Time
reason 3 s
message 4 s
T PreferredSchedulingTerm -
weight 1 i !
preference 2 NodeSelectorTerm !
T Probe -
exec 1/1 ExecAction P
httpGet 1/2 HTTPGetAction P
tcpSocket 1/3 TCPSocketAction P
grpc 1/4 GRPCAction P
initialDelaySeconds 2 i
timeoutSeconds 3 i
periodSeconds 4 i
successThreshold 5 i
failureThreshold 6 i
terminationGracePeriodSeconds 7 l P
T ProjectedVolumeSource -
sources 1 *VolumeProjection E Latomic
defaultMode 2 i P
T QuobyteVolumeSource -
registry 1 s !
volume 2 s !
readOnly 3 b
user 4 s
group 5 s
tenant 6 s
T RBDPersistentVolumeSource -
monitors 1 *s ! Latomic
image 2 s !
fsType 3 s
pool 4 s
user 5 s
keyring 6 s
secretRef 7 SecretReference P
readOnly 8 b
T RBDVolumeSource -
monitors 1 *s ! Latomic
image 2 s !
fsType 3 s
pool 4 s
user 5 s
keyring 6 s
secretRef 7 LocalObjectReference P
readOnly 8 b
T RangeAllocation -
kind 0 s
apiVersion 0 s
metadata 1 apimachinery.pkg.apis.meta.v1.ObjectMeta
range 2 s E
data 3 y E
T ReplicationController v1
kind 0 s
apiVersion 0 s
metadata 1 apimachinery.pkg.apis.meta.v1.ObjectMeta
spec 2 ReplicationControllerSpec
status 3 ReplicationControllerStatus
T ReplicationControllerCondition -
type 1 s !
status 2 s !
lastTransitionTime 3 apimachinery.pkg.apis.meta.v1.Time
reason 4 s
message 5 s
T ReplicationControllerList v1
kind 0 s
apiVersion 0 s
metadata 1 apimachinery.pkg.apis.meta.v1.ListMeta
items 2 *ReplicationController !
T ReplicationControllerSpec -
replicas 1 i P
selector 2 %s A
template 3 PodTemplateSpec P
minReadySeconds 4 i
T ReplicationControllerStatus -
replicas 1 i !
fullyLabeledReplicas 2 i
observedGeneration 3 l
readyReplicas 4 i
availableReplicas 5 i
conditions 6 *ReplicationControllerCondition Lmap Ktype Smerge Mtype
T ResourceClaim -
name 1 s !
request 2 s
T ResourceFieldSelector - A
containerName 1 s
resource 2 s !
divisor 3 apimachinery.pkg.api.resource.Quantity
T ResourceHealth -
resourceID 1 s !
health 2 s
message 6 s P
T ResourceQuota v1
kind 0 s
apiVersion 0 s
metadata 1 apimachinery.pkg.apis.meta.v1.ObjectMeta
spec 2 ResourceQuotaSpec
status 3 ResourceQuotaStatus
T ResourceQuotaList v1
kind 0 s
apiVersion 0 s
metadata 1 apimachinery.pkg.apis.meta.v1.ListMeta
items 2 *ResourceQuota !
T ResourceQuotaSpec -
hard 1 %apimachinery.pkg.api.resource.Quantity
scopes 2 *s Latomic
scopeSelector 3 ScopeSelector P
T ResourceQuotaStatus -
hard 1 %apimachinery.pkg.api.resource.Quantity
used 2 %apimachinery.pkg.api.resource.Quantity
T ResourceRequirements -
limits 1 %apimachinery.pkg.api.resource.Quantity
requests 2 %apimachinery.pkg.api.resource.Quantity
claims 3 *ResourceClaim Lmap Kname
T ResourceStatus -
name 1 s !
resources 2 *ResourceHealth Lmap KresourceID
T SELinuxOptions -
user 1 s
role 2 s
type 3 s
level 4 s
T ScaleIOPersistentVolumeSource -
gateway 1 s !
system 2 s !
secretRef 3 SecretReference ! P
sslEnabled 4 b
protectionDomain 5 s
storagePool 6 s
storageMode 7 s
volumeName 8 s
fsType 9 s
readOnly 10 b
T ScaleIOVolumeSource -
gateway 1 s !
system 2 s !
secretRef 3 LocalObjectReference ! P
sslEnabled 4 b
protectionDomain 5 s
storagePool 6 s
storageMode 7 s
volumeName 8 s
fsType 9 s
readOnly 10 b
T ScopeSelector - A
matchExpressions 1 *ScopedResourceSelectorRequirement Latomic
T ScopedResourceSelectorRequirement -
scopeName 1 s !
operator 2 s !
values 3 *s Latomic
T SeccompProfile -
type 1 s !
localhostProfile 2 s P
T Secret v1
kind 0 s
apiVersion 0 s
metadata 1 apimachinery.pkg.apis.meta.v1.ObjectMeta
data 2 %y
type 3 s
stringData 4 %s
immutable 5 b P
T SecretEnvSource -
name 1/1 s
optional 2 b P
T SecretKeySelector - A
name 1/1 s
key 2 s !
optional 3 b P
T SecretList v1
kind 0 s
apiVersion 0 s
metadata 1 apimachinery.pkg.apis.meta.v1.ListMeta
items 2 *Secret !
T SecretProjection -
name 1/1 s
items 2 *KeyToPath Latomic
optional 4 b P
T SecretReference - A
name 1 s
namespace 2 s
T SecretVolumeSource -
secretName 1 s
items 2 *KeyToPath Latomic
defaultMode 3 i P
optional 4 b P
T SecurityContext -
capabilities 1 Capabilities P
privileged 2 b P
seLinuxOptions 3 SELinuxOptions P
runAsUser 4 l P
runAsNonRoot 5 b P
readOnlyRootFilesystem 6 b P
allowPrivilegeEscalation 7 b P
runAsGroup 8 l P
procMount 9 s P
windowsOptions 10 WindowsSecurityContextOptions P
seccompProfile 11 SeccompProfile P
appArmorProfile 12 AppArmorProfile P
T SerializedReference -
reference 1 ObjectReference
T Service v1
kind 0 s
apiVersion 0 s
metadata 1 apimachinery.pkg.apis.meta.v1.ObjectMeta
spec 2 ServiceSpec
status 3 ServiceStatus
T ServiceAccount v1
kind 0 s
apiVersion 0 s
metadata 1 apimachinery.pkg.apis.meta.v1.ObjectMeta
secrets 2 *ObjectReference Lmap Kname Smerge Mname
imagePullSecrets 3 *LocalObjectReference Latomic
automountServiceAccountToken 4 b P
T ServiceAccountList v1
kind 0 s
apiVersion 0 s
metadata 1 apimachinery.pkg.apis.meta.v1.ListMeta
items 2 *ServiceAccount !
T ServiceAccountTokenProjection -
audience 1 s
expirationSeconds 2 l P
path 3 s !
T ServiceList v1
kind 0 s
apiVersion 0 s
metadata 1 apimachinery.pkg.apis.meta.v1.ListMeta
items 2 *Service !
T ServicePort -
name 1 s
protocol 2 s
port 3 i !
targetPort 4 apimachinery.pkg.util.intstr.IntOrString
nodePort 5 i
appProtocol 6 s P
T ServiceProxyOptions -
path 1 s
T ServiceSpec -
ports 1 *ServicePort Lmap Kport,protocol Smerge Mport
selector 2 %s A
clusterIP 3 s
type 4 s
externalIPs 5 *s Latomic
sessionAffinity 7 s
loadBalancerIP 8 s
loadBalancerSourceRanges 9 *s Latomic
externalName 10 s
externalTrafficPolicy 11 s
healthCheckNodePort 12 i
publishNotReadyAddresses 13 b
sessionAffinityConfig 14 SessionAffinityConfig P
ipFamilyPolicy 17 s P
clusterIPs 18 *s Latomic
ipFamilies 19 *s Latomic
allocateLoadBalancerNodePorts 20 b P
loadBalancerClass 21 s P
internalTrafficPolicy 22 s P
trafficDistribution 23 s P
T ServiceStatus -
loadBalancer 1 LoadBalancerStatus
conditions 2 *apimachinery.pkg.apis.meta.v1.Condition Lmap Ktype Smerge Mtype
T SessionAffinityConfig -
clientIP 1 ClientIPConfig P
T SleepAction -
seconds 1 l !
T StorageOSPersistentVolumeSource -
volumeName 1 s
volumeNamespace 2 s
fsType 3 s
readOnly 4 b
secretRef 5 ObjectReference P
T StorageOSVolumeSource -
volumeName 1 s
volumeNamespace 2 s
fsType 3 s
readOnly 4 b
secretRef 5 LocalObjectReference P
T Sysctl -
name 1 s !
value 2 s !
T TCPSocketAction -
port 1 apimachinery.pkg.util.intstr.IntOrString !
host 2 s
T Taint -
key 1 s !
value 2 s
effect 3 s !
timeAdded 4 apimachinery.pkg.apis.meta.v1.Time P
T Toleration -
key 1 s
operator 2 s
value 3 s
effect 4 s
tolerationSeconds 5 l P
T TopologySelectorLabelRequirement -
key 1 s !
values 2 *s ! Latomic
T TopologySelectorTerm - A
matchLabelExpressions 1 *TopologySelectorLabelRequirement Latomic
T TopologySpreadConstraint -
maxSkew 1 i !
topologyKey 2 s !
whenUnsatisfiable 3 s !
labelSelector 4 apimachinery.pkg.apis.meta.v1.LabelSelector P
minDomains 5 i P
nodeAffinityPolicy 6 s P
nodeTaintsPolicy 7 s P
matchLabelKeys 8 *s Latomic
T TypedLocalObjectReference - A
apiGroup 1 s P E
kind 2 s !
name 3 s !
T TypedObjectReference -
apiGroup 1 s P E
kind 2 s !
name 3 s !
namespace 4 s P
T Volume -
name 1 s !
hostPath 2/1 HostPathVolumeSource P
emptyDir 2/2 EmptyDirVolumeSource P
gcePersistentDisk 2/3 GCEPersistentDiskVolumeSource P
awsElasticBlockStore 2/4 AWSElasticBlockStoreVolumeSource P
gitRepo 2/5 GitRepoVolumeSource P
secret 2/6 SecretVolumeSource P
nfs 2/7 NFSVolumeSource P
iscsi 2/8 ISCSIVolumeSource P
glusterfs 2/9 GlusterfsVolumeSource P
persistentVolumeClaim 2/10 PersistentVolumeClaimVolumeSource P
rbd 2/11 RBDVolumeSource P
flexVolume 2/12 FlexVolumeSource P
cinder 2/13 CinderVolumeSource P
cephfs 2/14 CephFSVolumeSource P
flocker 2/15 FlockerVolumeSource P
downwardAPI 2/16 DownwardAPIVolumeSource P
fc 2/17 FCVolumeSource P
azureFile 2/18 AzureFileVolumeSource P
configMap 2/19 ConfigMapVolumeSource P
vsphereVolume 2/20 VsphereVirtualDiskVolumeSource P
quobyte 2/21 QuobyteVolumeSource P
azureDisk 2/22 AzureDiskVolumeSource P
photonPersistentDisk 2/23 PhotonPersistentDiskVolumeSource P
portworxVolume 2/24 PortworxVolumeSource P
scaleIO 2/25 ScaleIOVolumeSource P
projected 2/26 ProjectedVolumeSource P
storageos 2/27 StorageOSVolumeSource P
csi 2/28 CSIVolumeSource P
ephemeral 2/29 EphemeralVolumeSource P
image 2/30 ImageVolumeSource P
T VolumeDevice -
name 1 s !
devicePath 2 s !
T VolumeMount -
name 1 s !
readOnly 2 b
mountPath 3 s !
subPath 4 s
mountPropagation 5 s P
subPathExpr 6 s
recursiveReadOnly 7 s P
T VolumeMountStatus -
name 1 s !
mountPath 2 s !
readOnly 3 b
recursiveReadOnly 4 s P
volumeStatus 5 VolumeStatus P
T VolumeNodeAffinity -
required 1 NodeSelector P
T VolumeProjection -
secret 1 SecretProjection P
downwardAPI 2 DownwardAPIProjection P
configMap 3 ConfigMapProjection P
serviceAccountToken 4 ServiceAccountTokenProjection P
clusterTrustBundle 5 ClusterTrustBundleProjection P
podCertificate 6 PodCertificateProjection P
T VolumeResourceRequirements -
limits 1 %apimachinery.pkg.api.resource.Quantity
requests 2 %apimachinery.pkg.api.resource.Quantity
T VolumeStatus -
image 1 ImageVolumeStatus P
T VsphereVirtualDiskVolumeSource -
volumePath 1 s !
fsType 2 s
storagePolicyName 3 s
storagePolicyID 4 s
T WeightedPodAffinityTerm -
weight 1 i !
podAffinityTerm 2 PodAffinityTerm !
T WindowsSecurityContextOptions -
gmsaCredentialSpecName 1 s P
gmsaCredentialSpec 2 s P
runAsUserName 3 s P
hostProcess 4 b P
P api.discovery.v1
T Endpoint -
addresses 1 *s ! Lset
conditions 2 EndpointConditions
hostname 3 s P
targetRef 4 api.core.v1.ObjectReference P
deprecatedTopology 5 %s
nodeName 6 s P
zone 7 s P
hints 8 EndpointHints P
T EndpointConditions -
ready 1 b P
serving 2 b P
terminating 3 b P
T EndpointHints -
forZones 1 *ForZone Latomic
forNodes 2 *ForNode Latomic
T EndpointPort - A
name 1 s P
protocol 2 s P
port 3 i P
appProtocol 4 s P
T EndpointSlice discovery.k8s.io/v1
kind 0 s
apiVersion 0 s
metadata 1 apimachinery.pkg.apis.meta.v1.ObjectMeta
endpoints 2 *Endpoint E Latomic
ports 3 *EndpointPort E Latomic
addressType 4 s !
T EndpointSliceList discovery.k8s.io/v1
kind 0 s
apiVersion 0 s
metadata 1 apimachinery.pkg.apis.meta.v1.ListMeta
items 2 *EndpointSlice !
T ForNode -
name 1 s !
T ForZone -
name 1 s !
P api.discovery.v1beta1
T Endpoint -
addresses 1 *s ! Lset
conditions 2 EndpointConditions
hostname 3 s P
targetRef 4 api.core.v1.ObjectReference P
topology 5 %s
nodeName 6 s P
hints 7 EndpointHints P
T EndpointConditions -
ready 1 b P
serving 2 b P
terminating 3 b P
T EndpointHints -
forZones 1 *ForZone Latomic
forNodes 2 *ForNode Latomic
T EndpointPort -
name 1 s P
protocol 2 s P
port 3 i P
appProtocol 4 s P
T EndpointSlice discovery.k8s.io/v1beta1
kind 0 s
apiVersion 0 s
metadata 1 apimachinery.pkg.apis.meta.v1.ObjectMeta
endpoints 2 *Endpoint E Latomic
ports 3 *EndpointPort E Latomic
addressType 4 s !
T EndpointSliceList discovery.k8s.io/v1beta1
kind 0 s
apiVersion 0 s
metadata 1 apimachinery.pkg.apis.meta.v1.ListMeta
items 2 *EndpointSlice !
T ForNode -
name 1 s !
T ForZone -
name 1 s !
P api.events.v1
T Event events.k8s.io/v1
kind 0 s
apiVersion 0 s
metadata 1 apimachinery.pkg.apis.meta.v1.ObjectMeta E
eventTime 2 apimachinery.pkg.apis.meta.v1.MicroTime !
series 3 EventSeries P
reportingController 4 s
reportingInstance 5 s
action 6 s
reason 7 s
regarding 8 api.core.v1.ObjectReference
related 9 api.core.v1.ObjectReference P
note 10 s
type 11 s
deprecatedSource 12 api.core.v1.EventSource
deprecatedFirstTimestamp 13 apimachinery.pkg.apis.meta.v1.Time
deprecatedLastTimestamp 14 apimachinery.pkg.apis.meta.v1.Time
deprecatedCount 15 i
T EventList events.k8s.io/v1
kind 0 s
apiVersion 0 s
metadata 1 apimachinery.pkg.apis.meta.v1.ListMeta
items 2 *Event !
T EventSeries -
count 1 i !
lastObservedTime 2 apimachinery.pkg.apis.meta.v1.MicroTime !
P api.events.v1beta1
T Event events.k8s.io/v1beta1
kind 0 s
apiVersion 0 s
metadata 1 apimachinery.pkg.apis.meta.v1.ObjectMeta E
eventTime 2 apimachinery.pkg.apis.meta.v1.MicroTime !
series 3 EventSeries P
reportingController 4 s
reportingInstance 5 s
action 6 s
reason 7 s
regarding 8 api.core.v1.ObjectReference
related 9 api.core.v1.ObjectReference P
note 10 s
type 11 s
deprecatedSource 12 api.core.v1.EventSource
deprecatedFirstTimestamp 13 apimachinery.pkg.apis.meta.v1.Time
deprecatedLastTimestamp 14 apimachinery.pkg.apis.meta.v1.Time
deprecatedCount 15 i
T EventList events.k8s.io/v1beta1
kind 0 s
apiVersion 0 s
metadata 1 apimachinery.pkg.apis.meta.v1.ListMeta
items 2 *Event !
T EventSeries -
count 1 i !
lastObservedTime 2 apimachinery.pkg.apis.meta.v1.MicroTime !
P api.flowcontrol.v1
T ExemptPriorityLevelConfiguration -
nominalConcurrencyShares 1 i P
lendablePercent 2 i P
T FlowDistinguisherMethod -
type 1 s !
T FlowSchema flowcontrol.apiserver.k8s.io/v1
kind 0 s
apiVersion 0 s
metadata 1 apimachinery.pkg.apis.meta.v1.ObjectMeta
spec 2 FlowSchemaSpec
status 3 FlowSchemaStatus
T FlowSchemaCondition -
type 1 s
status 2 s
lastTransitionTime 3 apimachinery.pkg.apis.meta.v1.Time
reason 4 s
message 5 s
T FlowSchemaList flowcontrol.apiserver.k8s.io/v1
kind 0 s
apiVersion 0 s
metadata 1 apimachinery.pkg.apis.meta.v1.ListMeta
items 2 *FlowSchema !
T FlowSchemaSpec -
priorityLevelConfiguration 1 PriorityLevelConfigurationReference !
matchingPrecedence 2 i E
distinguisherMethod 3 FlowDistinguisherMethod P
rules 4 *PolicyRulesWithSubjects Latomic
T FlowSchemaStatus -
conditions 1 *FlowSchemaCondition Lmap Ktype Smerge Mtype
T GroupSubject -
name 1 s !
T LimitResponse -
type 1 s !
queuing 2 QueuingConfiguration P
T LimitedPriorityLevelConfiguration -
nominalConcurrencyShares 1 i P E
limitResponse 2 LimitResponse
lendablePercent 3 i P
borrowingLimitPercent 4 i P
T NonResourcePolicyRule -
verbs 1 *s ! Lset
nonResourceURLs 6 *s ! Lset
T PolicyRulesWithSubjects -
subjects 1 *Subject ! Latomic
resourceRules 2 *ResourcePolicyRule Latomic
nonResourceRules 3 *NonResourcePolicyRule Latomic
T PriorityLevelConfiguration flowcontrol.apiserver.k8s.io/v1
kind 0 s
apiVersion 0 s
metadata 1 apimachinery.pkg.apis.meta.v1.ObjectMeta
spec 2 PriorityLevelConfigurationSpec
status 3 PriorityLevelConfigurationStatus
T PriorityLevelConfigurationCondition -
type 1 s
status 2 s
lastTransitionTime 3 apimachinery.pkg.apis.meta.v1.Time
reason 4 s
message 5 s
T PriorityLevelConfigurationList flowcontrol.apiserver.k8s.io/v1
kind 0 s
apiVersion 0 s
metadata 1 apimachinery.pkg.apis.meta.v1.ListMeta
items 2 *PriorityLevelConfiguration !
T PriorityLevelConfigurationReference -
name 1 s !
T PriorityLevelConfigurationSpec -
type 1 s !
limited 2 LimitedPriorityLevelConfiguration P
exempt 3 ExemptPriorityLevelConfiguration P
T PriorityLevelConfigurationStatus -
conditions 1 *PriorityLevelConfigurationCondition Lmap Ktype Smerge Mtype
T QueuingConfiguration -
queues 1 i E
handSize 2 i E
queueLengthLimit 3 i E
T ResourcePolicyRule -
verbs 1 *s ! Lset
apiGroups 2 *s ! Lset
resources 3 *s ! Lset
clusterScope 4 b
namespaces 5 *s E Lset
T ServiceAccountSubject -
namespace 1 s !
name 2 s !
T Subject -
kind 1 s !
user 2 UserSubject P
group 3 GroupSubject P
serviceAccount 4 ServiceAccountSubject P
T UserSubject -
name 1 s !
P api.networking.v1
T HTTPIngressPath -
path 1 s
backend 2 IngressBackend !
pathType 3 s ! P
T HTTPIngressRuleValue -
paths 1 *HTTPIngressPath ! Latomic
T IPAddress networking.k8s.io/v1
kind 0 s
apiVersion 0 s
metadata 1 apimachinery.pkg.apis.meta.v1.ObjectMeta
spec 2 IPAddressSpec ! E
T IPAddressList networking.k8s.io/v1
kind 0 s
apiVersion 0 s
metadata 1 apimachinery.pkg.apis.meta.v1.ListMeta
items 2 *IPAddress !
T IPAddressSpec -
parentRef 1 ParentReference ! P E
T IPBlock -
cidr 1 s !
except 2 *s Latomic
T Ingress networking.k8s.io/v1
kind 0 s
apiVersion 0 s
metadata 1 apimachinery.pkg.apis.meta.v1.ObjectMeta
spec 2 IngressSpec
status 3 IngressStatus
T IngressBackend -
resource 3 api.core.v1.TypedLocalObjectReference P
service 4 IngressServiceBackend P
T IngressClass networking.k8s.io/v1
kind 0 s
apiVersion 0 s
metadata 1 apimachinery.pkg.apis.meta.v1.ObjectMeta
spec 2 IngressClassSpec
T IngressClassList networking.k8s.io/v1
kind 0 s
apiVersion 0 s
metadata 1 apimachinery.pkg.apis.meta.v1.ListMeta
items 2 *IngressClass !
T IngressClassParametersReference -
apiGroup 1 s P
kind 2 s !
name 3 s !
scope 4 s P E
namespace 5 s P
T IngressClassSpec -
controller 1 s
parameters 2 IngressClassParametersReference P
T IngressList networking.k8s.io/v1
kind 0 s
apiVersion 0 s
metadata 1 apimachinery.pkg.apis.meta.v1.ListMeta
items 2 *Ingress !
T IngressLoadBalancerIngress -
ip 1 s
hostname 2 s
ports 4 *IngressPortStatus Latomic
T IngressLoadBalancerStatus -
ingress 1 *IngressLoadBalancerIngress Latomic
T IngressPortStatus -
port 1 i !
protocol 2 s !
error 3 s P
T IngressRule -
host 1 s
http 2/1 HTTPIngressRuleValue P
T IngressServiceBackend -
name 1 s !
port 2 ServiceBackendPort
T IngressSpec -
defaultBackend 1 IngressBackend P
tls 2 *IngressTLS Latomic
rules 3 *IngressRule Latomic
ingressClassName 4 s P
T IngressStatus -
loadBalancer 1 IngressLoadBalancerStatus
T IngressTLS -
hosts 1 *s Latomic
secretName 2 s
T NetworkPolicy networking.k8s.io/v1
kind 0 s
apiVersion 0 s
metadata 1 apimachinery.pkg.apis.meta.v1.ObjectMeta
spec 2 NetworkPolicySpec
T NetworkPolicyEgressRule -
ports 1 *NetworkPolicyPort Latomic
to 2 *NetworkPolicyPeer Latomic
T NetworkPolicyIngressRule -
ports 1 *NetworkPolicyPort Latomic
from 2 *NetworkPolicyPeer Latomic
T NetworkPolicyList networking.k8s.io/v1
kind 0 s
apiVersion 0 s
metadata 1 apimachinery.pkg.apis.meta.v1.ListMeta
items 2 *NetworkPolicy !
T NetworkPolicyPeer -
podSelector 1 apimachinery.pkg.apis.meta.v1.LabelSelector P
namespaceSelector 2 apimachinery.pkg.apis.meta.v1.LabelSelector P
ipBlock 3 IPBlock P
T NetworkPolicyPort -
protocol 1 s P
port 2 apimachinery.pkg.util.intstr.IntOrString P
endPort 3 i P
T NetworkPolicySpec -
podSelector 1 apimachinery.pkg.apis.meta.v1.LabelSelector E
ingress 2 *NetworkPolicyIngressRule Latomic
egress 3 *NetworkPolicyEgressRule Latomic
policyTypes 4 *s Latomic
T ParentReference -
group 1 s
resource 2 s ! E
namespace 3 s
name 4 s ! E
T ServiceBackendPort - A
name 1 s
number 2 i
T ServiceCIDR networking.k8s.io/v1
kind 0 s
apiVersion 0 s
metadata 1 apimachinery.pkg.apis.meta.v1.ObjectMeta
spec 2 ServiceCIDRSpec
status 3 ServiceCIDRStatus
T ServiceCIDRList networking.k8s.io/v1
kind 0 s
apiVersion 0 s
metadata 1 apimachinery.pkg.apis.meta.v1.ListMeta
items 2 *ServiceCIDR !
T ServiceCIDRSpec -
cidrs 1 *s Latomic
T ServiceCIDRStatus -
conditions 1 *apimachinery.pkg.apis.meta.v1.Condition Lmap Ktype Smerge Mtype
P api.networking.v1beta1
T HTTPIngressPath -
path 1 s
backend 2 IngressBackend !
pathType 3 s P
T HTTPIngressRuleValue -
paths 1 *HTTPIngressPath ! Latomic
T IPAddress networking.k8s.io/v1beta1
kind 0 s
apiVersion 0 s
metadata 1 apimachinery.pkg.apis.meta.v1.ObjectMeta
spec 2 IPAddressSpec ! E
T IPAddressList networking.k8s.io/v1beta1
kind 0 s
apiVersion 0 s
metadata 1 apimachinery.pkg.apis.meta.v1.ListMeta
items 2 *IPAddress !
T IPAddressSpec -
parentRef 1 ParentReference ! P E
T Ingress networking.k8s.io/v1beta1
kind 0 s
apiVersion 0 s
metadata 1 apimachinery.pkg.apis.meta.v1.ObjectMeta
spec 2 IngressSpec
status 3 IngressStatus
T IngressBackend -
serviceName 1 s
servicePort 2 apimachinery.pkg.util.intstr.IntOrString
resource 3 api.core.v1.TypedLocalObjectReference P
T IngressClass networking.k8s.io/v1beta1
kind 0 s
apiVersion 0 s
metadata 1 apimachinery.pkg.apis.meta.v1.ObjectMeta
spec 2 IngressClassSpec
T IngressClassList networking.k8s.io/v1beta1
kind 0 s
apiVersion 0 s
metadata 1 apimachinery.pkg.apis.meta.v1.ListMeta
items 2 *IngressClass !
T IngressClassParametersReference -
apiGroup 1 s P
kind 2 s !
name 3 s !
scope 4 s P E
namespace 5 s P
T IngressClassSpec -
controller 1 s
parameters 2 IngressClassParametersReference P
T IngressList networking.k8s.io/v1beta1
kind 0 s
apiVersion 0 s
metadata 1 apimachinery.pkg.apis.meta.v1.ListMeta
items 2 *Ingress !
T IngressLoadBalancerIngress -
ip 1 s
hostname 2 s
ports 4 *IngressPortStatus Latomic
T IngressLoadBalancerStatus -
ingress 1 *IngressLoadBalancerIngress Latomic
T IngressPortStatus -
port 1 i !
protocol 2 s !
error 3 s P
T IngressRule -
host 1 s
http 2/1 HTTPIngressRuleValue P
T IngressSpec -
backend 1 IngressBackend P
tls 2 *IngressTLS Latomic
rules 3 *IngressRule Latomic
ingressClassName 4 s P
T IngressStatus -
loadBalancer 1 IngressLoadBalancerStatus
T IngressTLS -
hosts 1 *s Latomic
secretName 2 s
T ParentReference -
group 1 s
resource 2 s ! E
namespace 3 s
name 4 s ! E
T ServiceCIDR networking.k8s.io/v1beta1
kind 0 s
apiVersion 0 s
metadata 1 apimachinery.pkg.apis.meta.v1.ObjectMeta
spec 2 ServiceCIDRSpec
status 3 ServiceCIDRStatus
T ServiceCIDRList networking.k8s.io/v1beta1
kind 0 s
apiVersion 0 s
metadata 1 apimachinery.pkg.apis.meta.v1.ListMeta
items 2 *ServiceCIDR !
T ServiceCIDRSpec -
cidrs 1 *s Latomic
T ServiceCIDRStatus -
conditions 1 *apimachinery.pkg.apis.meta.v1.Condition Lmap Ktype Smerge Mtype
P api.node.v1
T Overhead -
podFixed 1 %apimachinery.pkg.api.resource.Quantity
T RuntimeClass node.k8s.io/v1
kind 0 s
apiVersion 0 s
metadata 1 apimachinery.pkg.apis.meta.v1.ObjectMeta
handler 2 s !
overhead 3 Overhead P
scheduling 4 Scheduling P
T RuntimeClassList node.k8s.io/v1
kind 0 s
apiVersion 0 s
metadata 1 apimachinery.pkg.apis.meta.v1.ListMeta
items 2 *RuntimeClass !
T Scheduling -
nodeSelector 1 %s A
tolerations 2 *api.core.v1.Toleration Latomic
P api.policy.v1
T Eviction policy/v1
kind 0 s
apiVersion 0 s
metadata 1 apimachinery.pkg.apis.meta.v1.ObjectMeta
deleteOptions 2 apimachinery.pkg.apis.meta.v1.DeleteOptions P
T PodDisruptionBudget policy/v1
kind 0 s
apiVersion 0 s
metadata 1 apimachinery.pkg.apis.meta.v1.ObjectMeta
spec 2 PodDisruptionBudgetSpec
status 3 PodDisruptionBudgetStatus
T PodDisruptionBudgetList policy/v1
kind 0 s
apiVersion 0 s
metadata 1 apimachinery.pkg.apis.meta.v1.ListMeta
items 2 *PodDisruptionBudget !
T PodDisruptionBudgetSpec -
minAvailable 1 apimachinery.pkg.util.intstr.IntOrString P
selector 2 apimachinery.pkg.apis.meta.v1.LabelSelector P Sreplace
maxUnavailable 3 apimachinery.pkg.util.intstr.IntOrString P
unhealthyPodEvictionPolicy 4 s P
T PodDisruptionBudgetStatus -
observedGeneration 1 l
disruptedPods 2 %apimachinery.pkg.apis.meta.v1.Time
disruptionsAllowed 3 i E
currentHealthy 4 i E
desiredHealthy 5 i E
expectedPods 6 i E
conditions 7 *apimachinery.pkg.apis.meta.v1.Condition Lmap Ktype Smerge Mtype
P api.policy.v1beta1
T Eviction policy/v1beta1
kind 0 s
apiVersion 0 s
metadata 1 apimachinery.pkg.apis.meta.v1.ObjectMeta
deleteOptions 2 apimachinery.pkg.apis.meta.v1.DeleteOptions P
T PodDisruptionBudget policy/v1beta1
kind 0 s
apiVersion 0 s
metadata 1 apimachinery.pkg.apis.meta.v1.ObjectMeta
spec 2 PodDisruptionBudgetSpec
status 3 PodDisruptionBudgetStatus
T PodDisruptionBudgetList policy/v1beta1
kind 0 s
apiVersion 0 s
metadata 1 apimachinery.pkg.apis.meta.v1.ListMeta
items 2 *PodDisruptionBudget !
T PodDisruptionBudgetSpec -
minAvailable 1 apimachinery.pkg.util.intstr.IntOrString P
selector 2 apimachinery.pkg.apis.meta.v1.LabelSelector P Sreplace
maxUnavailable 3 apimachinery.pkg.util.intstr.IntOrString P
unhealthyPodEvictionPolicy 4 s P
T PodDisruptionBudgetStatus -
observedGeneration 1 l
disruptedPods 2 %apimachinery.pkg.apis.meta.v1.Time
disruptionsAllowed 3 i E
currentHealthy 4 i E
desiredHealthy 5 i E
expectedPods 6 i E
conditions 7 *apimachinery.pkg.apis.meta.v1.Condition Lmap Ktype Smerge Mtype
P api.rbac.v1
T AggregationRule -
clusterRoleSelectors 1 *apimachinery.pkg.apis.meta.v1.LabelSelector Latomic
T ClusterRole rbac.authorization.k8s.io/v1
kind 0 s
apiVersion 0 s
metadata 1 apimachinery.pkg.apis.meta.v1.ObjectMeta
rules 2 *PolicyRule E Latomic
aggregationRule 3 AggregationRule P
T ClusterRoleBinding rbac.authorization.k8s.io/v1
kind 0 s
apiVersion 0 s
metadata 1 apimachinery.pkg.apis.meta.v1.ObjectMeta
subjects 2 *Subject Latomic
roleRef 3 RoleRef !
T ClusterRoleBindingList rbac.authorization.k8s.io/v1
kind 0 s
apiVersion 0 s
metadata 1 apimachinery.pkg.apis.meta.v1.ListMeta
items 2 *ClusterRoleBinding !
T ClusterRoleList rbac.authorization.k8s.io/v1
kind 0 s
apiVersion 0 s
metadata 1 apimachinery.pkg.apis.meta.v1.ListMeta
items 2 *ClusterRole !
T PolicyRule -
verbs 1 *s ! Latomic
apiGroups 2 *s Latomic
resources 3 *s Latomic
resourceNames 4 *s Latomic
nonResourceURLs 5 *s Latomic
T Role rbac.authorization.k8s.io/v1
kind 0 s
apiVersion 0 s
metadata 1 apimachinery.pkg.apis.meta.v1.ObjectMeta
rules 2 *PolicyRule E Latomic
T RoleBinding rbac.authorization.k8s.io/v1
kind 0 s
apiVersion 0 s
metadata 1 apimachinery.pkg.apis.meta.v1.ObjectMeta
subjects 2 *Subject Latomic
roleRef 3 RoleRef !
T RoleBindingList rbac.authorization.k8s.io/v1
kind 0 s
apiVersion 0 s
metadata 1 apimachinery.pkg.apis.meta.v1.ListMeta
items 2 *RoleBinding !
T RoleList rbac.authorization.k8s.io/v1
kind 0 s
apiVersion 0 s
metadata 1 apimachinery.pkg.apis.meta.v1.ListMeta
items 2 *Role !
T RoleRef - A
apiGroup 1 s E
kind 2 s !
name 3 s !
T Subject - A
kind 1 s !
apiGroup 2 s
name 3 s !
namespace 4 s
P api.rbac.v1beta1
T AggregationRule -
clusterRoleSelectors 1 *apimachinery.pkg.apis.meta.v1.LabelSelector Latomic
T ClusterRole rbac.authorization.k8s.io/v1beta1
kind 0 s
apiVersion 0 s
metadata 1 apimachinery.pkg.apis.meta.v1.ObjectMeta
rules 2 *PolicyRule E Latomic
aggregationRule 3 AggregationRule P
T ClusterRoleBinding rbac.authorization.k8s.io/v1beta1
kind 0 s
apiVersion 0 s
metadata 1 apimachinery.pkg.apis.meta.v1.ObjectMeta
subjects 2 *Subject Latomic
roleRef 3 RoleRef !
T ClusterRoleBindingList rbac.authorization.k8s.io/v1beta1
kind 0 s
apiVersion 0 s
metadata 1 apimachinery.pkg.apis.meta.v1.ListMeta
items 2 *ClusterRoleBinding !
T ClusterRoleList rbac.authorization.k8s.io/v1beta1
kind 0 s
apiVersion 0 s
metadata 1 apimachinery.pkg.apis.meta.v1.ListMeta
items 2 *ClusterRole !
T PolicyRule -
verbs 1 *s ! Latomic
apiGroups 2 *s Latomic
resources 3 *s Latomic
resourceNames 4 *s Latomic
nonResourceURLs 5 *s Latomic
T Role rbac.authorization.k8s.io/v1beta1
kind 0 s
apiVersion 0 s
metadata 1 apimachinery.pkg.apis.meta.v1.ObjectMeta
rules 2 *PolicyRule E Latomic
T RoleBinding rbac.authorization.k8s.io/v1beta1
kind 0 s
apiVersion 0 s
metadata 1 apimachinery.pkg.apis.meta.v1.ObjectMeta
subjects 2 *Subject Latomic
roleRef 3 RoleRef !
T RoleBindingList rbac.authorization.k8s.io/v1beta1
kind 0 s
apiVersion 0 s
metadata 1 apimachinery.pkg.apis.meta.v1.ListMeta
items 2 *RoleBinding !
T RoleList rbac.authorization.k8s.io/v1beta1
kind 0 s
apiVersion 0 s
metadata 1 apimachinery.pkg.apis.meta.v1.ListMeta
items 2 *Role !
T RoleRef -
apiGroup 1 s E
kind 2 s !
name 3 s !
T Subject -
kind 1 s !
apiGroup 2 s
name 3 s !
namespace 4 s
P api.resource.v1
T AllocatedDeviceStatus -
driver 1 s !
pool 2 s !
device 3 s !
conditions 4 *apimachinery.pkg.apis.meta.v1.Condition E Lmap Ktype
data 5 apimachinery.pkg.runtime.RawExtension P
networkData 6 NetworkDeviceData P
shareID 7 s P
T AllocationResult -
devices 1 DeviceAllocationResult
nodeSelector 3 api.core.v1.NodeSelector P
allocationTimestamp 5 apimachinery.pkg.apis.meta.v1.Time P
T CELDeviceSelector -
expression 1 s !
T CapacityRequestPolicy -
default 1 apimachinery.pkg.api.resource.Quantity P E
validValues 3 *apimachinery.pkg.api.resource.Quantity Latomic
validRange 4 CapacityRequestPolicyRange P
T CapacityRequestPolicyRange -
min 1 apimachinery.pkg.api.resource.Quantity ! P E
max 2 apimachinery.pkg.api.resource.Quantity P
step 3 apimachinery.pkg.api.resource.Quantity P
T CapacityRequirements -
requests 1 %apimachinery.pkg.api.resource.Quantity
T Counter -
value 1 apimachinery.pkg.api.resource.Quantity !
T CounterSet -
name 1 s !
counters 2 %Counter ! E
T Device -
name 1 s !
attributes 2 %DeviceAttribute
capacity 3 %DeviceCapacity
consumesCounters 4 *DeviceCounterConsumption Latomic
nodeName 5 s P
nodeSelector 6 api.core.v1.NodeSelector P
allNodes 7 b P
taints 8 *DeviceTaint Latomic
bindsToNode 9 b P
bindingConditions 10 *s Latomic
bindingFailureConditions 11 *s Latomic
allowMultipleAllocations 12 b P
nodeAllocatableResourceMappings 13 %NodeAllocatableResourceMapping
T DeviceAllocationConfiguration -
source 1 s !
requests 2 *s Latomic
opaque 3/1 OpaqueDeviceConfiguration P
T DeviceAllocationResult -
results 1 *DeviceRequestAllocationResult Latomic
config 2 *DeviceAllocationConfiguration Latomic
T DeviceAttribute -
int 2 l P
bool 3 b P
string 4 s P
version 5 s P
ints 6 *l Latomic
bools 7 *b Latomic
strings 8 *s Latomic
versions 9 *s Latomic
T DeviceCapacity -
value 1 apimachinery.pkg.api.resource.Quantity !
requestPolicy 2 CapacityRequestPolicy P
T DeviceClaim -
requests 1 *DeviceRequest E Latomic
constraints 2 *DeviceConstraint Latomic
config 3 *DeviceClaimConfiguration Latomic
T DeviceClaimConfiguration -
requests 1 *s Latomic
opaque 2/1 OpaqueDeviceConfiguration P
T DeviceClass resource.k8s.io/v1
kind 0 s
apiVersion 0 s
metadata 1 apimachinery.pkg.apis.meta.v1.ObjectMeta
spec 2 DeviceClassSpec !
T DeviceClassConfiguration -
opaque 1/1 OpaqueDeviceConfiguration P
T DeviceClassList resource.k8s.io/v1
kind 0 s
apiVersion 0 s
metadata 1 apimachinery.pkg.apis.meta.v1.ListMeta
items 2 *DeviceClass !
T DeviceClassSpec -
selectors 1 *DeviceSelector Latomic
config 2 *DeviceClassConfiguration Latomic
extendedResourceName 4 s P
T DeviceConstraint -
requests 1 *s Latomic
matchAttribute 2 s P
distinctAttribute 3 s P
T DeviceCounterConsumption -
counterSet 1 s !
counters 2 %Counter ! E
T DeviceRequest -
name 1 s !
exactly 2 ExactDeviceRequest P
firstAvailable 3 *DeviceSubRequest Latomic
T DeviceRequestAllocationResult -
request 1 s !
driver 2 s !
pool 3 s !
device 4 s !
adminAccess 5 b P
tolerations 6 *DeviceToleration Latomic
bindingConditions 7 *s Latomic
bindingFailureConditions 8 *s Latomic
shareID 9 s P
consumedCapacity 10 %apimachinery.pkg.api.resource.Quantity
T DeviceSelector -
cel 1 CELDeviceSelector P
T DeviceSubRequest -
name 1 s !
deviceClassName 2 s !
selectors 3 *DeviceSelector Latomic
allocationMode 4 s
count 5 l
tolerations 6 *DeviceToleration Latomic
capacity 7 CapacityRequirements P
T DeviceTaint -
key 1 s !
value 2 s
effect 3 s !
timeAdded 4 apimachinery.pkg.apis.meta.v1.Time P
T DeviceToleration -
key 1 s
operator 2 s
value 3 s
effect 4 s
tolerationSeconds 5 l P
T ExactDeviceRequest -
deviceClassName 1 s !
selectors 2 *DeviceSelector Latomic
allocationMode 3 s
count 4 l
adminAccess 5 b P
tolerations 6 *DeviceToleration Latomic
capacity 7 CapacityRequirements P
T NetworkDeviceData -
interfaceName 1 s
ips 2 *s Latomic
hardwareAddress 3 s
T NodeAllocatableResourceMapping -
capacityKey 1 s P
allocationMultiplier 2 apimachinery.pkg.api.resource.Quantity P
T OpaqueDeviceConfiguration -
driver 1 s !
parameters 2 apimachinery.pkg.runtime.RawExtension !
T ResourceClaim resource.k8s.io/v1
kind 0 s
apiVersion 0 s
metadata 1 apimachinery.pkg.apis.meta.v1.ObjectMeta
spec 2 ResourceClaimSpec !
status 3 ResourceClaimStatus
T ResourceClaimConsumerReference -
apiGroup 1 s
resource 3 s !
name 4 s !
uid 5 s !
T ResourceClaimList resource.k8s.io/v1
kind 0 s
apiVersion 0 s
metadata 1 apimachinery.pkg.apis.meta.v1.ListMeta
items 2 *ResourceClaim !
T ResourceClaimSpec -
devices 1 DeviceClaim E
T ResourceClaimStatus -
allocation 1 AllocationResult P
reservedFor 2 *ResourceClaimConsumerReference Lmap Kuid Smerge Muid
devices 4 *AllocatedDeviceStatus Lmap Kdriver,device,pool,shareID
T ResourceClaimTemplate resource.k8s.io/v1
kind 0 s
apiVersion 0 s
metadata 1 apimachinery.pkg.apis.meta.v1.ObjectMeta
spec 2 ResourceClaimTemplateSpec !
T ResourceClaimTemplateList resource.k8s.io/v1
kind 0 s
apiVersion 0 s
metadata 1 apimachinery.pkg.apis.meta.v1.ListMeta
items 2 *ResourceClaimTemplate !
T ResourceClaimTemplateSpec -
metadata 1 apimachinery.pkg.apis.meta.v1.ObjectMeta
spec 2 ResourceClaimSpec !
T ResourcePool -
name 1 s !
generation 2 l !
resourceSliceCount 3 l !
T ResourceSlice resource.k8s.io/v1
kind 0 s
apiVersion 0 s
metadata 1 apimachinery.pkg.apis.meta.v1.ObjectMeta
spec 2 ResourceSliceSpec !
T ResourceSliceList resource.k8s.io/v1
kind 0 s
apiVersion 0 s
metadata 1 apimachinery.pkg.apis.meta.v1.ListMeta
items 2 *ResourceSlice !
T ResourceSliceSpec -
driver 1 s !
pool 2 ResourcePool !
nodeName 3 s P
nodeSelector 4 api.core.v1.NodeSelector P
allNodes 5 b P
devices 6 *Device Latomic
perDeviceNodeSelection 7 b P
sharedCounters 8 *CounterSet Latomic
P api.resource.v1alpha3
T DeviceTaint -
effect 0 s !
key 0 s !
timeAdded 0 apimachinery.pkg.apis.meta.v1.Time P
value 0 s
T DeviceTaintRule resource.k8s.io/v1alpha3
kind 0 s
apiVersion 0 s
metadata 0 apimachinery.pkg.apis.meta.v1.ObjectMeta
spec 0 DeviceTaintRuleSpec !
status 0 DeviceTaintRuleStatus
T DeviceTaintRuleList resource.k8s.io/v1alpha3
kind 0 s
apiVersion 0 s
metadata 0 apimachinery.pkg.apis.meta.v1.ListMeta
items 0 *DeviceTaintRule !
T DeviceTaintRuleSpec -
deviceSelector 0 DeviceTaintSelector P
taint 0 DeviceTaint ! E
T DeviceTaintRuleStatus -
conditions 0 *apimachinery.pkg.apis.meta.v1.Condition Lmap Ktype Smerge Mtype
T DeviceTaintSelector -
device 0 s P
driver 0 s P
pool 0 s P
T PoolStatus -
allocatedDevices 0 i P
availableDevices 0 i P
driver 0 s ! E
generation 0 l !
nodeName 0 s P
poolName 0 s ! E
resourceSliceCount 0 i P
totalDevices 0 i P
unavailableDevices 0 i P
validationError 0 s P
T ResourcePoolStatusRequest resource.k8s.io/v1alpha3
kind 0 s
apiVersion 0 s
metadata 0 apimachinery.pkg.apis.meta.v1.ObjectMeta ! E
spec 0 ResourcePoolStatusRequestSpec !
status 0 ResourcePoolStatusRequestStatus P
T ResourcePoolStatusRequestList resource.k8s.io/v1alpha3
kind 0 s
apiVersion 0 s
metadata 0 apimachinery.pkg.apis.meta.v1.ListMeta
items 0 *ResourcePoolStatusRequest !
T ResourcePoolStatusRequestSpec -
driver 0 s !
limit 0 i P
poolName 0 s P
T ResourcePoolStatusRequestStatus -
conditions 0 *apimachinery.pkg.apis.meta.v1.Condition Lmap Ktype Smerge Mtype
poolCount 0 i ! P E
pools 0 *PoolStatus Latomic
P api.resource.v1beta1
T AllocatedDeviceStatus -
conditions 0 *apimachinery.pkg.apis.meta.v1.Condition E Lmap Ktype
data 0 apimachinery.pkg.runtime.RawExtension P
device 0 s !
driver 0 s !
networkData 0 NetworkDeviceData P
pool 0 s !
shareID 0 s P
T AllocationResult -
allocationTimestamp 0 apimachinery.pkg.apis.meta.v1.Time P
devices 0 DeviceAllocationResult
nodeSelector 0 api.core.v1.NodeSelector P
T BasicDevice -
allNodes 0 b P
allowMultipleAllocations 0 b P
attributes 0 %DeviceAttribute
bindingConditions 0 *s Latomic
bindingFailureConditions 0 *s Latomic
bindsToNode 0 b P
capacity 0 %DeviceCapacity
consumesCounters 0 *DeviceCounterConsumption Latomic
nodeAllocatableResourceMappings 0 %NodeAllocatableResourceMapping
nodeName 0 s P
nodeSelector 0 api.core.v1.NodeSelector P
taints 0 *DeviceTaint Latomic
T CELDeviceSelector -
expression 0 s !
T CapacityRequestPolicy -
default 0 apimachinery.pkg.api.resource.Quantity P E
validRange 0 CapacityRequestPolicyRange P
validValues 0 *apimachinery.pkg.api.resource.Quantity Latomic
T CapacityRequestPolicyRange -
max 0 apimachinery.pkg.api.resource.Quantity P
min 0 apimachinery.pkg.api.resource.Quantity ! P E
step 0 apimachinery.pkg.api.resource.Quantity P
T CapacityRequirements -
requests 0 %apimachinery.pkg.api.resource.Quantity
T Counter -
value 0 apimachinery.pkg.api.resource.Quantity !
T CounterSet -
counters 0 %Counter ! E
name 0 s !
T Device -
basic 0 BasicDevice P
name 0 s !
T DeviceAllocationConfiguration -
opaque 0 OpaqueDeviceConfiguration P
requests 0 *s Latomic
source 0 s !
T DeviceAllocationResult -
config 0 *DeviceAllocationConfiguration Latomic
results 0 *DeviceRequestAllocationResult Latomic
T DeviceAttribute -
bool 0 b P
bools 0 *b Latomic
int 0 l P
ints 0 *l Latomic
string 0 s P
strings 0 *s Latomic
version 0 s P
versions 0 *s Latomic
T DeviceCapacity -
requestPolicy 0 CapacityRequestPolicy P
value 0 apimachinery.pkg.api.resource.Quantity !
T DeviceClaim -
config 0 *DeviceClaimConfiguration Latomic
constraints 0 *DeviceConstraint Latomic
requests 0 *DeviceRequest E Latomic
T DeviceClaimConfiguration -
opaque 0 OpaqueDeviceConfiguration P
requests 0 *s Latomic
T DeviceClass resource.k8s.io/v1beta1
kind 0 s
apiVersion 0 s
metadata 0 apimachinery.pkg.apis.meta.v1.ObjectMeta
spec 0 DeviceClassSpec !
T DeviceClassConfiguration -
opaque 0 OpaqueDeviceConfiguration P
T DeviceClassList resource.k8s.io/v1beta1
kind 0 s
apiVersion 0 s
metadata 0 apimachinery.pkg.apis.meta.v1.ListMeta
items 0 *DeviceClass !
T DeviceClassSpec -
config 0 *DeviceClassConfiguration Latomic
extendedResourceName 0 s P
selectors 0 *DeviceSelector Latomic
T DeviceConstraint -
distinctAttribute 0 s P
matchAttribute 0 s P
requests 0 *s Latomic
T DeviceCounterConsumption -
counterSet 0 s !
counters 0 %Counter ! E
T DeviceRequest -
adminAccess 0 b P
allocationMode 0 s
capacity 0 CapacityRequirements P
count 0 l
deviceClassName 0 s E
firstAvailable 0 *DeviceSubRequest Latomic
name 0 s !
selectors 0 *DeviceSelector Latomic
tolerations 0 *DeviceToleration Latomic
T DeviceRequestAllocationResult -
adminAccess 0 b P
bindingConditions 0 *s Latomic
bindingFailureConditions 0 *s Latomic
consumedCapacity 0 %apimachinery.pkg.api.resource.Quantity
device 0 s !
driver 0 s !
pool 0 s !
request 0 s !
shareID 0 s P
tolerations 0 *DeviceToleration Latomic
T DeviceSelector -
cel 0 CELDeviceSelector P
T DeviceSubRequest -
allocationMode 0 s
capacity 0 CapacityRequirements P
count 0 l
deviceClassName 0 s !
name 0 s !
selectors 0 *DeviceSelector Latomic
tolerations 0 *DeviceToleration Latomic
T DeviceTaint -
effect 0 s !
key 0 s !
timeAdded 0 apimachinery.pkg.apis.meta.v1.Time P
value 0 s
T DeviceToleration -
effect 0 s
key 0 s
operator 0 s
tolerationSeconds 0 l P
value 0 s
T NetworkDeviceData -
hardwareAddress 0 s
interfaceName 0 s
ips 0 *s Latomic
T NodeAllocatableResourceMapping -
allocationMultiplier 0 apimachinery.pkg.api.resource.Quantity P
capacityKey 0 s P
T OpaqueDeviceConfiguration -
driver 0 s !
parameters 0 apimachinery.pkg.runtime.RawExtension !
T ResourceClaim resource.k8s.io/v1beta1
kind 0 s
apiVersion 0 s
metadata 0 apimachinery.pkg.apis.meta.v1.ObjectMeta
spec 0 ResourceClaimSpec !
status 0 ResourceClaimStatus
T ResourceClaimConsumerReference -
apiGroup 0 s
name 0 s !
resource 0 s !
uid 0 s !
T ResourceClaimList resource.k8s.io/v1beta1
kind 0 s
apiVersion 0 s
metadata 0 apimachinery.pkg.apis.meta.v1.ListMeta
items 0 *ResourceClaim !
T ResourceClaimSpec -
devices 0 DeviceClaim E
T ResourceClaimStatus -
allocation 0 AllocationResult P
devices 0 *AllocatedDeviceStatus Lmap Kdriver,device,pool,shareID
reservedFor 0 *ResourceClaimConsumerReference Lmap Kuid Smerge Muid
T ResourceClaimTemplate resource.k8s.io/v1beta1
kind 0 s
apiVersion 0 s
metadata 0 apimachinery.pkg.apis.meta.v1.ObjectMeta
spec 0 ResourceClaimTemplateSpec !
T ResourceClaimTemplateList resource.k8s.io/v1beta1
kind 0 s
apiVersion 0 s
metadata 0 apimachinery.pkg.apis.meta.v1.ListMeta
items 0 *ResourceClaimTemplate !
T ResourceClaimTemplateSpec -
metadata 0 apimachinery.pkg.apis.meta.v1.ObjectMeta
spec 0 ResourceClaimSpec !
T ResourcePool -
generation 0 l !
name 0 s !
resourceSliceCount 0 l !
T ResourceSlice resource.k8s.io/v1beta1
kind 0 s
apiVersion 0 s
metadata 0 apimachinery.pkg.apis.meta.v1.ObjectMeta
spec 0 ResourceSliceSpec !
T ResourceSliceList resource.k8s.io/v1beta1
kind 0 s
apiVersion 0 s
metadata 0 apimachinery.pkg.apis.meta.v1.ListMeta
items 0 *ResourceSlice !
T ResourceSliceSpec -
allNodes 0 b
devices 0 *Device Latomic
driver 0 s !
nodeName 0 s
nodeSelector 0 api.core.v1.NodeSelector P
perDeviceNodeSelection 0 b P
pool 0 ResourcePool !
sharedCounters 0 *CounterSet Latomic
P api.resource.v1beta2
T AllocatedDeviceStatus -
conditions 0 *apimachinery.pkg.apis.meta.v1.Condition E Lmap Ktype
data 0 apimachinery.pkg.runtime.RawExtension P
device 0 s !
driver 0 s !
networkData 0 NetworkDeviceData P
pool 0 s !
shareID 0 s P
T AllocationResult -
allocationTimestamp 0 apimachinery.pkg.apis.meta.v1.Time P
devices 0 DeviceAllocationResult
nodeSelector 0 api.core.v1.NodeSelector P
T CELDeviceSelector -
expression 0 s !
T CapacityRequestPolicy -
default 0 apimachinery.pkg.api.resource.Quantity P E
validRange 0 CapacityRequestPolicyRange P
validValues 0 *apimachinery.pkg.api.resource.Quantity Latomic
T CapacityRequestPolicyRange -
max 0 apimachinery.pkg.api.resource.Quantity P
min 0 apimachinery.pkg.api.resource.Quantity ! P E
step 0 apimachinery.pkg.api.resource.Quantity P
T CapacityRequirements -
requests 0 %apimachinery.pkg.api.resource.Quantity
T Counter -
value 0 apimachinery.pkg.api.resource.Quantity !
T CounterSet -
counters 0 %Counter ! E
name 0 s !
T Device -
allNodes 0 b P
allowMultipleAllocations 0 b P
attributes 0 %DeviceAttribute
bindingConditions 0 *s Latomic
bindingFailureConditions 0 *s Latomic
bindsToNode 0 b P
capacity 0 %DeviceCapacity
consumesCounters 0 *DeviceCounterConsumption Latomic
name 0 s !
nodeAllocatableResourceMappings 0 %NodeAllocatableResourceMapping
nodeName 0 s P
nodeSelector 0 api.core.v1.NodeSelector P
taints 0 *DeviceTaint Latomic
T DeviceAllocationConfiguration -
opaque 0 OpaqueDeviceConfiguration P
requests 0 *s Latomic
source 0 s !
T DeviceAllocationResult -
config 0 *DeviceAllocationConfiguration Latomic
results 0 *DeviceRequestAllocationResult Latomic
T DeviceAttribute -
bool 0 b P
bools 0 *b Latomic
int 0 l P
ints 0 *l Latomic
string 0 s P
strings 0 *s Latomic
version 0 s P
versions 0 *s Latomic
T DeviceCapacity -
requestPolicy 0 CapacityRequestPolicy P
value 0 apimachinery.pkg.api.resource.Quantity !
T DeviceClaim -
config 0 *DeviceClaimConfiguration Latomic
constraints 0 *DeviceConstraint Latomic
requests 0 *DeviceRequest E Latomic
T DeviceClaimConfiguration -
opaque 0 OpaqueDeviceConfiguration P
requests 0 *s Latomic
T DeviceClass resource.k8s.io/v1beta2
kind 0 s
apiVersion 0 s
metadata 0 apimachinery.pkg.apis.meta.v1.ObjectMeta
spec 0 DeviceClassSpec !
T DeviceClassConfiguration -
opaque 0 OpaqueDeviceConfiguration P
T DeviceClassList resource.k8s.io/v1beta2
kind 0 s
apiVersion 0 s
metadata 0 apimachinery.pkg.apis.meta.v1.ListMeta
items 0 *DeviceClass !
T DeviceClassSpec -
config 0 *DeviceClassConfiguration Latomic
extendedResourceName 0 s P
selectors 0 *DeviceSelector Latomic
T DeviceConstraint -
distinctAttribute 0 s P
matchAttribute 0 s P
requests 0 *s Latomic
T DeviceCounterConsumption -
counterSet 0 s !
counters 0 %Counter ! E
T DeviceRequest -
exactly 0 ExactDeviceRequest P
firstAvailable 0 *DeviceSubRequest Latomic
name 0 s !
T DeviceRequestAllocationResult -
adminAccess 0 b P
bindingConditions 0 *s Latomic
bindingFailureConditions 0 *s Latomic
consumedCapacity 0 %apimachinery.pkg.api.resource.Quantity
device 0 s !
driver 0 s !
pool 0 s !
request 0 s !
shareID 0 s P
tolerations 0 *DeviceToleration Latomic
T DeviceSelector -
cel 0 CELDeviceSelector P
T DeviceSubRequest -
allocationMode 0 s
capacity 0 CapacityRequirements P
count 0 l
deviceClassName 0 s !
name 0 s !
selectors 0 *DeviceSelector Latomic
tolerations 0 *DeviceToleration Latomic
T DeviceTaint -
effect 0 s !
key 0 s !
timeAdded 0 apimachinery.pkg.apis.meta.v1.Time P
value 0 s
T DeviceTaintRule resource.k8s.io/v1beta2
kind 0 s
apiVersion 0 s
metadata 0 apimachinery.pkg.apis.meta.v1.ObjectMeta
spec 0 DeviceTaintRuleSpec !
status 0 DeviceTaintRuleStatus
T DeviceTaintRuleList resource.k8s.io/v1beta2
kind 0 s
apiVersion 0 s
metadata 0 apimachinery.pkg.apis.meta.v1.ListMeta
items 0 *DeviceTaintRule !
T DeviceTaintRuleSpec -
deviceSelector 0 DeviceTaintSelector P
taint 0 DeviceTaint ! E
T DeviceTaintRuleStatus -
conditions 0 *apimachinery.pkg.apis.meta.v1.Condition Lmap Ktype Smerge Mtype
T DeviceTaintSelector -
device 0 s P
driver 0 s P
pool 0 s P
T DeviceToleration -
effect 0 s
key 0 s
operator 0 s
tolerationSeconds 0 l P
value 0 s
T ExactDeviceRequest -
adminAccess 0 b P
allocationMode 0 s
capacity 0 CapacityRequirements P
count 0 l
deviceClassName 0 s !
selectors 0 *DeviceSelector Latomic
tolerations 0 *DeviceToleration Latomic
T NetworkDeviceData -
hardwareAddress 0 s
interfaceName 0 s
ips 0 *s Latomic
T NodeAllocatableResourceMapping -
allocationMultiplier 0 apimachinery.pkg.api.resource.Quantity P
capacityKey 0 s P
T OpaqueDeviceConfiguration -
driver 0 s !
parameters 0 apimachinery.pkg.runtime.RawExtension !
T ResourceClaim resource.k8s.io/v1beta2
kind 0 s
apiVersion 0 s
metadata 0 apimachinery.pkg.apis.meta.v1.ObjectMeta
spec 0 ResourceClaimSpec !
status 0 ResourceClaimStatus
T ResourceClaimConsumerReference -
apiGroup 0 s
name 0 s !
resource 0 s !
uid 0 s !
T ResourceClaimList resource.k8s.io/v1beta2
kind 0 s
apiVersion 0 s
metadata 0 apimachinery.pkg.apis.meta.v1.ListMeta
items 0 *ResourceClaim !
T ResourceClaimSpec -
devices 0 DeviceClaim E
T ResourceClaimStatus -
allocation 0 AllocationResult P
devices 0 *AllocatedDeviceStatus Lmap Kdriver,device,pool,shareID
reservedFor 0 *ResourceClaimConsumerReference Lmap Kuid Smerge Muid
T ResourceClaimTemplate resource.k8s.io/v1beta2
kind 0 s
apiVersion 0 s
metadata 0 apimachinery.pkg.apis.meta.v1.ObjectMeta
spec 0 ResourceClaimTemplateSpec !
T ResourceClaimTemplateList resource.k8s.io/v1beta2
kind 0 s
apiVersion 0 s
metadata 0 apimachinery.pkg.apis.meta.v1.ListMeta
items 0 *ResourceClaimTemplate !
T ResourceClaimTemplateSpec -
metadata 0 apimachinery.pkg.apis.meta.v1.ObjectMeta
spec 0 ResourceClaimSpec !
T ResourcePool -
generation 0 l !
name 0 s !
resourceSliceCount 0 l !
T ResourceSlice resource.k8s.io/v1beta2
kind 0 s
apiVersion 0 s
metadata 0 apimachinery.pkg.apis.meta.v1.ObjectMeta
spec 0 ResourceSliceSpec !
T ResourceSliceList resource.k8s.io/v1beta2
kind 0 s
apiVersion 0 s
metadata 0 apimachinery.pkg.apis.meta.v1.ListMeta
items 0 *ResourceSlice !
T ResourceSliceSpec -
allNodes 0 b P
devices 0 *Device Latomic
driver 0 s !
nodeName 0 s P
nodeSelector 0 api.core.v1.NodeSelector P
perDeviceNodeSelection 0 b P
pool 0 ResourcePool !
sharedCounters 0 *CounterSet Latomic
P api.scheduling.v1
T PriorityClass scheduling.k8s.io/v1
kind 0 s
apiVersion 0 s
metadata 1 apimachinery.pkg.apis.meta.v1.ObjectMeta
value 2 i E
globalDefault 3 b
description 4 s
preemptionPolicy 5 s P
T PriorityClassList scheduling.k8s.io/v1
kind 0 s
apiVersion 0 s
metadata 1 apimachinery.pkg.apis.meta.v1.ListMeta
items 2 *PriorityClass !
P api.scheduling.v1alpha2
T BasicSchedulingPolicy -
T GangSchedulingPolicy -
minCount 0 i !
T PodGroup scheduling.k8s.io/v1alpha2
kind 0 s
apiVersion 0 s
metadata 0 apimachinery.pkg.apis.meta.v1.ObjectMeta
spec 0 PodGroupSpec !
status 0 PodGroupStatus
T PodGroupList scheduling.k8s.io/v1alpha2
kind 0 s
apiVersion 0 s
metadata 0 apimachinery.pkg.apis.meta.v1.ListMeta
items 0 *PodGroup !
T PodGroupResourceClaim -
name 0 s !
resourceClaimName 0 s P
resourceClaimTemplateName 0 s P
T PodGroupResourceClaimStatus -
name 0 s !
resourceClaimName 0 s P
T PodGroupSchedulingConstraints -
topology 0 *TopologyConstraint Latomic
T PodGroupSchedulingPolicy -
basic 0 BasicSchedulingPolicy P
gang 0 GangSchedulingPolicy P
T PodGroupSpec -
disruptionMode 0 s P
podGroupTemplateRef 0 PodGroupTemplateReference P E
priority 0 i P
priorityClassName 0 s
resourceClaims 0 *PodGroupResourceClaim Lmap Kname Smerge,retainKeys Mname
schedulingConstraints 0 PodGroupSchedulingConstraints P
schedulingPolicy 0 PodGroupSchedulingPolicy !
T PodGroupStatus -
conditions 0 *apimachinery.pkg.apis.meta.v1.Condition Lmap Ktype Smerge Mtype
resourceClaimStatuses 0 *PodGroupResourceClaimStatus Lmap Kname Smerge,retainKeys Mname
T PodGroupTemplate -
disruptionMode 0 s P
name 0 s !
priority 0 i P
priorityClassName 0 s
resourceClaims 0 *PodGroupResourceClaim Lmap Kname Smerge,retainKeys Mname
schedulingConstraints 0 PodGroupSchedulingConstraints P E
schedulingPolicy 0 PodGroupSchedulingPolicy !
T PodGroupTemplateReference -
workload 0 WorkloadPodGroupTemplateReference P E
T TopologyConstraint -
key 0 s !
T TypedLocalObjectReference -
kind 0 s !
apiGroup 0 s
name 0 s !
T Workload scheduling.k8s.io/v1alpha2
kind 0 s
apiVersion 0 s
metadata 0 apimachinery.pkg.apis.meta.v1.ObjectMeta
spec 0 WorkloadSpec !
T WorkloadList scheduling.k8s.io/v1alpha2
kind 0 s
apiVersion 0 s
metadata 0 apimachinery.pkg.apis.meta.v1.ListMeta
items 0 *Workload !
T WorkloadPodGroupTemplateReference -
podGroupTemplateName 0 s !
workloadName 0 s !
T WorkloadSpec -
controllerRef 0 TypedLocalObjectReference P
podGroupTemplates 0 *PodGroupTemplate ! Lmap Kname
P api.scheduling.v1beta1
T PriorityClass scheduling.k8s.io/v1beta1
kind 0 s
apiVersion 0 s
metadata 1 apimachinery.pkg.apis.meta.v1.ObjectMeta
value 2 i E
globalDefault 3 b
description 4 s
preemptionPolicy 5 s P
T PriorityClassList scheduling.k8s.io/v1beta1
kind 0 s
apiVersion 0 s
metadata 1 apimachinery.pkg.apis.meta.v1.ListMeta
items 2 *PriorityClass !
P api.storage.v1
T CSIDriver storage.k8s.io/v1
kind 0 s
apiVersion 0 s
metadata 1 apimachinery.pkg.apis.meta.v1.ObjectMeta
spec 2 CSIDriverSpec !
T CSIDriverList storage.k8s.io/v1
kind 0 s
apiVersion 0 s
metadata 1 apimachinery.pkg.apis.meta.v1.ListMeta
items 2 *CSIDriver !
T CSIDriverSpec -
attachRequired 1 b P
podInfoOnMount 2 b P
volumeLifecycleModes 3 *s Lset
storageCapacity 4 b P
fsGroupPolicy 5 s P
tokenRequests 6 *TokenRequest Latomic
requiresRepublish 7 b P
seLinuxMount 8 b P
nodeAllocatableUpdatePeriodSeconds 9 l P
serviceAccountTokenInSecrets 10 b P
preventPodSchedulingIfMissing 11 b P
T CSINode storage.k8s.io/v1
kind 0 s
apiVersion 0 s
metadata 1 apimachinery.pkg.apis.meta.v1.ObjectMeta
spec 2 CSINodeSpec !
T CSINodeDriver -
name 1 s !
nodeID 2 s !
topologyKeys 3 *s E Latomic
allocatable 4 VolumeNodeResources P
T CSINodeList storage.k8s.io/v1
kind 0 s
apiVersion 0 s
metadata 1 apimachinery.pkg.apis.meta.v1.ListMeta
items 2 *CSINode !
T CSINodeSpec -
drivers 1 *CSINodeDriver ! Lmap Kname Smerge Mname
T CSIStorageCapacity storage.k8s.io/v1
kind 0 s
apiVersion 0 s
metadata 1 apimachinery.pkg.apis.meta.v1.ObjectMeta
nodeTopology 2 apimachinery.pkg.apis.meta.v1.LabelSelector P
storageClassName 3 s !
capacity 4 apimachinery.pkg.api.resource.Quantity P
maximumVolumeSize 5 apimachinery.pkg.api.resource.Quantity P
T CSIStorageCapacityList storage.k8s.io/v1
kind 0 s
apiVersion 0 s
metadata 1 apimachinery.pkg.apis.meta.v1.ListMeta
items 2 *CSIStorageCapacity !
T StorageClass storage.k8s.io/v1
kind 0 s
apiVersion 0 s
metadata 1 apimachinery.pkg.apis.meta.v1.ObjectMeta
provisioner 2 s !
parameters 3 %s
reclaimPolicy 4 s P
mountOptions 5 *s Latomic
allowVolumeExpansion 6 b P
volumeBindingMode 7 s P
allowedTopologies 8 *api.core.v1.TopologySelectorTerm Latomic
T StorageClassList storage.k8s.io/v1
kind 0 s
apiVersion 0 s
metadata 1 apimachinery.pkg.apis.meta.v1.ListMeta
items 2 *StorageClass !
T TokenRequest -
audience 1 s !
expirationSeconds 2 l P
T VolumeAttachment storage.k8s.io/v1
kind 0 s
apiVersion 0 s
metadata 1 apimachinery.pkg.apis.meta.v1.ObjectMeta
spec 2 VolumeAttachmentSpec !
status 3 VolumeAttachmentStatus
T VolumeAttachmentList storage.k8s.io/v1
kind 0 s
apiVersion 0 s
metadata 1 apimachinery.pkg.apis.meta.v1.ListMeta
items 2 *VolumeAttachment !
T VolumeAttachmentSource -
persistentVolumeName 1 s P
inlineVolumeSpec 2 api.core.v1.PersistentVolumeSpec P
T VolumeAttachmentSpec -
attacher 1 s !
source 2 VolumeAttachmentSource !
nodeName 3 s !
T VolumeAttachmentStatus -
attached 1 b !
attachmentMetadata 2 %s
attachError 3 VolumeError P
detachError 4 VolumeError P
T VolumeAttributesClass storage.k8s.io/v1
kind 0 s
apiVersion 0 s
metadata 1 apimachinery.pkg.apis.meta.v1.ObjectMeta
driverName 2 s !
parameters 3 %s
T VolumeAttributesClassList storage.k8s.io/v1
kind 0 s
apiVersion 0 s
metadata 1 apimachinery.pkg.apis.meta.v1.ListMeta
items 2 *VolumeAttributesClass !
T VolumeError -
time 1 apimachinery.pkg.apis.meta.v1.Time
message 2 s
errorCode 3 i P
T VolumeNodeResources -
count 1 i P
P api.storage.v1beta1
T CSIDriver storage.k8s.io/v1beta1
kind 0 s
apiVersion 0 s
metadata 1 apimachinery.pkg.apis.meta.v1.ObjectMeta
spec 2 CSIDriverSpec !
T CSIDriverList storage.k8s.io/v1beta1
kind 0 s
apiVersion 0 s
metadata 1 apimachinery.pkg.apis.meta.v1.ListMeta
items 2 *CSIDriver !
T CSIDriverSpec -
attachRequired 1 b P
podInfoOnMount 2 b P
volumeLifecycleModes 3 *s Lset
storageCapacity 4 b P
fsGroupPolicy 5 s P
tokenRequests 6 *TokenRequest Latomic
requiresRepublish 7 b P
seLinuxMount 8 b P
nodeAllocatableUpdatePeriodSeconds 9 l P
serviceAccountTokenInSecrets 10 b P
preventPodSchedulingIfMissing 11 b P
T CSINode storage.k8s.io/v1beta1
kind 0 s
apiVersion 0 s
metadata 1 apimachinery.pkg.apis.meta.v1.ObjectMeta
spec 2 CSINodeSpec !
T CSINodeDriver -
name 1 s !
nodeID 2 s !
topologyKeys 3 *s E Latomic
allocatable 4 VolumeNodeResources P
T CSINodeList storage.k8s.io/v1beta1
kind 0 s
apiVersion 0 s
metadata 1 apimachinery.pkg.apis.meta.v1.ListMeta
items 2 *CSINode !
T CSINodeSpec -
drivers 1 *CSINodeDriver ! Lmap Kname Smerge Mname
T CSIStorageCapacity -
kind 0 s
apiVersion 0 s
metadata 1 apimachinery.pkg.apis.meta.v1.ObjectMeta
nodeTopology 2 apimachinery.pkg.apis.meta.v1.LabelSelector P
storageClassName 3 s !
capacity 4 apimachinery.pkg.api.resource.Quantity P
maximumVolumeSize 5 apimachinery.pkg.api.resource.Quantity P
T CSIStorageCapacityList -
kind 0 s
apiVersion 0 s
metadata 1 apimachinery.pkg.apis.meta.v1.ListMeta
items 2 *CSIStorageCapacity !
T StorageClass storage.k8s.io/v1beta1
kind 0 s
apiVersion 0 s
metadata 1 apimachinery.pkg.apis.meta.v1.ObjectMeta
provisioner 2 s !
parameters 3 %s
reclaimPolicy 4 s P
mountOptions 5 *s Latomic
allowVolumeExpansion 6 b P
volumeBindingMode 7 s P
allowedTopologies 8 *api.core.v1.TopologySelectorTerm Latomic
T StorageClassList storage.k8s.io/v1beta1
kind 0 s
apiVersion 0 s
metadata 1 apimachinery.pkg.apis.meta.v1.ListMeta
items 2 *StorageClass !
T TokenRequest -
audience 1 s !
expirationSeconds 2 l P
T VolumeAttachment storage.k8s.io/v1beta1
kind 0 s
apiVersion 0 s
metadata 1 apimachinery.pkg.apis.meta.v1.ObjectMeta
spec 2 VolumeAttachmentSpec !
status 3 VolumeAttachmentStatus
T VolumeAttachmentList storage.k8s.io/v1beta1
kind 0 s
apiVersion 0 s
metadata 1 apimachinery.pkg.apis.meta.v1.ListMeta
items 2 *VolumeAttachment !
T VolumeAttachmentSource -
persistentVolumeName 1 s P
inlineVolumeSpec 2 api.core.v1.PersistentVolumeSpec P
T VolumeAttachmentSpec -
attacher 1 s !
source 2 VolumeAttachmentSource !
nodeName 3 s !
T VolumeAttachmentStatus -
attached 1 b !
attachmentMetadata 2 %s
attachError 3 VolumeError P
detachError 4 VolumeError P
T VolumeAttributesClass storage.k8s.io/v1beta1
kind 0 s
apiVersion 0 s
metadata 1 apimachinery.pkg.apis.meta.v1.ObjectMeta
driverName 2 s !
parameters 3 %s
T VolumeAttributesClassList storage.k8s.io/v1beta1
kind 0 s
apiVersion 0 s
metadata 1 apimachinery.pkg.apis.meta.v1.ListMeta
items 2 *VolumeAttributesClass !
T VolumeError -
time 1 apimachinery.pkg.apis.meta.v1.Time
message 2 s
errorCode 3 i P
T VolumeNodeResources -
count 1 i P
P api.storagemigration.v1beta1
T StorageVersionMigration storagemigration.k8s.io/v1beta1
kind 0 s
apiVersion 0 s
metadata 0 apimachinery.pkg.apis.meta.v1.ObjectMeta
spec 0 StorageVersionMigrationSpec
status 0 StorageVersionMigrationStatus
T StorageVersionMigrationList storagemigration.k8s.io/v1beta1
kind 0 s
apiVersion 0 s
metadata 0 apimachinery.pkg.apis.meta.v1.ListMeta
items 0 *StorageVersionMigration !
T StorageVersionMigrationSpec -
resource 0 apimachinery.pkg.apis.meta.v1.GroupResource !
T StorageVersionMigrationStatus -
conditions 0 *apimachinery.pkg.apis.meta.v1.Condition Lmap Ktype Smerge Mtype
resourceVersion 0 s
P apiextensions-apiserver.pkg.apis.apiextensions.v1
T ConversionRequest -
uid 1 s E
desiredAPIVersion 2 s E
objects 3 *apimachinery.pkg.runtime.RawExtension E
T ConversionResponse -
uid 1 s E
convertedObjects 2 *apimachinery.pkg.runtime.RawExtension E
result 3 apimachinery.pkg.apis.meta.v1.Status E
T ConversionReview -
request 1 ConversionRequest P
response 2 ConversionResponse P
T CustomResourceColumnDefinition -
name 1 s !
type 2 s !
format 3 s
description 4 s
priority 5 i
jsonPath 6 s !
T CustomResourceConversion -
strategy 1 s !
webhook 2 WebhookConversion P
T CustomResourceDefinition apiextensions.k8s.io/v1
kind 0 s
apiVersion 0 s
metadata 1 apimachinery.pkg.apis.meta.v1.ObjectMeta
spec 2 CustomResourceDefinitionSpec !
status 3 CustomResourceDefinitionStatus
T CustomResourceDefinitionCondition -
type 1 s !
status 2 s !
lastTransitionTime 3 apimachinery.pkg.apis.meta.v1.Time
reason 4 s
message 5 s
observedGeneration 6 l
T CustomResourceDefinitionList apiextensions.k8s.io/v1
kind 0 s
apiVersion 0 s
metadata 1 apimachinery.pkg.apis.meta.v1.ListMeta
items 2 *CustomResourceDefinition !
T CustomResourceDefinitionNames -
plural 1 s !
singular 2 s
shortNames 3 *s Latomic
kind 4 s !
listKind 5 s
categories 6 *s Latomic
T CustomResourceDefinitionSpec -
group 1 s !
names 3 CustomResourceDefinitionNames !
scope 4 s !
versions 7 *CustomResourceDefinitionVersion ! Latomic
conversion 9 CustomResourceConversion P
preserveUnknownFields 10 b
T CustomResourceDefinitionStatus -
conditions 1 *CustomResourceDefinitionCondition E Lmap Ktype
acceptedNames 2 CustomResourceDefinitionNames E
storedVersions 3 *s E Latomic
observedGeneration 4 l
T CustomResourceDefinitionVersion -
name 1 s !
served 2 b !
storage 3 b !
schema 4 CustomResourceValidation P
subresources 5 CustomResourceSubresources P
additionalPrinterColumns 6 *CustomResourceColumnDefinition Latomic
deprecated 7 b
deprecationWarning 8 s P
selectableFields 9 *SelectableField Latomic
T CustomResourceSubresourceScale -
specReplicasPath 1 s !
statusReplicasPath 2 s !
labelSelectorPath 3 s P
T CustomResourceSubresourceStatus -
T CustomResourceSubresources -
status 1 CustomResourceSubresourceStatus P
scale 2 CustomResourceSubresourceScale P
T CustomResourceValidation -
openAPIV3Schema 1 JSONSchemaProps P
T ExternalDocumentation -
description 1 s
url 2 s
T JSON -
T JSONSchemaProps -
id 1 s
$schema 2 s
$ref 3 s P
description 4 s
type 5 s
format 6 s
title 7 s
default 8 JSON P
maximum 9 d P
exclusiveMaximum 10 b
minimum 11 d P
exclusiveMinimum 12 b
maxLength 13 l P
minLength 14 l P
pattern 15 s
maxItems 16 l P
minItems 17 l P
uniqueItems 18 b
multipleOf 19 d P
enum 20 *JSON Latomic
maxProperties 21 l P
minProperties 22 l P
required 23 *s Latomic
items 24 JSONSchemaPropsOrArray P
allOf 25 *JSONSchemaProps Latomic
oneOf 26 *JSONSchemaProps Latomic
anyOf 27 *JSONSchemaProps Latomic
not 28 JSONSchemaProps P
properties 29 %JSONSchemaProps
additionalProperties 30 JSONSchemaPropsOrBool P
patternProperties 31 %JSONSchemaProps
dependencies 32 %JSONSchemaPropsOrStringArray
additionalItems 33 JSONSchemaPropsOrBool P
definitions 34 %JSONSchemaProps
externalDocs 35 ExternalDocumentation P
example 36 JSON P
nullable 37 b
x-kubernetes-preserve-unknown-fields 38 b P
x-kubernetes-embedded-resource 39 b
x-kubernetes-int-or-string 40 b
x-kubernetes-list-map-keys 41 *s Latomic
x-kubernetes-list-type 42 s P
x-kubernetes-map-type 43 s P
x-kubernetes-validations 44 *ValidationRule Lmap Krule Smerge Mrule
T JSONSchemaPropsOrArray -
T JSONSchemaPropsOrBool -
T JSONSchemaPropsOrStringArray -
T SelectableField -
jsonPath 1 s !
T ServiceReference -
namespace 1 s !
name 2 s !
path 3 s P
port 4 i P
T ValidationRule -
rule 1 s !
message 2 s
messageExpression 3 s
reason 4 s P
fieldPath 5 s
optionalOldSelf 6 b P
T WebhookClientConfig -
service 1 ServiceReference P
caBundle 2 y
url 3 s P
T WebhookConversion -
clientConfig 2 WebhookClientConfig P
conversionReviewVersions 3 *s ! Latomic
P apimachinery.pkg.api.resource
T Quantity -
T QuantityValue -
string 1 s
P apimachinery.pkg.apis.meta.v1
T APIGroup v1
kind 0 s
apiVersion 0 s
name 1 s !
versions 2 *GroupVersionForDiscovery ! Latomic
preferredVersion 3 GroupVersionForDiscovery
serverAddressByClientCIDRs 4 *ServerAddressByClientCIDR Latomic
T APIGroupList v1
kind 0 s
apiVersion 0 s
groups 1 *APIGroup ! Latomic
T APIResource -
name 1 s !
namespaced 2 b !
kind 3 s !
verbs 4 *s ! W
shortNames 5 *s Latomic
singularName 6 s !
categories 7 *s Latomic
group 8 s
version 9 s
storageVersionHash 10 s
T APIResourceList v1
kind 0 s
apiVersion 0 s
groupVersion 1 s !
resources 2 *APIResource ! Latomic
T APIVersions v1
kind 0 s
apiVersion 0 s
versions 1 *s ! Latomic
serverAddressByClientCIDRs 2 *ServerAddressByClientCIDR ! Latomic
T ApplyOptions -
dryRun 1 *s
force 2 b E
fieldManager 3 s E
T Condition -
type 1 s !
status 2 s !
observedGeneration 3 l
lastTransitionTime 4 Time !
reason 5 s !
message 6 s !
T CreateOptions -
dryRun 1 *s
fieldManager 3 s
fieldValidation 4 s
T DeleteOptions -
kind 0 s
apiVersion 0 s
gracePeriodSeconds 1 l P
preconditions 2 Preconditions P
orphanDependents 3 b P
propagationPolicy 4 s P
dryRun 5 *s Latomic
ignoreStoreReadErrorWithClusterBreakingPotential 6 b P
T Duration -
duration 1 l
T FieldSelectorRequirement -
key 1 s !
operator 2 s !
values 3 *s Latomic
T FieldsV1 -
T GetOptions -
resourceVersion 1 s
T GroupKind -
group 1 s E
kind 2 s E
T GroupResource -
group 1 s !
resource 2 s !
T GroupVersion -
group 1 s E
version 2 s E
T GroupVersionForDiscovery -
groupVersion 1 s !
version 2 s !
T GroupVersionKind -
group 1 s E
version 2 s E
kind 3 s E
T GroupVersionResource -
group 1 s E
version 2 s E
resource 3 s E
T LabelSelector - A
matchLabels 1 %s
matchExpressions 2 *LabelSelectorRequirement Latomic
T LabelSelectorRequirement -
key 1 s !
operator 2 s !
values 3 *s Latomic
T List -
kind 0 s
apiVersion 0 s
metadata 1 ListMeta
items 2 *apimachinery.pkg.runtime.RawExtension E
T ListMeta -
selfLink 1 s
resourceVersion 2 s
continue 3 s
remainingItemCount 4 l P
shardInfo 5 ShardInfo P
T ListOptions -
labelSelector 1 s
fieldSelector 2 s
watch 3 b
resourceVersion 4 s
timeoutSeconds 5 l P
limit 7 l
continue 8 s
allowWatchBookmarks 9 b
resourceVersionMatch 10 s
sendInitialEvents 11 b P
shardSelector 15 s
T ManagedFieldsEntry -
manager 1 s
operation 2 s
apiVersion 3 s
time 4 Time P
fieldsType 6 s
fieldsV1 7 FieldsV1 P
subresource 8 s
T MicroTime -
T ObjectMeta -
name 1 s
generateName 2 s
namespace 3 s
selfLink 4 s
uid 5 s
resourceVersion 6 s
generation 7 l
creationTimestamp 8 Time
deletionTimestamp 9 Time P
deletionGracePeriodSeconds 10 l P
labels 11 %s
annotations 12 %s
ownerReferences 13 *OwnerReference Lmap Kuid Smerge Muid
finalizers 14 *s Lset Smerge
managedFields 17 *ManagedFieldsEntry Latomic
T OwnerReference - A
kind 1 s !
name 3 s !
uid 4 s !
apiVersion 5 s !
controller 6 b P
blockOwnerDeletion 7 b P
T PartialObjectMetadata -
kind 0 s
apiVersion 0 s
metadata 1 ObjectMeta
T PartialObjectMetadataList -
kind 0 s
apiVersion 0 s
metadata 1 ListMeta
items 2 *PartialObjectMetadata E
T Patch -
T PatchOptions -
dryRun 1 *s
force 2 b P
fieldManager 3 s
fieldValidation 4 s
T Preconditions -
uid 1 s P
resourceVersion 2 s P
T RootPaths -
paths 1 *s E
T ServerAddressByClientCIDR -
clientCIDR 1 s !
serverAddress 2 s !
T ShardInfo -
selector 1 s !
T Status v1
kind 0 s
apiVersion 0 s
metadata 1 ListMeta
status 2 s
message 3 s
reason 4 s
details 5 StatusDetails P
code 6 i
T StatusCause -
reason 1 s
message 2 s
field 3 s
T StatusDetails -
name 1 s
group 2 s
kind 3 s
causes 4 *StatusCause Latomic
retryAfterSeconds 5 i
uid 6 s
T TableOptions -
includeObject 1 s
T Time -
T Timestamp -
seconds 1 l E
nanos 2 i E
T TypeMeta -
kind 1 s
apiVersion 2 s
T UpdateOptions -
dryRun 1 *s
fieldManager 2 s
fieldValidation 3 s
T Verbs -
items 1 *s
T WatchEvent -
type 1 s !
object 2 apimachinery.pkg.runtime.RawExtension !
P apimachinery.pkg.runtime
T RawExtension -
T TypeMeta -
apiVersion 1 s
kind 2 s
T Unknown -
typeMeta 1 TypeMeta
raw 2 y
contentEncoding 3 s
contentType 4 s
P apimachinery.pkg.util.intstr
T IntOrString -
P apimachinery.pkg.version
T Info -
buildDate 0 s !
compiler 0 s !
emulationMajor 0 s
emulationMinor 0 s
gitCommit 0 s !
gitTreeState 0 s !
gitVersion 0 s !
goVersion 0 s !
major 0 s !
minCompatibilityMajor 0 s
minCompatibilityMinor 0 s
minor 0 s !
platform 0 s !
P kube-aggregator.pkg.apis.apiregistration.v1
T APIService apiregistration.k8s.io/v1
kind 0 s
apiVersion 0 s
metadata 0 apimachinery.pkg.apis.meta.v1.ObjectMeta
spec 0 APIServiceSpec
status 0 APIServiceStatus
T APIServiceCondition -
status 0 s !
lastTransitionTime 0 apimachinery.pkg.apis.meta.v1.Time
message 0 s
reason 0 s
type 0 s !
T APIServiceList apiregistration.k8s.io/v1
kind 0 s
apiVersion 0 s
metadata 0 apimachinery.pkg.apis.meta.v1.ListMeta
items 0 *APIService !
T APIServiceSpec -
caBundle 0 y Latomic
group 0 s
groupPriorityMinimum 0 i !
insecureSkipTLSVerify 0 b
service 0 ServiceReference P
version 0 s
versionPriority 0 i !
T APIServiceStatus -
conditions 0 *APIServiceCondition Lmap Ktype Smerge Mtype
T ServiceReference -
name 0 s
namespace 0 s
port 0 i P
P api.autoscaling.v2beta1
T ContainerResourceMetricSource -
name 1 s !
targetAverageUtilization 2 i P
targetAverageValue 3 apimachinery.pkg.api.resource.Quantity P
container 4 s !
T ContainerResourceMetricStatus -
name 1 s !
currentAverageUtilization 2 i P
currentAverageValue 3 apimachinery.pkg.api.resource.Quantity !
container 4 s !
T CrossVersionObjectReference -
kind 1 s !
name 2 s !
apiVersion 3 s
T ExternalMetricSource -
metricName 1 s !
metricSelector 2 apimachinery.pkg.apis.meta.v1.LabelSelector P
targetValue 3 apimachinery.pkg.api.resource.Quantity P
targetAverageValue 4 apimachinery.pkg.api.resource.Quantity P
T ExternalMetricStatus -
metricName 1 s !
metricSelector 2 apimachinery.pkg.apis.meta.v1.LabelSelector P
currentValue 3 apimachinery.pkg.api.resource.Quantity !
currentAverageValue 4 apimachinery.pkg.api.resource.Quantity P
T HorizontalPodAutoscaler autoscaling/v2beta1
kind 0 s
apiVersion 0 s
metadata 1 apimachinery.pkg.apis.meta.v1.ObjectMeta
spec 2 HorizontalPodAutoscalerSpec
status 3 HorizontalPodAutoscalerStatus
T HorizontalPodAutoscalerCondition -
type 1 s !
status 2 s !
lastTransitionTime 3 apimachinery.pkg.apis.meta.v1.Time
reason 4 s
message 5 s
T HorizontalPodAutoscalerList autoscaling/v2beta1
kind 0 s
apiVersion 0 s
metadata 1 apimachinery.pkg.apis.meta.v1.ListMeta
items 2 *HorizontalPodAutoscaler !
T HorizontalPodAutoscalerSpec -
scaleTargetRef 1 CrossVersionObjectReference !
minReplicas 2 i P
maxReplicas 3 i !
metrics 4 *MetricSpec
T HorizontalPodAutoscalerStatus -
observedGeneration 1 l P
lastScaleTime 2 apimachinery.pkg.apis.meta.v1.Time P
currentReplicas 3 i !
desiredReplicas 4 i !
currentMetrics 5 *MetricStatus !
conditions 6 *HorizontalPodAutoscalerCondition !
T MetricSpec -
type 1 s !
object 2 ObjectMetricSource P
pods 3 PodsMetricSource P
resource 4 ResourceMetricSource P
external 5 ExternalMetricSource P
containerResource 7 ContainerResourceMetricSource P
T MetricStatus -
type 1 s !
object 2 ObjectMetricStatus P
pods 3 PodsMetricStatus P
resource 4 ResourceMetricStatus P
external 5 ExternalMetricStatus P
containerResource 7 ContainerResourceMetricStatus P
T ObjectMetricSource -
target 1 CrossVersionObjectReference !
metricName 2 s !
targetValue 3 apimachinery.pkg.api.resource.Quantity !
selector 4 apimachinery.pkg.apis.meta.v1.LabelSelector P
averageValue 5 apimachinery.pkg.api.resource.Quantity P
T ObjectMetricStatus -
target 1 CrossVersionObjectReference !
metricName 2 s !
currentValue 3 apimachinery.pkg.api.resource.Quantity !
selector 4 apimachinery.pkg.apis.meta.v1.LabelSelector P
averageValue 5 apimachinery.pkg.api.resource.Quantity P
T PodsMetricSource -
metricName 1 s !
targetAverageValue 2 apimachinery.pkg.api.resource.Quantity !
selector 3 apimachinery.pkg.apis.meta.v1.LabelSelector P
T PodsMetricStatus -
metricName 1 s !
currentAverageValue 2 apimachinery.pkg.api.resource.Quantity !
selector 3 apimachinery.pkg.apis.meta.v1.LabelSelector P
T ResourceMetricSource -
name 1 s !
targetAverageUtilization 2 i P
targetAverageValue 3 apimachinery.pkg.api.resource.Quantity P
T ResourceMetricStatus -
name 1 s !
currentAverageUtilization 2 i P
currentAverageValue 3 apimachinery.pkg.api.resource.Quantity !
P apiextensions-apiserver.pkg.apis.apiextensions.v1beta1
T CustomResourceColumnDefinition -
name 1 s !
type 2 s !
format 3 s
description 4 s
priority 5 i
JSONPath 6 s !
T CustomResourceConversion -
strategy 1 s !
webhookClientConfig 2 apiextensions-apiserver.pkg.apis.apiextensions.v1.WebhookClientConfig P
conversionReviewVersions 3 *s Latomic
T CustomResourceDefinition apiextensions.k8s.io/v1beta1
kind 0 s
apiVersion 0 s
metadata 1 apimachinery.pkg.apis.meta.v1.ObjectMeta
spec 2 CustomResourceDefinitionSpec !
status 3 apiextensions-apiserver.pkg.apis.apiextensions.v1.CustomResourceDefinitionStatus
T CustomResourceDefinitionList apiextensions.k8s.io/v1beta1
kind 0 s
apiVersion 0 s
metadata 1 apimachinery.pkg.apis.meta.v1.ListMeta
items 2 *CustomResourceDefinition !
T CustomResourceDefinitionSpec -
group 1 s !
version 2 s
names 3 apiextensions-apiserver.pkg.apis.apiextensions.v1.CustomResourceDefinitionNames !
scope 4 s !
validation 5 apiextensions-apiserver.pkg.apis.apiextensions.v1.CustomResourceValidation P
subresources 6 apiextensions-apiserver.pkg.apis.apiextensions.v1.CustomResourceSubresources P
versions 7 *CustomResourceDefinitionVersion Latomic
additionalPrinterColumns 8 *CustomResourceColumnDefinition Latomic
conversion 9 CustomResourceConversion P
preserveUnknownFields 10 b P
T CustomResourceDefinitionVersion -
name 1 s !
served 2 b !
storage 3 b !
schema 4 apiextensions-apiserver.pkg.apis.apiextensions.v1.CustomResourceValidation P
subresources 5 apiextensions-apiserver.pkg.apis.apiextensions.v1.CustomResourceSubresources P
additionalPrinterColumns 6 *CustomResourceColumnDefinition Latomic
deprecated 7 b
deprecationWarning 8 s P
P api.policy.v1beta1
T AllowedCSIDriver -
name 1 s !
T AllowedFlexVolume -
driver 1 s !
T AllowedHostPath -
pathPrefix 1 s
readOnly 2 b
T FSGroupStrategyOptions -
rule 1 s
ranges 2 *IDRange
T HostPortRange -
min 1 i !
max 2 i !
T IDRange -
min 1 l !
max 2 l !
T PodSecurityPolicy policy/v1beta1
kind 0 s
apiVersion 0 s
metadata 1 apimachinery.pkg.apis.meta.v1.ObjectMeta
spec 2 PodSecurityPolicySpec
T PodSecurityPolicyList policy/v1beta1
kind 0 s
apiVersion 0 s
metadata 1 apimachinery.pkg.apis.meta.v1.ListMeta
items 2 *PodSecurityPolicy !
T PodSecurityPolicySpec -
privileged 1 b
defaultAddCapabilities 2 *s
requiredDropCapabilities 3 *s
allowedCapabilities 4 *s
volumes 5 *s
hostNetwork 6 b
hostPorts 7 *HostPortRange
hostPID 8 b
hostIPC 9 b
seLinux 10 SELinuxStrategyOptions !
runAsUser 11 RunAsUserStrategyOptions !
supplementalGroups 12 SupplementalGroupsStrategyOptions !
fsGroup 13 FSGroupStrategyOptions !
readOnlyRootFilesystem 14 b
defaultAllowPrivilegeEscalation 15 b P
allowPrivilegeEscalation 16 b P
allowedHostPaths 17 *AllowedHostPath
allowedFlexVolumes 18 *AllowedFlexVolume
allowedUnsafeSysctls 19 *s
forbiddenSysctls 20 *s
allowedProcMountTypes 21 *s
runAsGroup 22 RunAsGroupStrategyOptions P
allowedCSIDrivers 23 *AllowedCSIDriver
runtimeClass 24 RuntimeClassStrategyOptions P
T RunAsGroupStrategyOptions -
rule 1 s !
ranges 2 *IDRange
T RunAsUserStrategyOptions -
rule 1 s !
ranges 2 *IDRange
T RuntimeClassStrategyOptions -
allowedRuntimeClassNames 1 *s !
defaultRuntimeClassName 2 s P
T SELinuxStrategyOptions -
rule 1 s !
seLinuxOptions 2 api.core.v1.SELinuxOptions P
T SupplementalGroupsStrategyOptions -
rule 1 s
ranges 2 *IDRange
P metrics.pkg.apis.metrics.v1beta1
T ContainerMetrics -
name 1 s !
usage 2 %apimachinery.pkg.api.resource.Quantity !
T NodeMetrics metrics.k8s.io/v1beta1
kind 0 s
apiVersion 0 s
metadata 1 apimachinery.pkg.apis.meta.v1.ObjectMeta
timestamp 2 apimachinery.pkg.apis.meta.v1.Time !
window 3 apimachinery.pkg.apis.meta.v1.Duration !
usage 4 %apimachinery.pkg.api.resource.Quantity !
T NodeMetricsList metrics.k8s.io/v1beta1
kind 0 s
apiVersion 0 s
metadata 1 apimachinery.pkg.apis.meta.v1.ListMeta
items 2 *NodeMetrics !
T PodMetrics metrics.k8s.io/v1beta1
kind 0 s
apiVersion 0 s
metadata 1 apimachinery.pkg.apis.meta.v1.ObjectMeta
timestamp 2 apimachinery.pkg.apis.meta.v1.Time !
window 3 apimachinery.pkg.apis.meta.v1.Duration !
containers 4 *ContainerMetrics !
T PodMetricsList metrics.k8s.io/v1beta1
kind 0 s
apiVersion 0 s
metadata 1 apimachinery.pkg.apis.meta.v1.ListMeta
items 2 *PodMetrics !
P resources
R admissionregistration.k8s.io/v1 mutatingadmissionpolicies MutatingAdmissionPolicy C mutatingadmissionpolicy - api-extensions create,delete,deletecollection,get,list,patch,update,watch api.admissionregistration.v1.MutatingAdmissionPolicy
R admissionregistration.k8s.io/v1 mutatingadmissionpolicybindings MutatingAdmissionPolicyBinding C mutatingadmissionpolicybinding - api-extensions create,delete,deletecollection,get,list,patch,update,watch api.admissionregistration.v1.MutatingAdmissionPolicyBinding
R admissionregistration.k8s.io/v1 mutatingwebhookconfigurations MutatingWebhookConfiguration C mutatingwebhookconfiguration - api-extensions create,delete,deletecollection,get,list,patch,update,watch api.admissionregistration.v1.MutatingWebhookConfiguration
R admissionregistration.k8s.io/v1 validatingadmissionpolicies ValidatingAdmissionPolicy C validatingadmissionpolicy - api-extensions create,delete,deletecollection,get,list,patch,update,watch api.admissionregistration.v1.ValidatingAdmissionPolicy
S status admissionregistration.k8s.io/v1 ValidatingAdmissionPolicy get,patch,update
R admissionregistration.k8s.io/v1 validatingadmissionpolicybindings ValidatingAdmissionPolicyBinding C validatingadmissionpolicybinding - api-extensions create,delete,deletecollection,get,list,patch,update,watch api.admissionregistration.v1.ValidatingAdmissionPolicyBinding
R admissionregistration.k8s.io/v1 validatingwebhookconfigurations ValidatingWebhookConfiguration C validatingwebhookconfiguration - api-extensions create,delete,deletecollection,get,list,patch,update,watch api.admissionregistration.v1.ValidatingWebhookConfiguration
R admissionregistration.k8s.io/v1alpha1 mutatingadmissionpolicies MutatingAdmissionPolicy C mutatingadmissionpolicy - api-extensions create,delete,deletecollection,get,list,patch,update,watch api.admissionregistration.v1alpha1.MutatingAdmissionPolicy
R admissionregistration.k8s.io/v1alpha1 mutatingadmissionpolicybindings MutatingAdmissionPolicyBinding C mutatingadmissionpolicybinding - api-extensions create,delete,deletecollection,get,list,patch,update,watch api.admissionregistration.v1alpha1.MutatingAdmissionPolicyBinding
R admissionregistration.k8s.io/v1beta1 mutatingadmissionpolicies MutatingAdmissionPolicy C mutatingadmissionpolicy - api-extensions create,delete,deletecollection,get,list,patch,update,watch api.admissionregistration.v1beta1.MutatingAdmissionPolicy
R admissionregistration.k8s.io/v1beta1 mutatingadmissionpolicybindings MutatingAdmissionPolicyBinding C mutatingadmissionpolicybinding - api-extensions create,delete,deletecollection,get,list,patch,update,watch api.admissionregistration.v1beta1.MutatingAdmissionPolicyBinding
R apiextensions.k8s.io/v1 customresourcedefinitions CustomResourceDefinition C customresourcedefinition crd,crds api-extensions create,delete,deletecollection,get,list,patch,update,watch apiextensions-apiserver.pkg.apis.apiextensions.v1.CustomResourceDefinition
S status apiextensions.k8s.io/v1 CustomResourceDefinition get,patch,update
R apiregistration.k8s.io/v1 apiservices APIService C apiservice - api-extensions create,delete,deletecollection,get,list,patch,update,watch kube-aggregator.pkg.apis.apiregistration.v1.APIService
S status apiregistration.k8s.io/v1 APIService get,patch,update
R apps/v1 controllerrevisions ControllerRevision N controllerrevision - - create,delete,deletecollection,get,list,patch,update,watch api.apps.v1.ControllerRevision
R apps/v1 daemonsets DaemonSet N daemonset ds all create,delete,deletecollection,get,list,patch,update,watch api.apps.v1.DaemonSet
S status apps/v1 DaemonSet get,patch,update
R apps/v1 deployments Deployment N deployment deploy all create,delete,deletecollection,get,list,patch,update,watch api.apps.v1.Deployment
S scale autoscaling/v1 Scale get,patch,update
S status apps/v1 Deployment get,patch,update
R apps/v1 replicasets ReplicaSet N replicaset rs all create,delete,deletecollection,get,list,patch,update,watch api.apps.v1.ReplicaSet
S scale autoscaling/v1 Scale get,patch,update
S status apps/v1 ReplicaSet get,patch,update
R apps/v1 statefulsets StatefulSet N statefulset sts all create,delete,deletecollection,get,list,patch,update,watch api.apps.v1.StatefulSet
S scale autoscaling/v1 Scale get,patch,update
S status apps/v1 StatefulSet get,patch,update
R authentication.k8s.io/v1 selfsubjectreviews SelfSubjectReview C selfsubjectreview - - create api.authentication.v1.SelfSubjectReview
R authentication.k8s.io/v1 tokenreviews TokenReview C tokenreview - - create api.authentication.v1.TokenReview
R authorization.k8s.io/v1 localsubjectaccessreviews LocalSubjectAccessReview N localsubjectaccessreview - - create api.authorization.v1.LocalSubjectAccessReview
R authorization.k8s.io/v1 selfsubjectaccessreviews SelfSubjectAccessReview C selfsubjectaccessreview - - create api.authorization.v1.SelfSubjectAccessReview
R authorization.k8s.io/v1 selfsubjectrulesreviews SelfSubjectRulesReview C selfsubjectrulesreview - - create api.authorization.v1.SelfSubjectRulesReview
R authorization.k8s.io/v1 subjectaccessreviews SubjectAccessReview C subjectaccessreview - - create api.authorization.v1.SubjectAccessReview
R autoscaling/v1 horizontalpodautoscalers HorizontalPodAutoscaler N horizontalpodautoscaler hpa all create,delete,deletecollection,get,list,patch,update,watch api.autoscaling.v1.HorizontalPodAutoscaler
S status autoscaling/v1 HorizontalPodAutoscaler get,patch,update
R autoscaling/v2 horizontalpodautoscalers HorizontalPodAutoscaler N horizontalpodautoscaler hpa all create,delete,deletecollection,get,list,patch,update,watch api.autoscaling.v2.HorizontalPodAutoscaler
S status autoscaling/v2 HorizontalPodAutoscaler get,patch,update
R batch/v1 cronjobs CronJob N cronjob cj all create,delete,deletecollection,get,list,patch,update,watch api.batch.v1.CronJob
S status batch/v1 CronJob get,patch,update
R batch/v1 jobs Job N job - all create,delete,deletecollection,get,list,patch,update,watch api.batch.v1.Job
S status batch/v1 Job get,patch,update
R certificates.k8s.io/v1 certificatesigningrequests CertificateSigningRequest C certificatesigningrequest csr - create,delete,deletecollection,get,list,patch,update,watch api.certificates.v1.CertificateSigningRequest
S approval certificates.k8s.io/v1 CertificateSigningRequest get,patch,update
S status certificates.k8s.io/v1 CertificateSigningRequest get,patch,update
R certificates.k8s.io/v1alpha1 clustertrustbundles ClusterTrustBundle C clustertrustbundle - - create,delete,deletecollection,get,list,patch,update,watch api.certificates.v1alpha1.ClusterTrustBundle
R certificates.k8s.io/v1beta1 clustertrustbundles ClusterTrustBundle C clustertrustbundle - - create,delete,deletecollection,get,list,patch,update,watch api.certificates.v1beta1.ClusterTrustBundle
R certificates.k8s.io/v1beta1 podcertificaterequests PodCertificateRequest N podcertificaterequest - - create,delete,deletecollection,get,list,patch,update,watch api.certificates.v1beta1.PodCertificateRequest
S status certificates.k8s.io/v1beta1 PodCertificateRequest get,patch,update
R coordination.k8s.io/v1 leases Lease N lease - - create,delete,deletecollection,get,list,patch,update,watch api.coordination.v1.Lease
R coordination.k8s.io/v1alpha2 leasecandidates LeaseCandidate N leasecandidate - - create,delete,deletecollection,get,list,patch,update,watch api.coordination.v1alpha2.LeaseCandidate
R coordination.k8s.io/v1beta1 leasecandidates LeaseCandidate N leasecandidate - - create,delete,deletecollection,get,list,patch,update,watch api.coordination.v1beta1.LeaseCandidate
R discovery.k8s.io/v1 endpointslices EndpointSlice N endpointslice - - create,delete,deletecollection,get,list,patch,update,watch api.discovery.v1.EndpointSlice
R events.k8s.io/v1 events Event N event ev - create,delete,deletecollection,get,list,patch,update,watch api.events.v1.Event
R flowcontrol.apiserver.k8s.io/v1 flowschemas FlowSchema C flowschema - - create,delete,deletecollection,get,list,patch,update,watch api.flowcontrol.v1.FlowSchema
S status flowcontrol.apiserver.k8s.io/v1 FlowSchema get,patch,update
R flowcontrol.apiserver.k8s.io/v1 prioritylevelconfigurations PriorityLevelConfiguration C prioritylevelconfiguration - - create,delete,deletecollection,get,list,patch,update,watch api.flowcontrol.v1.PriorityLevelConfiguration
S status flowcontrol.apiserver.k8s.io/v1 PriorityLevelConfiguration get,patch,update
R internal.apiserver.k8s.io/v1alpha1 storageversions StorageVersion C storageversion - - create,delete,deletecollection,get,list,patch,update,watch api.apiserverinternal.v1alpha1.StorageVersion
S status internal.apiserver.k8s.io/v1alpha1 StorageVersion get,patch,update
R networking.k8s.io/v1 ingressclasses IngressClass C ingressclass - - create,delete,deletecollection,get,list,patch,update,watch api.networking.v1.IngressClass
R networking.k8s.io/v1 ingresses Ingress N ingress ing - create,delete,deletecollection,get,list,patch,update,watch api.networking.v1.Ingress
S status networking.k8s.io/v1 Ingress get,patch,update
R networking.k8s.io/v1 ipaddresses IPAddress C ipaddress ip - create,delete,deletecollection,get,list,patch,update,watch api.networking.v1.IPAddress
R networking.k8s.io/v1 networkpolicies NetworkPolicy N networkpolicy netpol - create,delete,deletecollection,get,list,patch,update,watch api.networking.v1.NetworkPolicy
R networking.k8s.io/v1 servicecidrs ServiceCIDR C servicecidr - - create,delete,deletecollection,get,list,patch,update,watch api.networking.v1.ServiceCIDR
S status networking.k8s.io/v1 ServiceCIDR get,patch,update
R networking.k8s.io/v1beta1 ipaddresses IPAddress C ipaddress ip - create,delete,deletecollection,get,list,patch,update,watch api.networking.v1beta1.IPAddress
R networking.k8s.io/v1beta1 servicecidrs ServiceCIDR C servicecidr - - create,delete,deletecollection,get,list,patch,update,watch api.networking.v1beta1.ServiceCIDR
S status networking.k8s.io/v1beta1 ServiceCIDR get,patch,update
R node.k8s.io/v1 runtimeclasses RuntimeClass C runtimeclass - - create,delete,deletecollection,get,list,patch,update,watch api.node.v1.RuntimeClass
R policy/v1 poddisruptionbudgets PodDisruptionBudget N poddisruptionbudget pdb - create,delete,deletecollection,get,list,patch,update,watch api.policy.v1.PodDisruptionBudget
S status policy/v1 PodDisruptionBudget get,patch,update
R rbac.authorization.k8s.io/v1 clusterrolebindings ClusterRoleBinding C clusterrolebinding - - create,delete,deletecollection,get,list,patch,update,watch api.rbac.v1.ClusterRoleBinding
R rbac.authorization.k8s.io/v1 clusterroles ClusterRole C clusterrole - - create,delete,deletecollection,get,list,patch,update,watch api.rbac.v1.ClusterRole
R rbac.authorization.k8s.io/v1 rolebindings RoleBinding N rolebinding - - create,delete,deletecollection,get,list,patch,update,watch api.rbac.v1.RoleBinding
R rbac.authorization.k8s.io/v1 roles Role N role - - create,delete,deletecollection,get,list,patch,update,watch api.rbac.v1.Role
R resource.k8s.io/v1 deviceclasses DeviceClass C deviceclass - - create,delete,deletecollection,get,list,patch,update,watch api.resource.v1.DeviceClass
R resource.k8s.io/v1 resourceclaims ResourceClaim N resourceclaim - - create,delete,deletecollection,get,list,patch,update,watch api.resource.v1.ResourceClaim
S status resource.k8s.io/v1 ResourceClaim get,patch,update
R resource.k8s.io/v1 resourceclaimtemplates ResourceClaimTemplate N resourceclaimtemplate - - create,delete,deletecollection,get,list,patch,update,watch api.resource.v1.ResourceClaimTemplate
R resource.k8s.io/v1 resourceslices ResourceSlice C resourceslice - - create,delete,deletecollection,get,list,patch,update,watch api.resource.v1.ResourceSlice
R resource.k8s.io/v1alpha3 devicetaintrules DeviceTaintRule C devicetaintrule - - create,delete,deletecollection,get,list,patch,update,watch api.resource.v1alpha3.DeviceTaintRule
S status resource.k8s.io/v1alpha3 DeviceTaintRule get,patch,update
R resource.k8s.io/v1alpha3 resourcepoolstatusrequests ResourcePoolStatusRequest C resourcepoolstatusrequest - - create,delete,deletecollection,get,list,patch,update,watch api.resource.v1alpha3.ResourcePoolStatusRequest
S status resource.k8s.io/v1alpha3 ResourcePoolStatusRequest get,patch,update
R resource.k8s.io/v1beta1 deviceclasses DeviceClass C deviceclass - - create,delete,deletecollection,get,list,patch,update,watch api.resource.v1beta1.DeviceClass
R resource.k8s.io/v1beta1 resourceclaims ResourceClaim N resourceclaim - - create,delete,deletecollection,get,list,patch,update,watch api.resource.v1beta1.ResourceClaim
S status resource.k8s.io/v1beta1 ResourceClaim get,patch,update
R resource.k8s.io/v1beta1 resourceclaimtemplates ResourceClaimTemplate N resourceclaimtemplate - - create,delete,deletecollection,get,list,patch,update,watch api.resource.v1beta1.ResourceClaimTemplate
R resource.k8s.io/v1beta1 resourceslices ResourceSlice C resourceslice - - create,delete,deletecollection,get,list,patch,update,watch api.resource.v1beta1.ResourceSlice
R resource.k8s.io/v1beta2 deviceclasses DeviceClass C deviceclass - - create,delete,deletecollection,get,list,patch,update,watch api.resource.v1beta2.DeviceClass
R resource.k8s.io/v1beta2 devicetaintrules DeviceTaintRule C devicetaintrule - - create,delete,deletecollection,get,list,patch,update,watch api.resource.v1beta2.DeviceTaintRule
S status resource.k8s.io/v1beta2 DeviceTaintRule get,patch,update
R resource.k8s.io/v1beta2 resourceclaims ResourceClaim N resourceclaim - - create,delete,deletecollection,get,list,patch,update,watch api.resource.v1beta2.ResourceClaim
S status resource.k8s.io/v1beta2 ResourceClaim get,patch,update
R resource.k8s.io/v1beta2 resourceclaimtemplates ResourceClaimTemplate N resourceclaimtemplate - - create,delete,deletecollection,get,list,patch,update,watch api.resource.v1beta2.ResourceClaimTemplate
R resource.k8s.io/v1beta2 resourceslices ResourceSlice C resourceslice - - create,delete,deletecollection,get,list,patch,update,watch api.resource.v1beta2.ResourceSlice
R scheduling.k8s.io/v1 priorityclasses PriorityClass C priorityclass pc - create,delete,deletecollection,get,list,patch,update,watch api.scheduling.v1.PriorityClass
R scheduling.k8s.io/v1alpha2 podgroups PodGroup N podgroup - - create,delete,deletecollection,get,list,patch,update,watch api.scheduling.v1alpha2.PodGroup
S status scheduling.k8s.io/v1alpha2 PodGroup get,patch,update
R scheduling.k8s.io/v1alpha2 workloads Workload N workload - - create,delete,deletecollection,get,list,patch,update,watch api.scheduling.v1alpha2.Workload
R storage.k8s.io/v1 csidrivers CSIDriver C csidriver - - create,delete,deletecollection,get,list,patch,update,watch api.storage.v1.CSIDriver
R storage.k8s.io/v1 csinodes CSINode C csinode - - create,delete,deletecollection,get,list,patch,update,watch api.storage.v1.CSINode
R storage.k8s.io/v1 csistoragecapacities CSIStorageCapacity N csistoragecapacity - - create,delete,deletecollection,get,list,patch,update,watch api.storage.v1.CSIStorageCapacity
R storage.k8s.io/v1 storageclasses StorageClass C storageclass sc - create,delete,deletecollection,get,list,patch,update,watch api.storage.v1.StorageClass
R storage.k8s.io/v1 volumeattachments VolumeAttachment C volumeattachment - - create,delete,deletecollection,get,list,patch,update,watch api.storage.v1.VolumeAttachment
S status storage.k8s.io/v1 VolumeAttachment get,patch,update
R storage.k8s.io/v1 volumeattributesclasses VolumeAttributesClass C volumeattributesclass vac - create,delete,deletecollection,get,list,patch,update,watch api.storage.v1.VolumeAttributesClass
R storage.k8s.io/v1beta1 volumeattributesclasses VolumeAttributesClass C volumeattributesclass vac - create,delete,deletecollection,get,list,patch,update,watch api.storage.v1beta1.VolumeAttributesClass
R storagemigration.k8s.io/v1beta1 storageversionmigrations StorageVersionMigration C storageversionmigration - - create,delete,deletecollection,get,list,patch,update,watch api.storagemigration.v1beta1.StorageVersionMigration
S status storagemigration.k8s.io/v1beta1 StorageVersionMigration get,patch,update
R v1 bindings Binding N binding - - create api.core.v1.Binding
R v1 componentstatuses ComponentStatus C componentstatus cs - get,list api.core.v1.ComponentStatus
R v1 configmaps ConfigMap N configmap cm - create,delete,deletecollection,get,list,patch,update,watch api.core.v1.ConfigMap
R v1 endpoints Endpoints N endpoints ep - create,delete,deletecollection,get,list,patch,update,watch api.core.v1.Endpoints
R v1 events Event N event ev - create,delete,deletecollection,get,list,patch,update,watch api.core.v1.Event
R v1 limitranges LimitRange N limitrange limits - create,delete,deletecollection,get,list,patch,update,watch api.core.v1.LimitRange
R v1 namespaces Namespace C namespace ns - create,delete,get,list,patch,update,watch api.core.v1.Namespace
S finalize v1 Namespace update
S status v1 Namespace get,patch,update
R v1 nodes Node C node no - create,delete,deletecollection,get,list,patch,update,watch api.core.v1.Node
S proxy v1 NodeProxyOptions create,delete,get,patch,update
S status v1 Node get,patch,update
R v1 persistentvolumeclaims PersistentVolumeClaim N persistentvolumeclaim pvc - create,delete,deletecollection,get,list,patch,update,watch api.core.v1.PersistentVolumeClaim
S status v1 PersistentVolumeClaim get,patch,update
R v1 persistentvolumes PersistentVolume C persistentvolume pv - create,delete,deletecollection,get,list,patch,update,watch api.core.v1.PersistentVolume
S status v1 PersistentVolume get,patch,update
R v1 pods Pod N pod po all create,delete,deletecollection,get,list,patch,update,watch api.core.v1.Pod
S attach v1 PodAttachOptions create,get
S binding v1 Binding create
S ephemeralcontainers v1 Pod get,patch,update
S eviction policy/v1 Eviction create
S exec v1 PodExecOptions create,get
S log v1 Pod get
S portforward v1 PodPortForwardOptions create,get
S proxy v1 PodProxyOptions create,delete,get,patch,update
S resize v1 Pod get,patch,update
S status v1 Pod get,patch,update
R v1 podtemplates PodTemplate N podtemplate - - create,delete,deletecollection,get,list,patch,update,watch api.core.v1.PodTemplate
R v1 replicationcontrollers ReplicationController N replicationcontroller rc all create,delete,deletecollection,get,list,patch,update,watch api.core.v1.ReplicationController
S scale autoscaling/v1 Scale get,patch,update
S status v1 ReplicationController get,patch,update
R v1 resourcequotas ResourceQuota N resourcequota quota - create,delete,deletecollection,get,list,patch,update,watch api.core.v1.ResourceQuota
S status v1 ResourceQuota get,patch,update
R v1 secrets Secret N secret - - create,delete,deletecollection,get,list,patch,update,watch api.core.v1.Secret
R v1 serviceaccounts ServiceAccount N serviceaccount sa - create,delete,deletecollection,get,list,patch,update,watch api.core.v1.ServiceAccount
S token authentication.k8s.io/v1 TokenRequest create
R v1 services Service N service svc all create,delete,deletecollection,get,list,patch,update,watch api.core.v1.Service
S proxy v1 ServiceProxyOptions create,delete,get,patch,update
S status v1 Service get,patch,update
R admissionregistration.k8s.io/v1beta1 mutatingwebhookconfigurations MutatingWebhookConfiguration C mutatingwebhookconfiguration - api-extensions create,delete,deletecollection,get,list,patch,update,watch api.admissionregistration.v1beta1.MutatingWebhookConfiguration
R admissionregistration.k8s.io/v1beta1 validatingwebhookconfigurations ValidatingWebhookConfiguration C validatingwebhookconfiguration - api-extensions create,delete,deletecollection,get,list,patch,update,watch api.admissionregistration.v1beta1.ValidatingWebhookConfiguration
R apiextensions.k8s.io/v1beta1 customresourcedefinitions CustomResourceDefinition C customresourcedefinition crd,crds api-extensions create,delete,deletecollection,get,list,patch,update,watch apiextensions-apiserver.pkg.apis.apiextensions.v1beta1.CustomResourceDefinition
S status apiextensions.k8s.io/v1beta1 CustomResourceDefinition get,patch,update
R apiregistration.k8s.io/v1beta1 apiservices APIService C apiservice - api-extensions create,delete,deletecollection,get,list,patch,update,watch kube-aggregator.pkg.apis.apiregistration.v1.APIService
S status apiregistration.k8s.io/v1beta1 APIService get,patch,update
R apps/v1beta1 controllerrevisions ControllerRevision N controllerrevision - - create,delete,deletecollection,get,list,patch,update,watch api.apps.v1beta1.ControllerRevision
R apps/v1beta1 deployments Deployment N deployment deploy all create,delete,deletecollection,get,list,patch,update,watch api.apps.v1beta1.Deployment
S status apps/v1beta1 Deployment get,patch,update
S scale autoscaling/v1 Scale get,patch,update
R apps/v1beta1 statefulsets StatefulSet N statefulset sts all create,delete,deletecollection,get,list,patch,update,watch api.apps.v1beta1.StatefulSet
S status apps/v1beta1 StatefulSet get,patch,update
S scale autoscaling/v1 Scale get,patch,update
R apps/v1beta2 controllerrevisions ControllerRevision N controllerrevision - - create,delete,deletecollection,get,list,patch,update,watch api.apps.v1beta2.ControllerRevision
R apps/v1beta2 daemonsets DaemonSet N daemonset ds all create,delete,deletecollection,get,list,patch,update,watch api.apps.v1beta2.DaemonSet
S status apps/v1beta2 DaemonSet get,patch,update
R apps/v1beta2 deployments Deployment N deployment deploy all create,delete,deletecollection,get,list,patch,update,watch api.apps.v1beta2.Deployment
S status apps/v1beta2 Deployment get,patch,update
S scale autoscaling/v1 Scale get,patch,update
R apps/v1beta2 replicasets ReplicaSet N replicaset rs all create,delete,deletecollection,get,list,patch,update,watch api.apps.v1beta2.ReplicaSet
S status apps/v1beta2 ReplicaSet get,patch,update
S scale autoscaling/v1 Scale get,patch,update
R apps/v1beta2 statefulsets StatefulSet N statefulset sts all create,delete,deletecollection,get,list,patch,update,watch api.apps.v1beta2.StatefulSet
S status apps/v1beta2 StatefulSet get,patch,update
S scale autoscaling/v1 Scale get,patch,update
R authentication.k8s.io/v1beta1 selfsubjectreviews SelfSubjectReview C selfsubjectreview - - create api.authentication.v1beta1.SelfSubjectReview
R authentication.k8s.io/v1beta1 tokenreviews TokenReview C tokenreview - - create api.authentication.v1beta1.TokenReview
R authorization.k8s.io/v1beta1 localsubjectaccessreviews LocalSubjectAccessReview N localsubjectaccessreview - - create api.authorization.v1beta1.LocalSubjectAccessReview
R authorization.k8s.io/v1beta1 selfsubjectaccessreviews SelfSubjectAccessReview C selfsubjectaccessreview - - create api.authorization.v1beta1.SelfSubjectAccessReview
R authorization.k8s.io/v1beta1 selfsubjectrulesreviews SelfSubjectRulesReview C selfsubjectrulesreview - - create api.authorization.v1beta1.SelfSubjectRulesReview
R authorization.k8s.io/v1beta1 subjectaccessreviews SubjectAccessReview C subjectaccessreview - - create api.authorization.v1beta1.SubjectAccessReview
R autoscaling/v2beta1 horizontalpodautoscalers HorizontalPodAutoscaler N horizontalpodautoscaler hpa all create,delete,deletecollection,get,list,patch,update,watch api.autoscaling.v2beta1.HorizontalPodAutoscaler
S status autoscaling/v2beta1 HorizontalPodAutoscaler get,patch,update
R autoscaling/v2beta2 horizontalpodautoscalers HorizontalPodAutoscaler N horizontalpodautoscaler hpa all create,delete,deletecollection,get,list,patch,update,watch api.autoscaling.v2.HorizontalPodAutoscaler
S status autoscaling/v2beta2 HorizontalPodAutoscaler get,patch,update
R batch/v1beta1 cronjobs CronJob N cronjob cj all create,delete,deletecollection,get,list,patch,update,watch api.batch.v1beta1.CronJob
S status batch/v1beta1 CronJob get,patch,update
R certificates.k8s.io/v1beta1 certificatesigningrequests CertificateSigningRequest C certificatesigningrequest csr - create,delete,deletecollection,get,list,patch,update,watch api.certificates.v1beta1.CertificateSigningRequest
S status certificates.k8s.io/v1beta1 CertificateSigningRequest get,patch,update
S approval certificates.k8s.io/v1beta1 CertificateSigningRequest get,patch,update
R coordination.k8s.io/v1beta1 leases Lease N lease - - create,delete,deletecollection,get,list,patch,update,watch api.coordination.v1beta1.Lease
R discovery.k8s.io/v1beta1 endpointslices EndpointSlice N endpointslice - - create,delete,deletecollection,get,list,patch,update,watch api.discovery.v1beta1.EndpointSlice
R events.k8s.io/v1beta1 events Event N event ev - create,delete,deletecollection,get,list,patch,update,watch api.events.v1beta1.Event
R extensions/v1beta1 daemonsets DaemonSet N daemonset ds all create,delete,deletecollection,get,list,patch,update,watch api.apps.v1beta2.DaemonSet
S status extensions/v1beta1 DaemonSet get,patch,update
R extensions/v1beta1 deployments Deployment N deployment deploy all create,delete,deletecollection,get,list,patch,update,watch api.apps.v1beta1.Deployment
S status extensions/v1beta1 Deployment get,patch,update
S scale autoscaling/v1 Scale get,patch,update
R extensions/v1beta1 ingresses Ingress N ingress ing - create,delete,deletecollection,get,list,patch,update,watch api.networking.v1beta1.Ingress
S status extensions/v1beta1 Ingress get,patch,update
R extensions/v1beta1 networkpolicies NetworkPolicy N networkpolicy netpol - create,delete,deletecollection,get,list,patch,update,watch api.networking.v1.NetworkPolicy
R extensions/v1beta1 podsecuritypolicies PodSecurityPolicy C podsecuritypolicy psp - create,delete,deletecollection,get,list,patch,update,watch api.policy.v1beta1.PodSecurityPolicy
R extensions/v1beta1 replicasets ReplicaSet N replicaset rs all create,delete,deletecollection,get,list,patch,update,watch api.apps.v1beta2.ReplicaSet
S status extensions/v1beta1 ReplicaSet get,patch,update
S scale autoscaling/v1 Scale get,patch,update
R networking.k8s.io/v1beta1 ingressclasses IngressClass C ingressclass - - create,delete,deletecollection,get,list,patch,update,watch api.networking.v1beta1.IngressClass
R networking.k8s.io/v1beta1 ingresses Ingress N ingress ing - create,delete,deletecollection,get,list,patch,update,watch api.networking.v1beta1.Ingress
S status networking.k8s.io/v1beta1 Ingress get,patch,update
R node.k8s.io/v1beta1 runtimeclasses RuntimeClass C runtimeclass - - create,delete,deletecollection,get,list,patch,update,watch api.node.v1.RuntimeClass
R policy/v1beta1 poddisruptionbudgets PodDisruptionBudget N poddisruptionbudget pdb - create,delete,deletecollection,get,list,patch,update,watch api.policy.v1beta1.PodDisruptionBudget
S status policy/v1beta1 PodDisruptionBudget get,patch,update
R policy/v1beta1 podsecuritypolicies PodSecurityPolicy C podsecuritypolicy psp - create,delete,deletecollection,get,list,patch,update,watch api.policy.v1beta1.PodSecurityPolicy
R rbac.authorization.k8s.io/v1beta1 clusterrolebindings ClusterRoleBinding C clusterrolebinding - - create,delete,deletecollection,get,list,patch,update,watch api.rbac.v1beta1.ClusterRoleBinding
R rbac.authorization.k8s.io/v1beta1 clusterroles ClusterRole C clusterrole - - create,delete,deletecollection,get,list,patch,update,watch api.rbac.v1beta1.ClusterRole
R rbac.authorization.k8s.io/v1beta1 rolebindings RoleBinding N rolebinding - - create,delete,deletecollection,get,list,patch,update,watch api.rbac.v1beta1.RoleBinding
R rbac.authorization.k8s.io/v1beta1 roles Role N role - - create,delete,deletecollection,get,list,patch,update,watch api.rbac.v1beta1.Role
R scheduling.k8s.io/v1beta1 priorityclasses PriorityClass C priorityclass pc - create,delete,deletecollection,get,list,patch,update,watch api.scheduling.v1beta1.PriorityClass
R storage.k8s.io/v1beta1 csidrivers CSIDriver C csidriver - - create,delete,deletecollection,get,list,patch,update,watch api.storage.v1beta1.CSIDriver
R storage.k8s.io/v1beta1 csinodes CSINode C csinode - - create,delete,deletecollection,get,list,patch,update,watch api.storage.v1beta1.CSINode
R storage.k8s.io/v1beta1 storageclasses StorageClass C storageclass sc - create,delete,deletecollection,get,list,patch,update,watch api.storage.v1beta1.StorageClass
R storage.k8s.io/v1beta1 volumeattachments VolumeAttachment C volumeattachment - - create,delete,deletecollection,get,list,patch,update,watch api.storage.v1beta1.VolumeAttachment
S status storage.k8s.io/v1beta1 VolumeAttachment get,patch,update
"""#
}
