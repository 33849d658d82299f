#!/usr/bin/env python3
"""Holds fixtures/ against its own answer keys. Standard library only; exit code 0 or 1."""
import csv
import difflib
import json
import pathlib
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
FIXTURES = ROOT / "fixtures"
SPEECHES = FIXTURES / "speeches"
RUN = 13
sys.dont_write_bytecode = True
sys.path.insert(0, str(FIXTURES))
import make_truth  # noqa: E402

passed = failed = 0


def check(good, what):
    global passed, failed
    if good:
        passed += 1
    else:
        failed += 1
        print(f"FAIL {what}")


def read(doc):
    return (SPEECHES / doc).read_bytes()


def cut(span):
    return read(span["doc"])[span["begin"]:span["end"]].decode("utf-8", "replace")


def spans_in(value):
    """Every {"doc", "begin", "end"} at any depth."""
    if isinstance(value, dict):
        if {"doc", "begin", "end"} <= value.keys():
            yield value
        for inner in value.values():
            yield from spans_in(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from spans_in(inner)


def check_span(span, what):
    data = read(span["doc"])
    inside = 0 <= span["begin"] < span["end"] <= len(data)
    check(inside, f"{what}: outside the file: {span}")
    if inside:
        borders = [data[i:i + 1] for i in (span["begin"], span["end"])]
        check(all(not b or b[0] & 0xC0 != 0x80 for b in borders), f"{what}: splits a character: {span}")


def recount(a, b, old, new):
    """How often `old` stands in a where `new` stands at the aligned place of b."""
    place = {}
    for kind, i1, i2, j1, j2 in difflib.SequenceMatcher(None, a, b, autojunk=False).get_opcodes():
        if i2 - i1 == j2 - j1:
            place.update(zip(range(i1, i2 + 1), range(j1, j2 + 1)))
        place[i1], place[i2] = j1, j2
    count, at = 0, a.find(old)
    while at >= 0:
        begin, end = place.get(at), place.get(at + len(old))
        count += begin is not None and end is not None and b[begin:end] == new
        at = a.find(old, at + 1)
    return count


def check_row(row, what):
    kind = row["kind"]
    if kind in ("passage", "below"):
        runs = longest_run(cut(row["a"]), cut(row["b"]))
        check((runs >= RUN) == (kind == "passage"), f"{what}: its longest run is {runs} tokens")
    elif kind == "pair":
        a, b = (make_truth.shingles(cut(row[side])) for side in "ab")
        check((row["shared"], row["union"]) == (len(a & b), len(a | b)), f"{what}: shared or union")
        for side in "ab":
            data, s = read(row[side]["doc"]), row[side]
            whole = data[s["begin"] - 1:s["begin"]] in (b"", b"\n") and data[s["end"]:s["end"] + 1] in (b"", b"\n")
            check(whole, f"{what}: {side} is no whole line")
    elif kind == "swap":
        count = recount(cut(row["a"]), cut(row["b"]), row["from"], row["to"])
        check(count == row["count"], f"{what}: {row['from']} → {row['to']} counted {count}, key says {row['count']}")
    elif kind == "left_behind":
        check(cut(row) == row["words"] == cut(row["source"]), f"{what}: {row['words']} does not stand there")
        rest = read(row["doc"]).decode("utf-8")
        check(rest.count(row["instead"]) > rest.count(row["words"]), f"{what}: {row['instead']} is not the usual name")
    elif kind == "template":
        for slot in row["slots"]:
            good = all(fill in cut(m) for fill, m in zip(slot["fills"], row["members"], strict=True))
            check(good, f"{what}: a fill is not in its member: {slot}")
    elif kind in ("furniture", "stock"):
        check([p["doc"] for p in row["places"]] == row["docs"], f"{what}: docs and places")
        check(all(cut(p) == row["words"] for p in row["places"]), f"{what}: {row['words']} does not stand there")
    else:
        check(kind == "negative", f"{what}: unknown kind {kind}")


def longest_run(a, b):
    a, b = make_truth.words(a), make_truth.words(b)
    match = difflib.SequenceMatcher(None, a, b, autojunk=False)
    return match.find_longest_match(0, len(a), 0, len(b)).size


def check_complete(rows):
    """Every run of 13 tokens that stands twice is in the key, and no negative holds one."""
    known = {}
    for row in rows:
        if row["kind"] != "below":
            for span in spans_in(row):
                known.setdefault(span["doc"], []).append((span["begin"], span["end"]))
    windows = {}
    for doc, text in make_truth.load().items():
        toks, ends = make_truth.tokens(text), [0]
        for character in text:
            ends.append(ends[-1] + len(character.encode()))
        covered = [any(b <= ends[t[1]] and ends[t[2]] <= e for b, e in known.get(doc, [])) for t in toks]
        for i in range(len(toks) - RUN + 1):
            window = tuple(t[0] for t in toks[i:i + RUN])
            windows.setdefault(window, []).append((doc, all(covered[i:i + RUN])))
    negatives = {row["doc"] for row in rows if row["kind"] == "negative"}
    check(negatives.isdisjoint(known), "a negative stands in another row of the key")
    for window, places in windows.items():
        if len(places) > 1:
            check(all(ok for _, ok in places), f"not in the key: {''.join(window)!r} in {sorted({d for d, _ in places})}")


def check_speeches():
    lines = (SPEECHES / "truth.jsonl").read_text(encoding="utf-8")
    try:
        check(lines == make_truth.build(), "truth.jsonl is not what make_truth.py writes; run it again")
    except make_truth.KeyFault as fault:
        check(False, f"key.json: {fault}")
    rows = [json.loads(line) for line in lines.splitlines()]
    for number, row in enumerate(rows, 1):
        what = f"truth.jsonl:{number} ({row['kind']})"
        for span in spans_in(row):
            check_span(span, what)
        check_row(row, what)
    check_complete(rows)


ENCODINGS = {"utf8": "utf-8", "utf8_bom": "utf-8-sig", "gb18030": "gb18030", "big5": "big5",
             "shift_jis": "shift_jis", "euc_kr": "euc_kr", "windows_1252": "cp1252", "utf16le_bom": "utf-16",
             "utf16be_bom": "utf-16", "utf32le_bom": "utf-32", "utf32be_bom": "utf-32"}
BROKEN_AT = 2566


def decode(data, codec):
    try:
        return data.decode(codec)
    except UnicodeError:
        return ""


def check_encodings():
    folder = FIXTURES / "encodings"
    for name, codec in ENCODINGS.items():
        text = decode((folder / f"{name}.txt").read_bytes(), codec)
        check(text.encode() == (folder / f"{name}.expected").read_bytes(), f"encodings/{name}: not as expected")
    data = (folder / "broken_utf8.txt").read_bytes()
    check(data[BROKEN_AT] == 0xFF, f"broken_utf8.txt: no bad byte at {BROKEN_AT}")
    mended = data[:BROKEN_AT] + data[BROKEN_AT + 1:]
    check(len(mended) >= 2500 and decode(mended, "utf-8"), "broken_utf8.txt: bad elsewhere")


def check_hostile():
    """What a good line is, and what a row of the metadata is, by another reader than ours."""
    folder = FIXTURES / "hostile"
    good = [json.loads(line) for line in (folder / "good.jsonl").read_text(encoding="utf-8").splitlines()]
    check(len({r["id"] for r in good}) == 5 and all(isinstance(r["text"], str) for r in good), "good.jsonl")
    with open(folder / "metadata.csv", encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file, strict=True))
    check(rows[0] == ["path", "title", "date", "series", "author"], "metadata.csv: its columns")
    check({len(row) for row in rows} == {5}, "metadata.csv: a row of another length")
    missing = [row[0] for row in rows[1:] if not (ROOT / row[0]).exists()]
    check(missing == ["fixtures/speeches/no_such_file.txt"], f"metadata.csv: {missing} do not exist")
    size = sum(p.stat().st_size for p in FIXTURES.rglob("*") if p.is_file() and p.suffix != ".pyc")
    check(size <= 600_000, f"fixtures/ holds {size} bytes")


check_speeches()
check_encodings()
check_hostile()
print(f"{passed} passed, {failed} failed")
sys.exit(failed > 0)
