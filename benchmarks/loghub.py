#!/usr/bin/env python3
"""Grouping accuracy of leitong's templates on LogHub's labelled logs.

usage: loghub.py --corpus LOGHUB --leitong LEITONG [--raw]

LOGHUB holds NAME/NAME_2k.log and NAME_2k.log_structured.csv (Zhu et al. 2019, "Tools and benchmarks for automated log
parsing"). Each log is scanned as one text, a paragraph a line: its Content column, or with --raw the lines as they are.
A line's group is its template, or for a line in none its own words; a line counts as right when its group is exactly
the group of its true event. Printed beside what that paper gives for Drain.
"""
import argparse
import bisect
import collections
import csv
import json
import pathlib
import subprocess
import sys
import tempfile

DRAIN = {"HDFS": .998, "Hadoop": .948, "Spark": .920, "Zookeeper": .967, "OpenStack": .733, "BGL": .963, "HPC": .887,
         "Thunderbird": .955, "Windows": .997, "Linux": .690, "Mac": .787, "Android": .911, "HealthApp": .780,
         "Apache": 1.000, "OpenSSH": .788, "Proxifier": .527}


def lines_of(folder, name, raw):
    """The lines to be grouped, and the true event of each."""
    with open(folder / f"{name}_2k.log_structured.csv", encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    lines = [row["Content"] for row in rows]
    if raw:
        text = (folder / f"{name}_2k.log").read_text(encoding="utf-8", errors="replace")
        lines = text.split("\n")[:len(rows)]
    return [" ".join(line.split()) for line in lines], [row["EventId"] for row in rows]


def groups_of(leitong, name, lines):
    """The group of each line."""
    groups = [("words", line) for line in lines]
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(line.encode()) + 1)
    with tempfile.TemporaryDirectory() as folder:
        text = pathlib.Path(folder, f"{name}.txt")
        text.write_text("\n".join(lines) + "\n", encoding="utf-8")
        out = pathlib.Path(folder, "result")
        subprocess.run([leitong, "scan", text, "-o", out, "--paragraph", "line", "--quiet"], check=True)
        with open(out / "templates.jsonl", encoding="utf-8") as file:
            for row in map(json.loads, file):
                if row["unit"] != "paragraph":
                    continue
                for member in row["members"]:
                    if "more" in member:
                        sys.exit(f"{name}: template {row['template']} has more members than its row lists")
                    groups[bisect.bisect_right(starts, member["begin"]) - 1] = ("template", row["template"])
    return groups


def accuracy(groups, events):
    """The share of lines whose group is exactly their event's."""
    of_group = collections.defaultdict(set)
    of_event = collections.defaultdict(set)
    for i, (group, event) in enumerate(zip(groups, events)):
        of_group[group].add(i)
        of_event[event].add(i)
    right = sum(of_group[groups[i]] == of_event[events[i]] for i in range(len(events)))
    return right / len(events)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpus", type=pathlib.Path, required=True)
    parser.add_argument("--leitong", required=True)
    parser.add_argument("--raw", action="store_true")
    options = parser.parse_args()
    found = []
    drain = []
    for folder in sorted(options.corpus.iterdir()):
        if not (folder / f"{folder.name}_2k.log_structured.csv").exists():
            continue
        lines, events = lines_of(folder, folder.name, options.raw)
        found.append(accuracy(groups_of(options.leitong, folder.name, lines), events))
        drain.append(DRAIN.get(folder.name))
        print(f"{folder.name:12} {found[-1]:.4f}   Drain {drain[-1] if drain[-1] is not None else '-'}")
    if not found:
        sys.exit(f"{options.corpus}: no labelled logs")
    known = [d for d in drain if d is not None]
    print(f"{'mean':12} {sum(found) / len(found):.4f}   Drain {sum(known) / len(known):.4f}" if known else "")


if __name__ == "__main__":
    main()
