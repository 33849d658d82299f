# Report as HTML: from a result directory, its number, and what stays out of an anonymous one. tests/browser_check.py reads it.
. tests/cli/lib.sh
export LC_ALL=C.UTF-8
speeches=(fixtures/speeches/*.md fixtures/speeches/*.txt)
run "scan" 0 scan -q "${speeches[@]}" -o "$work/result"
run "scan of one less" 0 scan -q "${speeches[@]:1}" -o "$work/other"

run "html is the default" 0 report --lang zh -o "$work/report.html" "$work/result"
check "it is one page" grep -q '^<!doctype html>' "$work/report.html"
check "it reaches outside for nothing" [ "$(grep -cE '(src|href)="?(https?:)?//' "$work/report.html")" = 0 ]
run "again" 0 report --lang zh "$work/result"
check "the same bytes" cmp -s "$work/out" "$work/report.html"

number=$(grep -oE 'LT(-[0-9A-F]{4}){5}' "$work/report.html" | head -n 1)
run "its number" 0 report --verify "$number" "$work/result"
check "said so" contains "$work/out" "$number"
run "in small letters" 0 report --verify "${number,,}" "$work/result"
run "of another result" 3 report --verify "$number" "$work/other"
check "says which it has" contains "$work/err" "LT-"
run "another threshold" 0 scan -q --threshold 0.8 "${speeches[@]}" -o "$work/strict"
run "is another result" 3 report --verify "$number" "$work/strict"

run "anonymous" 0 report --anonymise -o "$work/anonymous.html" "$work/result"
check "no name is in it" [ "$(grep -c 'fixtures/' "$work/anonymous.html")" = 0 ]
run "only html is anonymous" 2 report --anonymise --format json "$work/result"
run "no such language" 2 report --lang fr "$work/result"

run "not kept" 0 scan -q --keep-text none "${speeches[@]}" -o "$work/none"
run "html without texts" 0 report -o "$work/none.html" "$work/none"
check "says why" contains "$work/none.html" "was not kept"
run "a title is text" 0 report --title '</script><b>x' "$work/result"
check "and no markup" [ "$(grep -c '<b>x' "$work/out")" = 0 ]
if [ -e /dev/full ]; then
  run "a full disk" 4 report -o /dev/full "$work/result"
fi
finish
