# Index: made, filled, changed, listed, checked, compacted; what is refused, and with which exit code.
. tests/cli/lib.sh
db=$work/db
run "no action" 2 index
run "unknown action" 2 index destroy "$db"
run "no index there" 3 index stat "$db"
check "the remedy" contains "$work/err" "leitong index create"
run "create" 0 index create "$db"
run "twice" 2 index create "$db"
run "run too short" 2 index create "$work/other" --run 7
run "add" 0 index add "$db" fixtures/speeches/*.md fixtures/speeches/*.txt
check "what was added" contains "$work/out" "added 35, replaced 0, unchanged 0, skipped 0"
run "again" 0 index add "$db" fixtures/speeches/*.md fixtures/speeches/*.txt
check "nothing new" contains "$work/out" "added 0, replaced 0, unchanged 35, skipped 0"
run "list" 0 index list "$db"
check "all of them" [ "$(wc -l <"$work/out")" = 35 ]
check "in order of ids" sh -c "cut -f1 '$work/out' | LC_ALL=C sort -c"
cut -f1-3 "$work/out" >"$work/listed"
"$leitong" scan -q --paragraphs-only fixtures/speeches/*.md fixtures/speeches/*.txt -o "$work/scan"
python3 - "$work/scan/documents.jsonl" >"$work/scanned" <<'PYTHON'
import json, sys
for line in open(sys.argv[1], encoding="utf-8"):
    row = json.loads(line)
    print(row["doc"], row["hash"], row["bytes"], sep="\t")
PYTHON
check "hashes and bytes as a scan has them" diff "$work/listed" "$work/scanned"
run "another parameter" 2 index add "$db" fixtures/speeches/xiantao_twice.md --threshold 0.8
check "named" contains "$work/err" "--threshold"
run "the same parameter" 0 index add "$db" fixtures/speeches/xiantao_twice.md --threshold 0.7
run "unknown id" 3 index remove "$db" fixtures/speeches/xiantao_twice.md nobody
check "nothing removed" contains "$work/err" "nothing was removed"
run "remove" 0 index remove "$db" fixtures/speeches/xiantao_twice.md
run "removed before" 3 index remove "$db" fixtures/speeches/xiantao_twice.md
run "check" 0 index check "$db"
check "whole" contains "$work/out" "whole: 34 documents"
run "compact" 0 index compact "$db"
run "check again" 0 index check "$db"
run "stat" 0 index stat "$db"
check "one segment" grep -q "^segments  *1$" "$work/out"
check "none removed" grep -q "^removed  *0$" "$work/out"
printf '{"id":"a","text":"甲乙丙丁戊己庚辛"}\n{"id":"b","text":"甲乙丙丁"}\n' >"$work/two.jsonl"
"$leitong" index add "$db" - <"$work/two.jsonl" >"$work/out" 2>"$work/err"
check "records of standard input" contains "$work/out" "added 2, replaced 0, unchanged 0, skipped 0"
check "standard input" contains <("$leitong" index list "$db") "b	"
run "nothing to read" 3 index add "$db" "$work/nothing"
run "unreadable text, strict" 3 index add --strict "$db" fixtures/hostile/invalid_everywhere.txt

# Damage: a byte of a block, a byte of a page's structure, the end cut off.
cp -r "$db" "$work/cut"
truncate -s 30000 "$work/cut/data.mdb"
run "cut off" 4 index check "$work/cut"
check "the remedy" contains "$work/err" "make the index again"
cp -r "$db" "$work/empty"
: >"$work/empty/data.mdb"
run "emptied" 4 index list "$work/empty"
mkdir "$work/text"
printf 'this is no index, but some text that goes on for a while' >"$work/text/data.mdb"
run "no index at all" 4 index list "$work/text"
finish
