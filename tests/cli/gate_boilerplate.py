"""usage: gate_boilerplate.py LEITONG FOLDER: what the gate calls boilerplate, counted here from the texts that it is given."""
import json
import pathlib
import random
import subprocess
import sys

leitong, work = sys.argv[1], pathlib.Path(sys.argv[2])
SEED = 5
rng = random.Random(SEED)
FOOT = "本站所载全部内容均来自公开渠道如有侵权请与管理员联系以便及时删除"
LONG = "".join(chr(rng.randrange(0x5000, 0x8000)) for _ in range(41))


def han(count):
    return "".join(chr(rng.randrange(0x5000, 0x8000)) for _ in range(count))


def body(paragraphs):
    return [han(60) for _ in range(paragraphs)]


def text(foot, at, paragraphs=12):
    lines = body(paragraphs)
    lines.insert(at if at >= 0 else len(lines) + 1 + at, foot)
    return "\n\n".join(lines) + "\n"


def judged(pages, submission, *options):
    """(exit code, figures) of a submission held against an index of pages: (name, text)."""
    folder = work / f"case{len(list(work.iterdir()))}"
    for name, page in pages:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(page, encoding="utf-8")
    (folder / "submission.txt").write_text(submission, encoding="utf-8")
    names = [name for name, _ in pages]
    subprocess.run([leitong, "index", "create", "db"], cwd=folder, check=True, stdout=subprocess.DEVNULL)
    subprocess.run([leitong, "index", "add", "-q", "db", *names], cwd=folder, check=True, stdout=subprocess.DEVNULL)
    done = subprocess.run([leitong, "gate", "--index", "db", "-f", "json", *options, "submission.txt"], cwd=folder,
                          capture_output=True, text=True, encoding="utf-8")
    return done.returncode, json.loads(done.stdout)["verdicts"][0]["figures"]


def expect(what, found, tokens):
    code, figures = found
    mine = (figures["reused"], figures["boilerplate"], figures["counted"] - figures["counted_without_boilerplate"])
    if mine != (len(FOOT) if tokens is not None else figures["reused"], tokens or 0, tokens or 0):
        sys.exit(f"seed {SEED}: {what}: reused, boilerplate, counted in it: {mine}")
    return code


def site(count, foot=FOOT, at=-1, folder="site"):
    return [(f"{folder}/{i}.txt", text(foot, at)) for i in range(count)]


limits = ("--refuse", "total_ratio=none,document_ratio=none,ratio_without_boilerplate=0")
submission = text(FOOT, -1)
assert expect("three pages", judged(site(3), submission, *limits), len(FOOT)) == 0
assert expect("and all of it counts", judged(site(3), submission, "--refuse", "total_ratio=0"), len(FOOT)) == 1
assert expect("twenty pages, a phrase", judged(site(20), submission, *limits), len(FOOT)) == 0
assert expect("two pages", judged(site(2), submission, *limits), 0) == 1
assert expect("three pages of three sites", judged([p for i in range(3) for p in site(1, folder=f"site{i}")], submission, *limits), 0) == 1
assert expect("in the middle of the pages", judged(site(3, at=6), submission, *limits), 0) == 1
assert expect("in the middle of the submission", judged(site(3), text(FOOT, 6), *limits), 0) == 1
assert expect("at the head of it", judged(site(3), text(FOOT, 2), *limits), len(FOOT)) == 0
assert expect("a submission without a body", judged(site(3), text(FOOT, 0, 2), *limits), 0) == 1
assert expect("a longer paragraph", judged(site(3, LONG), text(LONG, -1), *limits), None) == 1
# A part of it: less than half of the paragraph's tokens is none, half is.
part = FOOT[:13]
assert expect("a part", judged(site(3), text(part + han(14), -1), *limits), None) == 1
assert judged(site(3), text(part + han(13), -1), *limits)[1]["boilerplate"] == 13
assert judged(site(3), text("".join(c if i != 15 else "某" for i, c in enumerate(FOOT)), -1), *limits)[0] == 0
