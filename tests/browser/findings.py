"""Puts templates, adapted pairs, swaps and names left behind into a result directory: those of the fixtures' answer key, so that the report's
views of them are tried on rows that are known.  usage: findings.py DIR, the result of a scan of fixtures/speeches."""
import json
import pathlib
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
FOLDER = "fixtures/speeches/"
KINDS = {"text": "other", "office": "organisation"}


def source(doc):
    return (ROOT / FOLDER / doc).read_bytes()


def span(row, **more):
    return {"doc": FOLDER + row["doc"], "begin": row["begin"], "end": row["end"], **more}


def fills_of(member, texts):
    """Where the texts stand, in their order."""
    at, ranges = member["begin"], []
    for text in texts:
        found = source(member["doc"]).find(text.encode(), at, member["end"])
        assert found >= 0, (member, text)
        ranges.append([found, found + len(text.encode())])
        at = ranges[-1][1]
    return ranges


def counted(texts):
    return [{"text": text, "count": texts.count(text)} for text in sorted(set(texts), key=lambda x: (-texts.count(x), x.encode()))]


def template(row):
    texts = [slot["fills"] for slot in row["slots"]]
    members = [span(m, fills=fills_of(m, [fills[i] for fills in texts])) for i, m in enumerate(row["members"])]
    parts, first, at = [], row["members"][0], row["members"][0]["begin"]
    for slot, (begin, end) in enumerate(members[0]["fills"]):
        if begin > at:
            parts.append({"text": source(first["doc"])[at:begin].decode()})
        parts.append({"slot": slot})
        at = end
    if at < first["end"]:
        parts.append({"text": source(first["doc"])[at:first["end"]].decode()})
    for part in parts:  # a word that not all have, so that there is something optional
        if part.get("text", "").startswith("，"):
            part["optional"] = part.pop("text")
            part["count"] = len(members) - 1
            break
    slots = [{"slot": i, "kind": KINDS.get(s["kind"], s["kind"]), "fills": counted(s["fills"])} for i, s in enumerate(row["slots"])]
    return {"template": 0, "unit": "paragraph", "size": len(members), "documents": len(members), "parts": parts, "slots": slots,
            "members": members, "kind": "text"}


def furniture(row):
    return {"template": 0, "unit": "paragraph", "size": len(row["places"]), "documents": len(row["docs"]),
            "parts": [{"text": row["words"]}], "slots": [], "members": [span(p, fills=[]) for p in row["places"]], "kind": "furniture"}


def many():
    """More members and fills than are listed."""
    text = source("school_anniversary.txt").decode()
    end = len(text[:8].encode())
    member = {"doc": "school_anniversary.txt", "begin": 0, "end": end}
    return {"template": 0, "unit": "clause", "size": 2500, "documents": 1, "parts": [{"slot": 0}],
            "slots": [{"slot": 0, "kind": "number", "fills": [{"text": str(n), "count": 2} for n in range(1000)] + [{"more": 250}]}],
            "members": [span(member, fills=[[0, end]])] * 1000 + [{"more": 1500}], "kind": "text"}


def occurrences(side, word):
    data, word, at, found = source(side["doc"]), word.encode(), side["begin"], []
    while (at := data.find(word, at, side["end"])) >= 0:
        found.append({"doc": side["doc"], "begin": at, "end": at + len(word)})
        at += len(word)
    return found


def swap(row):
    places = list(zip(occurrences(row["a"], row["from"]), occurrences(row["b"], row["to"])))[:row["count"]]
    return {"from": row["from"], "to": row["to"], "kind": "level" if row["from"] in "市县" else "other", "directed": True, "pairs": 1,
            "count": len(places), "places": [{"a": span(a), "b": span(b)} for a, b in places]}


def place(span_of):
    return span_of["doc"].encode(), span_of["begin"]


def adapted(folder, swaps, names):
    """The pairs that the swaps and names are between; in every second one nothing tells which is the copy."""
    tokens = {row["doc"]: row["tokens"] for row in map(json.loads, (folder / "documents.jsonl").read_text(encoding="utf-8").splitlines())}
    pairs = {}
    for row in swaps:
        pairs.setdefault(tuple(sorted((row["places"][0][side]["doc"] for side in "ab"), key=str.encode)), [[], []])[0].append(row)
    for row in names:
        pairs.setdefault(tuple(sorted((row["doc"], row["source"]["doc"]), key=str.encode)), [[], []])[1].append(row)
    rows = []
    for (a, b), (swapped, left_behind) in sorted(pairs.items(), key=lambda item: [doc.encode() for doc in item[0]]):
        copy = "a" if any(row["doc"] == a for row in left_behind) else "b" if left_behind else None
        rows.append({"a": a, "b": b, "matched": min(tokens[a], tokens[b]), "share": 1.0, "by": "swaps" if swapped else "titles", "copy": copy,
                     "copy_by": copy and "left_behind", "swaps": len(swapped), "places": sum(row["count"] for row in swapped),
                     "left_behind": len(left_behind)})
    return rows


def left(row):
    return span(row, text=row["words"], kind=KINDS.get(row["name_kind"], row["name_kind"]), **{"class": "name", "strength": "strong"},
                source=span(row["source"]),
                instead=row["instead"])


def put(folder, name, rows):
    lines = [json.dumps(row, ensure_ascii=False, separators=(",", ":")) + "\n" for row in rows]
    (folder / f"{name}.jsonl").write_text("".join(lines), encoding="utf-8")
    return len(rows)


def main(folder):
    key = [json.loads(line) for line in (ROOT / FOLDER / "truth.jsonl").read_text(encoding="utf-8").splitlines()]
    rows = [template(r) for r in key if r["kind"] == "template"] + [furniture(r) for r in key if r["kind"] == "furniture"] + [many()]
    for number, row in enumerate(rows):
        row["template"] = number
    swaps = [swap(r) for r in key if r["kind"] == "swap"]
    swaps.sort(key=lambda row: (-row["count"], place(row["places"][0]["a"])))
    names = sorted((left(r) for r in key if r["kind"] == "left_behind"), key=lambda row: (row["doc"].encode(), row["begin"]))
    put_all(folder, rows, swaps, names)


def put_all(folder, templates, swaps, names):
    """Writes the tables, and their counts into run.json."""
    run = json.loads((folder / "run.json").read_text(encoding="utf-8"))
    run["templates"] = put(folder, "templates", templates)
    run["adapted"] = put(folder, "adapted", adapted(folder, swaps, names))
    run["swaps"] = put(folder, "swaps", swaps)
    run["left_behind"] = put(folder, "left_behind", names)
    text = json.dumps(run, ensure_ascii=False, separators=(",", ":"))
    for key_name in ("threshold", "recall"):
        text = text.replace(f'"{key_name}":{run[key_name]}', f'"{key_name}":{run[key_name]:.6f}')
    (folder / "run.json").write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]))
