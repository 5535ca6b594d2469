"""One sequence of writes that every client sends: what is made, changed and removed, step by step."""


def named(api_version, kind, name, **rest):
    """An object of a kind."""
    return {"apiVersion": api_version, "kind": kind, "metadata": {"name": name, "labels": {"app": name}}, **rest}


def template(app="none", image="busybox:1"):
    """A pod template that asks for several of the API's defaults; its pods find no node."""
    return {
        "metadata": {"labels": {"app": app}},
        "spec": {
            "nodeSelector": {"nowhere": "true"},
            "containers": [
                {
                    "name": "main",
                    "image": image,
                    "command": ["sleep", "600"],
                    "env": [{"name": "A", "value": "1"}, {"name": "B", "value": "2"}],
                    "ports": [{"containerPort": 80, "name": "http"}],
                    "resources": {"requests": {"cpu": "0.5", "memory": "64Mi"}, "limits": {"memory": "1.5Gi"}},
                    "livenessProbe": {"httpGet": {"path": "/", "port": "http"}},
                }
            ],
        },
    }


def selector(app):
    return {"matchLabels": {"app": app}}


CREATED = [
    named("v1", "ConfigMap", "settings", data={"colour": "blue", "text": "<a> & b\n"}),
    named("v1", "Secret", "keys", type="Opaque", data={"key": "c2VjcmV0"}),
    named("v1", "ServiceAccount", "worker", automountServiceAccountToken=False),
    named("v1", "Service", "web", spec={"selector": {"app": "web"}, "ports": [{"port": 80, "targetPort": "http"}]}),
    named("v1", "PersistentVolumeClaim", "data", spec={
        "accessModes": ["ReadWriteOnce"], "storageClassName": "none", "resources": {"requests": {"storage": "1Gi"}}}),
    named("v1", "Pod", "single", spec=dict(template()["spec"], restartPolicy="Never")),
    named("apps/v1", "Deployment", "web", spec={"paused": True, "selector": selector("web"), "template": template("web")}),
    named("apps/v1", "StatefulSet", "db", spec={
        "replicas": 0, "serviceName": "web", "selector": selector("db"), "template": template("db")}),
    named("apps/v1", "DaemonSet", "agent", spec={"selector": selector("agent"), "template": template("agent")}),
    named("batch/v1", "Job", "once", spec={
        "suspend": True, "template": {"spec": dict(template()["spec"], restartPolicy="OnFailure")}}),
    named("batch/v1", "CronJob", "nightly", spec={
        "schedule": "0 3 * * *", "suspend": True,
        "jobTemplate": {"spec": {"template": {"spec": dict(template()["spec"], restartPolicy="OnFailure")}}}}),
    named("networking.k8s.io/v1", "Ingress", "web", spec={
        "rules": [{"host": "web.example.com", "http": {"paths": [
            {"path": "/", "pathType": "Prefix", "backend": {"service": {"name": "web", "port": {"number": 80}}}}]}}]}),
    named("networking.k8s.io/v1", "NetworkPolicy", "closed", spec={"podSelector": {}, "policyTypes": ["Ingress"]}),
    named("policy/v1", "PodDisruptionBudget", "web", spec={"minAvailable": "50%", "selector": selector("web")}),
    named("rbac.authorization.k8s.io/v1", "Role", "reader", rules=[
        {"apiGroups": [""], "resources": ["pods"], "verbs": ["get", "list"]}]),
    named("rbac.authorization.k8s.io/v1", "RoleBinding", "reader",
          roleRef={"apiGroup": "rbac.authorization.k8s.io", "kind": "Role", "name": "reader"},
          subjects=[{"kind": "User", "name": "jane", "apiGroup": "rbac.authorization.k8s.io"}]),
    named("autoscaling/v2", "HorizontalPodAutoscaler", "web", spec={
        "maxReplicas": 3, "scaleTargetRef": {"apiVersion": "apps/v1", "kind": "Deployment", "name": "web"}}),
    named("v1", "ConfigMap", "short-lived", data={"a": "b"}),
    named("batch/v1", "Job", "short-lived", spec={
        "suspend": True, "template": {"spec": dict(template()["spec"], restartPolicy="Never")}}),
]

APPLIED = [
    named("v1", "ConfigMap", "applied", data={"a": "1", "b": "2"}),
    named("apps/v1", "Deployment", "applied", spec={
        "replicas": 0, "paused": True, "selector": selector("applied"), "template": template("applied")}),
]


def sequence():
    """The steps: a method of the client, and its arguments."""
    for body in CREATED:
        yield "create", (body,)
    # Read, changed, written back.
    yield "replace", ("ConfigMap", "settings", {"data": {"colour": "red"}})
    yield "replace", ("Service", "web", {"metadata": {"labels": {"tier": "front"}}})
    yield "replace", ("Role", "reader", {"rules": [{"apiGroups": ["apps"], "resources": ["*"], "verbs": ["*"]}]})
    # The three kinds of patches.
    yield "patch", ("Deployment", "web", "strategic", {"spec": {"template": {"spec": {"containers": [
        {"name": "main", "env": [{"name": "C", "value": "3"}, {"name": "A", "$patch": "delete"}]},
        {"name": "side", "image": "busybox"}]}}}})
    yield "patch", ("Service", "web", "strategic", {"spec": {"ports": [{"port": 443, "name": "https"},
                                                                       {"port": 80, "name": "http"}]}})
    yield "patch", ("ServiceAccount", "worker", "strategic", {"imagePullSecrets": [{"name": "keys"}]})
    yield "patch", ("Secret", "keys", "merge", {"stringData": {"other": "plain"}, "metadata": {"labels": {"app": None}}})
    yield "patch", ("DaemonSet", "agent", "merge", {"spec": {"minReadySeconds": 5}})
    yield "patch", ("CronJob", "nightly", "json", [
        {"op": "test", "path": "/spec/suspend", "value": True},
        {"op": "replace", "path": "/spec/schedule", "value": "30 4 * * 1"},
        {"op": "add", "path": "/metadata/annotations", "value": {"by": "patch"}}])
    yield "patch", ("Ingress", "web", "json", [
        {"op": "add", "path": "/spec/rules/-", "value": {"host": "other.example.com"}}])
    # Server-side apply: made, changed, a field given up.
    for body in APPLIED:
        yield "apply", (body,)
    yield "apply", (named("v1", "ConfigMap", "applied", data={"b": "3"}),)
    changed = named("apps/v1", "Deployment", "applied", spec={
        "replicas": 0, "paused": True, "selector": selector("applied"), "template": template("applied", "busybox:2")})
    yield "apply", (changed,)
    # Subresources.
    yield "scale", ("Deployment", "web", 2)
    yield "scale", ("StatefulSet", "db", 1)
    yield "patch_status", ("PersistentVolumeClaim", "data", {"status": {"phase": "Lost"}})
    yield "patch_status", ("Ingress", "web", {"status": {"loadBalancer": {"ingress": [{"ip": "192.0.2.1"}]}}})
    yield "delete", ("ConfigMap", "short-lived", "Background")
    yield "delete", ("Job", "short-lived", "Foreground")


def kept():
    """The kinds and names of what is there at the end."""
    return [(body["kind"], body["metadata"]["name"]) for body in CREATED + APPLIED
            if body["metadata"]["name"] != "short-lived"]


def merged(value, change):
    """A JSON merge patch, for what is changed on the client's side."""
    if not isinstance(change, dict) or not isinstance(value, dict):
        return change
    result = dict(value)
    for key, member in change.items():
        result[key] = merged(value.get(key), member)
    return result
