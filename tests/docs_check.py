"""FORMATS.md names every key that a scan writes. The documents' examples run: every `console` block of the READMEs and every example of the manual page, in order, in one scratch folder; what a command is
shown to print must stand in what it prints, in order. Commands under script/ are tests of their own and are not run here. Every
file and folder that ARCHITECTURE.md and CONTRIBUTING.md name is there, and a scan of ARCHITECTURE.md's example gives its rows."""
import json
import os
import pathlib
import shutil
import re
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent


def examples(text):
    """(command, expected lines) of each console block, or of each .EX of a manual page."""
    for block in re.findall(r"```console\n(.*?)```", text, re.S) + re.findall(r"^\.EX\n(.*?)^\.EE", text.replace("\\-", "-"), re.S | re.M):
        command, lines = None, []
        for line in block.splitlines():
            if line.startswith("$ "):
                if command:
                    yield command, lines
                command, lines = line[2:], []
            else:
                lines.append(line)
        if command:
            yield command, lines


def check(document, leitong):
    passed = failed = 0
    with tempfile.TemporaryDirectory() as scratch:
        shutil.copytree(ROOT / "fixtures", pathlib.Path(scratch) / "fixtures")
        environment = dict(os.environ, PATH=f"{leitong.parent}:{os.environ['PATH']}")
        for command, expected in examples((ROOT / document).read_text(encoding="utf-8")):
            if command.startswith("script/"):
                script = ROOT / command.split()[0]
                good = os.access(script, os.X_OK)
                said = "" if good else f"{script} can't be run"
            else:
                run = subprocess.run(["bash", "-c", command], cwd=scratch, env=environment, capture_output=True, text=True)
                at, missing = 0, None
                printed = run.stdout.splitlines()
                for line in expected:
                    if line not in printed[at:]:
                        missing = line
                        break
                    at = printed.index(line, at) + 1
                good = run.returncode == 0 and missing is None
                said = f"exit {run.returncode}, missing: {missing}\n{run.stdout[:800]}\n{run.stderr[:400]}"
            passed += good
            failed += not good
            if not good:
                print(f"{document}: $ {command}\n{said}")
    return passed, failed


def keys_of(value):
    """Every key in a row, however deep."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield key
            yield from keys_of(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from keys_of(inner)


def check_keys(leitong):
    """Every key of a result's tables is named in FORMATS.md where the table is; SPAN stands for doc, begin, end."""
    passed = failed = 0
    formats = (ROOT / "FORMATS.md").read_text(encoding="utf-8")
    sections = dict(re.findall(r"^## (\S+)\n(.*?)(?=^#)", formats, re.S | re.M))
    with tempfile.TemporaryDirectory() as scratch:
        subprocess.run([leitong, "scan", "-q", ROOT / "fixtures/speeches", "-o", f"{scratch}/result"], check=True)
        for path in sorted(pathlib.Path(scratch, "result").glob("*.json*")):
            text = sections[path.name]
            known = set(re.findall(r"\w+", " ".join(re.findall(r"`[^`]*`", text)))) | {"doc", "begin", "end"}
            emitted = {key for line in path.read_text(encoding="utf-8").splitlines() for key in keys_of(json.loads(line))}
            missing = sorted(emitted - known)
            passed += not missing
            failed += bool(missing)
            if missing:
                print(f"FORMATS.md: {path.name}: nothing is said of {', '.join(missing)}")
    return passed, failed


def check_reasons():
    """What FORMATS.md says may be skipped, and why, is what there are words for."""
    formats = (ROOT / "FORMATS.md").read_text(encoding="utf-8")
    page = (ROOT / "src/report/skip_words.c").read_text(encoding="utf-8")
    listed = re.search(r"^\| \| (`file`: .*?) \|$", formats, re.M).group(1)
    reasons = set(re.findall(r"\b[a-z]+(?:_[a-z]+)*\b", re.sub(r"`\w+`|\([^)]*\)", "", listed)))
    kinds = set(re.findall(r"`(\w+)`", listed))
    said = [set(re.findall(r'{"(\w+)",\s*{', re.search(rf"{name}\[\] = {{(.*?)}};", page, re.S).group(1))) for name in ("skip_reasons", "skip_kinds")]
    good = (reasons, kinds) == tuple(said)
    if not good:
        print(f"FORMATS.md and skip_words.c: {sorted(reasons ^ said[0])} {sorted(kinds ^ said[1])}")
    return int(good), int(not good)


def check_paths(document):
    """Every path of the tree that a document names, and every file that it links to, is there; NAME stands for any."""
    text = (ROOT / document).read_text(encoding="utf-8")
    folders = "benchmarks|cmake|docs|examples|fixtures|include|script|src|tests|tools"
    named = set(re.findall(rf"(?<![\w/])(?:{folders})/[\w./*-]*[\w*]", text)) | set(re.findall(r"\]\(([^)#:]+)", text))
    missing = sorted(path for path in named if not any(ROOT.glob(path.replace("NAME", "*"))))
    for path in missing:
        print(f"{document}: {path}: not there")
    return len(named) - len(missing), len(missing)


def check_walk(leitong):
    """ARCHITECTURE.md's example: its two texts, and each key of its passage and of its pair."""
    text = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
    texts = dict(re.findall(r"^([ab]\.txt) +(\S+) +\d+ bytes$", text, re.M))
    passage = json.loads(re.search(r'^{"a":.*?}\]}$', text, re.M | re.S).group())
    pair = json.loads("{" + re.search(r'`("shared":[^`]*)`', text).group(1) + "}")
    with tempfile.TemporaryDirectory() as scratch:
        for name, line in texts.items():
            pathlib.Path(scratch, name).write_text(line + "\n", encoding="utf-8")
        subprocess.run([leitong, "scan", "-q", *texts, "-o", "result"], cwd=scratch, check=True)
        rows = [json.loads(pathlib.Path(scratch, "result", f"{table}.jsonl").read_text(encoding="utf-8")) for table in ("passages", "pairs")]
    wrong = [key for said, row in zip((passage, pair), rows) for key in said if said[key] != row[key]]
    if wrong:
        print(f"ARCHITECTURE.md: the example's {', '.join(wrong)}: {rows}")
    return int(not wrong), int(bool(wrong))


def main():
    leitong = pathlib.Path(os.environ.get("LEITONG", ROOT / "build/dev/leitong")).resolve()
    totals = [check(document, leitong) for document in ("README.md", "README.zh-CN.md", "docs/leitong.1.in")]
    totals += [check_paths(document) for document in ("README.md", "README.zh-CN.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "FORMATS.md")]
    totals += [check_keys(leitong), check_reasons(), check_walk(leitong)]
    passed, failed = (sum(column) for column in zip(*totals))
    print(f"{passed} passed, {failed} failed")
    return failed != 0 or passed == 0


if __name__ == "__main__":
    sys.exit(main())
