#!/usr/bin/env python3
"""usage: repeat_folder.py FOLDER OUT TIMES [SEED]

Writes the .txt files of FOLDER TIMES times into OUT, each time with other numbers and, of the two-letter Han words that
stand before 市 縣 县 部 局 院, other names: as a corpus grows when the same forms are filled in again. The same seed gives
the same files."""
import pathlib
import random
import re
import sys

NUMBERS = re.compile(r"[0-9]+|[〇一二三四五六七八九十百]{2,}")
NAMES = re.compile(r"[\u4e00-\u9fff]{2}(?=[市縣县部局院])")
DIGITS = "〇一二三四五六七八九"


def renamed(text, rng, names):
    """A number becomes one of as many digits; a name the same other name wherever it stands."""
    def number(match):
        digits = "0123456789" if match[0][0].isascii() else DIGITS
        return "".join(rng.choice(digits) for _ in match[0])

    def name(match):
        if match[0] not in names:
            names[match[0]] = "".join(chr(rng.randrange(0x4E00, 0x9F00)) for _ in range(2))
        return names[match[0]]

    return NAMES.sub(name, NUMBERS.sub(number, text))


def main():
    if len(sys.argv) not in (4, 5):
        sys.exit(__doc__)
    source, out, times = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2]), int(sys.argv[3])
    rng = random.Random(sys.argv[4] if len(sys.argv) == 5 else "1")
    paths = sorted(source.rglob("*.txt"))
    if not paths:
        sys.exit(f"{source}: no .txt files")
    for time in range(times):
        names = {}
        for path in paths:
            text = path.read_text(encoding="utf-8-sig")
            target = out / f"{time:03}" / path.relative_to(source)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(text if time == 0 else renamed(text, rng, names), encoding="utf-8")


if __name__ == "__main__":
    main()
