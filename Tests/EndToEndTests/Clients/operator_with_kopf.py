"""An operator on kopf, in a process of its own: it makes a ConfigMap for every Greeting, keeps its status, and cleans up.

Without arguments this is the test: it starts itself as the operator, and looks at what that does.
"""

import os
import subprocess
import sys

import kopf
import kubernetes

from checks import check, eventually

GROUP, VERSION, PLURAL = "example.com", "v1", "greetings"
DEFINITION = {
    "apiVersion": "apiextensions.k8s.io/v1", "kind": "CustomResourceDefinition",
    "metadata": {"name": f"{PLURAL}.{GROUP}"},
    "spec": {
        "group": GROUP, "scope": "Namespaced",
        "names": {"plural": PLURAL, "singular": "greeting", "kind": "Greeting", "shortNames": ["gr"]},
        "versions": [{
            "name": VERSION, "served": True, "storage": True, "subresources": {"status": {}},
            "schema": {"openAPIV3Schema": {"type": "object", "properties": {
                "spec": {"type": "object", "required": ["text"], "properties": {
                    "text": {"type": "string"}, "times": {"type": "integer", "default": 1}}},
                "status": {"type": "object", "x-kubernetes-preserve-unknown-fields": True}}}},
        }],
    },
}


def core():
    return kubernetes.client.CoreV1Api()


@kopf.on.startup()
def configure(settings, **_):
    kubernetes.config.load_kube_config(context=os.environ["CONTEXT"])
    settings.persistence.finalizer = f"{GROUP}/operator"


@kopf.on.create(GROUP, VERSION, PLURAL)
def make(spec, name, namespace, patch, **_):
    body = {"metadata": {"name": name}, "data": {"text": spec["text"] * spec["times"]}}
    kopf.adopt(body)
    core().create_namespaced_config_map(namespace, body)
    patch.status["said"] = spec["text"] * spec["times"]


@kopf.on.update(GROUP, VERSION, PLURAL, field="spec")
def change(spec, name, namespace, patch, **_):
    text = spec["text"] * spec["times"]
    core().patch_namespaced_config_map(name, namespace, {"data": {"text": text}},
                                       _content_type="application/merge-patch+json")
    patch.status["said"] = text


@kopf.on.delete(GROUP, VERSION, PLURAL)
def remove(name, namespace, **_):
    core().create_namespaced_config_map(namespace, {"metadata": {"name": f"{name}-gone"}})


def greetings():
    custom = kubernetes.client.CustomObjectsApi()

    def said():
        found = custom.get_namespaced_custom_object(GROUP, VERSION, "default", PLURAL, "hello")
        return found.get("status", {}).get("said"), found["metadata"].get("finalizers", [])

    custom.create_namespaced_custom_object(GROUP, VERSION, "default", PLURAL, {
        "apiVersion": f"{GROUP}/{VERSION}", "kind": "Greeting", "metadata": {"name": "hello"},
        "spec": {"text": "hi", "times": 2}})
    eventually(lambda: said() == ("hihi", [f"{GROUP}/operator"]))
    made = core().read_namespaced_config_map("hello", "default")
    check(made.data == {"text": "hihi"}, made)
    check(made.metadata.owner_references[0].kind == "Greeting", made)
    custom.patch_namespaced_custom_object(GROUP, VERSION, "default", PLURAL, "hello", {"spec": {"text": "ho"}},
                                          _content_type="application/merge-patch+json")
    eventually(lambda: said()[0] == "hoho")
    eventually(lambda: core().read_namespaced_config_map("hello", "default").data == {"text": "hoho"})
    custom.delete_namespaced_custom_object(GROUP, VERSION, "default", PLURAL, "hello")
    # The operator is asked before the object goes, and the garbage collector takes what it owned.
    eventually(lambda: core().read_namespaced_config_map("hello-gone", "default"))
    eventually(lambda: not custom.list_namespaced_custom_object(GROUP, VERSION, "default", PLURAL)["items"])
    eventually(lambda: "hello" not in [each.metadata.name for each in core().list_namespaced_config_map("default").items])
    core().delete_namespaced_config_map("hello-gone", "default")


def main():
    kubernetes.config.load_kube_config(context=os.environ["CONTEXT"])
    definitions = kubernetes.client.ApiextensionsV1Api()
    definitions.create_custom_resource_definition(DEFINITION)
    eventually(lambda: [each for each in definitions.read_custom_resource_definition(
        f"{PLURAL}.{GROUP}").status.conditions or [] if each.type == "Established" and each.status == "True"])
    command = [sys.executable, "-m", "kopf", "run", "--standalone", "--namespace", "default", __file__]
    with open("operator.log", "w") as log:
        operator = subprocess.Popen(command, stdout=log, stderr=log)
    try:
        greetings()
    except AssertionError:
        with open("operator.log") as log:
            print(log.read()[-4000:])
        raise
    finally:
        operator.terminate()
        operator.wait(30)
    definitions.delete_custom_resource_definition(f"{PLURAL}.{GROUP}")
    print("done")


if __name__ == "__main__":
    main()
