# The gate: verdicts, marks, formats, admission, baseline; its errors are never passes.
. tests/cli/lib.sh
export LC_ALL=C.UTF-8
speeches=fixtures/speeches
kept=($speeches/safety_yuandong_city.txt $speeches/flood_yuandong_city.md $speeches/wenlian_yuandong_city.txt
  $speeches/memo_tram_depot.txt)
pids=()
run "an index" 0 index create "$work/db"
run "of four speeches" 0 index add -q "$work/db" "${kept[@]}"
copy=$speeches/safety_liupu_county.txt
original=$speeches/volunteers_teahouse.md

run "gate help" 0 gate --help
same_as_golden gate-help.txt "$work/out"
run "a copied speech" 1 gate --index "$work/db" --lang en "$copy"
same_as_golden gate-copy.txt "$work/out"
run "a copied speech, Chinese" 1 gate --index "$work/db" --lang zh "$copy"
same_as_golden gate-copy-zh.txt "$work/out"
run "an original" 0 gate --index "$work/db" "$original"
run "an indexed document again" 0 gate --width 200 --index "$work/db" --lang en "$speeches/flood_yuandong_city.md"
check "it has an earlier version" contains "$work/out" "the same bytes"
sed 's/市/县/g' "$speeches/flood_yuandong_city.md" >"$work/edited.md"
run "an edit of it, under its name" 0 gate --index "$work/db" --as "$speeches/flood_yuandong_city.md" "$work/edited.md"
run "an edit of it, under another" 1 gate --index "$work/db" "$work/edited.md"
"$leitong" gate --index "$work/db" --as new - <"$original" >"$work/out" 2>"$work/err"
check "standard input is judged, and passes" [ $? = 0 ]
"$leitong" gate --index "$work/db" --as new - <"$copy" >"$work/out" 2>"$work/err"
check "standard input is judged, and refused" [ $? = 1 ]
run "the worst of several wins" 1 gate --index "$work/db" --lang en "$original" "$copy" "./$original"
check "all are told, each once" contains "$work/out" "1 refused, 0 with warnings, 1 passed, 0 errors"
check "one named twice is told" contains "$work/err" "$original: was named before; it is judged once"
run "an error weighs more" 3 gate --index "$work/db" --lang en "$copy" "$work/absent" "$original"
check "all are told, the error too" contains "$work/out" "1 refused, 0 with warnings, 1 passed, 1 errors"
run "a level of its own" 0 gate --index "$work/db" --refuse total_ratio=none,document_ratio=none "$copy"
check "it warns" grep -q "^warning\|^警告" "$work/out"
run "reuse below the levels" 0 gate --index "$work/db" --refuse total_ratio=none,document_ratio=none --warn total_ratio=none,document_ratio=none "$copy"
check "is not shown" bash -c "! grep -q -F '$copy [' '$work/out'"
run "unless it is asked for" 0 gate --verbose --index "$work/db" --refuse total_ratio=none,document_ratio=none --warn total_ratio=none,document_ratio=none "$copy"
check "with both places" grep -q -F "$copy [" "$work/out"
run "a level for runs" 1 gate --index "$work/db" --refuse total_ratio=none,document_ratio=none,longest_run=129 "$copy"
run "and one above" 0 gate --index "$work/db" --refuse total_ratio=none,document_ratio=none,longest_run=130 "$copy"

# Marks: approved wording that expires, own work, a baseline.
cp "$speeches/safety_yuandong_city.txt" "$work/wording.txt"
cat >"$work/policy.json" <<'JSON'
{"limits": {"total_ratio": {"refuse": 0.04}}, "approved": [{"path": "wording.txt", "reason": "the city's own", "expires": "2027-06-30"}]}
JSON
run "approved until the last day" 1 gate --index "$work/db" --policy "$work/policy.json" --today 2027-06-30 --format json "$copy"
cp "$work/out" "$work/approved.json"
run "expired on the next" 1 gate --index "$work/db" --policy "$work/policy.json" --today 2027-07-01 --format json "$copy"
run "expired, for people" 1 gate --index "$work/db" --policy "$work/policy.json" --today 2027-07-01 --lang en "$copy"
check "the entry is named" contains "$work/out" "EXPIRED approval, counts again: $work/wording.txt"
for format in html junit; do
  run "expired, as $format" 1 gate --index "$work/db" --policy "$work/policy.json" --today 2027-07-01 --lang en --format $format "$copy"
  check "$format tells all of the entry" grep -q "EXPIRED approval, counts again: $work/wording.txt, [0-9]* tokens, until 2027-06-30: the city's own" "$work/out"
  check "and the limit that is broken" contains "$work/out" "refused: reused: "
done
check "figures of both days" python3 - "$work/approved.json" <<PYTHON
import json, sys, subprocess
approved = json.load(open(sys.argv[1]))
after = json.loads(subprocess.run(["$leitong", "gate", "--index", "$work/db", "--policy", "$work/policy.json", "--today", "2027-07-01",
                                   "--format", "json", "$copy"], capture_output=True, text=True).stdout)
