"""pykube-ng: objects of several kinds, selections, a watch, scaling and logs."""

import os

import pykube

from checks import check, eventually


def main():
    config = pykube.KubeConfig.from_file(os.environ["KUBECONFIG"])
    config.set_current_context(os.environ["CONTEXT"])
    api = pykube.HTTPClient(config)
    template = {"metadata": {"labels": {"app": "pykube"}}, "spec": {"terminationGracePeriodSeconds": 0, "containers": [
        {"name": "main", "image": "busybox", "command": ["sh", "-c", "echo hello; sleep 600"]}]}}
    deployment = pykube.Deployment(api, {
        "apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": "pykube", "namespace": "default"},
        "spec": {"replicas": 1, "selector": {"matchLabels": {"app": "pykube"}}, "template": template}})
    deployment.create()
    eventually(lambda: deployment.reload() or deployment.ready)
    pods = pykube.Pod.objects(api).filter(namespace="default", selector={"app": "pykube"})
    check(len(pods) == 1, list(pods))
    pod = next(iter(pods))
    eventually(lambda: "hello" in pod.logs())

    def repeated(change):
        deployment.reload()
        try:
            change()
        except pykube.exceptions.HTTPError as error:
            check(error.code == 409, error)  # The controllers were quicker: once more, on what there is now.
            return False
        return True

    eventually(lambda: repeated(lambda: deployment.scale(2)))
    eventually(lambda: len(pykube.Pod.objects(api).filter(namespace="default", selector="app in (pykube)")) == 2)

    def note():
        deployment.annotations["noted"] = "yes"
        deployment.update()

    eventually(lambda: repeated(note))
    check(pykube.Deployment.objects(api).get(name="pykube").annotations["noted"] == "yes", "the annotation")
    deployment.patch({"metadata": {"labels": {"patched": "yes"}}})
    check(pykube.Deployment.objects(api).filter(selector="patched=yes").get(name="pykube").exists(), "the label")
    deployment.delete(propagation_policy="Foreground")
    eventually(lambda: not deployment.exists())
    eventually(lambda: not len(pykube.Pod.objects(api).filter(namespace="default", selector={"app": "pykube"})))
    print("done")


main()
