// swift-format-ignore-file
extension TypeDescriptionTexts {
  /// About containers, their probes, hooks and environment.
  static let containers = #"""
G core
T Affinity Rules that draw a pod to nodes or keep it away from them.
nodeAffinity Rules about the node's own labels.
podAffinity Rules that draw the pod to places where certain pods run.
podAntiAffinity Rules that keep the pod away from places where certain pods run.
T AppArmorProfile The AppArmor profile of a process.
type Where the profile comes from: Localhost, RuntimeDefault or Unconfined.
localhostProfile Name of a profile loaded on the node; only with the type Localhost, which needs it.
T Capabilities Linux capabilities to add to a container's usual set or take from it.
add Capabilities to add, such as NET_ADMIN.
drop Capabilities to take away; ALL takes every one.
T Container A program of a pod, with its image, environment, mounts and limits.
ports Ports that the container listens on; a port that is not named here can be reached as well.
resources Computing resources that the container asks for and may use.
resizePolicy Whether the container restarts when one of its resources is resized.
livenessProbe A check that the container still works; it is restarted when the check fails.
readinessProbe A check that the container can serve; while it fails the pod is taken out of Services.
startupProbe A check that the container has started; the other probes wait until it succeeds once.
lifecycle What the kubelet does after the container starts and before it stops.
restartPolicyRules Rules about exit codes that go before restartPolicy, tried in their order.
name Name of the container, a DNS label unique in the pod; it cannot be changed.
restartPolicy Whether the container restarts when it ends; an init container with Always is a sidecar that runs beside the others.
T EphemeralContainer A container added to a running pod for debugging; it has no guarantees and is never restarted.
ports Not for ephemeral containers, which offer no ports.
resources Not for ephemeral containers, which use what the pod has left.
livenessProbe Not for ephemeral containers, which are not checked for life.
readinessProbe Not for ephemeral containers, which do not count for readiness.
startupProbe Not for ephemeral containers, which are not checked at the start.
lifecycle Not for ephemeral containers, which have no hooks.
resizePolicy Not for ephemeral containers, which have no resources to resize.
restartPolicyRules Not for ephemeral containers, which do not restart.
name Name of the container, unique among all containers of the pod.
restartPolicy Must not be set: such a container does not restart.
targetContainerName The container whose processes this one sees; without it, what the pod shares.
T Container,EphemeralContainer
image The image that the container runs.
command The program and its first arguments instead of the image's entry point; $(NAME) stands for a variable.
args Arguments for the entry point instead of the image's own; $(NAME) stands for a variable.
workingDir The directory in which the program starts; the image decides when it is empty.
env Environment variables of the container.
envFrom Objects whose keys all become environment variables; env goes before them, and later sources before earlier ones.
volumeMounts Where volumes of the pod are mounted in the container.
volumeDevices Where block devices of the pod's claims appear in the container.
terminationMessagePath File in the container from which its last message is read; /dev/termination-log by default.
terminationMessagePolicy Whether the last message comes from the file only (File) or, when it is empty after a failure, from the end of the log (FallbackToLogsOnError).
imagePullPolicy When the image is pulled: Always, IfNotPresent or Never; Always by default for the tag latest.
securityContext Privileges and identity of the container's processes; it goes before the pod's.
stdin Whether the container keeps a standard input open for those who attach.
stdinOnce Whether standard input closes after the first client that attached has left.
tty Whether the container gets a terminal; needs stdin.
T ContainerPort A port that a container listens on.
name A name for the port, unique in the pod, by which Services can refer to it.
containerPort The number of the port, 1 to 65535.
hostPort A port of the node that leads to the container's; in most cases not needed.
hostIP The address of the node on which hostPort is bound.
protocol UDP, TCP or SCTP; TCP by default.
T ContainerResizePolicy What a change of one resource means for a running container.
resourceName The resource: cpu or memory.
restartPolicy Whether the container restarts for the change: NotRequired or RestartContainer.
T ContainerRestartRule What is done when a container exits in a certain way.
action What is done: Restart or RestartAllContainers.
exitCodes The exit codes that the rule is about.
T ContainerRestartRuleOnExitCodes Exit codes that a rule about restarts fits.
operator In for the codes named, NotIn for all others.
values The exit codes, at most 255 of them.
T EnvFromSource An object whose keys all become environment variables.
prefix Text that is put before each key.
configMapRef The ConfigMap to read.
secretRef The Secret to read.
T ConfigMapEnvSource A ConfigMap whose keys all become environment variables.
name Name of the ConfigMap.
optional Whether the ConfigMap may be missing.
T SecretEnvSource A Secret whose keys all become environment variables.
name Name of the Secret.
optional Whether the Secret may be missing.
T EnvVar An environment variable.
name Name of the variable.
value The value; $(NAME) stands for a variable defined before, $$ for a dollar sign.
valueFrom Where the value comes from; not together with value.
T EnvVarSource Where the value of an environment variable comes from.
fieldRef A field of the pod: name, namespace, a label, an annotation, its addresses and others.
resourceFieldRef A request or limit of a container.
configMapKeyRef A key of a ConfigMap.
secretKeyRef A key of a Secret.
fileKeyRef A variable in a file of a volume.
T FileKeySelector A variable in a file of a volume.
volumeName Name of the volume with the file.
path The file, by its path in the volume.
key The variable in the file.
optional Whether the file or the variable may be missing.
T ConfigMapKeySelector A key of a ConfigMap.
name Name of the ConfigMap.
key The key to read.
optional Whether the ConfigMap or the key may be missing.
T SecretKeySelector A key of a Secret.
name Name of the Secret.
key The key to read.
optional Whether the Secret or the key may be missing.
T ObjectFieldSelector A field of a pod.
apiVersion The version of the schema in which fieldPath is written; v1 by default.
fieldPath The path of the field, such as metadata.name.
T ResourceFieldSelector A request or limit of a container.
containerName The container; needed in volumes, and by default the variable's own.
resource The resource, such as limits.cpu or requests.memory.
divisor The unit in which the number is told; 1 by default.
T ExecAction A command to run in a container.
command The program and its arguments, without a shell; exit code 0 is success.
T GRPCAction A call of the gRPC health service.
port Number of the port, 1 to 65535.
service Name of the service that is asked about.
T HTTPGetAction An HTTP GET request; codes from 200 to 399 are success.
path Path of the URL.
port Number or name of the port.
host Name of the host to call; the pod's address by default. Set the header Host rather than this.
scheme HTTP or HTTPS; HTTP by default.
httpHeaders Headers of the request.
T HTTPHeader A header of an HTTP request.
name Name of the header.
value Value of the header.
T TCPSocketAction A TCP connection; success is that it opens.
port Number or name of the port to connect to.
host Name of the host to connect to; the pod's address by default.
T SleepAction A pause.
seconds Length of the pause.
T Lifecycle What the kubelet does when a container starts and stops.
postStart Done right after the container is created; when it fails the container is killed and its restart policy decides.
preStop Done before the container is stopped by a request or a failed probe; the grace period runs meanwhile.
stopSignal The signal that stops the container; the image decides when there is none.
T LifecycleHandler One action at the start or end of a container; exactly one member is set.
exec Runs a command in the container.
httpGet Sends an HTTP GET request.
tcpSocket Has no effect and is kept for older objects.
sleep Waits for some seconds.
T Probe A check of a container that the kubelet repeats; one of exec, httpGet, tcpSocket and grpc says how.
exec Runs a command in the container.
httpGet Sends an HTTP GET request.
tcpSocket Opens a TCP connection.
grpc Calls the gRPC health service.
initialDelaySeconds Seconds after the container's start before the first check.
timeoutSeconds Seconds after which a check has failed; 1 by default.
periodSeconds Seconds between checks; 10 by default.
successThreshold Successes in a row after which the probe counts as passed again; 1 for liveness and startup probes.
failureThreshold Failures in a row after which the probe counts as failed; 3 by default.
terminationGracePeriodSeconds Seconds that the container has to end after this probe failed; the pod's when nothing is said.
"""#
}
