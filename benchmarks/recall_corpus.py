#!/usr/bin/env python3
"""Measures the recall and exactness of `scan --pairs all` on real text against brute force.

usage: recall_corpus.py LEITONG FOLDER [RECALL]

Every line of the folder's .txt files (LINE paragraphs) is cut into tokens by a tokeniser of its own (a token a Han letter, a
word otherwise) and its 5-token shingles are counted against every other line's by an inverted index: every pair that
shares a shingle is known with its exact Jaccard. Prints, by band of Jaccard, how many distinct pairs there are and how many
the scan lists; pairs below the threshold or with other figures are errors (exit 1)."""
import collections
import json
import pathlib
import re
import subprocess
import sys
import tempfile
import unicodedata

THRESHOLD = 0.7
BANDS = [0.70, 0.72, 0.75, 0.80, 1.01]
TOKEN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff々〇\u3040-\u30ff]|[^\W_\u3400-\u9fff\u3040-\u30ff々〇]+(?:\.\d+)*")


def tokens(text):
    return tuple(TOKEN.findall(unicodedata.normalize("NFKC", text).casefold()))


def shingles(words):
    return {words[i:i + 5] for i in range(len(words) - 4)} if len(words) >= 5 else {words}


def read(folder):
    """Distinct token sequences: number → shingles; (file, byte) → number."""
    numbers, places, sets = {}, {}, []
    for path in sorted(pathlib.Path(folder).rglob("*.txt")):
        at = 0
        for line in path.read_bytes().split(b"\n"):
            text = line.decode("utf-8-sig" if at == 0 else "utf-8")
            words = tokens(text)
            if words:
                if words not in numbers:
                    numbers[words] = len(sets)
                    sets.append(shingles(words))
                begin = at + len(line) - len(text.lstrip("\ufeff \t\r\u3000\u00a0").encode())
                places[str(path.relative_to(folder)), begin] = numbers[words]
            at += len(line) + 1
    return places, sets


def brute(sets):
    """Every pair with Jaccard ≥ THRESHOLD: (i, j) → (shared, union). Prefix filter: a pair that reaches it shares one of the
    rarest shingles of either (Chaudhuri, Ganti, Kaushik 2006)."""
    frequency = collections.Counter(s for own in sets for s in own)
    index, found = collections.defaultdict(list), {}
    for number, own in enumerate(sets):
        ordered = sorted(own, key=lambda s: (frequency[s], s))
        prefix = ordered[:len(own) - int(-(-THRESHOLD * len(own) // 1)) + 1]
        for other in {o for s in prefix for o in index[s]}:
            shared = len(own & sets[other])
            union = len(own) + len(sets[other]) - shared
            if shared * 10 >= union * 7:
                found[other, number] = (shared, union)
        for s in prefix:
            index[s].append(number)
    return found


def main():
    leitong, folder = sys.argv[1:3]
    recall = sys.argv[3] if len(sys.argv) > 3 else "0.99"
    places, sets = read(folder)
    owed = brute(sets)
    seen, wrong, unknown = {}, 0, 0
    with tempfile.TemporaryDirectory() as scratch:
        subprocess.run([leitong, "scan", "-q", "--pairs", "all", "--paragraphs-only", "--paragraph", "line", "--recall",
                        recall, "--keep-text", "none", "--root", folder, folder, "-o", scratch + "/r"], check=True)
        for line in open(scratch + "/r/pairs.jsonl", encoding="utf-8"):
            row = json.loads(line)
            a, b = (places.get((row[side]["doc"], row[side]["begin"])) for side in "ab")
            if a is None or b is None:
                unknown += 1
            elif a != b:
                pair = min(a, b), max(a, b)
                seen[pair] = row["shared"], row["union"]
                wrong += owed.get(pair) != seen[pair]
    print(f"{len(sets)} distinct paragraphs, {len(owed)} distinct pairs at {THRESHOLD} or more; listed {len(seen)}, "
          f"wrong or below {wrong}, at unknown places {unknown}")
    for low, high in zip(BANDS, BANDS[1:]):
        band = [p for p, (s, u) in owed.items() if low <= s / u < high]
        hit = sum(p in seen for p in band)
        rate = hit / len(band) if band else 1.0
        print(f"  [{low:.2f}, {min(high, 1):.2f}]  {hit} of {len(band)} = {rate:.5f}")
    return wrong != 0 or unknown != 0


if __name__ == "__main__":
    sys.exit(main())
