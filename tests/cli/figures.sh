# Figures: what is reused, repeated, quoted, boilerplate or not the author's text.
. tests/cli/lib.sh
check "figures as they are defined" python3 tests/cli/figures.py "$leitong" "$work"
rm -rf "$work/figures-result"
run "scan" 0 scan -q "$work/figures" -o "$work/result"
run "report" 0 report --format text --lang en "$work/result"
check "what is left out is told" grep -q "not counted as reused: [1-9][0-9]* tokens of boilerplate, [1-9]" "$work/out"
finish
