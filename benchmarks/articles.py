#!/usr/bin/env python3
"""Holds a scan of statutes against a table of their articles.

usage: articles.py RESULT CORPUS TABLE.tsv

TABLE: old text, new text, article, same|changed, Jaccard; an article is the line that begins with 第NUMBER條. For each article whose two
texts share a run of 13 tokens: which part of the common text (ordered equal blocks, difflib) lies in passages or phrases. `same`:
blocks of ≥ 13 tokens, all of them; `changed`: 80 % of blocks of ≥ 4 tokens. A run in more than 16 places is linked to its first
alone (contract 1), so a passage may lead to an older text than the table's; prints the shares of both ways of counting."""
import collections
import difflib
import json
import pathlib
import re
import sys

TOKEN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff々〇]|[^\W_\u3400-\u9fff々〇]+")


def load(result):
    spans, phrases = collections.defaultdict(list), collections.defaultdict(list)
    for line in open(result / "passages.jsonl", encoding="utf-8"):
        p = json.loads(line)
        a, b = p["a"], p["b"]
        spans[a["doc"], b["doc"]].append((a["begin"], a["end"], b["begin"], b["end"]))
    for line in open(result / "phrases.jsonl", encoding="utf-8"):
        for place in json.loads(line)["places"]:
            phrases[place["doc"]].append((place["begin"], place["end"]))
    return spans, phrases


def articles(path, cache):
    """article → (tokens, their bytes in the file)"""
    if path not in cache:
        found, at = {}, 0
        for line in open(path, "rb").read().split(b"\n"):
            text = line.decode("utf-8")
            match = re.match(r"\ufeff?第([\d-]+(?:之\d+)?)條(?:之(\d+))?", text)
            if match:
                tokens, places = [], []
                offsets, byte = [], at
                for character in text:
                    offsets.append(byte)
                    byte += len(character.encode())
                offsets.append(byte)
                for t in TOKEN.finditer(text):
                    tokens.append(t.group())
                    places.append((offsets[t.start()], offsets[t.end()]))
                found[re.match(r"\ufeff?第(.*?)條(之\d+)?", text).expand(r"\1\2") if match.group(2) else match.group(1)] = (
                    tokens, places)
            at += len(line) + 1
        cache[path] = found
    return cache[path]


def inside(intervals, begin, end):
    return any(b <= begin and end <= e for b, e in intervals)


def main():
    result, corpus, table = (pathlib.Path(p) for p in sys.argv[1:4])
    spans, phrases = load(result)
    everywhere = collections.defaultdict(list)
    for (da, db), rows in spans.items():
        everywhere[da] += [(p[0], p[1]) for p in rows]
        everywhere[db] += [(p[2], p[3]) for p in rows]
    cache = collections.OrderedDict()
    count = collections.Counter()
    lost = []
    for row in open(table, encoding="utf-8"):
        old, new, article, label = row.rstrip("\n").split("\t")[:4]
        if label not in ("same", "changed") or old == new:
            continue
        a = articles(str(corpus / old), cache).get(article)
        b = articles(str(corpus / new), cache).get(article)
        while len(cache) > 8:
            cache.popitem(last=False)
        if a is None or b is None:
            count[label, "article not found"] += 1
            continue
        if a[0] == b[0]:
            blocks = [(0, 0, len(a[0]))]
        else:
            blocks = difflib.SequenceMatcher(None, a[0], b[0], autojunk=False).get_matching_blocks()
        if not any(n >= 13 for _, _, n in blocks):
            continue
        count[label, "with a common run"] += 1
        least = 13 if label == "same" else 4
        da, db = str(corpus / old), str(corpus / new)
        pair = spans.get((da, db), []) + [(c, d, a0, b0) for a0, b0, c, d in spans.get((db, da), [])]
        own = [(p[0], p[1]) for p in pair] + phrases.get(da, [])
        tokens = [a[1][t] for i, _, n in blocks if n >= least for t in range(i, i + n)]
        share = 1.0 if label == "same" else 0.8
        held = sum(inside(own, *t) for t in tokens)
        count[label, "of the two texts"] += held >= share * len(tokens)
        if held < share * len(tokens):
            held = sum(inside(own, *t) or inside(everywhere[da], *t) for t in tokens)
        count[label, "held"] += held >= share * len(tokens)
        if held < share * len(tokens) and len(lost) < 80:
            lost.append((old, new, article, label, held, len(tokens)))
    for label in ("same", "changed"):
        runs = max(count[label, "with a common run"], 1)
        held, own = count[label, "held"], count[label, "of the two texts"]
        print(f"{label}: {runs} with a common run of 13, {held} held = {held / runs:.5f}; {own} = {own / runs:.5f} by passages of the "
              f"two texts themselves; {count[label, 'article not found']} not found in the texts")
    for row in lost:
        print("not held:", *row)


if __name__ == "__main__":
    main()
