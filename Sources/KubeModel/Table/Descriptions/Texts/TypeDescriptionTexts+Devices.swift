// swift-format-ignore-file
extension TypeDescriptionTexts {
  /// About devices and their claims.
  static let devices = #"""
G resource
driver Name of the driver, as a domain name.
selectors Conditions in CEL on the device, all of which must hold.
allocationMode How many devices: ExactCount, or All that fit.
count How many devices with ExactCount; 1 by default.
adminAccess Whether the devices are used for watching over them, beside the users that they have.
tolerations Taints of devices that the request puts up with.
deviceClassName The DeviceClass of the devices.
T CELDeviceSelector A condition in CEL on a device.
expression CEL that yields a boolean, about device: its driver, attributes and capacity.
T DeviceSelector A condition on a device.
cel The condition in CEL.
T Device A device of a node or network.
name Name of the device, unique in its pool.
basic The device's properties, as v1beta1 spells it.
T BasicDevice Properties of a device, as v1beta1 spells it.
T Device,BasicDevice
attributes Properties by which the device can be selected.
capacity How much of what the device has.
consumesCounters What the device takes of counters that it shares with others.
nodeName The node with the device, when each device of the slice says its own.
nodeSelector The nodes that reach the device, when each device of the slice says its own.
allNodes Whether all nodes reach the device, when each device of the slice says its own.
taints Marks that keep requests away which do not tolerate them.
bindsToNode Whether a pod with the device can only run on the node chosen for it.
bindingConditions Conditions that must be True in the claim before the pod is bound to its node.
bindingFailureConditions Conditions that, being True in the claim, mean that binding has failed.
allowMultipleAllocations Whether several requests may share the device.
nodeAllocatableResourceMappings What the device takes of the node's own resources, such as memory.
T NodeAllocatableResourceMapping What a device takes of one resource of its node.
capacityKey The capacity of the device that tells how much.
allocationMultiplier A factor for it, or for each device.
T DeviceAttribute A property of a device; one member is set.
int A whole number.
bool A boolean.
string A text of any kind.
version A version, by semver 2.0.0.
ints Whole numbers.
bools Booleans.
strings Texts of any kind.
versions Versions, by semver 2.0.0.
T DeviceCapacity How much a device has of something.
value How much in all.
requestPolicy How much requests may take, for devices that are shared.
T CapacityRequestPolicy How much requests may take of a shared capacity.
default How much a request takes that says nothing.
validValues Amounts that may be taken; others are rounded up to the next.
validRange The range of amounts that may be taken.
T CapacityRequestPolicyRange A range of amounts.
min The least amount.
max The greatest amount.
step Amounts are the least one and multiples of this step above it.
T CapacityRequirements What is needed of a device's capacities.
requests How much of each capacity, at least.
T Counter An amount of something that devices share.
value The amount.
T CounterSet Amounts that devices of a pool share.
name Name of the set, unique in the pool.
counters The amounts by their names.
T DeviceCounterConsumption What a device takes of a set of counters.
counterSet Name of the set.
counters The amounts by their names.
T DeviceClass A kind of devices that claims can ask for.
spec The devices and their settings.
T DeviceClassSpec The devices of a class.
config Settings for drivers, handed on with every claim of the class.
extendedResourceName Name of an extended resource by which containers can ask for the class.
T DeviceClassConfiguration Settings for a driver.
opaque Settings in the driver's own form.
T OpaqueDeviceConfiguration Settings in a driver's own form.
parameters The settings, an object with a kind and version of the driver's.
T DeviceClaim Devices that a claim asks for.
requests The requests, all of which must be fulfilled.
constraints Conditions on devices of several requests.
config Settings for drivers.
T DeviceClaimConfiguration Settings for a driver and the requests that they are for.
requests The requests; all when none is named.
opaque Settings in the driver's own form.
T DeviceAllocationConfiguration Settings that a driver gets for an allocation.
source Where they come from: FromClass or FromClaim.
requests The requests that they are for; all when none is named.
opaque Settings in the driver's own form.
T DeviceConstraint A condition on devices of several requests; one member beside the requests is set.
requests The requests; all when none is named.
matchAttribute An attribute whose value must be the same for all the devices.
distinctAttribute An attribute whose value must differ for all the devices.
T DeviceRequest One request of a claim.
name Name of the request, unique in the claim.
exactly The devices that are asked for.
firstAvailable Devices that are asked for, the best first; one of them is enough.
T ExactDeviceRequest Devices that are asked for.
T DeviceSubRequest One of several choices of devices.
name Name of the choice, unique in the request.
T DeviceRequest,ExactDeviceRequest,DeviceSubRequest
capacity What is needed of the devices' capacities.
T DeviceRequestAllocationResult A device that was allotted to a request.
request Name of the request, with the choice after a slash.
pool Pool of the device.
device Name of the device in its pool.
tolerations The request's tolerations at the time.
bindingConditions Conditions that must be True in the claim before the pod is bound to its node.
bindingFailureConditions Conditions that, being True in the claim, mean that binding has failed.
shareID Tells this share of a device that several requests have.
consumedCapacity How much of each capacity it takes.
T DeviceAllocationResult Devices that were allotted to a claim.
results The devices.
config Settings for the drivers, of the classes and of the claim.
T AllocationResult What was allotted to a claim.
devices The devices.
nodeSelector The nodes that reach the devices; all when nothing is said.
allocationTimestamp When it was allotted.
T AllocatedDeviceStatus State of an allotted device, as its driver tells it.
pool Pool of the device.
device Name of the device in its pool.
conditions Aspects of the device's state.
data Anything that the driver tells.
networkData What the driver tells of a network device.
shareID Tells the share of a device that several requests have.
T NetworkDeviceData State of a network device.
interfaceName Name of the interface in the pod.
ips Addresses of the interface, with the length of their prefix.
hardwareAddress Hardware address of the interface.
T DeviceTaint A mark that keeps requests off a device, or drives out its users.
key Key of the taint.
value Value of the taint.
effect What happens to requests that do not tolerate it: None, NoSchedule or NoExecute.
timeAdded When the taint was added.
T DeviceToleration A taint that a request puts up with.
key Key of the taint; empty with Exists for every taint.
operator How the value is compared: Exists or Equal; Equal by default.
value The value to compare with; empty with Exists.
effect The effect that is tolerated; empty for all.
tolerationSeconds Seconds that the devices are kept beside a NoExecute taint; for ever when nothing is said.
T DeviceTaintRule Puts a taint on devices from outside their driver.
spec The devices and the taint.
status What the taint has done.
T DeviceTaintRuleSpec Devices and the taint that they get.
deviceSelector The devices.
taint The taint.
T DeviceTaintRuleStatus What a taint has done.
conditions How far the eviction of pods has come.
T DeviceTaintSelector Devices that a rule is about: those that fit all that is said.
device Name of the device.
driver Name of the devices' driver.
pool Pool of the devices.
T ResourceClaim Devices that pods ask for, and those that they got.
spec The devices that are asked for.
status What was allotted, and to whom.
T ResourceClaimSpec What a claim asks for; it cannot change.
devices The devices.
T ResourceClaimStatus What a claim got.
allocation What was allotted; missing before that.
reservedFor Who may use it; in most cases pods.
devices State of the devices, as their drivers tell it.
T ResourceClaimConsumerReference One who may use a claim.
apiGroup Group of the user's resource; empty for the core group.
resource Resource of the user, such as pods.
name Name of the user.
uid Identifier of the user.
T ResourceClaimTemplate From which claims for pods are made.
spec The template.
T ResourceClaimTemplateSpec A template of claims.
metadata Labels and annotations of the claims.
spec What the claims ask for.
T ResourcePool Devices that a driver tells of together, in one slice or several.
name Name of the pool; in most cases that of the node.
generation Number of the pool's state; slices of older ones no longer count.
resourceSliceCount How many slices the pool has in this state.
T ResourceSlice Devices of a pool that a driver tells of.
spec The devices, and who reaches them.
T ResourceSliceSpec Devices of a pool; one of nodeName, nodeSelector, allNodes and perDeviceNodeSelection is set.
pool The pool.
nodeName The node with the devices.
nodeSelector The nodes that reach the devices.
allNodes Whether all nodes reach the devices.
perDeviceNodeSelection Whether each device says which nodes reach it.
devices The devices.
sharedCounters Amounts that devices of the pool share.
T ResourcePoolStatusRequest Asks how many devices of which pools are in use.
spec The pools.
status What was found.
T ResourcePoolStatusRequestSpec Pools that are asked about.
driver Name of the pools' driver.
poolName Name of one pool; all pools of the driver when nothing is said.
limit How many pools are told at most.
T ResourcePoolStatusRequestStatus What was found about pools.
conditions Whether the question was answered.
poolCount How many pools fit, even those that are not told.
pools The pools.
T PoolStatus The devices of one pool.
poolName Name of the pool.
nodeName Node of the pool, if it has one.
generation Number of the pool's state.
resourceSliceCount How many slices the pool has.
totalDevices How many devices the pool has.
allocatedDevices How many devices are allotted.
availableDevices How many devices are free.
unavailableDevices How many devices cannot be allotted for other reasons.
validationError Why the pool's slices cannot be used.
"""#
}
