"""usage: whole_passage.py RESULT FILE: the result's first passage cuts equal bytes from both copies, nearly all of them."""
import json
import pathlib
import sys

result, source = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2]).read_bytes()
rows = [json.loads(line) for line in (result / "passages.jsonl").read_text(encoding="utf-8").splitlines()]
rows = [row for row in rows if row["a"]["doc"] != row["b"]["doc"]]
assert len(rows) == 1, f"{len(rows)} passages between the copies"
a, b = rows[0]["a"], rows[0]["b"]
assert source[a["begin"]:a["end"]] == source[b["begin"]:b["end"]], "the two spans differ"
assert a["end"] - a["begin"] > 0.9 * len(source) - 16, f"bytes {a['begin']} to {a['end']} of {len(source)}"
assert not rows[0]["edits"], "equal texts have no edits"
