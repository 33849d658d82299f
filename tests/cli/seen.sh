# What reading sees through: characters without width, letters that look Latin, words broken at line ends, a column of line numbers.
# Every token is equal to the original's, and the result says what was seen through; the gate sees through it too.
. tests/cli/lib.sh
leitong=$(realpath "$leitong")
cd "$work" || exit 1
python3 - <<'PYTHON'
text = ("The harbour board publishes the minutes of each session within four days, with the list of members present and the votes cast. "
        "Records of purchases, letters to losing tenderers among them, are kept for nine years in a sealed archive that the clerk administers.")
words = text.split()
open("original.txt", "w").write(text + "\n")
open("zero.txt", "w").write(" ".join(w[:2] + "\u200b" + w[2:] if len(w) > 4 else w for w in words) + "\n")
open("control.txt", "w").write(" ".join(w[:2] + "\x01" + w[2:] if len(w) > 4 else w for w in words) + "\n")
alike = str.maketrans("aeopcyx", "аеорсух")
open("alike.txt", "w").write(" ".join(w.translate(alike) if len(w) > 4 else w for w in words) + "\n")
for name, hyphen in (("wrapped", "-"), ("soft", "\u00ad"), ("not", "\u00ac")):
    lines, line = [], ""
    for w in words:
        if len(line) + len(w) > 47 and len(w) > 6 and w.isalpha():
            lines.append(line + w[:3] + hyphen)
            line = w[3:] + " "
        elif len(line) + len(w) > 50:
            lines.append(line.rstrip())
            line = w + " "
        else:
            line += w + " "
    open(f"{name}.txt", "w").write("\n".join(lines + [line.rstrip()]) + "\n")
open("numbered.txt", "w").write("".join(f"{10 * i + 10:4} {' '.join(words[i * 7:i * 7 + 7])}\n" for i in range((len(words) + 6) // 7)))
open("arabic.txt", "w").write("\u062a\u0646\u0634\u0631 \u0627\u0644\u0644\u062c\u0646\u0629 \u0645\u062d\u0627\u0636\u0631 " * 8 + "\n")
open("stretched.txt", "w").write("\u062a\u0646\u0640\u0640\u0634\u0631 \u0627\u0644\u0640\u0644\u062c\u0646\u0629 \u0645\u062d\u0627\u0636\u0640\u0631 " * 8 + "\n")
PYTHON
tokens() { grep -F "{\"doc\":\"$2\"" "$1/documents.jsonl" | sed 's/.*"tokens":\([0-9]*\),"reused":\([0-9]*\).*/\1 \2/'; }
while IFS='|' read -r name other words; do
  run "$name" 0 scan -q "$name.txt" "$other.txt" -o "$name"
  check "$name: all tokens are equal ($(tokens "$name" "$name.txt"))" [ "$(tokens "$name" "$name.txt")" = "$(tokens "$name" "$other.txt" | sed 's/\([0-9]*\) .*/\1 \1/')" ]
  run "$name: a report counts the same tokens" 0 report -o "$name.html" "$name"
  check "$name: it says so" contains "$name/run.json" "$name.txt: $words"
done <<'KINDS'
zero|original|0 look-alike, 23 zero-width characters were seen through
control|original|0 look-alike, 23 zero-width characters were seen through
alike|original|
wrapped|original|
soft|original|
not|original|
numbered|original|the numbers of 7 lines, a column at their beginning, are not compared
stretched|arabic|0 look-alike, 32 zero-width characters were seen through
KINDS
check "look-alikes are counted" contains alike/run.json 'look-alike, 0 zero-width characters were seen through'
for name in wrapped soft not; do
  check "$name: broken words are counted" contains $name/run.json "words that a hyphen breaks at a line's end are read whole"
done
run "it is no fault" 0 scan -q --strict zero.txt original.txt
"$leitong" scan zero.txt original.txt >/dev/null 2>err.txt
check "and nothing that was left out" contains err.txt 'leitong: text (seen_through): zero.txt: 0 look-alike'
run "an index" 0 index create db
run "of the original" 0 index add -q db original.txt
run "the gate sees through it" 1 gate --index db zero.txt
run "and through the others" 1 gate --index db alike.txt wrapped.txt soft.txt not.txt numbered.txt
check "each is a copy" [ "$(grep -c "^refused:" "$work/out")" = 5 ]
run "an index of them" 0 index add -q db zero.txt alike.txt numbered.txt wrapped.txt
run "is sound" 0 index check db

# Bytes that do not decode.
python3 - <<'PYTHON'
text = "港务局公布每次会议的记录，附出席成员名单和表决结果；采购档案保存九年。"
data = text.encode() * 3
open("bad.txt", "wb").write(data[:100] + b"\xe5\xb1" + data[102:])
open("good.txt", "wb").write(data)
open("wide.txt", "wb").write((text * 3).encode("utf-16-le"))
open("euc.txt", "wb").write(("港湾局は会議の記録を公表し、出席者の名簿と採決の結果を添えます。" * 3).encode("euc_jp"))
PYTHON
kind "a bad byte is told by its place" 3 "bad.txt:99: byte 99 is not valid UTF-8 (" scan -q bad.txt
check "with what to do" contains err "or read it with --lossy"
run "--lossy" 0 scan -q --strict --lossy bad.txt good.txt -o lossy --keep-text all
check "compares it" contains lossy/documents.jsonl '"encoding":"utf-8-lossy"'
check "counts what it replaced" contains lossy/run.json '"reason":"replaced","count":1,"examples":["bad.txt: '
check "and keeps the source's bytes" cmp bad.txt lossy/text/00000000.txt
run "a report of it" 0 report lossy --format json -o lossy.json
run "an index of it" 0 index add -q --lossy db bad.txt
run "is sound" 0 index check db
run "UTF-16 without a mark, EUC-JP" 0 scan -q --strict wide.txt euc.txt -o wide
check "are known" [ "$(grep -o '"encoding":"[^"]*"' wide/documents.jsonl | tr '\n' ' ')" = '"encoding":"euc-jp" "encoding":"utf-16le" ' ]
finish
