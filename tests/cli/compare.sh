# Compare: two documents on a terminal, in colour, without it, and when they are hostile.
. tests/cli/lib.sh
export LC_ALL=C.UTF-8
speeches=fixtures/speeches
a=$speeches/party_finance_bureau.txt b=$speeches/party_housing_bureau.md
run "merged" 0 compare "$a" "$b"
same_as_golden compare-merged.txt "$work/out"
check "no colour into a file" bash -c "! LC_ALL=C grep -q \$'\\033' '$work/out'"
"$leitong" compare --lang zh fixtures/speeches/safety_liupu_county.txt fixtures/speeches/safety_yuandong_city.txt >"$work/zh"
check "in Chinese" contains "$work/zh" "照稿改写：A 为改写稿，B 为底稿"
check "an edit is marked" contains "$work/out" "[-财政-]{+住建+}"
run "side by side" 0 compare --view side --width 100 "$a" "$b"
same_as_golden compare-side.txt "$work/out"
run "in colour" 0 compare --view side --width 70 --color always "$speeches/fp_qinghe_town.txt" "$speeches/fp_hechuan_county.txt"
same_as_golden compare-colour.txt "$work/out"

# What stands in the other text is what is equal there, also where wording in many places is linked to the first alone: of each line
# all but the word, and the 元 before it but for the first line and the last.
for side in a b; do
  for word in $(seq 20); do
    echo "本项目经费由县财政局承担共计$side$word元"
  done >"$work/heads_$side.txt"
done
run "wording in many places of both" 0 compare "$work/heads_a.txt" "$work/heads_b.txt"
check "stands in the other" contains "$work/out" "299 of 320 tokens"

# Columns stand straight whatever is wide, and each row holds the same text on both sides.
cat >"$work/rows.py" <<'PYTHON'
import re, sys, unicodedata
path, width = sys.argv[1], int(sys.argv[2])
def columns(text):
    return sum(0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)
