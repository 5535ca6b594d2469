// swift-format-ignore-file
extension TypeDescriptionTexts {
  /// About workloads and Jobs.
  static let workloads = #"""
G apps
T ControllerRevision A state that a DaemonSet or StatefulSet once had, kept so that it can be gone back to.
data The state.
revision Number of the state; greater ones are newer.
T DaemonSet Runs a pod on every node, or on those that fit.
spec The pods that are wanted, and how they are updated.
status On how many nodes the pods run.
T DaemonSetSpec The pods that are wanted on the nodes.
selector Labels of the pods; they must be among those of the template and cannot change.
template From which the pods are made; its node selector and tolerations decide about the nodes.
updateStrategy How running pods are replaced when the template changes.
minReadySeconds Seconds that a new pod must be ready to count as available; 0 by default.
revisionHistoryLimit How many older revisions are kept; 10 by default.
T DaemonSetStatus On how many nodes a DaemonSet's pods run.
currentNumberScheduled Nodes that have a pod and should.
numberMisscheduled Nodes that have a pod and should not.
desiredNumberScheduled Nodes that should have a pod.
numberReady Nodes that should have a pod and have one that is ready.
updatedNumberScheduled Nodes whose pod is of the current template.
numberAvailable Nodes that should have a pod and have one that is available.
numberUnavailable Nodes that should have a pod and have none that is available.
collisionCount Counts clashes of hashes in the names of revisions, to avoid the next one.
T DaemonSetCondition An aspect of a DaemonSet's state.
type The aspect, in a word.
T DaemonSetUpdateStrategy How a DaemonSet replaces its pods.
type RollingUpdate or OnDelete.
rollingUpdate Settings of RollingUpdate.
T RollingUpdateDaemonSet Settings of a DaemonSet's rolling update.
maxUnavailable How many pods may be missing meanwhile, as a number or percentage; 1 by default.
maxSurge How many nodes may have an old and a new pod meanwhile, as a number or percentage; 0 by default.
T Deployment Keeps equal pods running and replaces them step by step when their template changes.
spec The pods that are wanted, and how they are replaced.
status The pods that there are.
T DeploymentSpec The pods that a Deployment keeps.
replicas How many pods; 1 by default.
selector Labels of the pods; they must be among those of the template and cannot change.
template From which the pods are made; its restartPolicy can only be Always.
strategy How old pods are replaced by new ones.
minReadySeconds Seconds that a new pod must be ready to count as available; 0 by default.
revisionHistoryLimit How many older ReplicaSets are kept to go back to; 10 by default.
paused Whether changes of the template wait.
progressDeadlineSeconds Seconds without progress after which a condition says that the rollout failed; 600 by default.
rollbackTo The revision to go back to; cleared when it is done.
T DeploymentStatus The pods that a Deployment has.
replicas How many pods there are, old ones included.
updatedReplicas How many pods are of the current template.
readyReplicas How many pods are ready.
availableReplicas How many pods have been ready for minReadySeconds.
unavailableReplicas How many pods are missing for all wanted ones to be available.
terminatingReplicas How many pods are being deleted.
collisionCount Counts clashes of hashes in the names of ReplicaSets, to avoid the next one.
T DeploymentCondition An aspect of a Deployment's state.
type The aspect: Available, Progressing or ReplicaFailure.
lastUpdateTime When the condition was last written.
T DeploymentStrategy How a Deployment replaces its pods.
type RollingUpdate, or Recreate to end all old pods first.
rollingUpdate Settings of RollingUpdate.
T RollingUpdateDeployment Settings of a Deployment's rolling update.
maxUnavailable How many pods may be missing meanwhile, as a number or percentage; 25% by default.
maxSurge How many pods may be there beyond the wanted ones, as a number or percentage; 25% by default.
T DeploymentRollback Asks for an older revision of a Deployment.
name Name of the Deployment.
updatedAnnotations Annotations to write on the Deployment.
rollbackTo The revision to go back to.
T RollbackConfig The revision to go back to.
revision Number of the revision; 0 for the one before the current.
T ReplicaSet Keeps a number of equal pods running; in most cases a Deployment owns it.
spec The pods that are wanted.
status How many pods there are.
T ReplicaSetSpec The pods that a ReplicaSet keeps.
replicas How many pods; 1 by default.
selector Labels of the pods; they must be among those of the template and cannot change.
template From which the pods are made.
minReadySeconds Seconds that a new pod must be ready to count as available; 0 by default.
T ReplicaSetStatus The pods that a ReplicaSet has.
replicas How many pods there are, those being deleted not counted.
fullyLabeledReplicas How many pods have all labels of the template.
readyReplicas How many pods are ready.
availableReplicas How many pods have been ready for minReadySeconds.
terminatingReplicas How many pods are being deleted.
T ReplicaSetCondition An aspect of a ReplicaSet's state.
type The aspect, such as ReplicaFailure.
T StatefulSet Keeps pods that have lasting names, network identities and volumes of their own.
spec The pods that are wanted, and their volumes.
status How many pods there are, of which revision.
T StatefulSetSpec The pods that a StatefulSet keeps.
replicas How many pods; 1 by default.
selector Labels of the pods; they must be among those of the template and cannot change.
template From which the pods are made; each is named after the set and its number.
volumeClaimTemplates From which each pod gets claims of its own; they go before volumes of the same name.
serviceName Name of the headless Service under which the pods have names.
podManagementPolicy Whether pods start and stop one after another (OrderedReady) or at once (Parallel).
updateStrategy How pods are replaced when the template changes.
revisionHistoryLimit How many older revisions are kept; 10 by default.
minReadySeconds Seconds that a new pod must be ready to count as available; 0 by default.
persistentVolumeClaimRetentionPolicy What becomes of the claims when pods or the set go.
ordinals How the pods are numbered.
T StatefulSetStatus The pods that a StatefulSet has.
replicas How many pods there are.
readyReplicas How many pods are ready.
currentReplicas How many pods are of currentRevision.
updatedReplicas How many pods are of updateRevision.
availableReplicas How many pods have been ready for minReadySeconds.
currentRevision The revision of the pods that are not updated yet.
updateRevision The revision of the pods that are updated.
collisionCount Counts clashes of hashes in the names of revisions, to avoid the next one.
T StatefulSetCondition An aspect of a StatefulSet's state.
type The aspect, in a word.
T StatefulSetUpdateStrategy How a StatefulSet replaces its pods.
type RollingUpdate or OnDelete.
rollingUpdate Settings of RollingUpdate.
T RollingUpdateStatefulSetStrategy Settings of a StatefulSet's rolling update.
partition Pods with a number below this one keep the old revision; 0 by default.
maxUnavailable How many pods may be missing meanwhile, as a number or percentage; 1 by default.
T StatefulSetOrdinals How a StatefulSet numbers its pods.
start Number of the first pod; 0 by default.
T StatefulSetPersistentVolumeClaimRetentionPolicy What becomes of a StatefulSet's claims.
whenDeleted What happens to the claims when the set is deleted: Retain or Delete; Retain by default.
whenScaled What happens to the claims of pods that scaling removes: Retain or Delete; Retain by default.
G *
T Scale The number of replicas of an object that can be scaled.
spec The number that is wanted.
status The number that there is.
T ScaleSpec The number of replicas that is wanted.
replicas How many replicas are wanted.
T ScaleStatus The number of replicas that there is.
replicas How many replicas there are.
selector Labels of the replicas, as a query in one string.
G apps
T ScaleStatus
selector Labels of the replicas, as a map.
targetSelector Labels of the replicas, as a query in one string; for selectors that a map cannot hold.
G batch
T CronJob Makes Jobs at certain times.
spec When Jobs are made, and from what.
status The Jobs that run, and when one was last made.
T CronJobSpec When Jobs are made, and from what.
schedule The times in the format of cron: minute, hour, day, month, weekday.
timeZone Name of the time zone of the schedule; that of the controller when nothing is said.
startingDeadlineSeconds Seconds after its time in which a Job may still start; a later one is missed.
concurrencyPolicy What happens when the Job before still runs: Allow, Forbid (leave out) or Replace.
suspend Whether no new Jobs are made; running ones go on.
jobTemplate From which the Jobs are made.
successfulJobsHistoryLimit How many finished Jobs are kept; 3 by default.
failedJobsHistoryLimit How many failed Jobs are kept; 1 by default.
T CronJobStatus The Jobs of a CronJob.
active The Jobs that run now.
lastScheduleTime When a Job was last made.
lastSuccessfulTime When a Job last finished with success.
T Job Runs pods until a number of them has succeeded.
spec The pods to run, and when the Job is done.
status How far the Job has come.
T JobSpec The pods to run, and when a Job is done.
parallelism How many pods may run at once; 1 by default.
completions How many pods must succeed; without a value the success of one ends the Job.
completionMode Whether any pods count (NonIndexed), or one for every number from 0 to completions-1 (Indexed).
activeDeadlineSeconds Seconds that the Job may be active before it fails.
backoffLimit How many failures are allowed before the Job fails; 6 by default.
backoffLimitPerIndex How many failures of one number are allowed; only for Indexed.
maxFailedIndexes How many numbers may fail before the Job does; only with backoffLimitPerIndex.
selector Labels of the pods; the server fills it in.
manualSelector Whether selector and labels are one's own care; in most cases not set.
template From which the pods are made; its restartPolicy is Never or OnFailure.
ttlSecondsAfterFinished Seconds after the end when the Job is deleted; it stays when nothing is said.
suspend Whether no pods are made, and running ones are deleted.
podFailurePolicy Rules about what a failed pod means.
podReplacementPolicy When a pod is replaced: TerminatingOrFailed at once, Failed when it has ended.
managedBy Name of the controller that cares for the Job; Kubernetes' own when nothing is said.
successPolicy Rules by which a Job succeeds before all pods have; only for Indexed.
T JobStatus How far a Job has come.
conditions Whether the Job is done, failed or suspended.
startTime When the Job was first started; set again after a suspension.
completionTime When the Job was done; only for success.
active How many pods are there and have not ended.
ready How many pods are ready.
terminating How many pods are being deleted.
succeeded How many pods have succeeded.
failed How many pods have failed.
completedIndexes Numbers that have succeeded, such as 1,3-5.
failedIndexes Numbers that have failed for good, such as 1,3-5.
uncountedTerminatedPods Pods that have ended and are not counted yet.
T JobCondition An aspect of a Job's state.
type The aspect: Complete, Failed, Suspended, SuccessCriteriaMet or FailureTarget.
lastProbeTime When the condition was last looked at.
T JobTemplateSpec A template from which a CronJob makes Jobs.
metadata Labels and annotations of the Jobs.
spec What the Jobs run.
T PodFailurePolicy Rules about what failed pods mean for a Job.
rules The rules, tried in their order; the first that fits counts.
T PodFailurePolicyRule What a certain failure means.
action FailJob, FailIndex, Ignore (do not count it) or Count.
onExitCodes Fits by the exit codes of containers.
onPodConditions Fits by the conditions of the pod.
T PodFailurePolicyOnExitCodesRequirement Exit codes that a rule about failures fits.
containerName The container that is looked at; every one when nothing is said.
operator In for the codes named, NotIn for all others but 0.
values The exit codes; 0 may not stand beside In.
T PodFailurePolicyOnPodConditionsPattern A condition of a pod.
type Type of the condition.
status Status of the condition; True by default.
T SuccessPolicy Rules by which a Job succeeds early.
rules The rules, tried in their order; the first that fits counts.
T SuccessPolicyRule When a Job succeeds early.
succeededIndexes Numbers that must have succeeded, such as 1,3-5; all of them without succeededCount.
succeededCount How many numbers must have succeeded, of succeededIndexes if it is set.
T UncountedTerminatedPods Pods that have ended and are not counted yet.
succeeded Identifiers of those that succeeded.
failed Identifiers of those that failed.
"""#
}
