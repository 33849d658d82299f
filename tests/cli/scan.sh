# Scan: the main job on the fixtures, its result directory, and its sameness.
. tests/cli/lib.sh
speeches=(fixtures/speeches/*.md fixtures/speeches/*.txt)
run "speeches" 0 scan "${speeches[@]}" -o "$work/a"
same_as_golden scan-speeches.out "$work/out"
check "phases on stderr" contains "$work/err" "leitong: read"
for table in documents pairs passages clusters phrases templates swaps left_behind; do
  same_as_golden "speeches-$table.jsonl" "$work/a/$table.jsonl"
done
same_as_golden speeches-run.json "$work/a/run.json"
run "quiet" 0 scan -q "${speeches[@]}" -o "$work/a"
check "nothing on stdout" [ ! -s "$work/out" ]
check "nothing on stderr" [ ! -s "$work/err" ]
check "nothing left beside the result" [ "$(ls -d "$work"/a* | wc -l)" = 1 ]

# The same bytes for every number of jobs and memory limit.
for jobs in 1 2 8; do
  for memory in 0 1M 64M; do
    run "jobs $jobs memory $memory" 0 scan -q -j "$jobs" --memory "$memory" --tmpdir "$work" "${speeches[@]}" -o "$work/b"
    check "same with jobs $jobs memory $memory" diff -r "$work/a" "$work/b"
  done
done

# The same records in another order, from standard input, compressed: the same result.
python3 - "${speeches[@]}" >"$work/sorted.jsonl" <<'PYTHON'
import json, sys
for path in sys.argv[1:]:
    print(json.dumps({"id": path, "text": open(path, encoding="utf-8").read()}, ensure_ascii=False))
PYTHON
shuf --random-source=<(yes) "$work/sorted.jsonl" >"$work/shuffled.jsonl"
gzip -k "$work/shuffled.jsonl"
run "sorted" 0 scan -q "$work/sorted.jsonl" -o "$work/c"
for input in "$work/shuffled.jsonl" "$work/shuffled.jsonl.gz"; do
  run "shuffled" 0 scan -q "$input" -o "$work/d"
  check "order of records changes nothing" diff -r "$work/c" "$work/d"
done
"$leitong" scan -q - -o "$work/d" <"$work/shuffled.jsonl"
check "standard input" diff -r "$work/c" "$work/d"
check "files and records give the same pairs" diff "$work/a/pairs.jsonl" "$work/c/pairs.jsonl"
check "files and records give the same passages" diff "$work/a/passages.jsonl" "$work/c/passages.jsonl"

# All pairs hold the pairs listed by default.
run "all pairs" 0 scan --pairs all "${speeches[@]}" -o "$work/all"
most=$(sed -n 's/.*at most \([0-9]*\) pairs to list/\1/p' "$work/err")
check "it first says how many" [ "${most:-0}" -ge "$(wc -l <"$work/all/pairs.jsonl")" ]
check "medoid pairs are among all pairs" [ -z "$(comm -23 <(sort "$work/a/pairs.jsonl") <(sort "$work/all/pairs.jsonl"))" ]

# Kept text.
run "keep none" 0 scan -q --keep-text none "${speeches[@]}" -o "$work/n"
check "no text kept" [ ! -e "$work/n/text" ]
run "keep all" 0 scan -q --keep-text all "${speeches[@]}" -o "$work/k"
check "all text kept" [ "$(ls "$work/k/text" | wc -l)" = "${#speeches[@]}" ]
check "kept text is the source" cmp "$work/k/text/00000000.txt" "$(printf '%s\n' "${speeches[@]}" | LC_ALL=C sort | head -n 1)"
finish
