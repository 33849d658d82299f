"""report_figures LEITONG RESULT: every figure of the text report, the page, the tables and JUnit is that of the result's rows, computed again."""
import csv
import io
import json
import pathlib
import re
import subprocess
import sys
import xml.etree.ElementTree

leitong, result = sys.argv[1], pathlib.Path(sys.argv[2])
run = json.loads((result / "run.json").read_text(encoding="utf-8"))
rows = {table: [json.loads(line) for line in (result / f"{table}.jsonl").read_text(encoding="utf-8").splitlines()]
        for table in ("documents", "pairs", "passages", "cases", "texts", "clusters", "phrases", "templates", "adapted", "swaps", "left_behind")}
documents, passages = rows["documents"], rows["passages"]
numbers = {name: number for number, name in enumerate(sorted(row["doc"] for row in documents))}


def report(form, *options):
    return subprocess.run([leitong, "report", "-f", form, *options, result], capture_output=True, check=True).stdout.decode("utf-8")


def percent(part, whole):
    """Half up; a part never reads as the whole."""
    tenths = (2000 * part + whole) // (2 * whole) if whole else 0
    tenths = min(tenths, 999) if part < whole else tenths
    return f"{tenths // 10}.{tenths % 10}"


def near(shown, part, whole):
    return abs(shown - (part / whole if whole else 0)) <= 0.50001e-6


for table, listed in rows.items():
    assert run[table] == len(listed), table
for what in ("tokens", "paragraphs", "bytes"):
    assert run[what] == sum(row[what] for row in documents), what
for row in documents:
    for ratio, part in (("ratio", "reused"), ("ratio_without_quotes", "reused_without_quotes"), ("ratio_without_stock", "reused_without_stock"),
                        ("ratio_repeated", "repeated"), ("ratio_covered", "covered")):
        assert near(row[ratio], row[part], row["tokens"]), (row["doc"], ratio)
    largest = row["sources"][0] if row["sources"] else None
    assert (row["largest_source"] or {}).get("tokens") == (largest or {}).get("full")
    assert sum(source["exclusive"] for source in row["sources"]) <= row["reused"] <= row["covered"]
    assert all(source["doc"] != row["doc"] for source in row["sources"])
for row in passages:
    assert near(row["identity"], row["matched"], max(row["tokens_a"], row["tokens_b"]))
for row in rows["pairs"]:
    assert near(row["jaccard"], row["shared"], row["union"])

text = report("text", "--lang", "en", "--width", "500")
due = {row["doc"]: (percent(row["reused"], row["tokens"]), percent(row["reused_without_quotes"], row["tokens"]),
                    percent(row["reused_without_stock"], row["tokens"]), percent(row["repeated"], row["tokens"]),
                    str(row["longest_run"])) for row in documents}
shown = re.findall(r"^ *([\d.]+) % +([\d.]+) % +([\d.]+) % +([\d.]+) % +(\d+)  (\S.*)$", text, re.M)
assert shown and all(due[line[5]] == line[:5] for line in shown)
assert [line[5] for line in shown] == [row["doc"] for row in documents if row["reused"] > 0][:20]
due = {(row["matched"], row["longest_run"], len(row["edits_shown"]), row["stock"], *(row[side][key] for side in "ab" for key in ("doc", "begin", "end")))
       for row in passages}
place = r"\n    (.*) \[(\d+), (\d+)\)"
shown = re.findall(r"^  (\d+) equal tokens, longest run (\d+), (\d+) edits?(?:, stock wording (\d+))?" + place * 2 + "$", text, re.M)
assert shown and all(tuple(int(v or 0) if v.isdigit() or not v else v for v in line) in due for line in shown)
largest = []  # of each case shown, between documents and then within one, the passage with the most equal tokens
for within in (False, True):
    cases = [case for case in rows["cases"] if (case["a"]["doc"] == case["b"]["doc"]) == within]
    largest += [max((passages[n] for n in case["passages"]), key=lambda p: p["matched"])["matched"] for case in cases[:20]]
assert [int(line[0]) for line in shown] == largest

listed = list(csv.DictReader(io.StringIO(report("csv", "--table", "documents"))))
assert [[int(row[key]) for key in ("tokens", "reused", "repeated", "covered", "longest_run")] + [float(row["ratio_without_stock"])] for row in listed] == \
    [[row["tokens"], row["reused"], row["repeated"], row["covered"], row["longest_run"], row["ratio_without_stock"]] for row in documents]
