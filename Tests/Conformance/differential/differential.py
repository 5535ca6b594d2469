"""Sends the same requests to kube-apiserver and to localkube, and compares what they answer.

Every object that the rules of the tests begin with is created, replaced and patched with seeded changes, as dry runs.
"""
import argparse, base64, copy, glob, http.client, json, os, random, re, shutil, socket, ssl, subprocess, sys, tempfile
import time

WORDS = ["", "a", "A b", "-a", "a" * 64, "..", "127.0.0.1", "Foo"]
NUMBERS = [-1, 0, 1, 70000, 1 << 31]
# Kinds that controllers act on at once are only created, as dry runs.
DRY_ONLY = {"Pod", "Job", "ReplicationController", "ReplicaSet", "Deployment", "StatefulSet", "DaemonSet", "CronJob",
            "Node", "CertificateSigningRequest", "APIService", "Namespace",
            "MutatingWebhookConfiguration", "ValidatingWebhookConfiguration"}
SERVER_FIELDS = ["uid", "resourceVersion", "creationTimestamp", "managedFields", "selfLink", "generation"]


class Server:
    def __init__(self, name, url, authority=None, certificate=None, token=None):
        self.name, self.token = name, token
        self.host = url.split("//")[1].rstrip("/")
        self.context = ssl.create_default_context(cafile=authority)
        if authority is None:
            # A certificate that the server made for itself a moment ago, on loopback.
            self.context.check_hostname = False
            self.context.verify_mode = ssl.CERT_NONE
        if certificate:
            self.context.load_cert_chain(*certificate)
        self.connection = None

    def send(self, method, path, body=None, media="application/json"):
        headers = {"Content-Type": media, "Accept": "application/json"}
        if self.token:
            headers["Authorization"] = "Bearer " + self.token
        data = None if body is None else json.dumps(body).encode()
        for attempt in range(2):
            try:
                if self.connection is None:
                    self.connection = http.client.HTTPSConnection(self.host, context=self.context, timeout=30)
                self.connection.request(method, path, data, headers)
                answer = self.connection.getresponse()
                text = answer.read()
                return answer.status, json.loads(text) if text[:1] == b"{" else {}
            except (http.client.HTTPException, OSError):
                self.connection = None
                if attempt:
                    raise


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def start_reference(programs, home, running):
    client, peer, port = free_port(), free_port(), free_port()
    log = open(os.path.join(home, "log"), "w")
    running.append(subprocess.Popen(
        [programs + "/etcd", "--data-dir", home + "/etcd", "--listen-client-urls", f"http://127.0.0.1:{client}",
         "--advertise-client-urls", f"http://127.0.0.1:{client}", "--listen-peer-urls", f"http://127.0.0.1:{peer}"],
        stdout=log, stderr=log))
    key = home + "/accounts.key"
    subprocess.run(["openssl", "genrsa", "-out", key, "2048"], check=True, stderr=subprocess.DEVNULL)
    token = base64.b16encode(os.urandom(16)).decode()
    with open(os.open(home + "/tokens", os.O_WRONLY | os.O_CREAT, 0o600), "w") as file:
        file.write(f'{token},admin,1,"system:masters"\n')
    running.append(subprocess.Popen(
        [programs + "/kube-apiserver", "--etcd-servers", f"http://127.0.0.1:{client}", "--secure-port", str(port),
         "--bind-address", "127.0.0.1", "--cert-dir", home + "/certificates", "--token-auth-file", home + "/tokens",
         "--service-cluster-ip-range", "10.96.0.0/16", "--service-account-key-file", key,
         "--service-account-signing-key-file", key, "--service-account-issuer", "https://kubernetes.default.svc",
         "--authorization-mode", "RBAC", "--disable-admission-plugins", "ServiceAccount"],
        stdout=log, stderr=log))
    return Server("kube-apiserver", f"https://127.0.0.1:{port}", token=token)