a, b = (report["verdicts"][0] for report in (approved, after))
assert a["figures"]["reused"] == b["figures"]["reused"] == b["figures"]["counted"] > 900
assert a["approvals"] == [{"name": "$work/wording.txt", "reason": "the city's own", "expires": "2027-06-30", "expired": False,
                           "tokens": a["approvals"][0]["tokens"]}]
assert b["approvals"][0]["expired"] and b["approvals"][0]["tokens"] == a["approvals"][0]["tokens"] > 500
assert a["figures"]["counted"] + a["figures"]["approved"] <= a["figures"]["reused"]
PYTHON
# Editors write a byte order mark.
printf '\xef\xbb\xbf' | cat - "$work/policy.json" >"$work/marked.json"
run "a policy with a byte order mark" 1 gate --index "$work/db" --policy "$work/marked.json" --today 2027-06-30 "$copy"
# A second mark is none, and the byte that is told is the file's.
printf '\xef\xbb\xbf' | cat - "$work/marked.json" >"$work/twice.json"
run "a policy with two byte order marks" 2 gate --index "$work/db" --policy "$work/twice.json" "$copy"
check "the second is named" contains "$work/err" "$work/twice.json:3: no good JSON"
run "all is accepted today" 0 gate --index "$work/db" --write-baseline "$work/baseline" "$copy" "$original"
run "and known tomorrow" 0 gate --index "$work/db" --baseline "$work/baseline" --refuse total_ratio=0 "$copy" "$original"
printf '\xef\xbb\xbf' | cat - "$work/baseline" >"$work/marked"
run "a baseline with a byte order mark" 0 gate --index "$work/db" --baseline "$work/marked" --refuse total_ratio=0 "$copy" "$original"
cp "$copy" "$work/second.txt"
run "a second copy is new" 1 gate --index "$work/db" --baseline "$work/baseline" --refuse total_ratio=0 "$copy" "$work/second.txt"
head -c 6000 "$speeches/memo_tram_depot.txt" | cat "$original" - >"$work/more.md"
run "more of it is new" 1 gate --index "$work/db" --baseline "$work/baseline" --refuse total_ratio=0 "$work/more.md"
# A copy of what two documents share, or seventeen, which the baseline never saw and which is judged alone, is new.
for n in 2 17; do
  "$leitong" index create "$work/copies$n"
  mkdir "$work/texts$n"
  for i in $(seq "$n") new; do
    { seq -f "own$i.%g" 40 | tr . w; sed -n 3,9p "$speeches/safety_yuandong_city.txt"; } >"$work/texts$n/$i.txt"
  done
  mv "$work/texts$n/new.txt" "$work/new$n.txt"
  run "$n copies" 0 index add -q "$work/copies$n" "$work/texts$n"
  run "$n copies are accepted" 0 gate --index "$work/copies$n" --write-baseline "$work/baseline$n" "$work/texts$n"
  run "$n copies are known" 0 gate --index "$work/copies$n" --baseline "$work/baseline$n" --refuse total_ratio=0 "$work/texts$n"
  run "one of $n is known, too" 0 gate --index "$work/copies$n" --baseline "$work/baseline$n" --refuse total_ratio=0 "$work/texts$n/1.txt"
  run "one more than $n is new" 1 gate --index "$work/copies$n" --baseline "$work/baseline$n" --refuse total_ratio=0 "$work/new$n.txt"
done
# Wording in more than 16 places is linked to the first: where that is own work, the others are sources all the same.
printf 'path,series\n%s,mine\n' "$work/texts17/1.txt" >"$work/mine.csv"
run "the first of 17 has a series" 0 index add -q --metadata "$work/mine.csv" "$work/copies17" "$work/texts17"
for limit in source_ratio document_ratio; do
  run "$limit of others' copies" 1 gate --index "$work/copies17" --own series --series mine --width 200 --lang en \
    --refuse "total_ratio=none,document_ratio=none,$limit=0.5" "$work/new17.txt"
  check "one of others' is named" grep -q "refused: .*texts17/10.txt \[1\]" "$work/out"
done
printf 'path,series\n%s,drills\n' "$speeches/safety_yuandong_city.txt" >"$work/series.csv"
run "a series" 0 index add -q --metadata "$work/series.csv" "$work/db" "${kept[@]}"
run "own earlier work" 0 gate --index "$work/db" --own series --series drills --refuse document_ratio=none "$copy"
run "of another series" 1 gate --index "$work/db" --own series --series others "$copy"

# Formats: each holds what the result says, and the schemas.
for format in json sarif junit html; do
  run "as $format" 1 gate --index "$work/db" --format $format -o "$work/r.$format" "$copy" "$original"
  run "as $format, again" 1 gate --index "$work/db" --format $format "$copy" "$original"
  check "$format: the same bytes" cmp "$work/out" "$work/r.$format"
  run "an error as $format" 3 gate --index "$work/db" --format $format -o "$work/e.$format" "$work/absent"
