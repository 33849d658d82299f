"""What a page holds of a result that is larger than its limit, against the rows of the result and the bytes of the sources.
usage: report_limit.py LEITONG FOLDER"""
import json
import os
import pathlib
import random
import re
import subprocess
import sys

leitong, folder = sys.argv[1], pathlib.Path(sys.argv[2])
seed = int(os.environ.get("LEITONG_SEED", 20261201))
print(f"LEITONG_SEED={seed}")
rng = random.Random(seed)
LIMIT = 20


def sentence(length):
    return "".join(chr(rng.randrange(0x4E00, 0x9000)) for _ in range(length)) + "。"


# 90 documents, each of its own sentences and of some short ones that others have too, so that there is room for all cases within
# the limit; every third one in GB 18030.
shared = [sentence(rng.randrange(16, 24)) for _ in range(120)]
sources = {}
for i in range(90):
    own = [sentence(rng.randrange(40, 80)) for _ in range(6)]
    lines = own + rng.sample(shared, rng.randrange(1, 5))
    rng.shuffle(lines)
    codec = "gb18030" if i % 3 == 0 else "utf-8"
    path = folder / "in" / f"{i:02}.txt"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes("\n".join(lines).encode(codec))
    sources[str(path)] = (path.read_bytes(), codec)
result = folder / "result"
subprocess.run([leitong, "scan", "-q", "--no-names", folder / "in", "-o", result], check=True)


def rows(table):
    return [json.loads(line) for line in open(result / f"{table}.jsonl", encoding="utf-8")]


documents = sorted(rows("documents"), key=lambda row: row["doc"])
numbers = {row["doc"]: n for n, row in enumerate(documents)}
passages, cases, texts = rows("passages"), rows("cases"), rows("texts")
assert len(cases) > 3 * LIMIT, len(cases)


def page(*options):
    out = subprocess.run([leitong, "report", *options, result], check=True, capture_output=True, text=True).stdout
    return dict(re.findall(r'<script type="application/json" id="([\w-]+)">(.*?)</script>', out, re.S))


def shown(parts, number, begin, end):
    return json.loads(parts[f"text-{number}"]).encode("utf-16-le")[2 * begin:2 * end].decode("utf-16-le")


def cut(span):
    data, codec = sources[span["doc"]]
    return data[span["begin"]:span["end"]].decode(codec)


def check(parts, wanted):
    data = json.loads(parts["data"])
    held = {row[0] for row in data["passages"]}
    assert wanted <= held, sorted(wanted - held)
    for number, a, a_begin, a_end, b, b_begin, b_end, *_ in data["passages"]:
        row = passages[number]
        assert (numbers[row["a"]["doc"]], numbers[row["b"]["doc"]]) == (a, b)
        assert shown(parts, a, a_begin, a_end) == cut(row["a"]) and shown(parts, b, b_begin, b_end) == cut(row["b"])
    held_texts = json.loads(parts["texts"])
    assert held_texts and [row["number"] for row in held_texts] == sorted({row["number"] for row in held_texts})
    for row in held_texts:
        text = texts[row["number"]]
        assert row["size"] == len(text["places"]) and row["documents"] == text["documents"]
        spans = [row["representative"]] + [row["places"][at:at + 3] for at in range(0, len(row["places"]), 3)]
        assert len(spans) == 1 + min(20, row["size"])
        for span, place in zip(spans, [text["representative"]] + text["places"]):
            assert numbers[place["doc"]] == span[0] and shown(parts, *span) == cut(place)
    for template in json.loads(parts["templates"]):
        width = 3 + 2 * len(template["slots"])
        for at in range(0, len(template["members"]), width):
            document, begin, end = template["members"][at:at + 3]
            assert begin < end and shown(parts, document, begin, end)
    return data, held


def whole(data):
    return [n for n, row in enumerate(data["documents"]) if row["figures"][2] == 1]


def heads(of):
    formulas = [text["text"] for text in texts if text["kind"] == "formula"][:20]
    return [next((n for n, row in enumerate(passages) if row["text"] == text and of(row)), None) for text in formulas]


