"""The direction of includes: a room includes its predecessors and the ground, never backwards; the command includes
public headers alone; each foreign library is named in one place."""
import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
# What each room may include besides itself, by the first part of the include's path. '' is the ground (src/*.h).
ALLOWED = {
    "": {"", "leitong"},
    "text": {"", "leitong"},
    "sketch": {"", "leitong", "text"},
    "index": {"", "leitong", "text", "sketch"},
    "match": {"", "leitong", "text", "sketch", "index"},
    "report": {"", "leitong"},
    "input": {"", "leitong"},
    "cli": {"leitong"},
}
# The conductor and its helpers stand above all rooms.
CONDUCTORS = {"assemble_names.c", "assemble_names.h",
              "scan.c", "ingest.c", "ingest.h", "assemble.c", "assemble.h", "assemble_passages.c",
              "assemble_passages.h", "result.c", "excerpt.c", "excerpt.h", "probe.c", "probe.h", "probe_pairs.c",
              "probe_pairs.h", "probe_passages.c", "probe_passages.h", "probe_stock.c", "probe_stock.h",
              "ruler.c", "index_handle.c", "index_handle.h", "index_change.c", "index_change.h", "index_check.c", "index_probe.c",
              "index_portion.c", "index_portion.h"}
CONDUCTORS |= {"assemble_templates.c", "assemble_templates.h", "assemble_wants.c", "assemble_wants.h"}
FOREIGN = {
    r"uni(norm|wbrk|str|case|ctype|types)\.h": {"src/text/fold"},
    r"iconv\.h": {"src/text/decode"},
    r"uchardet": {"src/text/decode"},
    r"xxhash\.h": {"src/hash"},
    r"lmdb\.h": {"src/index/store"},
    r"libxml/": {"src/report/truth"},
    r"archive\.h": {"src/input/"},
}


def main():
    passed = failed = 0
    for path in sorted((ROOT / "src").rglob("*.[ch]")):
        relative = path.relative_to(ROOT / "src")
        if "tables" in relative.parts:
            continue
        room = relative.parts[0] if len(relative.parts) > 1 else ""
        problems = []
        for line in path.read_text(encoding="utf-8").splitlines():
            found = re.match(r'\s*#\s*include\s*(["<])([^">]+)[">]', line)
            if not found:
                continue
            quote, name = found.groups()
            for pattern, places in FOREIGN.items():
                if quote == "<" and re.search(pattern, name):
                    if not any(("src/" + str(relative)).startswith(place) for place in places):
                        problems.append(f"names <{name}>, which belongs to {', '.join(sorted(places))}")
            if quote != '"' or name.endswith(".inc"):
                continue
            first = name.split("/")[0] if "/" in name else (room if room == "cli" else "")
            if room == "" and relative.name in CONDUCTORS:
                continue
            if first != room and first not in ALLOWED[room]:
                problems.append(f'includes "{name}", against the direction')
        if problems:
            failed += 1
            for problem in problems:
                print(f"src/{relative}: {problem}")
        else:
            passed += 1
    print(f"{passed} passed, {failed} failed")
    return failed != 0


if __name__ == "__main__":
    sys.exit(main())
