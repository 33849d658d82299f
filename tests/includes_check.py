"""The direction of includes: a folder of src/ includes itself and folders before it, and each foreign library is named in one place."""
import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
# Data flows this way.
ORDER = "base text sketch pairs passages templates names index result engine report gate input extract cli".split()
FOREIGN = {
    r"uni(norm|wbrk|str|case|ctype|types)\.h": {"text/fold"},
    r"unicode/": {"text/words"},
    r"uchardet": {"text/charset_name"},
    r"xxhash\.h": {"base/hash"},
    r"pcre2\.h": {"templates/mask_pattern"},
    r"lmdb\.h": {"index/store"},
    r"sha2\.h": {"base/hash"},
    r"zlib\.h": {"input/gunzip"},
    r"archive(_entry)?\.h": {"extract/package", "extract/archive", "extract/readers"},
    r"libxml/": {"extract/xml", "extract/readers"},
    r"gumbo\.h": {"extract/html"},
    r"(spawn|sys/wait)\.h": {"input/helper", "extract/program"},
    r"zstd\.h": {"input/unzstd", "index/store_table"},
}
INCLUDE = re.compile(r'\s*#\s*include\s*(["<])([^">]+)[">]')


def problems(relative, text):
    folder = relative.parts[0]
    if folder not in ORDER:
        yield "stands in no folder of the order"
        return
    for quote, name in filter(None, (INCLUDE.match(line) and INCLUDE.match(line).groups() for line in text.splitlines())):
        for pattern, places in FOREIGN.items():
            if quote == "<" and re.search(pattern, name) and not str(relative).startswith(tuple(places)):
                yield f"names <{name}>, which belongs to {', '.join(sorted(places))}"
        first = name.split("/")[0] if "/" in name else folder
        if quote == "<" or name.endswith(".inc") or first == "leitong":
            continue
        if first not in ORDER or ORDER.index(first) > ORDER.index(folder) or (folder == "cli" and first != "cli"):
            yield f'includes "{name}", against the order'


def circles(files):
    """Files that include one another, by what their headers and sources name."""
    edges = {}
    for relative, text in files:
        stem = str(relative.with_suffix(""))
        for line in text.splitlines():
            found = INCLUDE.match(line)
            if found and found[1] == '"' and found[2].endswith(".h"):
                name = found[2][:-2] if "/" in found[2] else f"{relative.parts[0]}/{found[2][:-2]}"
                if name != stem:
                    edges.setdefault(stem, set()).add(name)
    for stem in sorted(edges):
        for other in sorted(edges[stem]):
            if stem < other and stem in edges.get(other, ()):
                yield f"src/{stem} and src/{other} include one another"


def main():
    files = [(path.relative_to(ROOT / "src"), path.read_text(encoding="utf-8")) for path in sorted((ROOT / "src").rglob("*")) if path.suffix in (".c", ".h", ".cpp")]
    files = [(relative, text) for relative, text in files if "tables" not in relative.parts]
    found = [f"src/{relative}: {problem}" for relative, text in files for problem in problems(relative, text)] + list(circles(files))
    for problem in found:
        print(problem)
    print(f"{len(files)} files, {len(found)} problems")
    return bool(found) or not files


if __name__ == "__main__":
    sys.exit(main())
