# Reading nothing is an error, never a success: a scan, an index and a gate that compared no text say so and exit with 3, unless what
# they were given is empty by nature. A result among the input is no input.
. tests/cli/lib.sh
export LC_ALL=C.UTF-8
leitong=$(realpath "$leitong")
here=$PWD
cd "$work" || exit 1
mkdir empty other broken
echo picture >other/a.png
head -c 300 /dev/urandom >broken/bytes.txt
printf '\xff\xfe\xfd broken \x00' >>broken/bytes.txt
: >blank.txt
printf ' \r\n\t\n' >spaces.txt
printf '　\n' >wide.txt
printf '……，。！\n' >marks.txt
printf '{"id":1,"text":""}\n{"id":2,"text":"--"}\n' >wordless.jsonl
printf '{"id":1,"words":"one two three"}\n' >nofield.jsonl
: >none.jsonl
echo "one two three four five six seven" >good.txt
"$leitong" index create db
"$leitong" index create full
"$leitong" index add -q full good.txt
echo "eight nine ten eleven twelve" >new.txt
listed() { "$leitong" index list "$1" | wc -l; }

# kind NAME WORDS INPUT…: a scan and an addition of nothing but this; with -q one line more says why
kind() {
  local name=$1 words=$2
  shift 2
  run "scan of $name" 3 scan -q "$@" -o r
  check "scan of $name: said" contains err "nothing was compared"
  check "scan of $name: why" contains err "$words"
  check "scan of $name: nothing written" [ ! -e r ]
  run "scan of $name, allowed" 0 scan --allow-empty "$@"
  check "scan of $name, allowed: said" contains err "nothing was compared"
  run "scan of $name beside a text" 0 scan -q "$@" good.txt
  run "addition of $name" 3 index add -q db "$@"
  check "addition of $name: said" contains err "nothing was added"
  check "addition of $name: why" contains err "$words"
  check "addition of $name: nothing added" [ "$(listed db)" = 0 ]
  cp -r db allowed
  run "addition of $name, allowed" 0 index add --allow-empty -q allowed "$@"
  rm -r allowed
}
kind "an empty folder" "documents: 0" empty
kind "a folder of something else" "a.png: not named .txt" other
kind "what can't be decoded" "bytes.txt: " broken
kind "a blank file" "documents: 1" blank.txt
kind "marks" "documents: 1" marks.txt
kind "all of these" "documents: 4" blank.txt spaces.txt wide.txt marks.txt
kind "records without a word" "documents: 2" wordless.jsonl
kind "records without a text" "line 1: no text field" nofield.jsonl
kind "no records" "documents: 0" none.jsonl
kind "standard input without a byte" "documents: 1" -
run "compare of two" 3 compare blank.txt marks.txt
check "is told" contains err "neither document holds a word"
run "an addition that is there" 0 index add full good.txt
check "is no addition of nothing" contains out "unchanged 1"
run "a removal" 0 index remove full good.txt
run "of all" 0 index stat full
check "leaves nothing" grep -q '^documents  *0$' out
run "a gate against an index without a text" 3 gate -q --index full good.txt
check "names the remedies" contains err "index add"
check "both" contains err "--admit"
run "quiet or not" 3 gate --index db --format json good.txt
run "unless it begins it" 0 gate -q --index db --admit good.txt
run "which holds from then on" 0 gate -q --index db new.txt

# The gate: blank among others is noted; alone it is an error. What holds marks alone is not blank.
for blank in blank.txt spaces.txt wide.txt; do
  run "$blank alone" 3 gate -q --index db "$blank"
  check "$blank alone: why" contains err "$blank: is blank"
  run "$blank, allowed" 0 gate --index db --allow-empty --format json "$blank"
  check "$blank, allowed: counted" contains out '"blank":1'
  run "$blank among others" 0 gate --index db --lang en new.txt "$blank"
  check "$blank among others: said" contains err "$blank: is blank"
  check "$blank among others: counted" contains out "1 passed, 0 errors, 1 blank"
done
run "only blank ones" 3 gate -q --index db blank.txt spaces.txt
run "marks among others" 3 gate -q --index db new.txt marks.txt
run "marks, allowed" 3 gate -q --index db --allow-empty marks.txt
run "an empty folder" 3 gate -q --index db empty
check "is told" contains err "empty: holds no submission"
run "an empty folder, allowed" 0 gate --index db --allow-empty empty
check "is told, too" contains err "empty: holds no submission"
run "a folder of something else, allowed" 3 gate -q --index db --allow-empty other
run "no FILE, as hooks call it" 0 gate --index db
check "is said" contains err "no FILE is given"
for format in text json sarif junit html; do
  run "no FILE, $format" 0 gate -q --index db --format $format
  run "blank, $format" 0 gate -q --index db --format $format --lang zh new.txt blank.txt
  check "blank, $format: named" contains out "blank.txt"
done
check "as XML" python3 -c 'import subprocess, sys, xml.etree.ElementTree as x
suite = x.fromstring(subprocess.run([sys.argv[1], "gate", "-q", "--index", "db", "--format", "junit", "new.txt", "blank.txt"],
                                    capture_output=True).stdout)[0]
assert suite.get("tests") == "2" and suite.get("skipped") == "1" and len(suite.findall("testcase/skipped")) == 1' "$leitong"

# A result is known by its run.json, whatever the folder is called, and left out.
mkdir site
cp "$here"/fixtures/speeches/*.txt site
run "a scan into its own input" 0 scan -q site -o site/out
cp site/out/documents.jsonl first
for i in 2 3; do
  run "again, $i" 0 scan site -o site/out
  check "the same documents, $i" cmp first site/out/documents.jsonl
  check "the result is counted, $i" contains site/out/run.json '"reason":"result_directory","count":1'
  check "and named, $i" contains err "site/out: holds a result"
done
run "strictly, too" 0 scan --strict -q site -o site/out
mv site/out site/texts
run "under another name" 0 scan -q site -o r
check "it is known" contains r/run.json 'site/texts: holds a result'
check "the same documents" cmp first r/documents.jsonl
run "an index leaves it out" 0 index add full site
check "and counts it" contains out "skipped 1"
run "a gate can't leave anything out" 3 gate -q --index full site
check "and names it" contains err "site/texts: holds a result"
run "itself" 3 scan -q site/texts
check "is nothing" contains err "site/texts: holds a result"
run "a file in it, named" 0 scan -q site/texts/documents.jsonl --text-field doc
echo '{"version":"2"}' >site/texts/run.json
run "what has another run.json" 0 scan -q site -o r
check "is a folder as any" bash -c "! grep -q result_directory r/run.json"
cd "$here" || exit 1
finish
