"""The gate's figures of each document, held against an index of all, are those of a scan of all: nothing is approved, own or
known. usage: gate_same.py LEITONG WORK FILE…"""
import json
import subprocess
import sys

leitong, work, files = sys.argv[1], sys.argv[2], sys.argv[3:]


def run(*arguments, codes=(0,)):
    done = subprocess.run([leitong, *arguments], capture_output=True, text=True)
    assert done.returncode in codes, (arguments[:4], done.returncode, done.stderr[:300])
    return done.stdout


run("scan", "-q", "--pairs", "all", *files, "-o", f"{work}/all")
run("index", "create", "-q", f"{work}/same")
run("index", "add", "-q", f"{work}/same", *files)
verdicts = json.loads(run("gate", "--index", f"{work}/same", "--format", "json", "--refuse", "total_ratio=0", *files, codes=(0, 1)))
figures = {v["doc"]: v for v in verdicts["verdicts"]}


def rows(table):
    with open(f"{work}/all/{table}.jsonl", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


compared = 0
for row in rows("documents"):
    f = figures[row["doc"]]["figures"]
    assert f["tokens"] == row["tokens"]
    assert f["reused"] == f["counted"] == f["reused_without_own"] == row["reused"], row["doc"]
    assert f["reused_without_stock"] == f["counted_without_stock"] == row["reused_without_stock"], row["doc"]
    assert f["longest_run"] == row["longest_run"], row["doc"]
    source = row["largest_source"] or {"doc": None, "tokens": 0}
    assert (f["source"], f["source_tokens"]) == (source["doc"], source["tokens"]), row["doc"]
    assert figures[row["doc"]]["earlier"]["same"] and figures[row["doc"]]["decision"] == ("refuse" if row["reused"] else "pass")
    compared += row["reused"] > 0
for table, kind in (("passages", "passage"), ("pairs", "paragraph")):
    expected = {}
    for row in rows(table):
        for here, there in {(row["a"]["doc"], row["b"]["doc"]), (row["b"]["doc"], row["a"]["doc"])}:
            spans = sorted([(s["doc"], s["begin"], s["end"]) for s in (row["a"], row["b"])])
            expected.setdefault(here, []).append(spans)
    for doc, verdict in figures.items():
        seen = [sorted([(f[s]["doc"], f[s]["begin"], f[s]["end"]) for s in ("here", "there")])
                for f in verdict["findings"] if f["kind"] == kind]
        assert sorted(seen) == sorted(expected.get(doc, [])), (doc, kind)
print(f"{len(figures)} documents, {compared} with reuse, as a scan of all has them")
assert compared > 20
