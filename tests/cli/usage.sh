# Usage: what people type wrong, and the help.
. tests/cli/lib.sh
run "no command" 2
check "usage on stderr" contains "$work/err" "usage: leitong COMMAND"
run "help" 0 --help
same_as_golden help.txt "$work/out"
run "version" 0 --version
run "scan help" 0 scan --help
same_as_golden scan-help.txt "$work/out"
run "unknown command" 2 scna
check "it is named" contains "$work/err" "no such command: scna"
run "unknown option" 2 scan --tresh 3 .
check "it is named" contains "$work/err" "--tresh"
run "not a number" 2 scan --threshold x .
run "out of range" 2 scan --threshold 1.5 fixtures/speeches
check "the range is named" contains "$work/err" "threshold"
run "not a choice" 2 scan --pairs some .
check "choices are named" contains "$work/err" "medoid, all"
run "missing argument" 2 scan --threshold
run "not a pattern" 2 scan --mask 'type=型(' .
check "the place is named" contains "$work/err" "mask type: character"
run "a mask without a name" 2 scan --mask '型' .
check "what is wanted is named" contains "$work/err" "NAME=REGEX"
run "no path" 2 scan
run "absent path" 3 scan "$work/absent"
check "it is named" contains "$work/err" "$work/absent"
run "bad size" 2 scan --memory 3X .
run "memory too small" 2 scan --memory 1K fixtures/speeches
mkdir "$work/foreign" && echo mine >"$work/foreign/diary.txt"
run "a foreign folder is not replaced" 2 scan fixtures/speeches -o "$work/foreign"
check "what is there is named" contains "$work/err" "diary.txt"
check "nothing lost" [ "$(cat "$work/foreign/diary.txt")" = mine ]
check "it is said before anything is read" bash -c "! grep -q 'leitong: read' '$work/err'"
check "nothing left beside it" [ "$(ls -d "$work"/foreign* | wc -l)" = 1 ]
finish
