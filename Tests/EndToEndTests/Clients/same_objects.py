"""Sends one sequence by kubectl and by two typed Python clients, and compares what is stored afterwards.

Exits 0 when the objects are the same but for uids, revisions, times, allotted addresses and managers' names.
"""

import difflib
import json
import re
import sys
import time

from drivers import DRIVERS, Kubectl
from sequence import kept, sequence

IDENTITY = {"uid", "resourceVersion", "creationTimestamp", "deletionTimestamp", "namespace", "selfLink"}
TIMES = {"lastTransitionTime", "lastUpdateTime", "lastProbeTime", "lastHeartbeatTime", "time"}
ADDRESSES = {"clusterIP", "clusterIPs", "nodePort"}
# Made up by the server for each object.
RANDOM = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|kube-api-access-[a-z0-9]{5}")


def union(left, right):
    """Two trees of owned fields as one."""
    result = dict(left)
    for key, value in right.items():
        result[key] = union(result.get(key, {}), value)
    return result


def owners(entries):
    """Who owns what, by operation and subresource: names and times are the clients' own."""
    result = {}
    for entry in entries:
        key = f"{entry['operation']} {entry.get('subresource', '')}"
        result[key] = union(result.get(key, {}), entry["fieldsV1"])
    return result


def comparable(value, key=None):
    """A value without what may differ."""
    if key == "managedFields":
        value = owners(value)
    if key in ADDRESSES:
        return "allotted"
    if isinstance(value, dict):
        return {name: comparable(member, name) for name, member in sorted(value.items())
                if name not in IDENTITY and name not in TIMES}
    if isinstance(value, list):
        return [comparable(element) for element in value]
    return value


def stored(namespace):
    """What is there, as text: one object a kind and name, in the sequence's order."""
    kubectl = Kubectl(namespace)
    texts = []
    for kind, name in kept():
        value = json.loads(kubectl.run("get", kind, name, "-o", "json", "--show-managed-fields"))
        text = json.dumps(comparable(value), indent=1).replace(namespace, "NAMESPACE")
        texts.append(RANDOM.sub("RANDOM", text))
    return "\n".join(texts).splitlines()


def main():
    for name, driver in DRIVERS.items():
        Kubectl("default").run("create", "namespace", f"by-{name}")
        client = driver(f"by-{name}")
        for method, arguments in sequence():
            try:
                getattr(client, method)(*arguments)
            except Exception as error:
                sys.exit(f"{name}: {method} {arguments}: {error!r}")
    # Controllers write statuses meanwhile; they come to rest.
    deadline = time.monotonic() + 20
    while True:
        states = {name: stored(f"by-{name}") for name in DRIVERS}
        expected = states["kubectl"]
        differing = [name for name in states if states[name] != expected]
        if not differing:
            return print(f"{len(kept())} objects are the same\ndone")
        if time.monotonic() > deadline:
            break
        time.sleep(0.5)
    for name in differing:
        print("\n".join(difflib.unified_diff(expected, states[name], "kubectl", name, n=8, lineterm="")))
    sys.exit(1)


if __name__ == "__main__":
    main()
