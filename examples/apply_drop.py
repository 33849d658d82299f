#!/usr/bin/env python3
"""Copies a folder of texts without the paragraphs that a drop list names.

    leitong scan FOLDER -o RESULT
    leitong report --format drop RESULT >drop.jsonl
    python3 examples/apply_drop.py drop.jsonl FOLDER TARGET

Run it where the scan ran (or in its --root): a document's id is its path from there. TARGET must not exist yet. Offsets
are bytes of the source, so any encoding will do. A dropped paragraph's line end stays, so that its neighbours stay two
paragraphs. Records of JSON Lines are no files of their own: a list that names one is refused. Exit: 0 done, 2 usage,
3 the list does not fit the folder.
"""
import collections
import json
import os
import shutil
import sys


def read_spans(path):
    """{document: [(begin, end)]} of what is to be dropped."""
    spans = collections.defaultdict(list)
    with open(path, encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            if row["action"] == "drop":
                spans[row["doc"]].append((row["begin"], row["end"]))
    return spans


def without(source, spans):
    """The bytes that stand outside the spans."""
    kept, at = [], 0
    for begin, end in sorted(spans):
        if begin < at or end > len(source):
            raise ValueError(f"bytes {begin} to {end} of {len(source)}")
        kept.append(source[at:begin])
        at = end
    kept.append(source[at:])
    return b"".join(kept)


def main(arguments):
    if len(arguments) != 3 or os.path.exists(arguments[2]):
        print(__doc__, file=sys.stderr)
        return 2
    drop_list, folder, target = arguments
    spans = read_spans(drop_list)
    places = {doc: os.path.relpath(os.path.abspath(doc), os.path.realpath(folder)) for doc in spans}
    for doc, place in places.items():
        if place.startswith("..") or not os.path.isfile(doc):
            print(f"apply_drop: {doc!r} is no file in {folder}", file=sys.stderr)
            return 3
    shutil.copytree(folder, target)
    for doc, place in places.items():
        with open(doc, "rb") as file:
            source = file.read()
        try:
            rest = without(source, spans[doc])
        except ValueError as why:
            print(f"apply_drop: {doc!r} has changed: {why}", file=sys.stderr)
            return 3
        with open(os.path.join(target, place), "wb") as file:
            file.write(rest)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
