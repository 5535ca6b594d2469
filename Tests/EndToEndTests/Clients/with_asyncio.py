"""kubernetes_asyncio: objects, a watch beside writes, exec over WebSocket, logs."""

import asyncio
import os

from kubernetes_asyncio import client, config, watch
from kubernetes_asyncio.stream import WsApiClient

from checks import check

NAMESPACE = "default"


async def follow(core, version, count):
    """The first changes after a revision."""
    seen = []
    async with watch.Watch().stream(core.list_namespaced_config_map, NAMESPACE, label_selector="by=asyncio",
                                    resource_version=version, timeout_seconds=30) as events:
        async for event in events:
            seen.append((event["type"], event["object"].metadata.name))
            if len(seen) == count:
                return seen
    return seen


async def main():
    await config.load_kube_config(context=os.environ["CONTEXT"])
    async with client.ApiClient() as api:
        core = client.CoreV1Api(api)
        version = (await core.list_namespaced_config_map(NAMESPACE)).metadata.resource_version
        watching = asyncio.create_task(follow(core, version, 20))
        bodies = [{"metadata": {"name": f"async-{n}", "labels": {"by": "asyncio"}}, "data": {"n": str(n)}}
                  for n in range(10)]
        await asyncio.gather(*(core.create_namespaced_config_map(NAMESPACE, body) for body in bodies))
        await asyncio.gather(*(core.delete_namespaced_config_map(f"async-{n}", NAMESPACE) for n in range(10)))
        seen = await watching
        check(len(set(seen)) == 20, seen)
        pod = {"metadata": {"name": "aio"}, "spec": {"terminationGracePeriodSeconds": 0, "containers": [
            {"name": "main", "image": "busybox", "command": ["sh", "-c", "echo hello; sleep 600"]}]}}
        await core.create_namespaced_pod(NAMESPACE, pod)
        for _ in range(300):
            if (await core.read_namespaced_pod("aio", NAMESPACE)).status.phase == "Running":
                break
            await asyncio.sleep(0.1)
        async with WsApiClient() as streams:
            answer = await client.CoreV1Api(streams).connect_get_namespaced_pod_exec(
                "aio", NAMESPACE, command=["echo", "from exec"], stderr=True, stdin=False, stdout=True, tty=False)
        check(answer.strip() == "from exec", answer)
        check("hello" in await core.read_namespaced_pod_log("aio", NAMESPACE), "the log")
        await core.delete_namespaced_pod("aio", NAMESPACE)
    print("done")


asyncio.run(main())
