#!/usr/bin/env python3
"""What each number in src/names decides: every one is moved by 30 % both ways, and swaps, names left behind and rows are counted again.

usage: names_sensitivity.py TREE BUILD CASES PLANTED [SCAN…]

TREE: a copy of the sources, which this script edits and restores; BUILD: its configured build folder. CASES: a folder of pairs NAME_source.*, NAME_copy.*
(others are passed over); PLANTED: of gen_names.py; SCAN: folders in which nothing was adapted. A line a number and direction, tab-separated:
number, value, changed to, swaps right, names found, names that were not planted, rows of CASES that differ from those of the unchanged build, rows of SCAN."""
import json
import pathlib
import re
import subprocess
import sys
import tempfile

import names

NUMBER = re.compile(r"^(#define\s+([A-Z_]+)\s+)(\d+)(U?)\b", re.M)
STRUCTURE = {"NAMING_STEPS", "TABLE_WORD", "TABLE_WORDS", "VOCABULARY_SLOTS", "LT_ROLE_OPENINGS", "LT_PLACE_ROOT", "LT_NAME_LONGEST", "USAGE_LOOKS"}


def scan(build, inputs):
    with tempfile.TemporaryDirectory() as scratch:
        result = pathlib.Path(scratch) / "result"
        subprocess.run([build / "leitong", "scan", "-q", "--keep-text", "none", *inputs, "-o", result], check=True)
        return {table: names.rows(result / f"{table}.jsonl") for table in ("adapted", "swaps", "left_behind")}


def case_rows(build, cases):
    rows = set()
    for source in sorted(cases.glob("*_source.*")):
        found = scan(build, [source, source.with_name(source.name.replace("_source", "_copy"))])
        rows |= {(source.name, "swap", s["from"], s["to"], s["count"]) for s in found["swaps"]}
        rows |= {(source.name, "left", row["doc"], row["begin"], row["text"]) for row in found["left_behind"]}
    return rows


def figures(build, cases, planted, untouched):
    with tempfile.TemporaryDirectory() as scratch:
        result = pathlib.Path(scratch) / "result"
        subprocess.run([build / "leitong", "scan", "-q", "--keep-text", "none", planted, "-o", result], check=True)
        found = names.measure(names.rows(planted / "truth.jsonl.key"), result, planted)
    rows = sum(len(table) for folder in untouched for table in scan(build, [folder]).values())
    return found["swaps_right"], found["names_found"], found["false_all"], case_rows(build, cases), rows


def main():
    tree, build, cases, planted = map(pathlib.Path, sys.argv[1:5])
    untouched = sys.argv[5:]

    def measure():
        subprocess.run(["cmake", "--build", build, "--target", "leitong"], check=True, stdout=subprocess.DEVNULL)
        return figures(build, cases, planted, untouched)
    base = measure()
    print("number", "value", "changed", "swaps", "names", "not_planted", "case_rows_changed", "untouched_rows", sep="\t")
    print("-", "-", "-", *base[:3], 0, base[4], sep="\t", flush=True)
    for path in sorted((tree / "src/names").glob("*.[ch]")):
        text = path.read_text(encoding="utf-8")
        for found in NUMBER.finditer(text):
            name, value = found.group(2), int(found.group(3))
            if name in STRUCTURE:
                continue
            for changed in (min(value - 1, round(value * 0.7)), max(value + 1, round(value * 1.3))):
                try:
                    path.write_text(text[:found.start(3)] + str(changed) + text[found.end(3):], encoding="utf-8")
                    now = measure()
                    print(name, value, changed, *now[:3], len(base[3] ^ now[3]), now[4], sep="\t", flush=True)
                finally:
                    path.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
