"""The gate's artefacts against one another, and against the sources: FOLDER/r.FORMAT (refused, passed), e.FORMAT (an error).
usage: gate_formats.py FOLDER COPY"""
import html.parser
import json
import pathlib
import re
import sys
import urllib.parse
import xml.etree.ElementTree

folder, copy = pathlib.Path(sys.argv[1]), sys.argv[2]
report = json.loads((folder / "r.json").read_text(encoding="utf-8"))
assert list(report)[0] == "decision" and report["decision"] == "refuse"
assert (report["refused"], report["warned"], report["passed"], report["errors"]) == (1, 0, 1, 0)
refused, passed = report["verdicts"]
assert refused["doc"] == copy and refused["decision"] == "refuse" and passed["decision"] == "pass" and not passed["reasons"]
sources = {}
for finding in refused["findings"]:
    for side in ("here", "there"):
        span = finding[side]
        source = sources.setdefault(span["doc"], pathlib.Path(span["doc"]).read_bytes())
        assert span["text"] == (None if finding["kind"] == "adapted" else source[span["begin"]:span["end"]].decode())
    assert finding["here"]["doc"] == copy != finding["there"]["doc"] and finding["mark"] == "counted"
for reason in refused["reasons"]:
    assert reason["decision"] == "refuse" and reason["value"] > reason["level"] and reason["findings"]
    assert abs(reason["numerator"] / reason["denominator"] - reason["value"]) < 1e-6
    weights = [refused["findings"][n]["tokens"] for n in reason["findings"]]
    assert weights == sorted(weights, reverse=True)
assert [r["limit"] for r in refused["reasons"]] == ["total_ratio", "document_ratio"]
error = json.loads((folder / "e.json").read_text(encoding="utf-8"))
assert error["decision"] == "error" and error["verdicts"][0]["error"]["code"] == "input"

for name in ("r", "e"):
    sarif = json.loads((folder / f"{name}.sarif").read_text(encoding="utf-8"))
    schema = pathlib.Path("build/schemas/sarif-2.1.0.json")
    if schema.exists():
        import jsonschema
        jsonschema.Draft4Validator(json.loads(schema.read_text())).validate(sarif)
    run = sarif["runs"][0]
    rules = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    assert len(set(rules)) == len(rules)
    for result in run["results"]:
        assert rules[result["ruleIndex"]] == result["ruleId"] and result["message"]["text"]
    if name == "e":
        assert [r["ruleId"] for r in run["results"]] == ["LG000"] and not run["invocations"][0]["executionSuccessful"]
        continue
    assert [r["ruleId"] for r in run["results"] if r["level"] == "error"] == ["LG001", "LG007"]
    findings = [r for r in run["results"] if r["ruleId"].startswith("LT")]
    assert len(findings) == len(refused["findings"])
    for result, finding in zip(findings, refused["findings"]):
        assert result["partialFingerprints"]["leitongText/v1"].split(":")[0] == finding["fingerprint"]
        for place, side in ((result["locations"][0], "here"), (result["relatedLocations"][0], "there")):
            physical = place["physicalLocation"]
            path = urllib.parse.unquote(physical["artifactLocation"]["uri"].removeprefix("file://"))
            assert path == finding[side]["doc"]
            region = physical["region"]
            assert (region["byteOffset"], region["byteLength"]) == (finding[side]["begin"], finding[side]["end"] - finding[side]["begin"])
            before = sources[path][:region["byteOffset"]].decode()
            assert region["startLine"] == before.count("\n") + 1
            assert region["startColumn"] == len(before) - before.rfind("\n")

suite = xml.etree.ElementTree.parse(folder / "r.junit").getroot().find("testsuite")
assert (suite.get("tests"), suite.get("failures"), suite.get("errors")) == ("2", "1", "0")
assert [(case.get("name"), [child.tag for child in case]) for case in suite] == [(copy, ["failure"]), (passed["doc"], [])]
suite = xml.etree.ElementTree.parse(folder / "e.junit").getroot().find("testsuite")
assert (suite.get("tests"), suite.get("failures"), suite.get("errors")) == ("1", "0", "1")


class Page(html.parser.HTMLParser):
    VOID = {"meta"}

    def __init__(self):
        super().__init__()
        self.open, self.seen, self.text = [], [], ""

    def handle_starttag(self, tag, attributes):
        self.seen.append(tag)
        assert not [name for name, value in attributes if name.startswith("on") or name in ("src", "href")]
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.text += data if "style" not in self.open else ""


page = Page()
page.feed((folder / "r.html").read_text(encoding="utf-8"))
assert not page.open and not {"script", "link", "img", "iframe"} & set(page.seen) and {"del", "ins"} <= set(page.seen)
text = re.sub(r"\s+", "", page.text)
shown = [refused["findings"][n] for n in refused["reasons"][0]["findings"]]
assert all(f"[{f[side]['begin']},{f[side]['end']})" in text for f in shown for side in ("here", "there"))
assert "morethan30%[1]" in text and "[1]931equaltokens" in text, "reasons point to their findings"
