#!/usr/bin/env python3
"""What leitong's templates find of what is known, a figure a line.

usage: templates.py --leitong LEITONG [--corpus CORPUS] [--cases CASES] [--seed N] [NAME…]

NAME is one of the figures below (default: all that there is input for).
cases        inputs of CASES/templates that give one template, all records its members (invalid_user: and three slots)
slots        a slot of 1 to 6 random Han letters × 6 short forms × 5, 12 and 30 texts: cells that are one template, whole
loghub       grouping accuracy on CORPUS/dev/loghub (loghub.py)
licences     CORPUS/dev/npm_lic: F1 of the best document template of each licence
resolutions  CORPUS/dev/gwr_resolutions: first paragraphs in the largest template, and files in the largest document template
seeds        CORPUS/seeds: documents in which the formula 刚才…我完全… is found, of four
long         planted long forms: windows of CORPUS/dev/gwr_wikisource whose slots and a share of whose words are filled
             anew, among the rest: members of the best template, and others in it
documents    licences filled in anew from CORPUS/dev/spdx: F1 of the best document template; the same where a file holds two
formulas     planted in CORPUS/dev/gwr_wikisource: two clauses, other words between them, in paragraphs of 4 to 8 files: files
             in which a template shows both
rows         no figure of its own: templates of each unit, in gwr_wikisource and a sixteenth of tw_law
"""
import argparse
import collections
import json
import pathlib
import random
import re
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ElementTree

import loghub

FORMS = ["2026年{}省政府工作报告", "{}同志于今年三月调任本市发展和改革委员会副主任", "来源：{}日报", "关于表彰{}先进集体的决定",
         "现将{}有关情况报告如下", "会议由{}主持"]
SIZES = [5, 12, 30]


class Folder:
    """Texts in a folder of their own, and the templates of a scan."""

    def __init__(self, leitong):
        self.leitong = leitong

    def scan(self, paths, *options):
        with tempfile.TemporaryDirectory() as out:
            result = pathlib.Path(out, "result")
            subprocess.run([self.leitong, "scan", *map(str, paths), "-o", result, "--quiet", *options], check=True)
            return rows_of(result)

    def scan_texts(self, texts, *options):
        with tempfile.TemporaryDirectory() as folder:
            file = pathlib.Path(folder, "texts.jsonl")
            file.write_text("".join(json.dumps({"id": f"{i:06}", "text": t}, ensure_ascii=False) + "\n"
                                    for i, t in enumerate(texts)), encoding="utf-8")
            return self.scan([file], *options)


def rows_of(result):
    rows = [json.loads(line) for line in (result / "templates.jsonl").read_text(encoding="utf-8").splitlines()]
    for row in rows:
        if "more" in row["members"][-1]:
            sys.exit(f"template {row['template']} has more members than its row lists")
    return [row for row in rows if row["kind"] == "text"]


def shown(row):
    return "".join(part.get("text", "{}" if "slot" in part else "[" + part.get("optional", "") + "]") for part in row["parts"])


def documents_of(row):
    return {pathlib.PurePath(m["doc"]).name for m in row["members"]}


def f1(found, true):
    both = len(found & true)
    return 2 * both / (len(found) + len(true)) if both else 0


def cases(scans, o):
    good = 0
    files = sorted((o.cases / "templates").iterdir())
    for file in files:
        lines = len(file.read_text(encoding="utf-8").splitlines())
        rows = scans.scan([file], *([] if file.suffix == ".jsonl" else ["--paragraph", "line"]))
        right = len(rows) == 1 and rows[0]["size"] == lines and (file.stem != "invalid_user" or len(rows[0]["slots"]) == 3)
        good += right
        if not right:
            print(f"  {file.name}: {[(r['size'], shown(r)) for r in rows]}")
    print(f"cases {good} of {len(files)}")


def slots(scans, o):
    r = random.Random(o.seed)
    whole = cells = 0
    for form in FORMS:
        for length in range(1, 7):
            for size in SIZES:
                fills = set()
                while len(fills) < size:
                    fills.add("".join(chr(r.randrange(0x4E00, 0x9FA5)) for _ in range(length)))
                rows = scans.scan_texts([form.format(fill) for fill in sorted(fills)])
                cells += 1
                whole += len(rows) == 1 and rows[0]["size"] == size
    print(f"slots {whole} of {cells} cells, seed {o.seed}")


