"""Holds a SARIF or JUnit report against its published schema, where build/schemas has it (tests/schemas/fetch), and
always against what the schemas ask of the parts we write, against the result, and against the sources themselves.

    check.py sarif|junit REPORT RESULT
"""
import json
import pathlib
import re
import subprocess
import sys
import urllib.parse
import xml.etree.ElementTree

SCHEMAS = pathlib.Path("build/schemas")
RULES = ["LT001", "LT002", "LT003", "LT004", "LT005"]


def rows(result, table):
    with open(f"{result}/{table}.jsonl", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def check_published_sarif(report):
    schema = SCHEMAS / "sarif-2.1.0.json"
    try:
        import jsonschema
    except ImportError:
        jsonschema = None
    if jsonschema is None or not schema.exists():
        print("note: the published SARIF schema or jsonschema is absent", file=sys.stderr)
        return
    checker = jsonschema.FormatChecker()
    errors = jsonschema.Draft4Validator(json.loads(schema.read_text()), format_checker=checker).iter_errors(report)
    for error in errors:
        raise AssertionError(f"{list(error.path)}: {error.message}")


def check_location(location, run, sources):
    """A region's bytes and its lines and columns cut the same text out of the source."""
    physical = location["physicalLocation"]
    uri = physical["artifactLocation"]["uri"]
    assert re.fullmatch(r"(file://)?([A-Za-z0-9._~/-]|%[0-9A-F]{2})*", uri), uri
    artifact = run["artifacts"][physical["artifactLocation"]["index"]]
    assert artifact["location"]["uri"] == uri
    path = urllib.parse.unquote_to_bytes(uri.removeprefix("file://")).decode("utf-8")
    if path not in sources:
        file = pathlib.Path(path)
        sources[path] = file.read_bytes() if file.exists() else None
    region = physical.get("region")
    if region is None or sources[path] is None:
        return None
    assert len(sources[path]) == artifact["length"]
    begin, size = region["byteOffset"], region["byteLength"]
    text = sources[path][begin:begin + size].decode("utf-8")
    if "startLine" in region:
        lines = sources[path].decode("utf-8-sig").split("\n")
        first, last = region["startLine"] - 1, region["endLine"] - 1
        cut = lines[first:last + 1]
        cut[-1] = cut[-1][:region["endColumn"] - 1]
        cut[0] = cut[0][region["startColumn"] - 1:]
        assert "\n".join(cut) == text, (uri, region)
    return text


def check_sarif(path, result):
    report = json.loads(pathlib.Path(path).read_text(encoding="utf-8"))
    check_published_sarif(report)
    assert report["version"] == "2.1.0" and len(report["runs"]) == 1
    run = report["runs"][0]
    assert [rule["id"] for rule in run["tool"]["driver"]["rules"]] == RULES
    assert run["columnKind"] == "unicodeCodePoints"
    counts = dict.fromkeys(RULES, 0)
    fingerprints, sources, texts = set(), {}, 0
    for finding in run["results"]:
        counts[finding["ruleId"]] += 1
        assert RULES[finding["ruleIndex"]] == finding["ruleId"]
        assert finding["level"] in ("warning", "note") and finding["message"]["text"]
        plain = re.sub(r"\\[\\\[\]]", "", finding["message"]["text"])  # 3.11.6: an escaped bracket makes no link
        assert set(re.findall(r"\]\(([^)]*)\)", plain)) <= {"1"}, plain
        assert len(finding["locations"]) == 1 and finding["relatedLocations"]
        assert [location["id"] for location in finding["relatedLocations"]] == \
            list(range(1, len(finding["relatedLocations"]) + 1))
        for location in finding["locations"] + finding["relatedLocations"]:
            texts += check_location(location, run, sources) is not None
        fingerprints.add(finding["partialFingerprints"]["leitongText/v1"])
    assert len(fingerprints) == len(run["results"]), "fingerprints are not unique"
    clusters = [c for c in rows(result, "clusters") if c["unit"] == "document"]
    assert counts == {"LT001": len(rows(result, "passages")), "LT002": len(rows(result, "pairs")),
                      "LT003": sum(c["size"] - 1 for c in clusters), "LT004": len(rows(result, "phrases")),
                      "LT005": len(rows(result, "left_behind"))}, counts
    assert len(run["artifacts"]) == len(rows(result, "documents"))
    print(f"{len(run['results'])} results, {texts} regions cut out of their sources")


def check_junit(path, result):
    schema = SCHEMAS / "junit-10.xsd"
    if schema.exists():
        try:
            subprocess.run(["xmllint", "--noout", "--nonet", "--schema", schema, path], check=True,
                           stderr=subprocess.DEVNULL)
        except FileNotFoundError:
            print("note: xmllint is absent", file=sys.stderr)
    else:
        print("note: the published JUnit schema is absent", file=sys.stderr)
    root = xml.etree.ElementTree.parse(path).getroot()
    assert root.tag == "testsuites" and [suite.tag for suite in root] == ["testsuite"]
    suite = root[0]
    assert all(case.tag == "testcase" and case.get("name") and case.get("classname") for case in suite)
    failed = [case.get("name") for case in suite if case.find("failure") is not None]
    skipped = [case for case in suite if case.find("skipped") is not None]
    assert int(suite.get("tests")) == len(suite) and int(suite.get("failures")) == len(failed)
    assert int(suite.get("skipped")) == len(skipped) and suite.get("errors") == "0"
    named = {row[side]["doc"] for table in ("passages", "pairs") for row in rows(result, table) for side in "ab"}
    named |= {row["doc"] for row in rows(result, "left_behind")}
    documents = [row["doc"] for row in rows(result, "documents")]
    assert [case.get("name") for case in suite if case not in skipped] == documents
    assert failed == [doc for doc in documents if doc in named]
    print(f"{len(suite)} cases, {len(failed)} failed, {len(skipped)} skipped")


if __name__ == "__main__":
    {"sarif": check_sarif, "junit": check_junit}[sys.argv[1]](*sys.argv[2:])
