// swift-format-ignore-file
extension TypeDescriptionTexts {
  /// About admission webhooks and policies.
  static let admission = #"""
G admission
T AdmissionReview What an admission webhook is asked, and what it answers.
request The question.
response The answer.
T AdmissionRequest A request to the API that a webhook has to judge.
uid Identifier of this call, which the answer repeats.
kind The kind of the object, as the webhook's rule names it.
resource The resource, as the webhook's rule names it.
subResource The subresource, if one is meant.
requestKind The kind of the object in the client's request.
requestResource The resource in the client's request.
requestSubResource The subresource in the client's request.
name Name of the object; empty when the server has yet to make one.
namespace Namespace of the object.
operation CREATE, UPDATE, DELETE or CONNECT.
userInfo Who makes the request.
object The object as it would become.
oldObject The object as it is; for UPDATE and DELETE.
dryRun Whether nothing will be stored, so that the webhook must not act either.
options The options of the request, such as CreateOptions.
T AdmissionResponse A webhook's judgement of a request.
uid Identifier of the call, from the request.
allowed Whether the request may go on.
status Why it may not; code and message reach the client.
patch Changes to the object.
patchType Format of the changes; the one value is JSONPatch.
auditAnnotations Annotations for the audit log, under the webhook's name.
warnings Warnings for the client.
G admissionregistration
paramKind The kind of the objects with parameters; none when nothing is said.
matchConditions Conditions in CEL, all of which must hold for a request to be looked at.
failurePolicy What happens when it cannot be evaluated or reached: Ignore or Fail; Fail by default.
reinvocationPolicy Whether it is asked again when others changed the object after it: Never or IfNeeded.
T ApplyConfiguration A change of an object as for server-side apply.
expression CEL that yields the apply configuration as Object{...}.
T JSONPatch A change of an object as a JSON patch.
expression CEL that yields a list of JSONPatch{...}.
T AuditAnnotation An annotation for the audit log.
key End of the annotation's key, after the policy's name and a slash.
valueExpression CEL that yields the text, or null for no annotation.
T ExpressionWarning A doubt about the types of an expression.
fieldRef The field with the expression.
warning What is doubtful, for each type that was checked.
T MatchCondition A condition on the requests that are looked at.
name Name of the condition, unique in its list.
expression CEL that yields a boolean, about object, oldObject, request and authorizer.
T MatchResources The requests that a policy is about.
namespaceSelector Namespaces whose objects count, by their labels; all by default.
objectSelector Objects that count, by their labels before or after the change; all by default.
resourceRules Operations on resources that count.
excludeResourceRules Operations on resources that do not count, although a rule names them.
matchPolicy Whether rules fit other versions of a resource too (Equivalent) or only the one named (Exact).
T NamedRuleWithOperations Operations on resources, and on certain objects of them.
resourceNames Names of the objects; all when none is named.
T Rule Resources that a rule is about.
T RuleWithOperations Operations on resources.
T RuleWithOperations,NamedRuleWithOperations
operations The operations: CREATE, UPDATE, DELETE, CONNECT or * for all.
T Rule,RuleWithOperations,NamedRuleWithOperations
apiGroups Groups of the resources; * for all.
apiVersions Versions of the resources; * for all.
resources The resources, and subresources as pods/log; */* for all.
scope Whether they are of the cluster or of namespaces: Cluster, Namespaced or * for both.
T MutatingAdmissionPolicy Changes objects in requests by expressions.
spec The requests and the changes.
T MutatingAdmissionPolicyBinding Puts a mutating policy into force, with parameters.
spec The policy, its parameters and where it counts.
T MutatingAdmissionPolicyBindingSpec Where a mutating policy is in force.
T ValidatingAdmissionPolicyBindingSpec Where a validating policy is in force.
validationActions What a failed validation does: Deny, Warn or Audit.
T MutatingAdmissionPolicyBindingSpec,ValidatingAdmissionPolicyBindingSpec
policyName Name of the policy.
paramRef The objects with the parameters.
matchResources Requests that the binding is about, among those of the policy.
T MutatingAdmissionPolicySpec The requests that a policy changes, and how.
matchConstraints Requests that the policy is about.
variables Named expressions for use in those that follow.
mutations The changes, made one after another.
T Mutation One change of an object.
patchType ApplyConfiguration or JSONPatch.
applyConfiguration The change as an apply configuration.
jsonPatch The change as a JSON patch.
T ParamKind A kind of objects with parameters.
apiVersion The kind's group version.
kind Name of the kind.
T ParamRef The objects with a policy's parameters, by name or by labels.
name Name of the object; not together with selector.
namespace Namespace of the objects; that of the request by default.
selector Labels of the objects; the policy counts for each of them.
parameterNotFoundAction What happens when no object is there: Allow or Deny.
T TypeChecking What the check of a policy's expressions found.
expressionWarnings The doubts about types.
T ValidatingAdmissionPolicy Accepts or refuses requests by expressions.
spec The requests and the rules.
status What the check of the expressions found.
T ValidatingAdmissionPolicyBinding Puts a validating policy into force, with parameters.
spec The policy, its parameters, where it counts and what follows.
T ValidatingAdmissionPolicySpec The requests that a policy judges, and how.
matchConstraints Requests that the policy is about.
variables Named expressions for use in those that follow.
validations The rules, all of which must hold.
auditAnnotations Annotations for the audit log.
T ValidatingAdmissionPolicyStatus What is known of a validating policy.
typeChecking What the check of the expressions found.
T Validation One rule about requests.
expression CEL that yields a boolean; false refuses the request.
message What the client is told when the rule fails.
messageExpression CEL that yields what the client is told; goes before message.
reason The reason of the refusal: Unauthorized, Forbidden, Invalid or RequestEntityTooLarge.
T Variable A named expression.
name Name; others use it as variables.name.
expression CEL that yields the value.
T MutatingWebhookConfiguration Webhooks that may change objects in requests.
webhooks The webhooks, each with the requests that it is asked about.
T ValidatingWebhookConfiguration Webhooks that accept or refuse requests.
webhooks The webhooks, each with the requests that it is asked about.
T MutatingWebhook A webhook that may change objects, and the requests that it is asked about.
T ValidatingWebhook A webhook that judges requests, and which ones.
T MutatingWebhook,ValidatingWebhook
name Name of the webhook, as a domain name, unique in the configuration.
clientConfig Where the webhook is.
rules Operations on resources about which it is asked.
namespaceSelector Namespaces about whose objects it is asked, by their labels; all by default.
objectSelector Objects about which it is asked, by their labels before or after the change; all by default.
matchPolicy Whether rules fit other versions of a resource too (Equivalent) or only the one named (Exact).
sideEffects Whether the webhook acts elsewhere: None, NoneOnDryRun, or for older versions Some or Unknown.
timeoutSeconds Seconds to wait for the answer, 1 to 30; 10 by default.
admissionReviewVersions Versions of AdmissionReview that the webhook knows, the best first.
"""#
}
