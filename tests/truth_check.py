"""A scan of the speeches against their answer key (fixtures/speeches/truth.jsonl): every planted pair with exact figures and
no other; every planted passage within its borders, with its edits; every planted swap with its count; every name left behind and
no other; nothing in the documents that share nothing."""
import collections
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent
SPEECHES = ROOT / "fixtures/speeches"
SLACK = 45  # bytes (15 characters) by which a passage may reach over the key's border where neighbouring words agree too
# Slots at the end of a sentence within paragraphs, in a clause that has words for slots: no whole clause stands in two
# places behind them, so that the formula ends before.
BEHIND = {"projects and their figures: a sentence inside paragraphs": 2}
SLOT_MISSES = 1  # members of a planted template whose fill may differ

passed = failed = 0


def check(good, what):
    global passed, failed
    passed += bool(good)
    failed += not good
    if not good:
        print("FAILED:", what)


def rows(path):
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def name(span):
    return pathlib.PurePath(span["doc"]).name


def place(span):
    return name(span), span["begin"], span["end"]


def both_ways(row):
    return (row["a"], row["b"]), (row["b"], row["a"])


def holds(outer, inner):
    return name(outer) == name(inner) and outer["begin"] <= inner["begin"] and inner["end"] <= outer["end"]


def near(found, key):
    return (name(found) == name(key) and key["begin"] - SLACK <= found["begin"] <= key["begin"] + SLACK
            and key["end"] - SLACK <= found["end"] <= key["end"] + SLACK)


def check_pairs(truth, found):
    owed = {frozenset((place(r["a"]), place(r["b"]))): r for r in truth if r["kind"] == "pair" and r["jaccard"] >= 0.7}
    seen = {frozenset((place(r["a"]), place(r["b"]))): r for r in found}
    # A pair at the threshold may be missed once in a hundred; on this text, with these seeds, none is.
    for key, row in owed.items():
        got = seen.get(key)
        check(got and (got["shared"], got["union"]) == (row["shared"], row["union"]), f"pair {sorted(key)}: {got}")
    for key, row in seen.items():
        # The key lists lines of 5 tokens and more; shorter ones pair when they are equal.
        check(key in owed or (row["shared"], row["union"]) == (1, 1), f"pair not in the key: {row}")


def edits_of(row, texts):
    a, b = texts[name(row["a"])], texts[name(row["b"])]
    strip = str.maketrans("", "", " \n")
    return [(a[e["a"][0]:e["a"][1]].decode().translate(strip), b[e["b"][0]:e["b"][1]].decode().translate(strip))
            for e in row["edits"]]


