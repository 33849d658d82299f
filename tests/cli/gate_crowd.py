"""A submission of one line, thousands of times, against an index that has it: every format tells of all findings, the figures
are those of a scan of both. usage: gate_crowd.py LEITONG WORK"""
import json
import re
import subprocess
import sys

leitong, work = sys.argv[1], sys.argv[2]
LINES = 9000
line = "各镇街各部门要把安全生产责任落到实处，确保不出问题。\n"
for name, times in (("held.txt", 5), ("new.txt", LINES)):
    with open(f"{work}/{name}", "w", encoding="utf-8") as file:
        file.write(line * times)


def run(*arguments, codes=(0,)):
    done = subprocess.run([leitong, *arguments], capture_output=True, text=True, cwd=work)
    assert done.returncode in codes, (arguments, done.returncode, done.stderr[:300])
    return done.stdout


def gate(form):
    return run("gate", "--index", "crowd", "--format", form, "--refuse", "total_ratio=0.5", "new.txt", codes=(1,))


run("index", "create", "-q", "crowd")
run("index", "add", "-q", "crowd", "held.txt")
run("scan", "-q", "--no-templates", "--no-names", "held.txt", "new.txt", "-o", "crowd_scan")
with open(f"{work}/crowd_scan/documents.jsonl", encoding="utf-8") as rows:
    scanned = next(row for row in map(json.loads, rows) if row["doc"] == "new.txt")
verdict = json.loads(gate("json"))["verdicts"][0]
for key in ("tokens", "reused", "reused_without_stock", "longest_run"):
    assert verdict["figures"][key] == scanned[key], key
found = [f for f in verdict["findings"] if f["kind"] == "paragraph"]
assert len(found) == 2 * LINES - 1, len(found)  # each with the index, all but the first with the first
assert sum(f["there"]["doc"] == "held.txt" for f in found) == LINES
results = json.loads(gate("sarif"))["runs"][0]["results"]
prints = [r["partialFingerprints"]["leitongText/v1"] for r in results if "partialFingerprints" in r]
assert len(prints) == len(set(prints)) == len(verdict["findings"])
assert "new.txt" in gate("junit") and len(gate("html")) > 1000 and re.search("new.txt", gate("text"))