done
sed 's/$/\n\n  \n/' "$copy" >"$work/airy.txt"
run "empty lines" 1 gate --index "$work/db" --lang en --format html "$work/airy.txt"
check "they do not tear the page apart" bash -c "! grep -q -P '^\s*$' '$work/out'"
cut -c1-40 "$copy" | head -c 900 | iconv -c -f utf-8 -t utf-8 >"$work/cut.txt" && printf '\xe7' >>"$work/cut.txt"
run "a damaged byte" 3 gate --index "$work/db" --lang en "$work/cut.txt"
check "the verdict's place names it, too" grep -q "byte [0-9]*: " "$work/out"
check "formats" python3 tests/cli/gate_formats.py "$work" "$copy"
python3 -c 'import sys; text = open("fixtures/hostile/bidi_ansi.md", encoding="utf-8", newline="").read()
open(sys.argv[1], "w", encoding="utf-8", newline="").write(text + "<script>alert(1)</script> & \"quotes\" ]]> " * 30)' "$work/hostile.md"
run "hostile text" 0 index add -q "$work/db" "$work/hostile.md"
for format in text json sarif junit html; do
  "$leitong" gate --index "$work/db" --format $format --as $'<b>"\033[31m\u202e.md' - <"$work/hostile.md" >"$work/hostile.$format" 2>"$work/err"
  check "hostile $format is judged" [ $? = 1 ]
  check "$format: nothing that a reader's tools obey" python3 - "$work/hostile.$format" $format <<'PYTHON'
import sys, xml.etree.ElementTree
text = open(sys.argv[1], encoding="utf-8", newline="").read()
for c in text:
    assert ord(c) >= 0x20 or c in "\t\r\n", hex(ord(c))
    assert not 0x7F <= ord(c) < 0xA0 and ord(c) not in (0x61C, 0x200E, 0x200F, 0x2028, 0x2029), hex(ord(c))
    assert not 0x202A <= ord(c) <= 0x202E and not 0x2066 <= ord(c) <= 0x2069, hex(ord(c))
assert sys.argv[2] in ("text",) or "<script" not in text
if sys.argv[2] == "junit":
    xml.etree.ElementTree.parse(sys.argv[1])
PYTHON
done

run "no index there" 3 gate --index "$work/absent" "$original"
check "the remedy" contains "$work/err" "leitong index create"

# Admission: what passes is there for the next; what is refused is not; two near-copies at once can't both pass.
run "no place for an index" 4 gate --index "$work/nowhere/new" --admit "$original"
check "and that is said" contains "$work/err" "$work/nowhere/new: can't be made"
run "an index is started" 0 gate --index "$work/new" --admit "$original"
check "and that is said" contains "$work/err" "$work/new: there was no index here"
run "its copy is refused" 1 gate --index "$work/new" --admit --as copy "$original"
run "and not there" 0 index list "$work/new"
check "one document" [ "$(grep -c . "$work/out")" = 1 ]
run "two copies in one call" 1 gate --index "$work/new" --admit --lang en "$copy" "$speeches/safety_yuandong_city.txt"
check "the first is in" contains "$work/out" "1 refused, 0 with warnings, 1 passed"
rounds=6
[ -z "${LEITONG_LONG:-}" ] || rounds=100
for round in $(seq $rounds); do
  rm -rf "$work/race" "$work/race.err"
  for one in "$copy" "$speeches/safety_yuandong_city.txt" "$copy.again"; do
    "$leitong" gate --index "$work/race" --admit --as "$one" "${one%.again}" >"$work/race.out" 2>>"$work/race.err" &
    pids[${#pids[@]}]=$!
  done
  codes=
  for pid in "${pids[@]}"; do
    wait "$pid"
    codes="$codes $?"
  done
  pids=()
  check "round $round: one of three near-copies passes ($codes; $(cat "$work/race.err"))" [ "$(echo $codes | tr ' ' '\n' | sort | tr -d '\n')" = 011 ]
done
run "nothing is damaged" 0 index check -q "$work/race"

sed 's/茶/酒/g' "$original" >"$work/edit.md"
run "an edit is admitted" 0 gate --index "$work/new" --admit --as "$original" "$work/edit.md"
run "in the place of the older one" 0 gate --width 200 --index "$work/new" --lang en --as "$original" "$work/edit.md"
check "which it now is" contains "$work/out" "the same bytes"

check "the same figures as a scan's" python3 tests/cli/gate_same.py "$leitong" "$work" $speeches/*.md $speeches/*.txt
mkdir "$work/crowd"
check "one line thousands of times" python3 tests/cli/gate_crowd.py "$(realpath "$leitong")" "$work/crowd"
mkdir "$work/pages"
check "boilerplate of the index's pages" python3 tests/cli/gate_boilerplate.py "$(realpath "$leitong")" "$work/pages"
mkdir "$work/wrong"
check "kinds of errors" python3 tests/cli/gate_wrong.py "$(realpath "$leitong")" "$work/db" "$work/wrong"
if [ -e /dev/full ]; then
  run "a full disk is no pass" 4 gate --index "$work/db" -o /dev/full "$original"
  "$leitong" gate --index "$work/db" "$original" >/dev/full 2>"$work/err"
  check "nor is a full pipe" [ $? = 4 ]
fi
finish