def check_passages(truth, found, texts):
    for row in (r for r in truth if r["kind"] == "passage"):
        matches = [f for f in found for a, b in both_ways(f) if near(a, row["a"]) and near(b, row["b"])]
        if not matches and not row["edits"]:  # blocks that kept their order may be one longer passage
            matches = [f for f in found for a, b in both_ways(f) if holds(a, row["a"]) and holds(b, row["b"])]
            check(len(matches) == 1, f"passage {place(row['a'])} = {place(row['b'])}: {len(matches)} hold it ({row['note']})")
            continue
        check(len(matches) == 1, f"passage {place(row['a'])} = {place(row['b'])}: {len(matches)} found ({row['note']})")
        if len(matches) == 1:
            swapped = name(matches[0]["a"]) != name(row["a"]) or matches[0]["a"]["begin"] > row["a"]["begin"] + SLACK
            edits = edits_of(matches[0], texts)
            edits = [(b, a) for a, b in edits] if swapped else edits
            # One character at a time: 财政→住建 may be one edit or two, and a name may share a character with the other.
            got = sum(len(a) + len(b) for a, b in edits)
            owed = sum(len(e["a"].replace(" ", "")) + len(e["b"].replace(" ", "")) for e in row["edits"])
            # What lies over the border may add its own; within it there are no more than the key's.
            check(got <= owed + SLACK // 3, f"edits of {place(row['a'])}: {edits}, key: {row['edits']}")
    for row in (r for r in truth if r["kind"] == "below"):
        check(not any(f["longest_run"] >= 13 and holds(a, row["a"]) and holds(b, row["b"])
                      for f in found for a, b in both_ways(f)), f"a run of 12 was taken for 13: {row}")
    negatives = {r["doc"] for r in truth if r["kind"] == "negative"}
    for f in found:
        check(name(f["a"]) not in negatives and name(f["b"]) not in negatives, f"a passage in a negative: {f}")


def check_stock(truth, found):
    for row in (r for r in truth if r["kind"] == "stock"):
        for spot in row["places"]:
            check(any(f["stock"] > 0 for f in found for a, _ in both_ways(f) if holds(a, spot)),
                  f"not marked as stock: {spot}")


def check_swaps(truth, found):
    """Each row of the key has that many places between the same two documents, in whichever order they stand."""
    seen = {}
    for row in found:
        for (a, b), count in collections.Counter((name(p["a"]), name(p["b"])) for p in row["places"]).items():
            seen[a, b, row["from"], row["to"]] = seen[b, a, row["to"], row["from"]] = count
    for row in (r for r in truth if r["kind"] == "swap"):
        got = seen.get((name(row["a"]), name(row["b"]), row["from"], row["to"]))
        check(got == row["count"], f"swap {row['from']} → {row['to']}: {got} of {row['count']}")


KINDS = {"place": "place", "person": "person", "organisation": "organisation", "office": "organisation"}


def check_left_behind(truth, found):
    owed = {place(r): r for r in truth if r["kind"] == "left_behind"}
    seen = {place(r): r for r in found}
    for key, row in owed.items():
        got = seen.get(key)
        check(got and got["text"] == row["words"] and got["kind"] == KINDS[row["name_kind"]]
              and got["instead"] == row["instead"] and place(got["source"]) == place(row["source"]),
              f"left behind {row['words']} at {key}: {got}")
    for key, row in seen.items():
        check(key in owed, f"taken for a name left behind: {row}")


def letters(text):
    return re.sub(r"[^\w.-]", "", text)


def templates_matching(row, found):
    """Of the found templates the one that holds most of the key's members, with the member found for each."""
    best = ([], None)
    for template in found:
        held = []
        for key in row["members"]:
            half = (key["end"] - key["begin"]) / 2
            held.append(next((m for m in template["members"] if "doc" in m and name(m) == name(key) and
                              min(m["end"], key["end"]) - max(m["begin"], key["begin"]) >= half), None))
        if sum(m is not None for m in held) > sum(m is not None for m in best[0]):
            best = (held, template)
    return best


def check_templates(truth, found, texts):
    """Every planted template is found with all its members, and every slot's fills as planted: a fill may be a few letters
    shorter or longer than the key's (全{县高考备考工作}会议), but is the same in nothing else."""
    for row in (r for r in truth if r["kind"] == "template"):
        held, template = templates_matching(row, found)
        check(held and all(held), f"template {row['note']}: members {held.count(None)} of {len(row['members'])} missing")
        slots = row["slots"][:len(row["slots"]) - BEHIND.get(row["note"], 0)]
        for slot in slots if template else []:
            shares = []
            for i in range(len(template["slots"])):
                same = 0
                for key, member, fill in zip(row["members"], held, slot["fills"]):
                    if member is None:
                        continue
                    begin, end = member["fills"][i]
                    got, owed = letters(texts[name(key)][begin:end].decode()), letters(fill)
                    same += got != "" and (got in owed or owed in got) and abs(len(got) - len(owed)) <= 5
                shares.append(same)
            check(shares and max(shares) >= len(row["members"]) - SLOT_MISSES,
                  f"template {row['note']}: slot {slot['fills']}: {max(shares, default=0)} of {len(row['members'])}")
    for row in (r for r in truth if r["kind"] == "negative"):
        for template in found:
            check(not any("doc" in m and name(m) == row["doc"] for m in template["members"]),
                  f"{row['doc']} in template {template['template']}")


def main():
    leitong = os.environ.get("LEITONG", str(ROOT / "build/dev/leitong"))
    truth = rows(SPEECHES / "truth.jsonl")
    texts = {path.name: path.read_bytes() for path in SPEECHES.iterdir()}
    speeches = [str(path) for path in sorted(SPEECHES.iterdir()) if path.suffix in (".md", ".txt")]
    with tempfile.TemporaryDirectory() as scratch:
        result = pathlib.Path(scratch) / "result"
        subprocess.run([leitong, "scan", "-q", "--pairs", "all", *speeches, "-o", str(result)], check=True)
        check_pairs(truth, rows(result / "pairs.jsonl"))
        passages = rows(result / "passages.jsonl")
        check_passages(truth, passages, texts)
        check_stock(truth, passages)
        check_swaps(truth, rows(result / "swaps.jsonl"))
        check_left_behind(truth, rows(result / "left_behind.jsonl"))
        check_templates(truth, rows(result / "templates.jsonl"), texts)
    print(f"{passed} passed, {failed} failed")
    return failed != 0


if __name__ == "__main__":
    sys.exit(main())
