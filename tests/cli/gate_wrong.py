"""A hundred kinds of wrong policies, submissions, indexes and calls: each ends with its exit code (never 0 or 1) and a
message that names the place. usage: gate_wrong.py LEITONG INDEX FOLDER"""
import copy
import gzip
import json
import pathlib
import subprocess
import sys

LEITONG, INDEX, FOLDER = sys.argv[1], sys.argv[2], pathlib.Path(sys.argv[3])
GOOD = {
    "limits": {"total_ratio": {"warn": 0.1, "refuse": 0.3}, "longest_run": {"refuse": 100}, "passages": {"refuse": 9}},
    "rules": [{"path": "a/**", "limits": {"source_ratio": {"refuse": 0.2}}}],
    "own": ["series"],
    "count_excluded": True,
    "approved": [{"text": "人民对美好生活的向往", "reason": "r", "expires": "2099-01-01"}],
}
failures = []
kinds = 0


def gate(name, code, named, *arguments, data=b""):
    global kinds
    kinds += 1
    run = subprocess.run([LEITONG, "gate", *map(str, arguments)], input=data, capture_output=True, cwd=FOLDER)
    said = run.stderr.decode("utf-8", "replace")
    if run.returncode != code or named not in said:
        failures.append(f"{name}: exit {run.returncode} (not {code}), '{named}' not in: {said[:300]}")


def ways(value, way=()):
    """Every place in a JSON value."""
    yield way, value
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in items:
        yield from ways(inner, way + (key,))


def shown(way):
    text = ""
    for part in way:
        text += f"[{part}]" if isinstance(part, int) else f"{'.' if text else ''}{part}"
    return text


def put(policy, way, value):
    changed = copy.deepcopy(policy)
    if not way:
        return value
    at = changed
    for part in way[:-1]:
        at = at[part]
    at[way[-1]] = value
    return changed


def policies():
    text = FOLDER / "good.txt"
    for way, value in ways(GOOD):
        wrong = [7] if isinstance(value, (dict, list, str)) else ["x", [1]]
        if isinstance(value, dict):
            wrong += [dict(value, unknown=1), [value]]
        if isinstance(value, bool):
            wrong = [0, "true"]
        elif isinstance(value, (int, float)):
            wrong += [-1, 1e99]
        if isinstance(value, str):
            wrong += [""]
        for number, change in enumerate(wrong):
            path = FOLDER / "wrong.json"
            path.write_text(json.dumps(put(GOOD, way, change)), encoding="utf-8")
            named = shown(way) if not (isinstance(change, dict) and "unknown" in change) else "unknown"
            gate(f"policy {shown(way)} #{number}", 2, named if way else "wrong.json", "--index", INDEX, "--policy", path, text)
            gate.last = path
    for name, content in (("cut.json", json.dumps(GOOD)[:-1]), ("twice.json", '{"own":[],"own":[]}'), ("empty.json", ""),
                          ("bytes.json", b"\xff\xfe{}"), ("words.json", "limits: none")):
        path = FOLDER / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        gate(name, 2, name, "--index", INDEX, "--policy", path, text)
    gate("absent policy", 2, "absent.json", "--index", INDEX, "--policy", "absent.json", text)
    gate("a folder as policy", 2, str(FOLDER), "--index", INDEX, "--policy", FOLDER, text)
    gate("absent baseline", 2, "absent.jsonl", "--index", INDEX, "--baseline", "absent.jsonl", text)
    gate("no baseline", 2, "good.txt", "--index", INDEX, "--baseline", text, text)
    gate("absent wording", 2, "absent", "--index", INDEX, "--approved", "absent", text)
    gate("no date", 2, "today", "--index", INDEX, "--today", "2026-02-30", text)
    gate("no limit", 2, "ratio", "--index", INDEX, "--refuse", "ratio=1", text)
    gate("no level", 2, "passages", "--index", INDEX, "--warn", "passages=many", text)
    gate("no such own", 2, "own", "--index", INDEX, "--own", "title", text)


