// swift-format-ignore-file
extension TypeDescriptionTexts {
  /// About autoscaling.
  static let autoscaling = #"""
G autoscaling
T HorizontalPodAutoscaler Sets the number of an object's replicas by what they use and by other metrics.
spec What is scaled, within which bounds, by which metrics.
status What the metrics say, and how many replicas follow from it.
T HorizontalPodAutoscalerSpec What is scaled, within which bounds, by which metrics.
scaleTargetRef The object that is scaled.
minReplicas The fewest replicas; 1 by default.
maxReplicas The most replicas; not less than minReplicas.
metrics The metrics; of the numbers that they ask for the greatest counts. CPU at 80% by default.
targetCPUUtilizationPercentage The CPU use that is aimed at, in percent of the pods' requests.
behavior How fast the number may grow and shrink.
T HorizontalPodAutoscalerStatus What an autoscaler has found and done.
lastScaleTime When the number of replicas was last changed.
currentReplicas How many replicas there were when it last looked.
desiredReplicas How many replicas there should be.
currentCPUUtilizationPercentage The CPU use of the pods, in percent of their requests.
currentMetrics What the metrics last said.
conditions Whether the autoscaler can scale, is active, and is held by its bounds.
T HorizontalPodAutoscalerCondition An aspect of an autoscaler's state.
type The aspect: AbleToScale, ScalingActive or ScalingLimited.
T HorizontalPodAutoscalerBehavior How fast an autoscaler changes the number of replicas.
scaleUp Rules for more replicas.
scaleDown Rules for fewer replicas.
T HPAScalingRules Rules for changes in one direction.
policies The policies; without any the default ones count.
selectPolicy Which policy counts: Max for the greatest change, Min for the least, Disabled for none.
stabilizationWindowSeconds Seconds whose earlier advice is looked back on; 0 upwards and 300 downwards by default.
tolerance How far a metric may be off its target without a change, as a share; by default the cluster's setting, which is 10%.
T HPAScalingPolicy How much the number may change in a while.
type Pods for a number, Percent for a share of the replicas.
value The greatest change; above zero.
periodSeconds Length of the while in seconds, 1800 at most.
T CrossVersionObjectReference Tells an object in the same namespace.
apiVersion The object's group version.
kind The object's kind.
name The object's name.
T MetricSpec A metric and the value that is aimed at; the member that type names is set.
type ContainerResource, External, Object, Pods or Resource.
object A metric of one object, such as requests to an Ingress.
pods A metric of every pod, averaged.
resource CPU or memory of the pods, against their requests or as a value.
containerResource CPU or memory of one container of every pod.
external A metric from outside the cluster.
T MetricStatus A metric and its last value; the member that type names is set.
type ContainerResource, External, Object, Pods or Resource.
object The metric of one object.
pods The metric of every pod, averaged.
resource CPU or memory of the pods.
containerResource CPU or memory of one container of every pod.
external The metric from outside the cluster.
T MetricIdentifier The name of a metric.
name Name of the metric.
selector Labels that narrow the metric down.
T MetricTarget The value of a metric that is aimed at.
type Utilization, Value or AverageValue.
value The value as a whole.
averageValue The value divided by the number of pods.
averageUtilization The use in percent of the pods' requests.
T MetricValueStatus The last value of a metric.
value The value as a whole.
averageValue The value divided by the number of pods.
averageUtilization The use in percent of the pods' requests.
T ContainerResourceMetricSource CPU or memory of one container of every pod, and what is aimed at.
name Name of the resource.
container Name of the container.
target The value that is aimed at.
targetAverageUtilization The use that is aimed at, in percent of the requests.
targetAverageValue The use for each pod that is aimed at, as a value.
T ContainerResourceMetricStatus CPU or memory of one container of every pod, as last seen.
name Name of the resource.
container Name of the container.
current The last value.
currentAverageUtilization The last use, in percent of the requests.
currentAverageValue The last use for each pod, as a value.
T ResourceMetricSource CPU or memory of the pods, and what is aimed at.
name Name of the resource.
target The value that is aimed at.
targetAverageUtilization The use that is aimed at, in percent of the requests.
targetAverageValue The use for each pod that is aimed at, as a value.
T ResourceMetricStatus CPU or memory of the pods, as last seen.
name Name of the resource.
current The last value.
currentAverageUtilization The last use, in percent of the requests.
currentAverageValue The last use for each pod, as a value.
T ExternalMetricSource A metric from outside the cluster, and what is aimed at.
metric The metric.
metricName Name of the metric.
metricSelector Labels that narrow the metric down.
target The value that is aimed at.
targetValue The value that is aimed at, as a whole.
targetAverageValue The value for each pod that is aimed at.
T ExternalMetricStatus A metric from outside the cluster, as last seen.
metric The metric.
metricName Name of the metric.
metricSelector Labels that narrow the metric down.
current The last value.
currentValue The last value as a whole.
currentAverageValue The last value for each pod.
T ObjectMetricSource A metric of one object, and what is aimed at.
describedObject The object.
metric The metric.
metricName Name of the metric.
selector Labels that narrow the metric down.
target The value that is aimed at; in v2beta1 and in annotations the object.
targetValue The value that is aimed at, as a whole.
averageValue The value for each pod that is aimed at.
T ObjectMetricStatus A metric of one object, as last seen.
describedObject The object.
metric The metric.
metricName Name of the metric.
selector Labels that narrow the metric down.
target The object.
current The last value.
currentValue The last value as a whole.
averageValue The last value for each pod.
T PodsMetricSource A metric of every pod, averaged, and what is aimed at.
metric The metric.
metricName Name of the metric.
selector Labels that narrow the metric down.
target The value that is aimed at.
targetAverageValue The value for each pod that is aimed at.
T PodsMetricStatus A metric of every pod, averaged, as last seen.
metric The metric.
metricName Name of the metric.
selector Labels that narrow the metric down.
current The last value.
currentAverageValue The last value for each pod.
"""#
}
