#!/usr/bin/env python3
"""usage: permuted_ids.py LEITONG FOLDER [SEED]

Scans the texts of FOLDER twice: under their own ids, and under the same ids dealt out anew and in another order. Nothing
but ids may differ (contract 6: names never decide what is similar). Prints, for clusters, the figures of documents, passages and
texts, how many rows stand in both results, told by content: paragraphs and documents by (hash of the document, offsets). Exit 1
where clusters differ; the others may, since contract 1 links wording in more than 16 places to the first of them by id.
The same seed deals the same ids."""
import collections
import json
import pathlib
import random
import subprocess
import sys
import tempfile


def rows(folder, name):
    with open(folder / f"{name}.jsonl", encoding="utf-8") as file:
        return [json.loads(line) for line in file]


def scanned(leitong, folder, out, records):
    """The clusters, passages and texts of a result, with documents told by their content."""
    path = folder / f"{out}.jsonl"
    with open(path, "w", encoding="utf-8") as file:
        for name, text in records:
            file.write(json.dumps({"id": name, "text": text}, ensure_ascii=False) + "\n")
    result = folder / out
    subprocess.run([leitong, "scan", "-q", "--no-templates", "--no-names", "--keep-text", "none", path, "-o", result], check=True)
    content = {row["doc"]: row["hash"] for row in rows(result, "documents")}

    def told(span):
        return content[span["doc"]], span["begin"], span["end"]

    found = {}
    clusters = rows(result, "clusters")
    for unit in ("paragraph", "document"):
        found[unit + " clusters"] = [tuple(sorted(told(m) for m in c["members"])) for c in clusters if c["unit"] == unit]
    found["figures of documents"] = [tuple(row[key] for key in ("hash", "tokens", "reused", "repeated", "covered"))
                                     for row in rows(result, "documents")]
    found["passages"] = [tuple(sorted((told(p["a"]), told(p["b"])))) for p in rows(result, "passages")]
    found["texts"] = [tuple(sorted(told(p) for p in t["places"])) for t in rows(result, "texts")]
    return {name: collections.Counter(values) for name, values in found.items()}


def main():
    if len(sys.argv) not in (3, 4):
        sys.exit(__doc__)
    leitong, source = sys.argv[1], pathlib.Path(sys.argv[2])
    rng = random.Random(sys.argv[3] if len(sys.argv) == 4 else "1")
    records = [(str(path.relative_to(source)), path.read_text(encoding="utf-8-sig")) for path in sorted(source.rglob("*.txt"))]
    if not records:
        sys.exit(f"{source}: no .txt files")
    names = [name for name, _ in records]
    rng.shuffle(names)
    dealt = [(name, text) for name, (_, text) in zip(names, records)]
    rng.shuffle(dealt)
    differ = False
    with tempfile.TemporaryDirectory() as folder:
        one = scanned(leitong, pathlib.Path(folder), "own", records)
        two = scanned(leitong, pathlib.Path(folder), "dealt", dealt)
    for kind, rows_one in one.items():
        alone = (rows_one - two[kind]).total(), (two[kind] - rows_one).total()
        differ = differ or (any(alone) and "clusters" in kind)
        print(f"{kind}: {rows_one.total()} and {two[kind].total()}, of which {alone[0]} and {alone[1]} in one result alone")
    sys.exit(differ)


if __name__ == "__main__":
    main()
