# Hostile kinds: devices, pipes, links, bombs and full disks wherever a file is read or written. Each ends within seconds and within
# 1 GB, with its exit code and a message that names the file and the cause.
. tests/cli/lib.sh
leitong=$(realpath "$leitong")
base=fixtures/speeches
run "a result" 0 scan -q "$base" -o "$work/good"
run "an index" 0 index create "$work/index"
run "its documents" 0 index add -q "$work/index" "$base"
submission=$(ls $base/*.md | head -n 1)
printf '{"leitong_policy":1}' >"$work/policy.json"
printf 'secret\n' >"$work/secret"
mkfifo "$work/fifo"
truncate -s 1T "$work/hole"

# What the command line names: files, and nothing else.
for what in fifo /dev/zero hole; do
  path=$what
  [ "${what#/}" = "$what" ] && path=$work/$what
  words="not a regular file"
  [ "$what" = hole ] && words="larger than"
  kind "gazetteer $what" 3 "$words" scan -q "$base" --gazetteer "$path"
  kind "metadata $what" 3 "$words" scan -q "$base" --metadata "$path"
  kind "policy $what" 2 "$words" gate --index "$work/index" --policy "$path" "$submission"
  [ "$what" = hole ] && words="a NUL byte"
  kind "baseline $what" 2 "$words" gate --index "$work/index" --baseline "$path" "$submission"
  [ "$what" = hole ] && continue
  kind "approved $what" 2 "$words" gate --index "$work/index" --approved "$path" "$submission"
  leitong=$evaluate kind "pairs of eval $what" 3 "$words" "$work/good" --truth fixtures/speeches/truth.jsonl --pairs "$path"
done
printf '%s\n\n%s\n' "$(printf 'a%.0s' {1..300})b" "$(printf 'a%.0s' {1..300})c" >"$work/letters.txt"
kind "mask that tries all ways" 2 "more than 1000000 steps" scan -q "$work/letters.txt" --mask 'slow=(a|aa)+$'
head -c 300000000 /dev/zero | gzip >"$work/metadata.csv.gz"
kind "metadata, a bomb" 3 "larger than" scan -q "$base" --metadata "$work/metadata.csv.gz"

# What is read: devices, bombs, what has no end, and nothing at all. (cli.limits and cli.nothing try more.)
for what in "scan -q" "index add -q $work/index" "gate --index $work/index" "compare $submission"; do
  kind "${what%% *}: /dev/zero" 3 "is a device" $what /dev/zero
done
stdin=/dev/zero kind "standard input without an end" 3 "-:1000000: more than" scan -q --max-document 1000000 -
head -c 100000000 /dev/zero | gzip >"$work/bomb.txt.gz"
kind "a bomb" 3 "more than 1000000 bytes of text" scan -q --max-document 1000000 "$work/bomb.txt.gz"
printf '{"text":"%s"}\n' "$(head -c 100000 /dev/zero | tr '\0' x)" >"$work/long_record.jsonl"
kind "a record without an end" 3 "--max-record" scan -q --max-record 10000 "$work/long_record.jsonl"
printf '%s\n' "$(head -c 100000 /dev/zero | tr '\0' '[')" >"$work/deep.jsonl"
kind "a record of brackets" 3 "nothing was compared" scan -q "$work/deep.jsonl"
kind "a policy of brackets" 2 "no good JSON" gate --index "$work/index" --policy "$work/deep.jsonl" "$submission"
mkdir "$work/empty"
printf '<!DOCTYPE d [<!ENTITY a "aaaaaaaa">%s]><document reference="&e99;"/>' "$(for i in {1..99}; do
  echo "<!ENTITY e$i \"$(printf "&$([ $i = 1 ] && echo a || echo e$((i - 1)));%.0s" {1..10})\">"
done)" >"$work/bomb.xml"
leitong=$evaluate kind "a truth, an XML bomb" 3 "bomb.xml: line" "$work/good" --truth "$work/bomb.xml"
kind "an empty folder" 3 "nothing was compared" scan -q "$work/empty"
kind "an empty folder at the gate" 3 "holds no submission" gate --index "$work/index" "$work/empty"
run "an index of nothing" 0 index create "$work/none"
kind "a gate against nothing" 3 "the index holds no text" gate --index "$work/none" "$submission"
mkdir "$work/own"
cp "$submission" "$work/own/"
run "a result among its input" 0 scan -q "$work/own" -o "$work/own/result"
run "and again" 0 scan -q "$work/own" -o "$work/own/result"
check "it is left out" contains "$work/own/result/run.json" '"result_directory"'
check "and so is its text" [ "$(wc -l <"$work/own/result/documents.jsonl")" = 1 ]

# A result directory that somebody handed over.
# damage NAME COMMAND…: a copy of the result in $work/NAME, after the command was run in it
damage() {
  local name=$1
  shift
  rm -rf "${work:?}/$name"
  cp -r "$work/good" "$work/$name"
  (cd "$work/$name" && "$@")
}
text=$(cd "$work/good" && ls text | head -n 1)
damage link sh -c "size=\$(stat -c %s text/$text) && head -c \$size /dev/urandom >../secret && ln -sf ../../secret text/$text"
damage folder_link sh -c 'mv text ../moved && ln -s ../moved text'
damage pipe sh -c "rm text/$text && mkfifo text/$text"
damage table_pipe sh -c 'rm pairs.jsonl && mkfifo pairs.jsonl'
damage table_link sh -c 'mv pairs.jsonl ../moved.jsonl && ln -s ../moved.jsonl pairs.jsonl'
damage run_link sh -c 'mv run.json ../moved.json && ln -s ../moved.json run.json'
damage holes sh -c 'truncate -s 1T pairs.jsonl'
kind "a text is a link" 4 "is a symbolic link" report --format html -o "$work/r.html" "$work/link"
kind "the folder of texts is a link" 4 "is a symbolic link" report --format html -o "$work/r.html" "$work/folder_link"
kind "a text is a pipe" 4 "is a pipe" report --format html -o "$work/r.html" "$work/pipe"
kind "a table is a pipe" 4 "is a pipe" report "$work/table_pipe"
kind "a table is a link" 4 "is a symbolic link" report "$work/table_link"
kind "run.json is a link" 4 "is a symbolic link" report "$work/run_link"
kind "a table of holes" 4 "a NUL byte" report "$work/holes"
check "no report was left" [ ! -e "$work/r.html" ]

# An index that somebody handed over.
index() {
  rm -rf "${work:?}/i"
  cp -r "$work/index" "$work/i"
  (cd "$work/i" && "$@")
}
index sh -c 'rm data.mdb && mkfifo data.mdb'
kind "data.mdb is a pipe" 4 "is a pipe" index list "$work/i"
index sh -c 'mv data.mdb ../moved.mdb && ln -s ../moved.mdb data.mdb'
kind "data.mdb is a link" 4 "is a symbolic link" index list "$work/i"
index sh -c 'rm -f lock.mdb && mkfifo lock.mdb'
kind "lock.mdb is a pipe" 4 "is a pipe" index list "$work/i"
index sh -c 'rm -f lock.mdb && ln -s ../made_by_lock lock.mdb'
kind "lock.mdb is a dangling link" 4 "is a symbolic link" index list "$work/i"
index sh -c 'rm -f write.lock && ln -s ../made_by_write write.lock'
kind "write.lock is a dangling link" 4 "is a symbolic link" index add -q "$work/i" "$base"
check "no link led anywhere" [ ! -e "$work/made_by_lock" -a ! -e "$work/made_by_write" ]

# A result that is replaced: nothing outside it is deleted or written.
mkdir "$work/others"
echo mine >"$work/others/00000000.txt"
damage replaced sh -c 'rm -r text && ln -s ../others text'
run "a result whose folder of texts is a link is replaced" 0 scan -q "$base" -o "$work/replaced"
check "the other folder is as it was" [ "$(cat "$work/others/00000000.txt")" = mine ]
check "the link is gone" [ ! -L "$work/replaced/text" ]
ln -s good "$work/way"
run "a result behind a link is replaced" 0 scan -q "$base" -o "$work/way"
check "the link stays" [ -L "$work/way" -a -s "$work/good/run.json" ]
ln -s nowhere "$work/dangling"
kind "the result's folder is a dangling link" 2 "leads nowhere" scan -q "$base" -o "$work/dangling"

# No room: what standard output, a file, the result, an index and temporary files say of it.
long=$work/long.jsonl # of many words, so that records spill
awk 'BEGIN { for (i = 0; i < 5000; i++) { printf "{\"id\":\"%d\",\"text\":\"", i; for (j = 0; j < 100; j++) printf "w%dx%d ", i, j; print "\"}" } }' >"$long"
# full NAME WORDS ARGUMENT…: standard output takes nothing
full() {
  local name=$1
  shift
  "$leitong" "$@" >/dev/full 2>"$work/err" </dev/null
  check "$name: exit code" [ "$?" = 4 ]
  check "$name: message" contains "$work/err" "No space left on device"
  printf '%s\t4\t%s\n' "$name" "$(grep -F 'No space' "$work/err" | head -n 1)" >>"${LEITONG_KINDS:-/dev/null}"
}
full "full: --help" --help
full "full: --version" --version
full "full: help of a command" scan --help
full "full: scan" scan "$base"
full "full: compare" compare $base/site_flood.md $base/site_education.md
full "full: index list" index list "$work/index"
full "full: index stat" index stat "$work/index"
full "full: gate" gate --index "$work/index" "$submission"
leitong=$evaluate full "full: eval" "$work/good" --truth fixtures/speeches/truth.jsonl
for format in html json csv sarif junit text passim drop; do
  full "full: report as $format" report --format $format "$work/good"
done
"$leitong" --version >&- 2>"$work/err"
check "standard output is closed" [ "$?" = 4 ]
cp -r "$work/index" "$work/i2"
run "an index to hold against" 0 index list "$work/i2"
cp "$work/out" "$work/before"
"$leitong" index list "$work/i2" >&- 2>/dev/null <&-
run "what is printed while standard output is closed goes into no file" 0 index list "$work/i2"
check "the index is as before" cmp -s "$work/before" "$work/out"

# room NAME WORDS ARGUMENT…: the command ends with 4, says so, and leaves nothing in $space
room() {
  local name=$1 words=$2 before
  shift 2
  before=$(ls -A "$space")
  kind "$name" 4 "$words" "$@"
  check "$name: nothing is left behind" [ "$(ls -A "$space")" = "$before" ]
}
# rooms NAME WORDS: with little room in $space
rooms() {
  room "$1: result" "$2" scan -q "$base" -o "$space/r"
  room "$1: report" "$2" report --format html -o "$space/r.html" "$work/good"
  room "$1: index" "$2" index add -q "$space/index" "$base"
  room "$1: temporary files" "$2" scan -q "$long" --memory 1M --tmpdir "$space"
}
space=$work/space
mkdir "$space"
run "an index where there is no room" 0 index create "$space/index"
limit_before=$(declare -f limit)
limit() { ulimit -f 20; } # blocks of 1,024 bytes
rooms "ulimit -f" "File too large"
eval "$limit_before"
rm -rf "${space:?}/index"
if mount -t tmpfs -o size=150k leitong-test "$space" 2>/dev/null; then
  trap 'umount "$space"; rm -rf "$work"' EXIT
  run "an index on a small disk" 0 index create "$space/index"
  rooms "full disk" "No space left on device"
else
  echo "no right to mount: the full disk is not tried" >&2
fi

# Libraries are not looked for in the working folder.
mkdir "$work/forged"
for name in libc.so.6 libleitong.so.0 libz.so.1; do
  echo "no library" >"$work/forged/$name"
done
(cd "$work/forged" && "$leitong" --version >"$work/out" 2>"$work/err")
check "forged libraries in the working folder" [ "$?" = 0 ]

finish