def submissions():
    files = {
        "empty.txt": b"", "blank.txt": b" \r\n\t\n", "marks.txt": "……，。！".encode(), "bom.txt": b"\xef\xbb\xbf",
        "bytes.txt": bytes(range(128, 256)) * 4, "cut.txt": "学习贯彻".encode() * 40 + b"\xe4\xba",
        "nul.txt": b"\x00" * 40, "cut.txt.gz": gzip.compress(b"learning " * 4000)[:60], "not.txt.gz": b"plain",
        "cut.txt.zst": b"\x28\xb5\x2f\xfd\x00", "no.jsonl": b"{}\n", "bad.jsonl": b'{"id":1,"text":"a b c"}\n{"id":\n',
        "number.jsonl": b'{"id":"n","text":3}\n', "none.jsonl": b"", "surrogate.jsonl": b'{"id":"s","text":"\\ud800"}\n',
        "id.jsonl": b'{"id":[],"text":"one two three"}\n', "list.jsonl": b"[1]\n", "wordless.jsonl": b'{"id":1,"text":"--"}\n',
    }
    for name, content in files.items():
        (FOLDER / name).write_bytes(content)
        gate(f"submission {name}", 3, name.split(".txt")[0].split(".gz")[0], "--index", INDEX, name)
        blank = name in ("empty.txt", "blank.txt", "bom.txt")
        gate(f"{name} beside a good one", 0 if blank else 3, name.split(".txt")[0], "--index", INDEX, "good.txt", name)
        gate(f"{name} allowed", 0 if blank or name == "none.jsonl" else 3, name.split(".txt")[0], "--index", INDEX,
             "--allow-empty", name)
        gate(f"{name} admitted", 3, name.split(".txt")[0], "--index", INDEX, "--admit", name)
    for folder, inside in (("nothing", None), ("picture", "a.png"), ("mixed", "b.docx")):
        (FOLDER / folder).mkdir()
        if inside:
            (FOLDER / folder / inside).write_bytes(b"\x89PNG")
        if folder == "mixed":
            (FOLDER / folder / "a.txt").write_text("An original text of some length about nothing that stands elsewhere.")
        gate(f"folder {folder}", 3, inside or folder, "--index", INDEX, folder)
    gate("absent file", 3, "absent.txt", "--index", INDEX, "absent.txt")
    gate("absent beside a good one", 3, "absent.txt", "--index", INDEX, "good.txt", "absent.txt")
    gate("empty standard input", 3, "-", "--index", INDEX, "-")
    gate("blank standard input", 3, "-", "--index", INDEX, "-", data=b" \n")
    gate("wrong encoding", 2, "klingon", "--index", INDEX, "--encoding", "klingon", "good.txt")
    gate("absent metadata", 3, "absent.csv", "--index", INDEX, "--metadata", "absent.csv", "good.txt")


def indexes_and_calls():
    gate("absent index", 3, "absent", "--index", "absent", "good.txt")
    gate("a file as index", 3, "good.txt", "--index", "good.txt", "good.txt")
    gate("another folder as index", 3, "mixed", "--index", "mixed", "good.txt")
    gate("another folder, admitting", 3, "mixed", "--index", "mixed", "--admit", "good.txt")
    gate("no folder for it", 4, "absent/index", "--index", "absent/index", "--admit", "good.txt")
    damaged = FOLDER / "damaged"
    damaged.mkdir()
    for file in pathlib.Path(INDEX).iterdir():
        content = bytearray(file.read_bytes())
        for at in range(5000, len(content), 4096):
            content[at] ^= 1
        (damaged / file.name).write_bytes(content)
    gate("damaged index", 4, "damaged", "--index", damaged, "good.txt")
    for file in pathlib.Path(INDEX).iterdir():
        (damaged / file.name).write_bytes(file.read_bytes()[:6000])
    gate("cut index", 4, "damaged", "--index", damaged, "good.txt")
    gate("no index named", 2, "--index", "good.txt")
    gate("no file, as a hook calls it", 0, "no FILE", "--index", INDEX)
    subprocess.run([LEITONG, "index", "create", FOLDER / "void"], check=True)
    gate("an index without a text", 3, "--admit", "--index", "void", "good.txt")
    gate("an index without a text, no file", 3, "index add", "--index", "void")
    gate("no such root", 3, "--root", "--index", INDEX, "--root", "absent", "good.txt")
    gate("a file as root", 3, "isn't a folder", "--index", INDEX, "--root", "good.txt", "good.txt")
    gate("no such option", 2, "--indx", "--indx", INDEX, "good.txt")
    gate("no such format", 2, "yaml", "--index", INDEX, "--format", "yaml", "good.txt")
    gate("two under one name", 2, "--as", "--index", INDEX, "--as", "x", "good.txt", "good.txt")
    gate("records under one name", 2, "--as", "--index", INDEX, "--as", "x", "bad.jsonl")
    gate("a folder under one name", 2, "--as", "--index", INDEX, "--as", "x", "two")
    gate("baseline and admission", 2, "--admit", "--index", INDEX, "--admit", "--write-baseline", "b", "good.txt")
    gate("too narrow", 2, "columns", "--index", INDEX, "--width", "3", "good.txt")
    gate("stock of one", 2, "stock", "--index", INDEX, "--stock", "1", "good.txt")
    gate("no folder for the report", 4, "absent/x", "--index", INDEX, "-o", "absent/x", "good.txt")
    gate("no folder for the baseline", 4, "absent/b", "--index", INDEX, "--write-baseline", "absent/b", "good.txt")


def main():
    (FOLDER / "good.txt").write_text("Nothing of this little text about the harbour's clock stands anywhere else at all.")
    (FOLDER / "two").mkdir()
    for name in ("a.txt", "b.txt"):
        (FOLDER / "two" / name).write_text(f"Two texts, {name}, in a folder that holds both of them and no third.")
    gate("the good one", 0, "", "--index", INDEX, "good.txt")
    (FOLDER / "good.json").write_text(json.dumps(GOOD), encoding="utf-8")
    gate("the good policy", 0, "", "--index", INDEX, "--policy", "good.json", "good.txt")
    policies()
    submissions()
    indexes_and_calls()
    for failure in failures:
        print(failure)
    print(f"{kinds} kinds, {len(failures)} failed")
    return len(failures) > 0 or kinds < 100


if __name__ == "__main__":
    sys.exit(main())
