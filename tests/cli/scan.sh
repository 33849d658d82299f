# Scan: the main job on the fixtures, its result directory, and its sameness.
. tests/cli/lib.sh
speeches=(fixtures/speeches/*.md fixtures/speeches/*.txt)
run "speeches" 0 scan "${speeches[@]}" -o "$work/a"
same_as_golden scan-speeches.out "$work/out"
check "phases on stderr" contains "$work/err" "leitong: read"
for table in documents pairs passages cases texts clusters phrases templates adapted swaps left_behind; do
  same_as_golden "speeches-$table.jsonl" "$work/a/$table.jsonl"
done
same_as_golden speeches-run.json "$work/a/run.json"
run "quiet" 0 scan -q "${speeches[@]}" -o "$work/a"
check "nothing on stdout" [ ! -s "$work/out" ]
for how in "LC_ALL=zh_CN.UTF-8" "LC_ALL=C --lang zh"; do
  # shellcheck disable=SC2086
  env ${how%% *} "$leitong" scan $(echo "$how" | cut -s -d' ' -f2-) fixtures/speeches >"$work/zh" 2>/dev/null
  check "$how: the summary in Chinese" contains "$work/zh" "重合处，显著度高的在前"
  check "$how: what was not compared in Chinese" contains "$work/zh" "× 记录：没有正文字段"
done
check "nothing on stderr" [ ! -s "$work/err" ]
check "nothing left beside the result" [ "$(ls -d "$work"/a* | wc -l)" = 1 ]

# The same bytes for every number of jobs and memory limit.
for jobs in 1 2 8; do
  for memory in 0 1M 64M; do
    run "jobs $jobs memory $memory" 0 scan -q -j "$jobs" --memory "$memory" --tmpdir "$work" "${speeches[@]}" -o "$work/b"
    check "same with jobs $jobs memory $memory" diff -r "$work/a" "$work/b"
  done
done

# What a paragraph costs in memory, under a limit: 500,000 equal ones in 55 MB.
yes a | head -c 1000000 >"$work/lines.txt"
limit() { ulimit -d 55000; } # a sanitizer can't live with it
(limit && "$leitong" --version >/dev/null 2>&1) || limit() { :; }
check "many equal lines" bash -c "$(declare -f limit); limit; $leitong scan -q -j 1 --memory 16M --tmpdir $work $work/lines.txt -o $work/lines"

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

# What a user masks is filled in anew each time: one form, where without it two fills are none.
printf '型号甲检验合格准予出厂销售\n\n型号乙检验合格准予出厂销售\n' >"$work/types.txt"
run "two fills" 0 scan -q "$work/types.txt" -o "$work/types"
check "no template" [ ! -s "$work/types/templates.jsonl" ]
run "masked" 0 scan -q --mask 'other=编号\d+' --mask 'type=型号\K[甲乙]' "$work/types.txt" -o "$work/masked"
check "a template of both" contains "$work/masked/templates.jsonl" '"size":2'
check "with the fills" contains "$work/masked/templates.jsonl" '"text":"乙"'
check "run.json says how many masks" contains "$work/masked/run.json" '"masks":2'

# Without templates, without names: the other tables are the same, run.json says what was not sought, a report can be made.
run "no templates, no names" 0 scan -q --no-templates --no-names "${speeches[@]}" -o "$work/plain"
for table in documents pairs passages clusters phrases; do
  check "$table as with templates and names" cmp "$work/a/$table.jsonl" "$work/plain/$table.jsonl"
done
for table in templates adapted swaps left_behind; do
  check "$table are not sought" [ ! -s "$work/plain/$table.jsonl" ]
done
check "run.json says so" contains "$work/plain/run.json" '"templates_sought":false,"names_sought":false'
run "report without templates and names" 0 report --format text "$work/plain"
run "no templates" 0 scan -q --no-templates "${speeches[@]}" -o "$work/plain"
check "pairs without templates" cmp "$work/a/adapted.jsonl" "$work/plain/adapted.jsonl"
check "names without templates" cmp "$work/a/swaps.jsonl" "$work/plain/swaps.jsonl"
check "names left behind without templates" cmp "$work/a/left_behind.jsonl" "$work/plain/left_behind.jsonl"
run "no names" 0 scan -q --no-names "${speeches[@]}" -o "$work/plain"
check "templates without names" cmp "$work/a/templates.jsonl" "$work/plain/templates.jsonl"

# Kept text.
run "keep none" 0 scan -q --keep-text none "${speeches[@]}" -o "$work/n"
check "no text kept" [ ! -e "$work/n/text" ]
run "keep all" 0 scan -q --keep-text all "${speeches[@]}" -o "$work/k"
check "all text kept" [ "$(ls "$work/k/text" | wc -l)" = "${#speeches[@]}" ]
check "kept text is the source" cmp "$work/k/text/00000000.txt" "$(printf '%s\n' "${speeches[@]}" | LC_ALL=C sort | head -n 1)"

# A list of places holds at most 1,000, and says how many it does not; a report knows them all.
for i in $(seq 1200); do echo "第 $i 条 各单位务必高度重视安全生产工作并且认真抓好落实不得有误"; done >"$work/list.txt"
run "a phrase of many places" 0 scan -q "$work/list.txt" -o "$work/list"
check "places are counted and listed" python3 - "$work/list/phrases.jsonl" <<'PYTHON'
import json, sys
rows = [json.loads(line) for line in open(sys.argv[1], encoding="utf-8")]
assert max(row["count"] for row in rows) == 1200
for row in rows:
    listed = [place for place in row["places"] if "doc" in place]
    assert len(listed) <= 1000 and len(listed) == min(row["count"], 1000), row["count"]
    assert row["places"][len(listed):] == ([{"more": row["count"] - 1000}] if row["count"] > 1000 else [])
PYTHON
run "its report" 0 report --format csv --table phrases "$work/list"
check "counts them all" contains "$work/out" ",1200,1,"

# Teasers of other pages share no wording: furniture of one slot, filled by each whole.
mkdir "$work/site"
printf '%s\n' 今年的春汛来得比往年早，河口的老闸门要在清明以前检修完毕，请各组把人手先排出来，材料由水管站统一去领。 \
  修渠的石料已经运到了东头的空场上，哪一段先修、哪一段后修，按去年冬天定下来的次序办，不要临时改。 \
  散会以后请会计留一下，把去年的工账再核对一遍，有出入的当面说清楚，下个月初一张榜公布。 \
  村里新办的夜校开学了，第一课讲的是怎样看懂化肥袋上的字，来了六十多个人... \
  赶集那天桥头堵了半个钟头，原来是两辆拉砖的拖拉机谁也不肯先让... \
  供销社进了一批胶鞋，码子偏小，穿四十二码以上的请先试一试再付钱... >"$work/site/page.txt"
run "teasers" 0 scan -q "$work/site" -o "$work/teasers"
check "teasers are furniture" contains "$work/teasers/templates.jsonl" '"size":3,"documents":1,"parts":[{"slot":0}]'
check "named as such" contains "$work/teasers/templates.jsonl" '"kind":"furniture"'
check "a fill is a whole teaser" contains "$work/teasers/templates.jsonl" '赶集那天桥头堵了半个钟头，原来是两辆拉砖的拖拉机谁也不肯先让'

finish
