"""The documents' examples run: every `console` block of the READMEs and every example of the manual page, in order, in one scratch folder; what a command is
shown to print must stand in what it prints, in order. Commands under script/ are tests of their own and are not run here."""
import os
import pathlib
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
        (pathlib.Path(scratch) / "fixtures").symlink_to(ROOT / "fixtures")
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


def main():
    leitong = pathlib.Path(os.environ.get("LEITONG", ROOT / "build/dev/leitong")).resolve()
    totals = [check(document, leitong) for document in ("README.md", "README.zh-CN.md", "docs/leitong.1.in")]
    passed, failed = (sum(column) for column in zip(*totals))
    print(f"{passed} passed, {failed} failed")
    return failed != 0 or passed == 0


if __name__ == "__main__":
    sys.exit(main())