listed = list(csv.DictReader(io.StringIO(report("csv"))))
assert [[int(row[key]) for key in ("tokens_a", "matched", "longest_run", "begin_b")] for row in listed] == \
    [[row["tokens_a"], row["matched"], row["longest_run"], row["b"]["begin"]] for row in passages]

page = dict(re.findall(r'<script type="application/json" id="([\w-]+)">(.*?)</script>', report("html"), re.S))
data = json.loads(page["data"])
assert all(run[key] == value for key, value in data["run"].items()) and data["skipped"] == run["skipped"]
assert [data["documents"][number]["id"] for number in data["ranked"]] == [row["doc"] for row in documents]
names = ("bytes", "size", "text", "paragraphs", "tokens", "reused", "noQuotes", "noStock", "repeated", "boilerplate", "excluded", "longest",
         "largestTokens", "largest")
for document in data["documents"]:
    document.update(zip(names, document["figures"]))
keys = {"bytes": "bytes", "tokens": "tokens", "paragraphs": "paragraphs", "reused": "reused", "noQuotes": "reused_without_quotes",
        "noStock": "reused_without_stock", "repeated": "repeated", "boilerplate": "boilerplate", "excluded": "excluded", "longest": "longest_run"}
assert all(data["documents"][number][key] == row[own] for number, row in zip(data["ranked"], documents) for key, own in keys.items())
assert [row.pop(0) for row in data["passages"]] == list(range(len(passages)))
assert [[row[0], row[3], *row[6:11], *row[12:18]] for row in data["passages"]] == \
    [[numbers[row["a"]["doc"]], numbers[row["b"]["doc"]], row["tokens_a"], row["tokens_b"], row["matched"], row["longest_run"], row["stock"],
      len(row["edits_shown"]), row["a"]["begin"], row["a"]["end"], row["b"]["begin"], row["b"]["end"],
      4 if row["text"] is None else ["shared", "formula", "repeated", "boilerplate"].index(rows["texts"][row["text"]]["kind"])] for row in passages]
units = {key: json.loads(text).encode("utf-16-le") for key, text in page.items() if key.startswith("text-")}
flat = [edits for key in sorted((key for key in page if key.startswith("edits-")), key=lambda key: int(key[6:])) for edits in json.loads(page[key])]
for row, edits, passage in zip(data["passages"], flat, json.loads(report("json"))["passages"], strict=True):
    cuts = [[units[f"text-{row[side]}"][2 * edits[i + at]:2 * edits[i + at + 1]].decode("utf-16-le") for side, at in ((0, 0), (3, 2))]
            for i in range(0, len(edits), 4)]
    assert cuts == [[edit["text_a"], edit["text_b"]] for edit in passage["edits_shown"]]
assert data["cases"] == [[n, case["matched_a"], case["matched_b"], *case["passages"]] for n, case in enumerate(rows["cases"])]
formulas = [text for text in rows["texts"] if text["kind"] == "formula"][:20]
assert [row[1] for row in data["formulas"]] == [text["documents"] for text in formulas]
assert all(passages[row[0]]["text"] == text["text"] for row, text in zip(data["formulas"], formulas))
assert [row[6:8] for row in data["pairs"]] == [[row["shared"], row["union"]] for row in rows["pairs"]]
assert data["sources"] == [[numbers[row["doc"]], numbers[source["doc"]], source["exclusive"], source["full"]]
                           for row in sorted(documents, key=lambda row: row["doc"]) for source in row["sources"]]

# Tokens that each source has, as the page holds them, add up to what the scan counted.
told = 0
for document in documents:
    reuse = json.loads(page.get(f"reuse-{numbers[document['doc']]}", "null"))
    if reuse is None:
        assert document["excluded"] or not any(document["doc"] in (row["a"]["doc"], row["b"]["doc"]) and row["a"]["doc"] != row["b"]["doc"] for row in passages)
        continue
    sets = {source: {token for at in range(0, len(flat), 2) for token in range(flat[at], flat[at + 1])} for source, *flat in
            [[None, *reuse["common"]], *reuse["sources"]]}
    assert {source: len(tokens) for source, tokens in sets.items() if source is not None and tokens} == \
        {numbers[source["doc"]]: source["full"] for source in document["sources"]}
    assert len(set().union(*sets.values())) == document["reused"]
    told += document["reused"] > 0
assert told > 3

suite = next(xml.etree.ElementTree.fromstring(report("junit")).iter("testsuite"))
named = {row[side]["doc"] for table in ("passages", "pairs") for row in rows[table] for side in "ab"} | {row["doc"] for row in rows["left_behind"]}
assert int(suite.get("failures")) == len(suite.findall("testcase/failure")) == len(named), (suite.attrib, len(named))
