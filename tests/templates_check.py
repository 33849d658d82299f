#!/usr/bin/env python3
"""What templates.jsonl shows as fixed stands, word for word, in 80 % of the members, recounted from rows and texts: of the speeches, and
of texts made from one another by random edits (LEITONG_SEED). Parts that are marks alone are passed by."""
import json
import os
import pathlib
import random
import subprocess
import sys
import tempfile
import unicodedata

ROOT = pathlib.Path(__file__).resolve().parent.parent
FIXED = 80  # percent
HAN = 0x2E80  # from here on a letter is a word

passed = failed = 0


def check(good, what):
    global passed, failed
    passed += bool(good)
    failed += not good
    if not good:
        print("FAILED:", what)


def words(text):
    """The words of a text between spaces, one before the first and behind the last: a run of words is a part of it."""
    found = [""]
    for c in unicodedata.normalize("NFKC", text).casefold():
        if not c.isalnum() and unicodedata.category(c)[0] != "M":
            found.append("")
        elif ord(c) >= HAN:
            found += [c, ""]
        else:
            found[-1] += c
    return " ".join(["", *(w for w in found if w), ""])


def count_templates(folder, out, made):
    rows = [json.loads(line) for line in (out / "templates.jsonl").read_text(encoding="utf-8").splitlines()]
    texts = {}
    units = set()
    for row in rows:
        if row["kind"] != "text":
            continue
        units.add(row["unit"])
        members = []
        for m in row["members"]:
            path = folder / m["doc"]
            texts.setdefault(m["doc"], path.read_bytes())
            members.append(words(texts[m["doc"]][m["begin"]:m["end"]].decode("utf-8", "replace")))
        for part in row["parts"]:
            wording = words(part.get("text", ""))
            have = sum(wording in member for member in members)
            check(wording.isspace() or have * 100 >= FIXED * len(members),
                  f"{made}: template {row['template']}, {row['unit']}: {part} in {have} of {len(members)}")
    return units


def edited(r, text, share):
    """A text with a share of its words exchanged, left out or doubled."""
    out = []
    for word in text:
        if r.random() < share:
            out += r.choice([[], [word, word], [r.choice(text)], [chr(r.randrange(0x4E00, 0x9FA5))]])
        else:
            out.append(word)
    return out


def make(folder, r):
    """Documents of which each is an edited copy of one of a few, each paragraph a copy of one of those."""
    for base in range(4):
        paragraphs = [[chr(r.randrange(0x4E00, 0x9FA5)) for _ in range(r.randint(20, 90))] for _ in range(r.randint(1, 6))]
        share = r.choice([0.02, 0.05, 0.1, 0.15])
        for copy in range(r.randint(3, 12)):
            text = "\n\n".join("".join(edited(r, p, share)) + "。" for p in paragraphs)
            (folder / f"{base}-{copy}.txt").write_text(text + "\n", encoding="utf-8")


def scan(leitong, folder, paths, out):
    subprocess.run([leitong, "scan", *paths, "-o", out, "--quiet"], check=True, cwd=folder)


def check_brackets(leitong, work):
    """A mark of a pair is the template's where the pair is; where the other one is filled in, both are."""
    numbers = "一二三四五六七八九"
    forms = {"split": [f"（{n}）{v}实施科教兴国战略和人才强国战略" for n, v in
                       zip(numbers, ["大力", "深入", "继续", "坚决", "加快", "努力", "全面", "认真", "着力"])],
             "whole": [f"关于印发《{k}管理办法》的通知" for k in
                       ["档案", "公章", "公务用车", "国有资产", "会议费", "差旅费", "合同", "科研经费", "宿舍"]]}
    for name, lines in forms.items():
        folder = pathlib.Path(work, name)
        folder.mkdir()
        (folder / "a.txt").write_text("\n\n".join(lines) + "\n", encoding="utf-8")
        scan(leitong, folder, ["."], folder / "out")
        rows = [json.loads(line) for line in (folder / "out/templates.jsonl").read_text(encoding="utf-8").splitlines()]
        shown = ["".join(part.get("text", "{}") for part in row["parts"]) for row in rows]
        check(len(shown) == 1, f"{name}: {shown}")
        for text in shown:
            for a, b in ("（）", "《》"):
                check(text.count(a) == text.count(b), f"{name}: {text}")
            check(name != "whole" or "《" in text, f"{name}: {text}")


def main():
    leitong = os.environ["LEITONG"]
    seed = int(os.environ.get("LEITONG_SEED", "1"))
    with tempfile.TemporaryDirectory() as work:
        out = pathlib.Path(work, "speeches")
        scan(leitong, ROOT, ["fixtures/speeches"], out)
        units = count_templates(ROOT, out, "speeches")
        check(units == {"paragraph", "clause", "document"}, f"speeches: templates of {sorted(units)}")
        check_brackets(leitong, work)
        units = set()
        for k in range(6):
            folder = pathlib.Path(work, f"made{k}")
            folder.mkdir()
            make(folder, random.Random(seed * 100 + k))
            out = pathlib.Path(work, f"out{k}")
            scan(leitong, folder, ["."], out)
            units |= count_templates(folder, out, f"seed {seed}, {k}")
        check({"paragraph", "document"} <= units, f"made: templates of {sorted(units)}")
    print(f"{passed} passed, {failed} failed")
    return failed > 0


if __name__ == "__main__":
    sys.exit(main())
