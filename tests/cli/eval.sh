# Eval and report: a result directory is read back, held against the fixtures' truth, and written for scholars' tools.
. tests/cli/lib.sh
run "scan" 0 scan --quiet -o "$work/result" fixtures/speeches
leitong=$evaluate run "eval against the fixtures' truth" 0 --truth fixtures/speeches/truth.jsonl "$work/result"
cp "$work/out" "$work/table"
check "every planted passage is found" awk '$1 == "all" { exit !($2 == $3 && $2 > 10 && $7 >= .99 && $8 <= 1.01) }' "$work/table"
leitong=$evaluate run "eval of cases" 0 --cases --truth fixtures/speeches/truth.jsonl "$work/result"
check "every planted passage is in one case" awk '$1 == "all" { exit !($2 == $3 && $2 > 10 && $7 >= .99 && $8 <= 1.01) }' "$work/out"
check "cases are judged" [ "$(awk '$1 == "all" { print $4 }' "$work/out")" = "$(wc -l <"$work/result/cases.jsonl")" ]
mkdir -p "$work/truth/none"
echo '<document reference="school_anniversary.txt"/>' >"$work/truth/none/a.xml"
echo '<document reference="exhibition_opening.txt"/>' >"$work/truth/b.xml"
echo 'school_anniversary.txt exhibition_opening.txt' >"$work/pairs"
leitong=$evaluate run "eval of pairs and folders" 0 --truth "$work/truth" --pairs "$work/pairs" "$work/result"
check "nothing there, nothing found" grep -q '^all  *0  *0  *0  *0  *1.000  *1.000  *1.000  *1.000$' "$work/out"
check "a row a folder" grep -q '^none ' "$work/out"
check "the rest is counted apart" grep -q 'other documents than the listed pairs: [1-9]' "$work/out"
run "passim" 0 report --format passim "$work/result"
cp "$work/out" "$work/passim.jsonl"
check "its lines cut their text out of the documents" python3 - "$work/passim.jsonl" <<'PYTHON'
import collections, json, pathlib, sys
sizes, members = {}, collections.Counter()
for line in open(sys.argv[1], encoding="utf-8"):
    row = json.loads(line)
    text = pathlib.Path(row["id"]).read_bytes().decode("utf-8-sig")
    assert text[row["begin"]:row["end"]] == row["text"], row
    members[row["cluster"]] += 1
    assert sizes.setdefault(row["cluster"], row["size"]) == row["size"]
assert len(sizes) > 5 and sizes == members
PYTHON
run "passim into a file" 0 report --format passim -o "$work/file.jsonl" "$work/result"
check "the same lines" cmp -s "$work/file.jsonl" "$work/passim.jsonl"
leitong=$evaluate run "no truth" 2 "$work/result"
leitong=$evaluate run "absent truth" 3 --truth "$work/absent" "$work/result"
leitong=$evaluate run "no result" 3 --truth "$work/truth" "$work/truth"
check "it is named" contains "$work/err" "$work/truth"
run "report of nothing" 2 report
run "report of no result" 3 report "$work/truth"
run "no such format" 2 report --format docx "$work/result"
head -c -5 "$work/result/passages.jsonl" >"$work/cut" && cp "$work/cut" "$work/result/passages.jsonl"
run "a damaged result" 4 report "$work/result"
check "file and byte are named" grep -Eq 'passages.jsonl:[0-9]+: ' "$work/err"
finish
