"""Reads every object of the cluster and holds it against the schema that the server publishes (OpenAPI v3).

Every field that a kind requires must be there, every value of the type that the schema names, and no field that the
schema does not know. Prints `done` when that is so.
"""

import json
import os
import sys
import time

import kubernetes

from sequence import CREATED

NAMESPACE = "own-schema"
TYPES = {"string": str, "integer": int, "number": (int, float), "boolean": bool, "object": dict, "array": list}


# What kube-apiserver writes as null, which its schema does not know either, is left out.
ABSENT = {("Event", ".eventTime is missing"), ("HorizontalPodAutoscaler", ".status.currentMetrics is missing"),
          ("HorizontalPodAutoscaler", ".status.conditions is missing")}


class Schemas:
    """The documents of the group versions, fetched as they are needed."""

    def __init__(self, get):
        self.get = get
        self.paths = get("/openapi/v3")["paths"]
        self.documents = {}

    def of(self, group_version, kind):
        """The schema of a kind and the document that its references are about."""
        path = ("apis/" if "/" in group_version else "api/") + group_version
        if path not in self.documents:
            self.documents[path] = self.get(self.paths[path]["serverRelativeURL"])["components"]["schemas"]
        document = self.documents[path]
        group, _, version = group_version.rpartition("/")
        wanted = {"group": group, "version": version, "kind": kind}
        found = [s for s in document.values() if wanted in s.get("x-kubernetes-group-version-kind", [])]
        return found[0] if found else None, document


def problems(value, schema, document, path):
    """What is wrong with a value, each problem with its place."""
    for part in schema.get("allOf", []):
        yield from problems(value, part, document, path)
    if "$ref" in schema:
        yield from problems(value, document[schema["$ref"].rpartition("/")[2]], document, path)
    kind = schema.get("type")
    if kind and not isinstance(value, TYPES[kind]) or kind in ("integer", "number") and isinstance(value, bool):
        yield f"{path} is no {kind}: {value!r}"
        return
    if isinstance(value, dict):
        yield from (f"{path}.{name} is missing" for name in schema.get("required", []) if name not in value)
        known = schema.get("properties")
        for name, member in value.items():
            if known and name in known:
                yield from problems(member, known[name], document, f"{path}.{name}")
            elif isinstance(schema.get("additionalProperties"), dict):
                yield from problems(member, schema["additionalProperties"], document, f"{path}.{name}")
            elif known and not schema.get("x-kubernetes-preserve-unknown-fields"):
                yield f"{path}.{name} is not known"
    if isinstance(value, list):
        for index, element in enumerate(value):
            yield from problems(element, schema.get("items", {}), document, f"{path}[{index}]")


def main():
    kubernetes.config.load_kube_config(context=os.environ["CONTEXT"])
    client = kubernetes.client.ApiClient()

    def get(path):
        return json.loads(client.rest_client.request("GET", client.configuration.host + path).read())

    core = kubernetes.client.CoreV1Api(client)
    core.create_namespace({"metadata": {"name": NAMESPACE}})
    running = {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "running"}, "spec": {
        "terminationGracePeriodSeconds": 0, "containers": [{"name": "a", "image": "busybox", "command": ["sleep", "600"]}]}}
    ended = {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "ended"}, "spec": {
        "restartPolicy": "Never", "containers": [{"name": "a", "image": "busybox", "command": ["false"]}]}}
    for body in CREATED + [running, ended]:
        kubernetes.utils.create_from_dict(client, body, namespace=NAMESPACE)
    wanted = {"running": "Running", "ended": "Failed"}
    for _ in range(300):
        if all(core.read_namespaced_pod(name, NAMESPACE).status.phase == phase for name, phase in wanted.items()):
            break
        time.sleep(0.1)

    schemas = Schemas(get)
    versions = ["/api/v1"] + [f"/apis/{version['groupVersion']}" for group in get("/apis")["groups"]
                              for version in group["versions"]]
    found, count = [], 0
    for base in versions:
        group_version = base.partition("/api")[2].lstrip("s").lstrip("/")
        for resource in get(base)["resources"]:
            if "list" not in resource["verbs"] or "/" in resource["name"]:
                continue
            for item in get(f"{base}/{resource['name']}")["items"]:
                count += 1
                item = dict(item, kind=resource["kind"], apiVersion=group_version)
                schema, document = schemas.of(group_version, resource["kind"])
                if schema is None:
                    found.append(f"{group_version} {resource['kind']} has no schema")
                    break
                name = f"{group_version} {resource['name']}/{item['metadata']['name']}: "
                found += [name + problem for problem in problems(item, schema, document, "")
                          if (resource["kind"], problem) not in ABSENT]
    core.delete_namespace(NAMESPACE)
    if found or count < 100:
        sys.exit("\n".join(found[:100] + [f"{len(found)} problems in {count} objects"]))
    print(f"{count} objects\ndone")


main()
