"""Figures of documents.jsonl against their definition: counted again from the rows and the texts, letter by letter, with quotation,
boilerplate and lines that are not the author's text known from how the texts were made. usage: figures.py LEITONG WORK"""
import json
import os
import random
import subprocess
import sys

leitong, work = sys.argv[1], sys.argv[2]
seed = int(os.environ.get("LEITONG_SEED", "20261"))
print(f"LEITONG_SEED={seed}")
rng = random.Random(seed)
MENU = "首页新闻公开服务互动下载打印全屏收藏关闭"
REFERENCE = "张三：《县域治理与基层工作的若干问题研究：以某某河流域三十六个乡镇的档案为中心的考察》，北京：某某出版社，2010年版，第12页。"  # too long for boilerplate


def letters(count):
    return "".join(chr(0x4E00 + rng.randrange(1500)) for _ in range(count))


blocks = [letters(rng.randrange(30, 80)) for _ in range(12)]
folder = f"{work}/figures"
os.makedirs(f"{folder}/site")  # boilerplate is what pages of one folder have in common
texts = {}
for n in range(24):
    lines = [MENU]
    for _ in range(rng.randrange(3, 8)):
        block = list(rng.choice(blocks) if rng.random() < 0.6 else letters(40))
        for _ in range(rng.randrange(3)):
            block[rng.randrange(len(block))] = letters(1)
        block = "".join(block)
        lines.append(f"他说：“{block}”。" if rng.random() < 0.3 else block + "。")
    if n % 3 == 0:
        lines.append(REFERENCE)
    texts[f"site/d{n:02}.txt"] = "\n".join(lines) + "\n"
    with open(f"{folder}/site/d{n:02}.txt", "w", encoding="utf-8") as file:
        file.write(texts[f"site/d{n:02}.txt"])
result = f"{work}/figures-result"
subprocess.run([leitong, "scan", "-q", "--root", folder, folder, "-o", result], check=True)


def rows(table):
    with open(f"{result}/{table}.jsonl", encoding="utf-8") as file:
        return [json.loads(line) for line in file]




class Bytes:
    """Sets of bytes of a document; figures count the tokens that begin in them."""

    def __init__(self, name):
        source = texts[name].encode()
        self.tokens = set()
        at = 0
        for c in texts[name]:
            if c.isalnum() and not (c.isdigit() and texts[name].encode()[at - 1:at].isdigit()):
                self.tokens.add(at)  # a number is one token
            at += len(c.encode())
        self.covered, self.equal, self.repeated = set(), set(), set()
        self.quoted, self.boilerplate, self.excluded = set(), set(), set()
        at = 0
        for line in source.split(b"\n"):
            span = set(range(at, at + len(line)))
            if line == MENU.encode():
                self.boilerplate |= span
            if line == REFERENCE.encode():
                self.excluded |= span
            if line.startswith("他说".encode()):
                self.quoted |= set(range(at + line.index("“".encode()), at + line.index("”".encode())))
            at += len(line) + 1

    def count(self, where):
        return len(self.tokens & where)


documents = {name: Bytes(name) for name in texts}
for row in rows("passages"):
    for side, other in (("a", "b"), ("b", "a")):
        d = documents[row[side]["doc"]]
        span = set(range(row[side]["begin"], row[side]["end"]))
        same = span - {b for edit in row["edits"] for b in range(*edit[side])}
        d.covered |= span
        if row[side]["doc"] == row[other]["doc"]:
            d.repeated |= same
        else:
            d.equal |= same
phrases = 0
for row in rows("phrases"):
    places = row["places"]
    assert row["count"] == len(places)  # all are listed
    for place in places:
        d = documents[place["doc"]]
        span = set(range(place["begin"], place["end"]))
        alike = sum(p["doc"] == place["doc"] for p in places)
        d.covered |= span
        d.equal |= span if alike < len(places) else set()
        d.repeated |= span if alike > 1 else set()
        phrases += 1

seen = {key: 0 for key in ("reused", "repeated", "boilerplate", "excluded", "quoted", "differs")}
for row in rows("documents"):
    d = documents[row["doc"]]
    assert row["tokens"] == len(d.tokens), (row["doc"], row["tokens"], len(d.tokens))
    reused = d.equal - d.boilerplate - d.excluded
    due = {"covered": d.covered, "reused": reused, "repeated": d.repeated - d.boilerplate - d.excluded,
           "boilerplate": d.equal & d.boilerplate, "excluded": (d.equal & d.excluded) - d.boilerplate,
           "reused_without_quotes": reused - d.quoted}
    for key, where in due.items():
        assert row[key] == d.count(where), (row["doc"], key, row[key], d.count(where))
    for key in ("reused", "repeated", "boilerplate", "excluded"):
        seen[key] += row[key]
    seen["quoted"] += row["reused"] - row["reused_without_quotes"]
    seen["differs"] += row["covered"] - row["reused"]
    assert row["largest_source"] is None or row["largest_source"]["doc"] != row["doc"]
print(seen, phrases, "places of phrases")
assert min(seen.values()) > 20 and phrases > 20, seen
