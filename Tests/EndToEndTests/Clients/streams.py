"""Watches, logs, exec, port-forward and the dynamic client of the official Python client."""

import os
import threading

import kubernetes
import kubernetes.stream
from kubernetes.dynamic import DynamicClient

from checks import check, eventually

NAMESPACE = "default"


def pod(name, script):
    return {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": name, "labels": {"app": name}},
            "spec": {"terminationGracePeriodSeconds": 0, "containers": [
                {"name": "main", "image": "busybox", "command": ["sh", "-c", script]}]}}


def running(core, name):
    return eventually(lambda: core.read_namespaced_pod(name, NAMESPACE).status.phase == "Running")


def watch(core):
    """List, then watch from there: every change once, in order."""
    seen, ready = [], threading.Event()

    def follow(version):
        ready.set()
        for event in kubernetes.watch.Watch().stream(
                core.list_namespaced_config_map, NAMESPACE, label_selector="watched=yes", resource_version=version,
                timeout_seconds=30):
            seen.append((event["type"], event["object"].data["n"]))
            if event["type"] == "DELETED":
                return

    version = core.list_namespaced_config_map(NAMESPACE).metadata.resource_version
    thread = threading.Thread(target=follow, args=(version,))
    thread.start()
    ready.wait()
    body = {"metadata": {"name": "watched", "labels": {"watched": "yes"}}, "data": {"n": "0"}}
    core.create_namespaced_config_map(NAMESPACE, body)
    for number in range(1, 5):
        core.patch_namespaced_config_map("watched", NAMESPACE, {"data": {"n": str(number)}},
                                         _content_type="application/merge-patch+json")
    core.delete_namespaced_config_map("watched", NAMESPACE)
    thread.join(30)
    check(seen == [("ADDED", "0")] + [("MODIFIED", str(n)) for n in range(1, 5)] + [("DELETED", "4")], seen)


def commands(core):
    """Over WebSocket: output, errors, input and the exit code."""
    answer = kubernetes.stream.stream(
        core.connect_get_namespaced_pod_exec, "py", NAMESPACE, command=["sh", "-c", "echo out; echo err >&2"],
        stderr=True, stdin=False, stdout=True, tty=False)
    check(sorted(answer.split()) == ["err", "out"], answer)
    talk = kubernetes.stream.stream(
        core.connect_get_namespaced_pod_exec, "py", NAMESPACE,
        command=["sh", "-c", "read line; echo \"got $line\"; exit 7"],
        stderr=True, stdin=True, stdout=True, tty=False, _preload_content=False)
    talk.write_stdin("a word\n")
    talk.run_forever(timeout=20)
    check(talk.read_stdout().strip() == "got a word", "the answer to what was written")
    check(talk.returncode == 7, f"exit code {talk.returncode}")


def ports(core):
    """A port of the pod, through the API server."""
    forward = kubernetes.stream.portforward(core.connect_get_namespaced_pod_portforward, "py", NAMESPACE, ports="8080")
    socket = forward.socket(8080)
    socket.settimeout(20)
    socket.sendall(b"GET / HTTP/1.0\r\n\r\n")
    answer = b""
    while part := socket.recv(4096):
        answer += part
    check(b"200 OK" in answer, answer)
    check(forward.error(8080) is None, forward.error(8080))


def logs(core):
    """The log as far as it is there, and then every line as it comes."""
    check("begin" in core.read_namespaced_pod_log("py", NAMESPACE), "the log")
    lines = []
    for line in kubernetes.watch.Watch().stream(core.read_namespaced_pod_log, "talker", NAMESPACE, follow=True):
        lines.append(line)
        if len(lines) == 5:
            break
    check(lines == [f"line {n}" for n in range(1, 6)], lines)


def dynamic(api):
    """Kinds found by discovery: made, changed in all ways, watched, deleted."""
    client = DynamicClient(api)
    services = client.resources.get(api_version="v1", kind="Service")
    services.create(namespace=NAMESPACE, body={
        "apiVersion": "v1", "kind": "Service", "metadata": {"name": "dynamic"}, "spec": {"ports": [{"port": 80}]}})
    services.patch(namespace=NAMESPACE, name="dynamic", body={"metadata": {"labels": {"a": "b"}}},
                   content_type="application/merge-patch+json")
    services.server_side_apply(namespace=NAMESPACE, name="dynamic", field_manager="tester", force_conflicts=True, body={
        "apiVersion": "v1", "kind": "Service", "metadata": {"name": "dynamic", "labels": {"c": "d"}}})
    found = services.get(namespace=NAMESPACE, name="dynamic")
    check(found.metadata.labels.to_dict() == {"a": "b", "c": "d"}, found)
    check([item.metadata.name for item in services.get(namespace=NAMESPACE, label_selector="a=b").items] == ["dynamic"],
          "the selection")
    services.delete(namespace=NAMESPACE, name="dynamic")
    try:
        services.get(namespace=NAMESPACE, name="dynamic")
        check(False, "it is still there")
    except kubernetes.dynamic.exceptions.NotFoundError:
        pass


def main():
    api = kubernetes.config.new_client_from_config(context=os.environ["CONTEXT"])
    core = kubernetes.client.CoreV1Api(api)
    core.create_namespaced_pod(NAMESPACE, pod("py", "echo begin; exec python3 -m http.server 8080"))
    core.create_namespaced_pod(NAMESPACE, pod("talker", "for n in 1 2 3 4 5; do echo line $n; sleep 0.2; done; sleep 600"))
    watch(core)
    dynamic(api)
    running(core, "py")
    running(core, "talker")
    commands(core)
    logs(core)
    eventually(lambda: kubernetes.stream.stream(
        core.connect_get_namespaced_pod_exec, "py", NAMESPACE, stdout=True, stderr=True, stdin=False, tty=False,
        command=["python3", "-c", "import socket; socket.create_connection(('127.0.0.1', 8080)); print('open')"]
    ).strip() == "open")
    ports(core)
    for name in ["py", "talker"]:
        core.delete_namespaced_pod(name, NAMESPACE)
    print("done")


main()