def logs(scans, o):
    found = []
    for folder in sorted((o.corpus / "dev/loghub").iterdir()):
        if (folder / f"{folder.name}_2k.log_structured.csv").exists():
            lines, events = loghub.lines_of(folder, folder.name, False)
            found.append(loghub.accuracy(loghub.groups_of(scans.leitong, folder.name, lines), events))
            print(f"  {folder.name:12} {found[-1]:.4f}")
    print(f"loghub {sum(found) / len(found):.4f}")


def licences(scans, o):
    true = collections.defaultdict(set)
    for line in (o.corpus / "dev/npm_lic/truth.tsv").read_text(encoding="utf-8").splitlines():
        file, _, licence = line.split("\t")
        true[licence].add(pathlib.PurePath(file).name)
    rows = [row for row in scans.scan([o.corpus / "dev/npm_lic/files"]) if row["unit"] == "document"]
    for licence, files in sorted(true.items()):
        print(f"licences {licence} {max((f1(documents_of(row), files) for row in rows), default=0):.4f}")


def resolutions(scans, o):
    folder = o.corpus / "dev/gwr_resolutions"
    rows = scans.scan([folder])
    first = {}
    for file in folder.iterdir():
        first[file.name] = len(file.read_bytes().split(b"\n")[0])
    heads = max((len({pathlib.PurePath(m["doc"]).name for m in row["members"]
                      if m["begin"] < first[pathlib.PurePath(m["doc"]).name]}) for row in rows), default=0)
    whole = max((len(documents_of(row)) for row in rows if row["unit"] == "document"), default=0)
    print(f"resolutions {heads} first paragraphs, {whole} documents, of {len(first)}")


def seeds(scans, o):
    found = [documents_of(row) for row in scans.scan([o.corpus / "seeds"])
             if any("刚才" in part.get("text", "") for part in row["parts"]) and "我完全" in shown(row)]
    print(f"seeds {max(map(len, found), default=0)} documents")


def planted(r, text, slots_count, share, letters):
    """Maker of texts of one form: slots of 2 to 12 letters in the place of as many, other words exchanged at random."""
    cut = sorted(r.sample(range(5, len(text) - 15), slots_count))

    def make():
        out = []
        at = 0
        for place in cut:
            if place < at:
                continue
            out += text[at:place] + [r.choice(letters) for _ in range(r.randint(2, 12))]
            at = place + r.randint(2, 8)
        out += text[at:]
        return "".join(r.choice(letters) if r.random() < share else c for c in out)

    return make


def long(scans, o):
    r = random.Random(o.seed)
    files = sorted((o.corpus / "dev/gwr_wikisource").glob("*.txt"))
    paragraphs = sorted({line.strip() for file in files for line in file.read_text(encoding="utf-8").split("\n")
                         if len(line.strip()) >= 60})
    letters = [c for p in paragraphs[:200] for c in p if "一" <= c <= "鿿"]
    r.shuffle(paragraphs)
    for share in (0, 0.05, 0.1, 0.15):
        texts = paragraphs[:1000]
        families = []
        for f in range(20):
            text = list(paragraphs[1000 + f][:r.choice([80, 160, 300])])
            make = planted(r, text, r.randint(1, 4), share, letters)
            size = r.choice([5, 8, 16])
            families.append(range(len(texts), len(texts) + size))
            texts = texts + [make() for _ in range(size)]
        rows = [{int(d) for d in documents_of(row)} for row in scans.scan_texts(texts)]
        best = [max((f1(row, set(family)) for row in rows), default=0) for family in families]
        others = sum(all(not row & set(family) for family in families) for row in rows)
        print(f"long, {share:.0%} of the words exchanged: F1 {sum(best) / len(best):.4f}; {others} templates of others")


def filled(r, node, words):
    """The text of a licence's element, paragraph by paragraph, its variable parts filled in anew."""
    tag = node.tag.rsplit("}", 1)[-1]
    if tag in ("crossRefs", "notes", "standardLicenseHeader", "obsoletedBys") or (tag == "optional" and r.random() < 0.3):
        return ""
    if tag == "alt":
        return " ".join(r.choice(words) for _ in range(r.randint(1, 4))) + " "
    text = " ".join((node.text or "").split()) + " "
    for child in node:
        text += filled(r, child, words) + " ".join((child.tail or "").split()) + " "
    return "\n\n" + text + "\n\n" if tag in ("p", "item", "titleText", "copyrightText") else text