def start_localkube(program, home):
    environment = dict(os.environ, LOCALKUBE_HOME=home)
    subprocess.run([program, "up", "--no-kubeconfig"], env=environment, check=True, stdout=subprocess.DEVNULL)
    text = open(home + "/profiles/localkube/kubeconfig").read()

    def member(name):
        found = re.search(rf"\b{name}: *\"?([^\s\"]+)", text)
        return found and found.group(1)

    def file(name):
        if member(name):
            return member(name)
        path = os.path.join(home, name)
        with open(os.open(path, os.O_WRONLY | os.O_CREAT, 0o600), "wb") as out:
            out.write(base64.b64decode(member(name + "-data")))
        return path
    return Server("localkube", member("server"), file("certificate-authority"),
                  (file("client-certificate"), file("client-key")))


def wait_until_ready(server):
    for _ in range(600):
        try:
            if server.send("GET", "/readyz")[0] == 200 and server.send("GET", "/api/v1/namespaces/default")[0] == 200:
                return
        except OSError:
            pass
        time.sleep(0.1)
    sys.exit(f"{server.name} does not become ready")


def resources(server):
    """The resources by group version and kind: plural, whether namespaced, subresources."""
    found = {}
    groups = [g["groupVersion"] for group in server.send("GET", "/apis")[1]["groups"] for g in group["versions"]]
    for version in ["v1"] + groups:
        base = "/api/v1" if version == "v1" else "/apis/" + version
        rows = server.send("GET", base)[1].get("resources", [])
        for row in rows:
            if "/" not in row["name"] and "create" in row["verbs"]:
                parts = {r["name"].split("/")[1] for r in rows if r["name"].startswith(row["name"] + "/")}
                found[version, row["kind"]] = (base, row["name"], row["namespaced"], parts)
    return found


def places(value, path=()):
    yield path
    if isinstance(value, dict):
        for key in value:
            yield from places(value[key], path + (key,))
    elif isinstance(value, list):
        for index in range(len(value)):
            yield from places(value[index], path + (index,))


def changed(base, random):
    """The object with one or two seeded changes, and what they are."""
    result, words = copy.deepcopy(base), []
    for _ in range(random.choice([1, 1, 2])):
        path = random.choice([p for p in places(result) if p and p[0] != "kind" and p not in (("apiVersion",), ("kind",))])
        owner = result
        for step in path[:-1]:
            owner = owner[step]
        old, last = owner[path[-1]], path[-1]
        name = "".join(f"[{s}]" if isinstance(s, int) else f".{s}" for s in path)[1:]
        if random.random() < 0.2:
            del owner[last]
            words.append("delete " + name)
            continue
        if isinstance(old, bool):
            new = random.choice([not old, None])
        elif isinstance(old, int):
            new = random.choice(NUMBERS)
        elif isinstance(old, str):
            new = random.choice(WORDS)
        elif isinstance(old, list):
            new = random.choice([[], old + old, None, [{}]])
        else:
            new = random.choice([{}, None, dict(old or {}, zzUnknown=1), 7])
        owner[last] = new
        words.append(f"{name}={json.dumps(new)}")
    return result, " + ".join(words)


def bare(value):
    value = copy.deepcopy(value)
    for name in SERVER_FIELDS:
        (value.get("metadata") or {}).pop(name, None)
    value.pop("status", None)
    return value


def missing(reference, own, path=""):
    """The first place at which `own` has not what the reference has."""
    if isinstance(reference, dict) and isinstance(own, dict):
        for key in reference:
            if reference[key] in (None, {}, [], "", 0, False) and own.get(key) in (None, {}, [], "", 0, False):
                continue
            place = missing(reference[key], own.get(key), f"{path}.{key}")
            if place:
                return place
        return None
    if isinstance(reference, list) and isinstance(own, list) and len(reference) == len(own):
        return next((p for p in (missing(r, o, f"{path}[{i}]") for i, (r, o) in enumerate(zip(reference, own))) if p),
                    None)
    return None if reference == own else path or "."


def causes(body):
    return sorted({(c.get("field", ""), c.get("reason", "")) for c in body.get("details", {}).get("causes", [])})


