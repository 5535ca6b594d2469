extension KnownDifference {
  /// All of them, from the pod's process up to the API.
  package static let all = containers + pods + network + controllers + api

  private static let containers = [
    Self(
      "image",
      "names a recipe, not an image; without one the pod waits with ErrImagePull and the event says how to add it",
      because: "Programs of this machine run directly, so nothing is pulled or unpacked"),
    Self(
      "imagePullPolicy, imagePullSecrets", "are stored and have no effect",
      because: "Nothing is pulled"),
    Self(
      "resources.limits",
      "are heeded by the scheduler and by quotas, and of them only ephemeral-storage is enforced, by eviction",
      because: "An unprivileged process is given no cgroup with controllers of its own"),
    Self(
      "securityContext.runAsUser, runAsGroup, fsGroup",
      "that a cluster without root does not have are replaced by ids that it has, as an event says",
      because: "The kernel maps one id into a user namespace made without privilege"),
    Self(
      "securityContext.runAsNonRoot",
      "keeps a container from being started without root, where it waits in CreateContainerConfigError",
      because: "Its one user there is root, and a container that must not be root is never started as root"),
    Self(
      "securityContext.privileged",
      "gives all capabilities, and leaves /proc/sys and /sys read-only, so that `sysctl -w` fails in an init container",
      because: "Most of them are the machine's, where nothing is changed; securityContext.sysctls sets the pod's own"),
    Self(
      "securityContext.seccompProfile, appArmorProfile, seLinuxOptions, procMount", "are stored and have no effect",
      because: "They need privileges on the host, or policies that it would have to load"),
  ]

  private static let pods = [
    Self(
      "spec.shareProcessNamespace",
      "lets containers see each other's processes, and the others restart when the first of them ends",
      because: "There is no pause process: the first container's is the first of the namespace"),
    Self(
      "spec.hostPID, hostIPC", "are stored and have no effect", because: "Pods never share the machine's namespaces"),
    Self(
      "spec.hostNetwork",
      "shares the cluster's network namespace, not the machine's, and with it the ports of all nodes",
      because: "Nothing is changed on the host"),
    Self(
      "pods/resize", "is done at once, without the conditions PodResizePending and PodResizeInProgress",
      because: "Requests and limits are an account here, and no process has to be changed"),
    Self(
      "spec.volumes",
      "of network storage are refused by an event; hostPath, local, claims, emptyDir and projections work",
      because: "There is one machine; hostPath shows its files as the container's user may see them"),
    Self(
      "pods deleted by force", "have one second to end, where the kubelet gives them their own grace period",
      because: "The object is gone, and so is what it leaves on the machine a moment later"),
    Self(
      "critical pods", "that come with their node named do not make room for themselves by ending other pods",
      because: "The scheduler preempts for them where it places them"),
    Self(
      "spec.runtimeClassName", "must name a RuntimeClass, whose overhead counts, and its handler has no effect",
      because: "There is one runtime"),
  ]

  private static let network = [
    Self(
      "Service", "connections come from the proxy's address, so externalTrafficPolicy: Local shows no client's address",
      because: "The proxy runs in user space, for kernel modules are not to be had everywhere"),
    Self(
      "NetworkPolicy", "is stored and not enforced", because: "As in a cluster whose network plugin has no policies"),
    Self(
      "Ingress", "is stored and gets no address", because: "As in a cluster without an ingress controller"),
    Self(
      "names and addresses outside the cluster", "are a failure of the DNS server (SERVFAIL) and not routed",
      because: "Nothing leaves the machine by accident"),
    Self(
      "NodePort, hostPort", "are reached from the machine at 127.0.0.1 (hostPort not at all), not at a node's address",
      because: "Nodes' addresses are those of the cluster's own network, of which the machine knows nothing"),
    Self(
      "Service", "takes a connection before its backend has, and closes it when no backend does",
      because: "The proxy runs in user space, and learns of a refusal when the client is connected already"),
  ]

  private static let controllers = [
    Self(
      "HorizontalPodAutoscaler", "is stored and scales nothing", because: "One machine has nothing to scale out to"),
    Self(
      "ResourceClaim, DeviceClass, VolumeAttributesClass, StorageVersionMigration",
      "are stored and nothing acts on them",
      because: "There are no drivers of devices or of storage"),
    Self(
      "Secret of the type kubernetes.io/service-account-token", "is stored as it is given, and no token is filled in",
      because: "Tokens that end are to be had for pods and by `kubectl create token`"),
  ]

  private static let api = [
    Self(
      "custom resources that a webhook converts, as admission webhooks and server-side apply see them",
      "are shown in the version of the request, and fields that a manager set in another version keep their names",
      because: "A webhook is asked for the object of a request, and not for what others once wrote"),
    Self(
      "quantities from 10^37 on", "are refused as if they were no quantities",
      because: "Amounts are exact in 128 bits, and nothing is measured beyond that"),
    Self(
      "times, lists and maps that are not set",
      "are left out where kube-apiserver writes null, such as a condition's lastProbeTime",
      because: "Clients read a missing value and null alike"),
    Self(
      "addresses in forms that are no longer standard", "are taken or refused without a warning",
      because: "The form that a field has is all that is looked at"),
    Self(
      "/version", "names one version, with the suffix +localkube",
      because: "One table of types is served to all clients"),
    Self(
      "MutatingAdmissionPolicy", "is stored and not evaluated, and its bindings are refused",
      because: "CEL judges requests here, and does not change objects"),
    Self(
      "ValidatingAdmissionPolicy", "is evaluated, and its status says nothing of the types of its expressions",
      because: "Expressions are read when they are written, and objects have no types to them"),
    Self(
      "expressions in CEL",
      "are refused without line and column, cost otherwise, and have no comprehensions of two variables",
      because: "They are read and evaluated by code of localkube's own"),
    Self(
      "PodSecurityPolicy", "is stored and judges no pod",
      because: "As in a cluster that does not enable its admission plugin; Kubernetes dropped it in 1.25"),
    Self(
      "extensions/v1beta1 and other groups that kinds have left",
      "are served without short names and categories, which Kubernetes gave them as well",
      because: "Two kinds of one short name make kubectl warn at every command"),
    Self(
      "FlowSchema, PriorityLevelConfiguration", "are stored and no request is queued by them",
      because: "The API has one machine's clients"),
    Self(
      "componentstatuses", "are healthy whenever the API answers",
      because: "The parts of the control plane are one process"),
  ]
}
