# Every input has a limit: what is over it ends within seconds and within 1 GB with the file, the byte and the option that raises it.
. tests/cli/lib.sh
export LC_ALL=C.UTF-8 TMPDIR=$work
leitong=$(realpath "$leitong")
cd "$work" || exit 1
# pour COMMAND: what the command writes comes out of the pipe `fifo`, until nobody reads it
pour() {
  rm -f fifo
  mkfifo fifo
  ("$@" >fifo 2>/dev/null) &
}

run "an index" 0 index create db
echo "one two three four five six seven" >good.txt
run "of one" 0 index add -q db good.txt
for what in "scan -q" "index add -q db" "gate -q --index db" "compare good.txt"; do
  for device in /dev/zero /dev/urandom /dev/full; do
    kind "$what $device" 3 "$device: is a device" $what $device
  done
  [ "${what%% *}" = scan ] || [ "${what%% *}" = gate ] || continue
  pour yes "$(seq -s ' ' 1000)"
  kind "$what, a pipe without an end" 3 "fifo:1073741824: more than 1073741824 bytes of text" $what fifo
  check "$what: the remedy" contains err "--max-document"
done
stdin=/dev/zero kind "standard input without an end" 3 "-:1073741824: more than" scan -q -
pour sh -c 'printf "{\"text\":\"" && cat /dev/zero'
kind "a record without an end" 3 "fifo:0: line 1: has no end" scan -q fifo

# Small limits, and each with the option that raises it.
python3 -c 'import gzip
text = "".join(f"line {i} of a text\n" for i in range(20000)).encode()
open("text.txt", "wb").write(text)
open("text.txt.gz", "wb").write(gzip.compress(text))
open("records.jsonl", "w").write("".join("{\"text\":\"%s\"}\n" % ("word " * n) for n in (10, 1000, 10)))
zeros = gzip.compress(bytes(1 << 24), 9)
open("bomb.txt.gz", "wb").write(zeros * 66)
open("copies.txt.gz", "wb").write(gzip.compress(b"the same words again and again\n" * 700000, 9))'
size=$(stat -c %s text.txt)
for file in text.txt text.txt.gz; do
  kind "$file, a byte too long" 3 "$file:$((size - 1)): more than" scan -q $file --max-document $((size - 1))
  run "$file, just so" 0 scan -q $file --max-document "$size"
done
stdin=text.txt kind "standard input" 3 "-:1000: more than 1000 bytes" scan -q - --max-document 1000
kind "beside another" 0 "text.txt:1000: more than 1000" scan good.txt text.txt --max-document 1000
kind "at the gate" 3 "text.txt:1000: more than 1000" gate -q --index db good.txt text.txt --max-document 1000
kind "to an index" 3 "text.txt:1000: more than 1000" index add -q db text.txt --max-document 1000
kind "compared" 3 "text.txt:1000: more than 1000" compare good.txt text.txt --max-document 1000
run "a file of records is larger than a document" 0 scan -q records.jsonl --max-document 1000
kind "a record too long" 0 "records.jsonl:62: line 2: longer than the 4000 bytes" scan records.jsonl --max-record 4000 -o r
check "the remedy" contains err "--max-record"
check "is counted" contains r/run.json '"what":"record","reason":"line_too_long","count":1'
check "the others are read" [ "$(wc -l <r/documents.jsonl)" = 2 ]
kind "no such limit" 2 "max_document" scan -q good.txt --max-document 0
kind "no limit of that size" 2 "max_document" scan -q good.txt --max-document 8G
run "help" 0 scan --help
check "the limits stand there" grep -q -e "--max-document SIZE .*\[1G\]" out
check "of records, too" grep -q -e "--max-record SIZE .*\[64M\]" out

# Compressed: the text counts, not how well it was packed, up to 1 GiB.
kind "a bomb" 3 "bomb.txt.gz:1073741824: more than" scan -q bomb.txt.gz
kind "a bomb under a higher limit" 3 "decompresses to more than 1 GiB and 100 times its size" scan -q bomb.txt.gz --max-document 2G
check "the remedy" contains err "--max-ratio"
check "copies are packed 300:1" [ $((700000 * 31)) -gt $((300 * $(stat -c %s copies.txt.gz))) ]
run "and read" 0 scan -q --paragraphs-only copies.txt.gz
check "nothing waits in the temporary folder" [ -z "$(ls -A | grep -v -e '^[a-z]*$' -e '\.')" ]
finish
