#!/usr/bin/env python3
"""Holds benchmarks/gen_cases.py against what it promises, on a made-up background. Prints `N passed, M failed`."""
import collections
import filecmp
import pathlib
import random
import re
import subprocess
import sys
import tempfile
import unicodedata
import xml.etree.ElementTree as xml

ROOT = pathlib.Path(__file__).resolve().parent.parent
GENERATOR = ROOT / "benchmarks" / "gen_cases.py"
KINDS = ("verbatim noise00 noise05 noise10 noise15 noise20 homophones split merged furniture punctuation width reordered "
         "names traditional inside shuffled clauses foreign dropped negative").split()
LENGTHS = (50, 150)
COUNT = 9
results = collections.Counter()
Case = collections.namedtuple("Case", "begin end source_begin source_end copy original susp src")


def check(good, what):
    results["passed" if good else "failed"] += 1
    if not good:
        print(f"FAILED: {what}", file=sys.stderr)


def write_background(folder):
    """Ten texts of random characters, with clauses, paragraphs, names, numbers and words of the generator's tables."""
    rng = random.Random(7)
    letters = [chr(c) for c in range(0x4E00, 0x4E00 + 1500)]
    words = ["全国", "经济", "国务院", "2009年", "15%", "的", "在", "时", "国家", "GDP"]
    for number in range(10):
        out = []
        for _ in range(700):
            clauses = []
            for _ in range(rng.randrange(1, 4)):
                clause = [rng.choice(words) if rng.random() < 0.1 else rng.choice(letters)
                          for _ in range(rng.randrange(8, 22))]
                clauses.append("".join(clause))
            out.append("，".join(clauses) + "。" + ("\n\n　　" if rng.random() < 0.3 else ""))
        (folder / f"{number}.txt").write_text("".join(out), encoding="utf-8")


def generate(background, out, seed, *more):
    subprocess.run([sys.executable, GENERATOR, "--from", background, "--out", out, "--seed", str(seed), "--per-kind",
                    str(COUNT), "--lengths", ",".join(map(str, LENGTHS)), *more], check=True)


def read(path):
    return path.read_bytes().decode("utf-8")


def load(folder):
    """All cases of a folder; every attribute is asked for, so that a missing one fails."""
    cases = []
    for path in sorted((folder / "truth").glob("*.xml")):
        document = xml.parse(path).getroot()
        susp = read(folder / "susp" / document.get("reference"))
        for feature in document:
            where = feature.attrib["source_reference"]
            src = susp if where == document.get("reference") else read(folder / "src" / where)
            begin, size = int(feature.attrib["this_offset"]), int(feature.attrib["this_length"])
            source, source_size = int(feature.attrib["source_offset"]), int(feature.attrib["source_length"])
            check(feature.attrib["name"] == "plagiarism", f"{path}: feature name")
            cases.append(Case(begin, begin + size, source, source + source_size, susp[begin:begin + size],
                              src[source:source + source_size], susp, src))
    return cases


def letters_of(text):
    return "".join(c for c in unicodedata.normalize("NFKC", text) if c.isalnum())


def distance(a, b):
    """Levenshtein's, by the book."""
    row = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        before, row[0] = row[0], i
        for j, y in enumerate(b, 1):
            before, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, before + (x != y))
    return row[-1]


def check_spans(name, length, cases):
    for c in cases:
        check(0 <= c.begin < c.end <= len(c.susp) and 0 <= c.source_begin < c.source_end <= len(c.src), f"{name}: span")
        check(c.copy[0].isalnum() and c.copy[-1].isalnum(), f"{name}: the copy begins and ends on letters")
        check(c.original[0].isalnum() and c.original[-1].isalnum(), f"{name}: the original begins and ends on letters")
        if not name.startswith("reordered"):
            check(length <= len(c.original) < 2 * length, f"{name}: {len(c.original)} characters")


def check_borders(name, cases):
    """The letter beside a verbatim copy is not the one beside the original."""
    for c in cases:
        for copy, original in ((c.susp[:c.begin][::-1], c.src[:c.source_begin][::-1]),
                               (c.susp[c.end:], c.src[c.source_end:])):
            a, b = letters_of(copy[:60]), letters_of(original[:60])
            check(not a or not b or a[0] != b[0], f"{name}: the copy goes on")


def check_clean(name, folder, cases):
    """Outside the cases no suspicious document shares 12 letters with any source."""
    seen = set()
    for path in (folder / "src").glob("*.txt"):
        text = letters_of(read(path))
        seen.update(text[i:i + 12] for i in range(len(text) - 11))
    by_document = collections.defaultdict(list)
    for c in cases:
        by_document[c.susp].append((c.begin, c.end))
    for susp, spans in by_document.items():
        at = 0
        for begin, end in sorted(spans) + [(len(susp), len(susp))]:
            rest = letters_of(susp[at:begin])
            check(not any(rest[i:i + 12] in seen for i in range(len(rest) - 11)), f"{name}: natural reuse")
            at = end


