"""Reads ginkgo's JUnit files, prints a summary, and writes a table of every spec in Markdown.

Ends with 1 when a spec failed that the list of known failures does not give a reason for, or when none ran.
"""

import argparse
import pathlib
import re
import sys
import xml.etree.ElementTree as tree


def read(directory):
    """The specs that ran: {name: "" or the first line of the failure}."""
    specs = {}
    for path in sorted(pathlib.Path(directory).rglob("junit_*.xml")):
        for case in tree.parse(path).iter("testcase"):
            if case.find("skipped") is not None:
                continue
            failure = case.find("failure")
            text = "" if failure is None else (failure.text or failure.get("message") or "failed").strip()
            name = re.sub(r"\s+", " ", case.get("name")).strip()
            specs[name] = reason_line(text)
    return specs


def reason_line(text):
    """The line of a failure that says most: the first that is neither a place in a file nor empty."""
    for line in text.splitlines():
        line = line.strip()
        if line and not re.match(r"^(/|_output|k8s\.io/|test/|vendor/|Expected$|<)", line):
            return line[:200]
    return text.splitlines()[0][:200] if text else ""


def known(path):
    """The failures that are expected: [(regular expression, reason)]; lines of both with a tab between."""
    entries = []
    for line in pathlib.Path(path).read_text().splitlines():
        if line.strip() and not line.startswith("#"):
            pattern, _, reason = line.partition("\t")
            entries.append((re.compile(pattern), reason.strip()))
    return entries


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("results")
    parser.add_argument("--known", required=True)
    parser.add_argument("--report")
    options = parser.parse_args()
    specs = read(options.results)
    reasons = known(options.known)
    rows, unknown = [], []
    for name in sorted(specs):
        failure = specs[name]
        reason = next((text for pattern, text in reasons if pattern.search(name)), None)
        if not failure:
            rows.append((name, "passed", ""))
        elif reason is not None:
            rows.append((name, "failed", reason))
        else:
            unknown.append((name, failure))
            rows.append((name, "failed", "unexplained: " + failure))
    passed = sum(1 for row in rows if row[1] == "passed")
    if options.report:
        lines = [
            "# Kubernetes' conformance specs",
            "",
            "What came of each of the conformance specs of Kubernetes 1.20; of one that failed also why. The page is",
            "written by `Tests/Conformance/run.sh --report Sources/CLI/CLI.docc/KubernetesSpecs.md`, and the reasons are",
            "in `known.txt` beside the script.",
            "",
            f"{passed} of {len(rows)} passed.",
            "",
            "| spec | result | reason |",
            "|---|---|---|",
        ]
        escape = lambda text: text.replace("|", "\\|")
        lines += [f"| {escape(name)} | {result} | {escape(reason)} |" for name, result, reason in rows]
        pathlib.Path(options.report).write_text("\n".join(lines) + "\n")
    for name, failure in unknown:
        print(f"failed: {name}\n        {failure}")
    print(f"{passed} passed, {len(rows) - passed} failed")
    return 1 if unknown or not rows else 0


if __name__ == "__main__":
    sys.exit(main())