def tidy(text):
    return "\n\n".join(p for p in (" ".join(part.split()) for part in text.split("\n\n")) if p)


def documents(scans, o):
    r = random.Random(o.seed)
    files = sorted((o.corpus / "dev/spdx/src").glob("*.xml"))
    sources = []
    for file in r.sample(files, len(files)):
        found = [n for n in ElementTree.parse(file).getroot().iter() if n.tag.endswith("}text") or n.tag == "text"]
        blanks = sum(n.tag.endswith("alt") for n in found[0].iter()) if found else 0
        if blanks > 1 and 600 < len("".join(found[0].itertext())) < 12000:
            sources.append(found[0])
    sources = sources[:60]
    words = [w for s in sources for t in s.itertext() for w in t.split() if w.isalpha() and w.istitle()]
    for two in (False, True):
        texts = []
        true = [set() for _ in sources]
        for s, source in enumerate(sources):
            for copy in range(r.randint(4, 9)):
                text = tidy(filled(r, source, words))
                true[s].add(len(texts))
                if two and copy == 0:
                    other = r.randrange(len(sources))
                    true[other].add(len(texts))
                    text += "\n\n" + tidy(filled(r, sources[other], words))
                texts.append(text)
        order = list(range(len(texts)))
        r.shuffle(order)
        place = {old: new for new, old in enumerate(order)}
        rows = [{int(d) for d in documents_of(row)} for row in scans.scan_texts([texts[i] for i in order], "--paragraph", "blank")
                if row["unit"] == "document"]
        best = [max((f1(row, {place[t] for t in family}) for row in rows), default=0) for family in true]
        print(f"documents{', one in each with another behind it' if two else ''}: F1 {sum(best) / len(best):.4f}")


def formulas(scans, o):
    r = random.Random(o.seed)
    texts = [file.read_text(encoding="utf-8") for file in sorted((o.corpus / "dev/gwr_wikisource").glob("*.txt"))]
    clauses = sorted({c for t in texts for c in re.split("[，。；\n]", t) if 5 <= len(c) <= 14 and t.count(c) == 1})
    r.shuffle(clauses)
    paragraphs = [t.split("\n") for t in texts]
    planted = []
    for f in range(30):
        first, last = clauses.pop(), clauses.pop()
        into = r.sample(range(len(texts)), r.randint(4, 8))
        planted.append((first, last, set(into)))
        for d in into:
            p = r.choice([i for i, text in enumerate(paragraphs[d]) if text.count("。") > 1])
            stops = [i for i, c in enumerate(paragraphs[d][p]) if c == "。"]
            at = r.choice(stops[:-1]) + 1
            between = "，".join(clauses[r.randrange(len(clauses))][:r.randint(4, 12)] for _ in range(r.randint(1, 2)))
            paragraphs[d][p] = paragraphs[d][p][:at] + f"{first}，{between}，{last}。" + paragraphs[d][p][at:]
    rows = scans.scan_texts(["\n".join(p) for p in paragraphs])
    found = sum(max((len({int(d) for d in documents_of(row)} & into) for row in rows if first[-4:] in shown(row) and last[:4] in shown(row)),
                    default=0) for first, last, into in planted)
    print(f"formulas {found} of {sum(len(into) for _, _, into in planted)} places, {sum(row['unit'] == 'clause' for row in rows)} "
          f"formulas in all, seed {o.seed}")


def rows(scans, o):
    law = sorted((o.corpus / "dev/tw_law").rglob("*.txt"))
    for name, paths in (("gwr_wikisource", [o.corpus / "dev/gwr_wikisource"]), ("tw_law / 16", law[::16])):
        units = collections.Counter(row["unit"] for row in scans.scan(paths))
        print(f"rows {name}: {dict(sorted(units.items()))}")


FIGURES = {"cases": cases, "slots": slots, "loghub": logs, "licences": licences, "resolutions": resolutions, "seeds": seeds,
           "long": long,
           "documents": documents, "formulas": formulas, "rows": rows}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--leitong", required=True)
    parser.add_argument("--corpus", type=pathlib.Path)
    parser.add_argument("--cases", type=pathlib.Path)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("names", nargs="*", metavar="NAME")
    o = parser.parse_args()
    scans = Folder(o.leitong)
    for name in o.names or FIGURES:
        if o.cases is None if name == "cases" else o.corpus is None and name != "slots":
            continue
        FIGURES[name](scans, o)


if __name__ == "__main__":
    main()
