"""The clients: each sends the sequence's steps in its own way."""

import json
import os
import re
import subprocess

import kubernetes
import lightkube
from lightkube.codecs import from_dict
from lightkube.resources import (apps_v1, autoscaling_v2, batch_v1, core_v1, networking_v1, policy_v1,
                                 rbac_authorization_v1)
from lightkube.types import CascadeType, PatchType

from sequence import merged


class Kubectl:
    """The real kubectl."""

    def __init__(self, namespace):
        self.command = ["kubectl", "--context", os.environ["CONTEXT"], "-n", namespace]

    def run(self, *arguments, body=None):
        done = subprocess.run(self.command + list(arguments), input=json.dumps(body) if body else None, text=True,
                              capture_output=True)
        if done.returncode != 0:
            raise RuntimeError(f"kubectl {' '.join(arguments)}: {done.stderr}")
        return done.stdout

    def create(self, body):
        self.run("create", "-f", "-", body=body)

    def replace(self, kind, name, change):
        present = json.loads(self.run("get", kind, name, "-o", "json"))
        self.run("replace", "-f", "-", body=merged(present, change))

    def patch(self, kind, name, form, body):
        self.run("patch", kind, name, "--type", form, "-p", json.dumps(body))

    def apply(self, body):
        self.run("apply", "--server-side", "--force-conflicts", "-f", "-", body=body)

    def scale(self, kind, name, replicas):
        self.run("scale", f"{kind}/{name}", f"--replicas={replicas}")

    def patch_status(self, kind, name, body):
        self.run("patch", kind, name, "--subresource=status", "--type", "merge", "-p", json.dumps(body))

    def delete(self, kind, name, propagation):
        self.run("delete", kind, name, f"--cascade={propagation.lower()}")


class Kubernetes:
    """The official Python client with its typed models."""

    FORMS = {"strategic": "application/strategic-merge-patch+json", "merge": "application/merge-patch+json",
             "json": "application/json-patch+json"}

    def __init__(self, namespace):
        self.namespace = namespace
        api = kubernetes.config.new_client_from_config(context=os.environ["CONTEXT"])
        groups = [kubernetes.client.CoreV1Api, kubernetes.client.AppsV1Api, kubernetes.client.BatchV1Api,
                  kubernetes.client.NetworkingV1Api, kubernetes.client.PolicyV1Api,
                  kubernetes.client.RbacAuthorizationV1Api, kubernetes.client.AutoscalingV2Api]
        self.groups = [group(api) for group in groups]

    def call(self, verb, kind, suffix=""):
        """The typed method for a verb and a kind, such as `create_namespaced_config_map`."""
        word = re.sub(r"(?<!^)(?=[A-Z])", "_", kind).lower()
        name = f"{verb}_namespaced_{word}{suffix}"
        return next(getattr(group, name) for group in self.groups if hasattr(group, name))

    @staticmethod
    def typed(body):
        version = body["apiVersion"].split("/")[-1].capitalize()
        return getattr(kubernetes.client, version + body["kind"]).from_dict(body)

    def create(self, body):
        self.call("create", body["kind"])(self.namespace, self.typed(body))

    def replace(self, kind, name, change):
        present = self.call("read", kind)(name, self.namespace)
        body = merged(kubernetes.client.ApiClient().sanitize_for_serialization(present), change)
        self.call("replace", kind)(name, self.namespace, type(present).from_dict(body))

    def patch(self, kind, name, form, body):
        self.call("patch", kind)(name, self.namespace, body, _content_type=self.FORMS[form])

    def apply(self, body):
        self.call("patch", body["kind"])(
            body["metadata"]["name"], self.namespace, body, field_manager="tester", force=True,
            _content_type="application/apply-patch+yaml")

    def scale(self, kind, name, replicas):
        present = self.call("read", kind, "_scale")(name, self.namespace)
        present.spec.replicas = replicas
        self.call("replace", kind, "_scale")(name, self.namespace, present)

    def patch_status(self, kind, name, body):
        self.call("patch", kind, "_status")(name, self.namespace, body, _content_type=self.FORMS["merge"])

    def delete(self, kind, name, propagation):
        self.call("delete", kind)(name, self.namespace, propagation_policy=propagation)


class Lightkube:
    """lightkube with its typed models."""

    FORMS = {"strategic": PatchType.STRATEGIC, "merge": PatchType.MERGE, "json": PatchType.JSON}

    def __init__(self, namespace):
        config = lightkube.KubeConfig.from_env().get(context_name=os.environ["CONTEXT"])
        self.client = lightkube.Client(config=config, namespace=namespace, field_manager="tester")

    @staticmethod
    def kind(name):
        modules = [apps_v1, batch_v1, core_v1, networking_v1, policy_v1, rbac_authorization_v1, autoscaling_v2]
        return next(getattr(module, name) for module in modules if hasattr(module, name))

    def create(self, body):
        self.client.create(from_dict(body))

    def replace(self, kind, name, change):
        present = self.client.get(self.kind(kind), name)
        self.client.replace(from_dict(merged(present.to_dict(), change)))

    def patch(self, kind, name, form, body):
        self.client.patch(self.kind(kind), name, body, patch_type=self.FORMS[form])

    def apply(self, body):
        self.client.apply(from_dict(body), force=True)

    def scale(self, kind, name, replicas):
        scale = self.kind(kind).Scale
        present = self.client.get(scale, name)
        present.spec.replicas = replicas
        self.client.replace(present, name)

    def patch_status(self, kind, name, body):
        self.client.patch(self.kind(kind).Status, name, body, patch_type=PatchType.MERGE)

    def delete(self, kind, name, propagation):
        self.client.delete(self.kind(kind), name, cascade=CascadeType(propagation))


DRIVERS = {"kubectl": Kubectl, "kubernetes": Kubernetes, "lightkube": Lightkube}
