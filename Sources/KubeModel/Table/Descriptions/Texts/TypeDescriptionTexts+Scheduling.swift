// swift-format-ignore-file
extension TypeDescriptionTexts {
  /// About priorities of pods and requests.
  static let scheduling = #"""
G flowcontrol
T FlowSchema Sorts requests to the API server into flows of one priority level.
spec The requests, and their level.
status Whether the level is there.
T FlowSchemaSpec Requests, and the priority level that they get.
priorityLevelConfiguration The priority level; it must exist.
matchingPrecedence Rank among schemas that fit a request; the least number counts, 1 to 10000.
distinguisherMethod What tells the flows of the schema apart; a single flow when nothing is said.
rules The requests; fitting one rule suffices.
T FlowSchemaStatus State of a flow schema.
T FlowSchemaCondition An aspect of a flow schema's state.
type The aspect, such as Dangling.
T FlowDistinguisherMethod What tells flows apart.
type ByUser or ByNamespace.
T PolicyRulesWithSubjects Requests, by who makes them and what they are about.
subjects Who makes them.
resourceRules Requests about resources.
nonResourceRules Requests for other paths.
T ResourcePolicyRule Requests about resources.
verbs The verbs; * for all.
apiGroups Groups of the resources; * for all.
resources The resources, and subresources as pods/log; * for all.
clusterScope Whether requests without a namespace fit.
namespaces Namespaces whose requests fit; * for all.
T NonResourcePolicyRule Requests for paths that are no resources.
verbs Methods in lower case; * for all.
nonResourceURLs The paths, with * as the last part for all below; * for all.
T Subject Who makes a request; the member that kind names is set.
kind User, Group or ServiceAccount.
user The user, when the kind is User.
group The group, when the kind is Group.
serviceAccount The service account, when the kind is ServiceAccount.
T GroupSubject A group of users, by name.
name Name of the group; * for all.
T UserSubject A user, by name.
name Name of the user; * for all.
T ServiceAccountSubject Service accounts of a namespace.
namespace The namespace.
name Name of the account; * for all of the namespace.
T PriorityLevelConfiguration A share of the API server's capacity, and what happens when it is used up.
spec The share and its bounds.
status State of the level.
T PriorityLevelConfigurationSpec The bounds of a priority level.
type Exempt for no bound, or Limited.
limited The bounds of a limited level.
exempt The share of an exempt level, which others may borrow from.
T PriorityLevelConfigurationStatus State of a priority level.
T PriorityLevelConfigurationCondition An aspect of a priority level's state.
type The aspect, in a word.
T PriorityLevelConfigurationReference Tells a priority level.
name Name of the level.
T ExemptPriorityLevelConfiguration The share of a level whose requests never wait.
T LimitedPriorityLevelConfiguration The bounds of a level whose requests may have to wait.
limitResponse What happens to requests that cannot be served at once.
borrowingLimitPercent How much the level may borrow of others, in percent of its own share; unbounded when nothing is said.
T ExemptPriorityLevelConfiguration,LimitedPriorityLevelConfiguration
nominalConcurrencyShares The level's weight when the server's capacity is divided.
lendablePercent How much of its share others may borrow, in percent.
T LimitResponse What happens to requests that cannot be served at once.
type Queue, or Reject with 429.
queuing Settings of the queues.
T QueuingConfiguration Queues of a priority level.
queues How many queues there are; 64 by default.
handSize Among how many queues a flow's requests are spread; 8 by default.
queueLengthLimit How many requests may wait in a queue; 50 by default.
G scheduling
T PriorityClass A name for a priority of pods.
value The priority; greater ones go first.
globalDefault Whether pods that name no class get this one.
description When the class should be used, for people.
preemptionPolicy Whether pods of the class may push out others: PreemptLowerPriority or Never.
T Workload Pods that belong together, and how they are scheduled.
spec The groups of pods.
T WorkloadSpec The groups of a workload's pods.
controllerRef The object that the workload is made for.
podGroupTemplates From which the groups are made.
T PodGroup Pods that are scheduled together.
spec How the pods are scheduled.
status How far scheduling has come.
T PodGroupSpec How a group of pods is scheduled.
podGroupTemplateRef The template that the group was made from.
T PodGroupTemplate A template for groups of pods.
name Name of the template, unique in the workload.
T PodGroupSpec,PodGroupTemplate
schedulingPolicy Whether the pods are placed one by one or together.
schedulingConstraints Where the pods may be placed together.
disruptionMode Whether pods are evicted one by one or all together.
priority The group's priority as a number, from the class.
priorityClassName The PriorityClass of the group.
resourceClaims Claims of devices that the pods share.
T PodGroupStatus State of a group of pods.
resourceClaimStatuses The claims that belong to the group's resourceClaims.
T PodGroupResourceClaim A claim of devices that a group shares, directly or by a template.
name Name by which pods refer to the claim.
resourceClaimName A ResourceClaim that exists in the group's namespace.
resourceClaimTemplateName A template from which a ResourceClaim is made for this group.
T PodGroupResourceClaimStatus The claim that belongs to one of a group's resourceClaims.
name The entry in the group's resourceClaims.
resourceClaimName The ResourceClaim that was made; missing when none was needed.
T PodGroupSchedulingConstraints Where a group of pods may be placed.
topology Parts of the cluster within which all the pods must be.
T TopologyConstraint A part of the cluster that a group must not leave.
key The label of nodes whose values make the parts.
T PodGroupSchedulingPolicy How a group of pods is placed; one member is set.
basic The pods are placed one by one.
gang The pods are placed together or not at all.
T BasicSchedulingPolicy Pods are placed one by one; it has no settings.
T GangSchedulingPolicy Pods are placed together or not at all.
minCount How many pods must find a place at once.
T PodGroupTemplateReference Tells a template for groups of pods.
workload The template in a Workload.
T WorkloadPodGroupTemplateReference Tells a template in a Workload.
podGroupTemplateName Name of the template.
workloadName Name of the Workload.
"""#
}
