"""The gate's figures of each document, held against an index of all, are those of a scan of all: nothing is approved, own or
known. So are its passages. usage: gate_same.py LEITONG WORK FILE…"""
import json
import re
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
passages = rows("passages")
for row in rows("documents"):
    f = figures[row["doc"]]["figures"]
    assert f["tokens"] == row["tokens"]
    assert f["reused"] == f["counted"] == f["reused_without_own"] == row["reused"], row["doc"]
    assert f["reused_without_stock"] == f["counted_without_stock"] == row["reused_without_stock"], row["doc"]
    assert (f["covered"], f["repeated"], f["reused_without_quotes"]) == (row["covered"], row["repeated"], row["reused_without_quotes"]), row["doc"]
    elsewhere = [p["longest_run"] for p in passages if (p["a"]["doc"] == row["doc"]) != (p["b"]["doc"] == row["doc"])]
    assert f["longest_run"] == max(elsewhere, default=0), row["doc"]
    source = row["largest_source"] or {"doc": None, "tokens": 0}
    assert (f["source"], f["source_tokens"]) == (source["doc"], source["tokens"]), row["doc"]
    assert figures[row["doc"]]["earlier"]["same"] and figures[row["doc"]]["decision"] == ("refuse" if row["reused"] else "pass")
    compared += row["reused"] > 0


def side(span):
    return span["doc"], span["begin"], span["end"]


expected = {}
for row in passages:
    for here, there in {(row["a"]["doc"], row["b"]["doc"]), (row["b"]["doc"], row["a"]["doc"])}:
        expected.setdefault(here, []).append(sorted([side(row["a"]), side(row["b"])]))
for doc, verdict in figures.items():
    seen = [sorted([side(f["here"]), side(f["there"])]) for f in verdict["findings"] if f["kind"] == "passage"]
    assert sorted(seen) == sorted(expected.get(doc, [])), doc

# So are the cases, and each text of the submission is ordered as in any result.
cases = {}
for row in rows("cases"):
    for doc in {row["a"]["doc"], row["b"]["doc"]}:
        cases.setdefault(doc, []).append((side(row["a"]), side(row["b"]), row["matched_a"], row["matched_b"], len(row["passages"])))
kinds = ["shared", "formula", "repeated", "boilerplate"]
for doc, verdict in figures.items():
    seen = [(side(c["a"]), side(c["b"]), c["matched_a"], c["matched_b"], len(c["passages"])) for c in verdict["cases"]]
    assert sorted(seen) == sorted(cases.get(doc, [])), doc
    within = [c["a"]["doc"] == c["b"]["doc"] for c in verdict["cases"]]
    assert within == sorted(within) and (len(set(within)) > 1 or all(c["salience"] <= verdict["cases"][0]["salience"] for c in verdict["cases"])), doc
    numbers = [f["passage"] for f in verdict["findings"] if f["kind"] == "passage"]
    assert sorted(numbers) == sorted(p for c in verdict["cases"] for p in c["passages"]), doc
    assert [text["kind"] for text in verdict["texts"]] == sorted((text["kind"] for text in verdict["texts"]), key=kinds.index), doc

# Where no reason names them, what the text was adapted from is shown first, then findings by the place of their case, in one case and without one by their tokens.
ROWS = 20
NONE = "total_ratio=none,document_ratio=none"
SHOWN = re.compile(r"^  \[\d+\] .*\n    here: +(.*) \[(\d+), (\d+)\)\n    there: +(.*) \[(\d+), (\d+)\)$", re.M)
shown_by_case = 0
for doc, verdict in figures.items():
    text = run("gate", "--index", f"{work}/same", "--lang", "en", "--verbose", "--width", "400", "--refuse", NONE, "--warn", NONE, doc)
    rank = {passage: place for place, case in enumerate(verdict["cases"]) for passage in case["passages"]}
    counted = [f for f in verdict["findings"] if f["mark"] == "counted"]
    order = sorted(counted, key=lambda f: (-1 if f["kind"] == "adapted" else rank[f["passage"]] if f["kind"] == "passage" else len(rank), -f["tokens"]))[:ROWS]
    seen = [((f[0], int(f[1]), int(f[2])), (f[3], int(f[4]), int(f[5]))) for f in SHOWN.findall(text)]
    assert seen == [(side(f["here"]), side(f["there"])) for f in order], doc
    shown_by_case += len({rank.get(f["passage"]) for f in order}) > 2
assert shown_by_case > 10

# Of the pairs that a scan finds, the gate names for each paragraph the most similar of the others, and one of its own text.
similar, best = {}, {}
for row in rows("pairs"):
    a, b = side(row["a"]), side(row["b"])
    similar[a, b] = similar[b, a] = row["jaccard"]
    for here, there in ((a, b), (b, a)):
        key = here, here[0] == there[0]
        best[key] = max(best.get(key, 0), row["jaccard"])
for doc, verdict in figures.items():
    named = {}
    for finding in verdict["findings"]:
        if finding["kind"] == "paragraph":
            here, there = side(finding["here"]), side(finding["there"])
            own = here[0] == there[0]
            assert (here, there) in similar, (doc, here, there)
            named.setdefault((here, own), []).append(similar[here, there])
            if own:
                named.setdefault((there, own), []).append(similar[here, there])
    wanted = {key: jaccard for key, jaccard in best.items() if key[0][0] == doc}
    assert named.keys() == wanted.keys(), (doc, named.keys() ^ wanted.keys())
    for (here, own), found in named.items():
        assert max(found) == wanted[here, own] and (own or len(found) == 1), (here, own, found)
    assert verdict["figures"]["crowded"] == 0
print(f"{len(figures)} documents, {compared} with reuse, as a scan of all has them")
assert compared > 20
