#!/usr/bin/env python3
"""What templates.jsonl shows as fixed stands, word for word, in 80 % of the members, recounted from rows and texts: of the speeches, and
of texts made from one another by random edits (LEITONG_SEED). Parts that are marks alone are passed by. No line that is added takes a
template of other lines away."""
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


def han(r, count):
    """Letters of few different ones, so that forms have some in common by chance."""
    return "".join(chr(0x4E00 + 37 * r.randrange(90)) for _ in range(count))


def form_of(r):
    """Maker of lines of a form: fixed wording around one or two slots of 1 to 6 letters; or long, with a word in fifteen exchanged."""
    if r.random() < 0.25:
        text = han(r, r.randint(40, 120))
        return lambda: "".join(han(r, 1) if r.random() < 1 / 15 else c for c in text)
    fixed = [han(r, r.randint(4, 9)) for _ in range(r.randint(2, 3))]
    lengths = [r.randint(1, 6) for _ in fixed[1:]]
    return lambda: fixed[0] + "".join(han(r, n) + part for n, part in zip(lengths, fixed[1:]))


def templates_of(leitong, folder, lines, name):
    """The members of each template of the lines, as a set of their numbers."""
    (folder / f"{name}.jsonl").write_text(
        "".join(json.dumps({"id": f"{i:05}", "text": line}, ensure_ascii=False) + "\n" for i, line in enumerate(lines)),
        encoding="utf-8")
    scan(leitong, folder, [f"{name}.jsonl"], folder / name)
    rows = [json.loads(line) for line in (folder / name / "templates.jsonl").read_text(encoding="utf-8").splitlines()]
    return [{int(m["doc"]) for m in row["members"]} for row in rows if row["unit"] == "paragraph"]


def check_additions(leitong, work, seed):
    """Lines of other forms, lines that begin or end as those of a template do, and lines of none take no template away."""
    found = 0
    for k in range(12):
        r = random.Random(seed * 1000 + k)
        folder = pathlib.Path(work, f"added{k}")
        folder.mkdir()
        lines = [make() for make in [form_of(r) for _ in range(4)] for _ in range(r.randint(4, 14))]
        r.shuffle(lines)
        before = templates_of(leitong, folder, lines, "before")
        added = [make() for make in [form_of(r) for _ in range(4)] for _ in range(r.randint(1, 14))]
        added += [han(r, r.randint(5, 60)) for _ in range(10)]
        for line in r.choices(lines, k=10):
            cut = r.randint(2, 4)
            added.append(line[:cut] + han(r, 20) if r.random() < 0.5 else han(r, 20) + line[-cut:])
        after = templates_of(leitong, folder, lines + added, "after")
        found += len(before)
        for members in before:
            check(any(members <= other for other in after), f"seed {seed}, {k}: lines that were added took a template away: {members}")
    check(found > 30, f"{found} templates before lines are added")


def main():
    leitong = os.environ["LEITONG"]
    seed = int(os.environ.get("LEITONG_SEED", "1"))
    with tempfile.TemporaryDirectory() as work:
        out = pathlib.Path(work, "speeches")
        scan(leitong, ROOT, ["fixtures/speeches"], out)
        units = count_templates(ROOT, out, "speeches")
        check(units == {"paragraph", "clause", "document"}, f"speeches: templates of {sorted(units)}")
        check_brackets(leitong, work)
        check_additions(leitong, work, seed)
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
