# Hostile input ends in a result or in an error with a place; nothing is dropped in silence.
. tests/cli/lib.sh
run "hostile files" 0 scan fixtures/hostile -o "$work/h"
check "invalid bytes are named" contains "$work/err" "invalid_everywhere.txt:"
check "bad records are named" contains "$work/err" "bad.jsonl:"
check "they are counted" contains "$work/h/run.json" '"what":"record"'
check "terminal escapes are shown, not obeyed" bash -c "! LC_ALL=C grep -q \$'\\033' '$work/out' '$work/err'"
run "strict stops" 3 scan --strict fixtures/hostile/invalid_everywhere.txt
check "with one error, and no summary that there is none of" bash -c "! grep -q summary '$work/err'"
: >"$work/empty.txt"
printf '%s' '，。……' >"$work/marks.txt"
run "no words" 0 scan -q --allow-empty "$work/empty.txt" "$work/marks.txt" -o "$work/w"
check "they are counted and named" contains "$work/w/run.json" '"what":"document","reason":"no_tokens","count":2,"examples":["'"$work/empty.txt"
run "strict stops" 3 scan -q --strict fixtures/hostile/invalid_everywhere.txt
check "with the place" contains "$work/err" "invalid_everywhere.txt:"
run "a damaged byte" 3 scan -q --strict fixtures/encodings/broken_utf8.txt
check "the byte is named" contains "$work/err" "broken_utf8.txt:2566"
run "wrong encoding named" 2 scan -q --encoding klingon fixtures/speeches
for name in gb18030 big5 shift_jis euc_kr windows_1252 utf16le_bom utf16be_bom utf32le_bom utf32be_bom utf8_bom utf8; do
  # The text twice in its encoding: the passage's span must cut the source on both sides, byte for byte.
  cp "fixtures/encodings/$name.txt" "$work/one.txt"
  cp "fixtures/encodings/$name.txt" "$work/two.txt"
  run "$name" 0 scan -q "$work/one.txt" "$work/two.txt" -o "$work/e"
  check "$name: one passage holds the text" python3 tests/cli/whole_passage.py "$work/e" "$work/one.txt"
done
python3 fixtures/generate_hostile.py "$work/big" >/dev/null
# A sanitizer slows down by ten and more; a tenth of the line goes the same ways.
[ -z "$sanitized" ] || truncate -s 5000001 "$work/big/long_line.txt"
run "a long line, deep folders, a loop, many files" 0 scan -q "$work/big" -o "$work/g"
finish