def check_kind(kind, length, name, cases):
    for c in cases:
        if kind in ("verbatim", "noise00"):
            check(c.copy == c.original, f"{name}: not verbatim")
        elif kind in ("split", "merged", "punctuation", "width"):
            check(letters_of(c.copy) == letters_of(c.original), f"{name}: letters differ")
            check(c.copy != c.original or kind == "width", f"{name}: nothing changed")
        elif kind in ("shuffled", "clauses"):
            check(sorted(letters_of(c.copy)) == sorted(letters_of(c.original)), f"{name}: letters differ")
            check(letters_of(c.copy) != letters_of(c.original), f"{name}: nothing changed")
        elif kind in ("foreign", "dropped"):
            longer, shorter = sorted((letters_of(c.copy), letters_of(c.original)), key=len, reverse=True)
            rest = iter(longer)
            check((longer == letters_of(c.copy)) == (kind == "foreign") and all(letter in rest for letter in shorter),
                  f"{name}: not the same with more, or less")
        elif kind == "furniture":
            check(len(c.copy) > len(c.original) and c.copy.count("\n\n") >= 2, f"{name}: no furniture")
        elif kind == "homophones":
            changed = sum(a != b for a, b in zip(c.copy, c.original))
            check(len(c.copy) == len(c.original) and 0 < changed < len(c.copy) / 2, f"{name}: {changed} changed")
        elif kind == "traditional":
            check(len(c.copy) == len(c.original) and c.copy != c.original, f"{name}: nothing changed")
        elif kind == "names":
            check(c.copy != c.original and distance(c.copy, c.original) < len(c.original) / 2, f"{name}: changes")
        elif kind == "inside":
            check(c.susp == c.src and distance(c.copy, c.original) <= 3, f"{name}: changes")
            check(c.end <= c.source_begin or c.source_end <= c.begin, f"{name}: the places overlap")
        elif kind == "reordered":
            check(c.copy == c.original.replace("\n", ""), f"{name}: a block changed")
            check(len(re.findall(r"[\u4e00-\u9fff]|[A-Za-z0-9]+", c.copy)) >= 13, f"{name}: a block is short")
    if kind.startswith("noise"):
        rate = int(kind[5:]) / 100
        total = sum(len(c.original) for c in cases)
        found = sum(distance(c.copy, c.original) for c in cases) / total
        check(0.6 * rate <= found <= 1.3 * rate, f"{name}: {found:.3f} of the characters changed")


def check_order(name, cases):
    """No block is followed by the one that followed it in the source."""
    by_document = collections.defaultdict(list)
    for c in cases:
        by_document[c.susp].append((c.begin, c.source_begin))
    for blocks in by_document.values():
        sources = [s for _, s in sorted(blocks)]
        place = {s: i for i, s in enumerate(sorted(sources))}
        check(len(blocks) >= 2 and all(place[b] != place[a] + 1 for a, b in zip(sources, sources[1:])), f"{name}: order")


def check_negative(name, folder, cases):
    check(not cases, f"{name}: has truth")
    sources = [letters_of(read(p)) for p in (folder / "src").glob("*.txt")]
    grams = {s[i:i + 13] for s in sources for i in range(len(s) - 12)}
    long = {s[i:i + 42] for s in sources for i in range(len(s) - 41)}
    for path in (folder / "susp").glob("*.txt"):
        text = letters_of(read(path))
        check(not any(text[i:i + 42] in long for i in range(len(text) - 41)), f"{name}: more than a formula is shared")
    texts = [letters_of(read(p)) for p in (folder / "susp").glob("*.txt")]
    check(any(t[i:i + 13] in grams for t in texts for i in range(len(t) - 12)), f"{name}: no formula is shared")


def same_tree(a, b):
    names = sorted(p.relative_to(a) for p in a.rglob("*") if p.is_file())
    others = sorted(p.relative_to(b) for p in b.rglob("*") if p.is_file())
    return names == others and all(filecmp.cmp(a / n, b / n, shallow=False) for n in names)


def main():
    with tempfile.TemporaryDirectory() as work:
        work = pathlib.Path(work)
        background, out = work / "background", work / "out"
        background.mkdir()
        write_background(background)
        generate(background, out, 1)
        few = "verbatim,noise20,negative"
        for name, seed in (("same", 1), ("other", 2)):
            generate(background, work / name, seed, "--kinds", few)
        check(same_tree(work / "same" / "noise20-0050", out / "noise20-0050"), "same seed, other bytes")
        check(not same_tree(work / "other" / "noise20-0050", out / "noise20-0050"), "other seed, same bytes")
        check({p.name for p in out.iterdir()} == {f"{k}-{n:04d}" for k in KINDS for n in LENGTHS}, "the folders")
        for kind in KINDS:
            for length in LENGTHS:
                name = f"{kind}-{length:04d}"
                cases = load(out / name)
                susp = {p.name for p in (out / name / "susp").iterdir()}
                pairs = (out / name / "pairs").read_text().splitlines()
                check(len(susp) == COUNT, f"{name}: {len(susp)} documents")
                check(len(pairs) == (COUNT if kind == "inside" else COUNT * COUNT), f"{name}: pairs")
                check_spans(name, length, cases)
                check_kind(kind, length, name, cases)
                if kind == "negative":
                    check_negative(name, out / name, cases)
                    continue
                check(len({c.susp for c in cases}) == COUNT, f"{name}: a document without a case")
                check_clean(name, out / name, cases)
                if kind in ("verbatim", "reordered"):
                    check_borders(name, cases)
                if kind == "reordered":
                    check_order(name, cases)
    print(f"{results['passed']} passed, {results['failed']} failed")
    return 1 if results["failed"] else 0


if __name__ == "__main__":
    sys.exit(main())