def judge(reference, own):
    (code, body), (own_code, own_body) = reference, own
    if code < 300 and own_code < 300:
        place = missing(bare(body), bare(own_body))
        return ("default", place) if place else ("same", None)
    if code >= 300 > own_code:
        return "accepted-but-should-refuse", causes(body) or body.get("message")
    if own_code >= 300 > code:
        return "refused-but-should-accept", causes(own_body) or own_body.get("message")
    if code != own_code:
        return "other-code", [code, own_code]
    if causes(body) != causes(own_body):
        return "other-cause", [causes(body), causes(own_body)]
    return ("same", None) if body.get("message") == own_body.get("message") else ("other-words", None)


def requests_of(base, row, random):
    root, plural, namespaced, parts = row
    collection = f"{root}/namespaces/default/{plural}" if namespaced else f"{root}/{plural}"
    name = base["metadata"]["name"]
    new, words = changed(base, random)
    query = "?dryRun=All&fieldManager=t"
    if base["kind"] in DRY_ONLY:
        return "POST", collection + query, new, "application/json", "create " + words
    target = f"{collection}/{name}"
    kind = random.choice(["create", "update", "merge", "json", "strategic", "apply", "status", "scale"])
    if kind == "create":
        fresh = copy.deepcopy(new)
        if isinstance(fresh.get("metadata"), dict) and fresh["metadata"].get("name") == name:
            fresh["metadata"]["name"] = name + "2"
        return "POST", collection + query, fresh, "application/json", "create " + words
    if kind in ("status", "scale") and kind not in parts:
        kind = "update"
    if kind == "json":
        path = random.choice([p for p in places(base) if p])
        pointer = "".join("/" + str(s).replace("~", "~0").replace("/", "~1") for s in path)
        patch = [{"op": random.choice(["replace", "add", "remove", "test"]), "path": pointer,
                  "value": random.choice(WORDS + NUMBERS)}]
        return "PATCH", target + query, patch, "application/json-patch+json", "json " + json.dumps(patch)
    if kind == "merge":
        return "PATCH", target + query, new, "application/merge-patch+json", "merge " + words
    if kind == "strategic":
        return "PATCH", target + query, new, "application/strategic-merge-patch+json", "strategic " + words
    if kind == "apply":
        return "PATCH", target + query + "&force=true", new, "application/apply-patch+yaml", "apply " + words
    if kind == "scale":
        return "PATCH", target + "/scale" + query, {"spec": {"replicas": random.choice(NUMBERS)}}, \
            "application/merge-patch+json", "scale"
    return "PUT", target + ("/status" if kind == "status" else "") + query, new, "application/json", \
        f"{kind} {words}"


CUSTOM = {
    "apiVersion": "apiextensions.k8s.io/v1", "kind": "CustomResourceDefinition",
    "metadata": {"name": "things.differential.example.com"},
    "spec": {"group": "differential.example.com", "scope": "Namespaced",
             "names": {"plural": "things", "singular": "thing", "kind": "Thing", "listKind": "ThingList"},
             "versions": [{"name": "v1", "served": True, "storage": True, "subresources": {
                 "status": {}, "scale": {"specReplicasPath": ".spec.replicas",
                                         "statusReplicasPath": ".status.replicas"}},
                 "schema": {"openAPIV3Schema": {"type": "object", "properties": {
                     "spec": {"type": "object", "required": ["name"], "properties": {
                         "name": {"type": "string", "maxLength": 5, "pattern": "^[a-z]+$"},
                         "replicas": {"type": "integer", "minimum": 1, "default": 1},
                         "choice": {"type": "string", "enum": ["a", "b"]},
                         "list": {"type": "array", "maxItems": 2, "x-kubernetes-list-type": "map",
                                  "x-kubernetes-list-map-keys": ["k"],
                                  "items": {"type": "object", "required": ["k"],
                                            "properties": {"k": {"type": "string"}}}},
                         "free": {"type": "object", "x-kubernetes-preserve-unknown-fields": True}}},
                     "status": {"type": "object", "properties": {"replicas": {"type": "integer"}}}}}}}]}}
THING = {"apiVersion": "differential.example.com/v1", "kind": "Thing",
         "metadata": {"name": "a", "labels": {"a": "b"}},
         "spec": {"name": "abc", "replicas": 2, "choice": "a", "list": [{"k": "x"}], "free": {"a": 1}}}