column = max(12, (width - 2 - 3) // 2)
rows, equal = 0, 0
for line in open(path, encoding="utf-8").read().split("\n"):
    line = re.sub("\x1b\\[[0-9;]*m", "", line)
    if not line.startswith("  ") or " | " not in line:
        continue
    left, right = line[2:].split(" | ", 1)
    assert columns(left) == column and columns(right) <= column, (columns(left), line)
    rows += 1
    if "[-" not in left and "{+" not in right and "\x1b" not in line:
        equal += left.rstrip() == right.rstrip()
assert rows > 3, rows
print(rows, equal)
PYTHON
for width in 30 41 64 100 200; do
  for colour in always never; do
    run "width $width $colour" 0 compare --view side --width $width --color $colour "$a" "$b"
    check "columns stand straight at $width" python3 "$work/rows.py" "$work/out" $width
  done
  run "English, $width" 0 compare --view side --width $width "$speeches/memo_tram_depot.txt" "$speeches/memo_harbour_board.md"
  check "columns stand straight at $width" python3 "$work/rows.py" "$work/out" $width
done

# Taking one side of every edit gives that document's text back.
run "merged, wide" 0 compare --view merged --width 60000 "$a" "$b"
check "each side can be read off" python3 - "$work/out" "$a" "$b" <<'PYTHON'
import re, sys
text = [line for line in open(sys.argv[1], encoding="utf-8") if re.match("  \\S", line)][0].strip()
sides = re.sub(r"\{\+.*?\+\}", "", text).replace("[-", "").replace("-]", ""), \
    re.sub(r"\[-.*?-\]", "", text).replace("{+", "").replace("+}", "")
for side, path in zip(sides, sys.argv[2:]):
    source = open(path, encoding="utf-8").read()
    letters = lambda s: "".join(c for c in s if c.isalnum())
    assert len(letters(side)) > 400 and letters(side) in letters(source), path
PYTHON
run "the other way round" 0 compare "$b" "$a"
check "sides change places" contains "$work/out" "[-住建-]{+财政+}"
check "A is the first named" [ "$(sed -n 1p "$work/out")" = "A  $b" ]
cp "$a" "$work/"$'\xb9\xa4.txt' && cp "$a" "$work/"$'\xb9\xa5.txt'
run "names that are no UTF-8" 0 compare "$work/"$'\xb9\xa4.txt' "$work/"$'\xb9\xa5.txt'
check "they are told by their bytes" contains "$work/out" '\xB9\xA5.txt'
run "with itself" 0 compare "$a" "$a"
check "all of it" contains "$work/out" "544 of 544 tokens (100.0 %)"
run "nothing in common" 0 compare "$speeches/school_anniversary.txt" "$speeches/exhibition_opening.txt"
check "that is said" contains "$work/out" "0 passages between them"
cp fixtures/encodings/gb18030.txt "$work/g.txt"
run "two encodings" 0 compare "$work/g.txt" fixtures/encodings/utf8.txt
check "one text" contains "$work/out" "100.0 %"

# Pairs of paragraphs are shown where no passage touches both, and nowhere else.
python3 - "$work" <<'PYTHON'
import random, sys
r = random.Random(1)
han = lambda n: "".join(chr(r.randrange(0x4E00, 0x5E00)) for _ in range(n))
a = [han(r.choice((12, 12, 24))) for _ in range(60)]
b = [text[:-1] + han(1) for text in a]
r.shuffle(b)
for name, texts in (("a", a), ("b", b)):
    open(f"{sys.argv[1]}/pairs_{name}.txt", "w", encoding="utf-8").write("\n\n".join(texts))
PYTHON
run "many pairs" 0 compare "$work/pairs_a.txt" "$work/pairs_b.txt"
cp "$work/out" "$work/pairs.out"
run "the result of them" 0 scan -q "$work/pairs_a.txt" "$work/pairs_b.txt" -o "$work/pairs"
check "those without a passage" python3 - "$work/pairs" "$work/pairs.out" <<'PYTHON'
import json, re, sys
def rows(name):
    found = [json.loads(line) for line in open(f"{sys.argv[1]}/{name}.jsonl", encoding="utf-8")]
    return [tuple(row[side][end] for side in "ab" for end in ("begin", "end")) for row in found
            if row["a"]["doc"] != row["b"]["doc"]]
passages, pairs = rows("passages"), rows("pairs")
alone = [p for p in pairs if not any(p[0] < q[1] and q[0] < p[1] and p[2] < q[3] and q[2] < p[3] for q in passages)]
shown = re.findall(r"Paragraphs A \[(\d+), (\d+)\) and B \[(\d+), (\d+)\)", open(sys.argv[2], encoding="utf-8").read())
assert [tuple(map(int, row)) for row in shown] == alone, (shown, alone)
assert len(alone) > 20 and len(pairs) - len(alone) > 10, (len(alone), len(pairs))
PYTHON

cp fixtures/hostile/bidi_ansi.md "$work/hostile.md"
for options in "--view side" "--view merged" "--view side --width 40"; do
  run "hostile $options" 0 compare $options fixtures/hostile/bidi_ansi.md "$work/hostile.md"
  check "hostile text is text" bash -c "! LC_ALL=C grep -qP '[\\x00-\\x09\\x0b-\\x1f\\x7f]|\\xe2\\x80[\\xaa-\\xae]|\\xe2\\x81[\\xa6-\\xa9]' '$work/out'"
done
run "html" 0 compare --html "$work/two.html" "$a" "$b"
check "nothing on stdout" [ ! -s "$work/out" ]
check "one HTML file with both texts" grep -q 'id="text-1"' "$work/two.html"
run "the result of the same two" 0 scan -q "$a" "$b" -o "$work/two"
run "its report" 0 report --lang en -o "$work/report.html" "$work/two"
check "the same page" cmp "$work/two.html" "$work/report.html"
run "html into no folder" 4 compare --html "$work/absent/two.html" "$a" "$b"
run "one document" 2 compare "$a"
run "a folder" 2 compare "$a" "$speeches"
check "the reason" contains "$work/err" "more than one document"
run "absent" 3 compare "$a" "$work/absent"
run "not text" 3 compare "$a" fixtures/hostile/invalid_everywhere.txt
check "the place" contains "$work/err" "invalid_everywhere.txt:"
run "wrong colour" 2 compare --color green "$a" "$b"
finish
