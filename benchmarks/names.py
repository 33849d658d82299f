#!/usr/bin/env python3
"""How many swaps and forgotten names are found, and how many are not there.

usage: names.py LEITONG FOLDER    FOLDER: of gen_names.py. Scans it twice, without and with its gazetteer; prints one JSON object each:
swaps found with all their places and no other (titles aside), names found by type, false names by the role of their documents, and how many of them are weak.
SHOW=1: also every miss and every false name."""
import collections
import json
import os
import pathlib
import subprocess
import sys
import tempfile


def rows(path):
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def base(path):
    return os.path.basename(path)


def title(folder, name, at):
    """Whether a byte stands in the first line: titles exchange names too, and the key says nothing of them."""
    return at <= (folder / name).read_bytes().find(b"\n")


def measure(truth, result, folder, show=False):
    seen = collections.defaultdict(set)
    for row in rows(result / "swaps.jsonl"):
        for p in row["places"]:
            for one, other, names in (("a", "b", (row["from"], row["to"])), ("b", "a", (row["to"], row["from"]))):
                seen[base(p[one]["doc"]), base(p[other]["doc"]), *names].add(p[other]["begin"])
    swaps = collections.Counter()
    for row in (r for r in truth if r["kind"] == "swap"):
        places, planted = seen.get((row["a"], row["b"], row["from"], row["to"]), set()), set(row["places"])
        more = {at for at in places - planted if not title(folder, row["b"], at)}
        state = "missed" if not places else "right" if planted <= places and not more else "other_count"
        swaps[state] += 1
        if state != "right" and show:
            print("SWAP", state, row["a"], row["b"], row["from"], "→", row["to"], "missed" if planted - places else "more")
            text = (folder / row["b"]).read_bytes()
            for at in sorted(planted - places or more):
                print("      at", at, (text[max(0, at - 45):at] + b"[" + text[at:at + 60]).decode(errors="ignore").replace("\n", "/"))
    owed = collections.defaultdict(list)
    for row in (r for r in truth if r["kind"] == "left"):
        owed[row["doc"]].append(row)
    names, wrong, weak = collections.Counter(), collections.Counter(), 0
    hit = set()
    for row in rows(result / "left_behind.jsonl"):
        matches = [t for t in owed[base(row["doc"])] if row["begin"] < t["end"] and t["begin"] < row["end"]]
        for match in matches:
            hit.add((match["doc"], match["begin"]))
        if not matches:
            wrong[base(row["doc"])] += 1
            weak += row["strength"] == "weak"
            if show:
                print("FALSE", base(row["doc"]), row["text"], row["kind"], "<-", base(row["source"]["doc"]), row["instead"])
    for row in (t for list_ in owed.values() for t in list_):
        found = (row["doc"], row["begin"]) in hit
        names[row["type"] + (" found" if found else " missed")] += 1
        if not found and show:
            print("LEFT missed", row)
    roles = {r["doc"]: r["role"] for r in truth if r["kind"] == "document"}
    documents = collections.Counter(roles.values())
    false = {role: round(sum(n for d, n in wrong.items() if roles[d] == role) / count, 3)
             for role, count in sorted(documents.items())}
    # What was carried over with nothing exchanged is no adaptation: counted, and not owed.
    total = sum(n for what, n in names.items() if not what.startswith("carried"))
    found = sum(n for what, n in names.items() if what.endswith("found") and not what.startswith("carried"))
    return {"swaps": sum(swaps.values()), "swaps_right": round(swaps["right"] / max(1, sum(swaps.values())), 4),
            **swaps, "names": total, "names_found": round(found / max(1, total), 4), **names,
            "false": sum(wrong.values()), "false_weak": weak, "false_a_document": false, "false_all": round(sum(wrong.values()) / max(1, len(roles)), 3)}


def main():
    leitong, folder = sys.argv[1], pathlib.Path(sys.argv[2])
    truth = rows(folder / "truth.jsonl.key")
    show = bool(os.environ.get("SHOW"))
    for gazetteer in ([], ["--gazetteer", str(folder / "gazetteer.names")]):
        with tempfile.TemporaryDirectory() as scratch:
            result = pathlib.Path(scratch) / "result"
            subprocess.run([leitong, "scan", "-q", "--keep-text", "none", *gazetteer, str(folder), "-o", str(result)],
                           check=True)
            print(json.dumps({"gazetteer": bool(gazetteer), **measure(truth, result, folder, show)}, ensure_ascii=False))


if __name__ == "__main__":
    main()