def objects(directory):
    import yaml
    for path in sorted(glob.glob(directory + "/*.rules")):
        base = yaml.safe_load(open(path).read().split("\n---\n")[0])
        base.get("metadata", {}).pop("namespace", None)
        base.get("metadata", {}).pop("uid", None)
        base["metadata"]["name"] = "d-" + os.path.basename(path)[:-6].lower() \
            if base["kind"] not in ("APIService", "CustomResourceDefinition") else base["metadata"]["name"]
        yield base


def purpose(entries, kind, what, request):
    text = json.dumps(what)
    for entry in entries:
        if re.fullmatch(entry["kind"], kind) and re.search(entry["matches"], request + " " + text):
            return entry["why"]
    return None


def main():
    parser = argparse.ArgumentParser()
    for name in ["programs", "rules", "purpose", "report"]:
        parser.add_argument("--" + name, required=True)
    parser.add_argument("--seed", type=int, default=int.from_bytes(os.urandom(4), "big"))
    parser.add_argument("--requests", type=int, default=20_000)
    options = parser.parse_args()
    print(f"seed {options.seed}")
    chance = random.Random(options.seed)
    entries = json.load(open(options.purpose))
    home, running = tempfile.mkdtemp(prefix="differential-"), []
    own_home = os.path.join(home, "localkube")
    os.makedirs(own_home)
    table, differences = {}, []
    try:
        reference = start_reference(options.programs, home, running)
        own = start_localkube(os.environ["LOCALKUBE"], own_home)
        for server in (reference, own):
            wait_until_ready(server)
            server.send("POST", "/apis/apiextensions.k8s.io/v1/customresourcedefinitions", CUSTOM)
        for _ in range(100):
            known, served = resources(reference), resources(own)
            if ("differential.example.com/v1", "Thing") in known:
                break
            time.sleep(0.1)
        bases = [b for b in list(objects(options.rules)) + [THING]
                 if (b["apiVersion"], b["kind"]) in known and (b["apiVersion"], b["kind"]) in served]
        for base in bases:
            root, plural, namespaced, _ = known[base["apiVersion"], base["kind"]]
            if base["kind"] not in DRY_ONLY:
                place = f"{root}/namespaces/default/{plural}" if namespaced else f"{root}/{plural}"
                for server in (reference, own):
                    server.send("POST", place, base)
        for _ in range(options.requests):
            base = chance.choice(bases)
            method, path, body, media, words = requests_of(base, known[base["apiVersion"], base["kind"]], chance)
            answers = [server.send(method, path, body, media) for server in (reference, own)]
            kind, what = judge(*answers)
            if kind not in ("same", "other-words"):
                why = purpose(entries, base["kind"], what, words)
                differences.append({"kind": base["kind"], "gv": base["apiVersion"], "request": words, "class": kind,
                                    "what": what, "codes": [a[0] for a in answers], "on_purpose": why})
                kind = "on-purpose" if why else kind
            row = table.setdefault(base["kind"], {})
            row[kind] = row.get(kind, 0) + 1
    finally:
        subprocess.run([os.environ["LOCALKUBE"], "delete-cluster"], env=dict(os.environ, LOCALKUBE_HOME=own_home),
                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        for process in reversed(running):
            process.terminate()
            process.wait()
        shutil.rmtree(home, ignore_errors=True)
    columns = ["same", "other-words", "on-purpose", "accepted-but-should-refuse", "refused-but-should-accept",
               "other-cause", "other-code", "default"]
    with open(options.report + "/table.md", "w") as file:
        file.write(f"Seed {options.seed}, {options.requests} requests.\n\n| kind | {' | '.join(columns)} |\n")
        file.write("|---" * (len(columns) + 1) + "|\n")
        for kind in sorted(table):
            file.write(f"| {kind} | {' | '.join(str(table[kind].get(c, 0)) for c in columns)} |\n")
    with open(options.report + "/differences.jsonl", "w") as file:
        for difference in differences:
            file.write(json.dumps(difference) + "\n")
    print(open(options.report + "/table.md").read())


main()
