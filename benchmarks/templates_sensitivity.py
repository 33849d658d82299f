#!/usr/bin/env python3
"""What each number in src/templates decides: every one is moved by 30 % both ways, and the figures of templates.py are measured again.

usage: templates_sensitivity.py TREE BUILD CORPUS CASES [NUMBER…]

TREE: a copy of the sources, which this script edits and restores; BUILD: its configured build folder. A line a number and direction: number,
value, changed to, and the figures that changed, from what to what."""
import pathlib
import re
import subprocess
import sys

NUMBER = re.compile(r"^(#define\s+([A-Z_]+)\s+)(\d+)(U?)\b(?!.*<<)", re.M)
FIGURES = ["cases", "slots", "loghub", "licences", "resolutions", "seeds", "long", "documents", "formulas"]


def measure(tree, build, corpus, cases):
    made = subprocess.run(["cmake", "--build", build, "--target", "leitong"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    if made.returncode != 0:
        return ["it does not build"]
    found = subprocess.run([sys.executable, tree / "benchmarks/templates.py", "--leitong", build / "leitong", "--corpus", corpus,
                            "--cases", cases, *FIGURES], stdout=subprocess.PIPE, text=True)
    return [line for line in found.stdout.splitlines() if not line.startswith("  ")]


def main():
    tree, build, corpus, cases = map(pathlib.Path, sys.argv[1:5])
    wanted = set(sys.argv[5:])
    base = measure(tree, build, corpus, cases)
    print(*base, sep="\n", flush=True)
    for path in sorted((tree / "src/templates").glob("*.[ch]")):
        text = path.read_text(encoding="utf-8")
        for found in NUMBER.finditer(text):
            name, value = found.group(2), int(found.group(3))
            if wanted and name not in wanted:
                continue
            for changed in (min(value - 1, round(value * 0.7)), max(value + 1, round(value * 1.3))):
                try:
                    path.write_text(text[:found.start(3)] + str(changed) + text[found.end(3):], encoding="utf-8")
                    now = measure(tree, build, corpus, cases)
                finally:
                    path.write_text(text, encoding="utf-8")
                moved = [f"{a} → {b}" for a, b in zip(base, now + [""] * len(base)) if a != b]
                print(name, value, changed, "; ".join(moved) or "-", sep="\t", flush=True)


if __name__ == "__main__":
    main()