parts = page("--limit", str(LIMIT))
first = {n for case in cases[:LIMIT] for n in case["passages"]}
data, held = check(parts, first)
assert held == first | set(heads(lambda row: True)) and len(held) < len(passages)
assert data["totals"]["cases"] == len(cases) and [row[0] for row in data["cases"]][:LIMIT] == list(range(LIMIT)) and len(data["cases"]) < 2 * LIMIT and data["totals"]["passages"] == len(passages)
assert len(whole(data)) <= 1
for number, row in enumerate(data["documents"]):
    text, codec = sources[row["id"]]
    if row["figures"][2] == 1:
        assert json.loads(parts[f"text-{number}"]) == text.decode(codec)
    elif row["figures"][2] == 2:
        pieces = [piece for piece in json.loads(parts[f"text-{number}"]).split("⋯") if piece.strip("\n")]
        assert pieces and all(piece.strip("\n") in text.decode(codec) for piece in pieces)

sheet = documents[41]["doc"]
parts = page("--document", sheet)
touched = {n for case in cases for n in case["passages"] if sheet in (case["a"]["doc"], case["b"]["doc"])}
data, held = check(parts, touched)
assert held == touched | {n for n in heads(lambda row: sheet in (row["a"]["doc"], row["b"]["doc"])) if n is not None}
assert data["sheet"] == 41 and whole(data) == [41]
assert {tuple(row[:2]) for row in data["sources"]} == {pair for row in documents for source in row["sources"]
                                                       for pair in [(numbers[row["doc"]], numbers[source["doc"]])] if 41 in pair}

for options, words in ((["--document", "nowhere.txt"], "nowhere.txt is no document of this result"), (["--limit", "0"], "limit")):
    out = subprocess.run([leitong, "report", *options, result], capture_output=True, text=True)
    assert out.returncode == 2 and words in out.stderr and not out.stdout, out

# Names left behind and swaps: what is listed can be read in the page, and of a sheet it is the document's own.
result = folder / "names"
speeches = sorted(str(path) for suffix in ("md", "txt") for path in pathlib.Path("fixtures/speeches").glob(f"*.{suffix}"))
subprocess.run([leitong, "scan", "-q", *speeches, "-o", result], check=True)
documents = sorted(rows("documents"), key=lambda row: row["doc"])
numbers = {row["doc"]: n for n, row in enumerate(documents)}
sources = {row["doc"]: (pathlib.Path(row["doc"]).read_bytes(), "utf-8") for row in documents}
swaps, left, adapted = rows("swaps"), rows("left_behind"), rows("adapted")
own = [n for n, row in enumerate(documents) if row["doc"].endswith("party_housing_bureau.md")][0]
for options, most, mine in ((["--limit", "1"], 1, None), (["--limit", "3"], 3, None), (["--document", documents[own]["doc"]], None, own), ([], None, None)):
    parts = page(*options)
    data = json.loads(parts["data"])
    assert [data["totals"][key] for key in ("adapted", "swaps", "left")] == [len(adapted), len(swaps), len(left)]
    places = [(row["from"], row["to"], row["places"][at:at + 6]) for row in json.loads(parts["swaps"]) for at in range(0, len(row["places"]), 6)]
    names = [(row["text"], row["place"]) for row in json.loads(parts["left"])]
    pairs = json.loads(parts["adapted"])
    for before, after, at in places:
        assert (shown(parts, *at[:3]), shown(parts, *at[3:])) == (before, after), (before, after, at)
    assert all(shown(parts, *at[:3]) == text for text, at in names)
    if mine is not None:
        assert all(mine in (at[0], at[3]) for at in [at for _, _, at in places] + [at for _, at in names])
        doc = documents[mine]["doc"]
        assert len(places) == sum(doc in (place["a"]["doc"], place["b"]["doc"]) for row in swaps for place in row["places"]) > 0
        assert len(names) == sum(doc in (row["doc"], row["source"]["doc"]) for row in left) > 0
        assert len(pairs) == 11 * sum(doc in (row["a"], row["b"]) for row in adapted) > 0
    elif most is not None:
        assert len(places) == most and len(names) == most and len(pairs) == 11 * most
    else:
        assert len(places) == sum(len(row["places"]) for row in swaps) and len(names) == len(left) and len(pairs) == 11 * len(adapted)
