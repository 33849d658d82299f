# Report: each format of a result, against its definition, its sources, and hostile text.
. tests/cli/lib.sh
export LC_ALL=C.UTF-8
formats=(text json csv sarif junit drop passim)
speeches=(fixtures/speeches/*.md fixtures/speeches/*.txt)
run "scan" 0 scan -q "${speeches[@]}" -o "$work/result"

run "text" 0 report --format text "$work/result"
same_as_golden report-speeches.txt "$work/out"
run "text in Chinese" 0 report --format text --lang zh "$work/result"
same_as_golden report-speeches-zh.txt "$work/out"
run "narrow text" 0 report --format text --width 50 "$work/result"
check "no line is wider than asked" python3 - "$work/out" <<'PYTHON'
import sys, unicodedata
for line in open(sys.argv[1], encoding="utf-8").read().split("\n")[3:]:  # the first three are figures
    width = sum(0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in line)
    assert width <= 50 or "tokens," in line, (width, line)
PYTHON
env LC_ALL=zh_CN.UTF-8 "$leitong" report --format text "$work/result" >"$work/out"
check "the locale chooses" contains "$work/out" "疑似重合"

run "json" 0 report --format json "$work/result"
cp "$work/out" "$work/json"
check "json: the rows of the result, with texts cut out of the sources" python3 - "$work/json" "$work/result" <<'PYTHON'
import json, pathlib, sys
report = json.load(open(sys.argv[1], encoding="utf-8"))
def rows(table):
    return [json.loads(line) for line in open(f"{sys.argv[2]}/{table}.jsonl", encoding="utf-8")]
def source(doc):
    return pathlib.Path(doc).read_bytes()
assert report["run"] == json.load(open(f"{sys.argv[2]}/run.json", encoding="utf-8"))
for passage in report["passages"]:
    for side in "ab":
        data = source(passage[side]["doc"])
        text = passage[side].pop("text")
        assert data[passage[side]["begin"]:passage[side]["end"]].decode() == text
        for edit in passage["edits"] + passage["edits_shown"]:
            assert data[edit[side][0]:edit[side][1]].decode() == edit.pop(f"text_{side}")
for cluster in report["clusters"]:
    if cluster["unit"] != "document":
        span = cluster["members"][cluster["medoid"]]
        assert source(span["doc"])[span["begin"]:span["end"]].decode() == cluster.pop("text")
documents = rows("documents")
for row in documents:
    del row["text"]
assert report["documents"] == documents
assert [row["rank"] for row in documents] == list(range(len(documents)))
for table in ("pairs", "passages", "clusters", "phrases", "templates", "adapted", "swaps", "left_behind"):
    assert report[table] == rows(table), table
PYTHON

for table in passages documents pairs clusters phrases templates adapted swaps left_behind; do
  run "csv of $table" 0 report --format csv --table "$table" -o "$work/$table.csv" "$work/result"
done
run "csv with a byte order mark" 0 report --format csv --bom "$work/result"
check "the mark" [ "$(head -c 3 "$work/out" | od -An -tx1)" = " ef bb bf" ]
check "csv comes back through a reader" python3 - "$work" <<'PYTHON'
import csv, json, pathlib, sys
def table(name):
    data = pathlib.Path(f"{sys.argv[1]}/{name}.csv").read_bytes()
    assert data.endswith(b"\r\n")
    return list(csv.DictReader(data.decode("utf-8").splitlines(keepends=True), strict=True))
def rows(name):
    return [json.loads(line) for line in open(f"{sys.argv[1]}/result/{name}.jsonl", encoding="utf-8")]
def cut(row, side=""):
    text = pathlib.Path(row["doc" + side]).read_bytes()[int(row["begin" + side]):int(row["end" + side])].decode()
    return "'" + text if text[0] in "=+-@\t\r\n＝＋－＠" else text
def flat(row, *keys):
    return [str(row[key]) if not isinstance(row[key], float) else f"{row[key]:.6f}" for key in keys]
for name, keys in (("passages", ["matched", "identity", "longest_run", "stock"]),
                   ("pairs", ["shared", "union", "jaccard", "containment_a", "containment_b"])):
    seen, expected = table(name), rows(name)
    assert len(seen) == len(expected) > 0
    for a, b in zip(seen, expected):
        assert [a[key] for key in keys] == flat(b, *keys), (a, b)
        for side in "ab":
            assert flat(b[side], "doc", "begin", "end") == [a[key + side] for key in ("doc_", "begin_", "end_")]
            assert a["text_" + side] == cut(a, "_" + side)
keys = ["doc", "hash", "bytes", "encoding", "paragraphs", "tokens", "reused", "ratio", "ratio_without_quotes",
        "ratio_without_stock", "longest_run", "salience"]
assert [[row[key] for key in keys] for row in table("documents")] == [flat(row, *keys) for row in rows("documents")]
members = [(str(c["cluster"]), c["unit"], m["doc"], str(m["begin"])) for c in rows("clusters") for m in c["members"]]
clusters = table("clusters")
assert members == [(row["cluster"], row["unit"], row["doc"], row["begin"]) for row in clusters]
assert all(row["text"] == ("" if row["unit"] == "document" else cut(row)) for row in clusters)
PYTHON

for format in sarif junit; do
  for lang in en zh; do
    run "$format $lang" 0 report --format "$format" --lang "$lang" -o "$work/r" "$work/result"
    check "$format $lang" python3 tests/schemas/check.py "$format" "$work/r" "$work/result"
  done
done
run "sarif" 0 report --format sarif -o "$work/before.sarif" "$work/result"
mkdir -p "$work/moved/deep" && cp "${speeches[@]}" "$work/moved/deep" && mv "$work/moved/deep/xiantao_twice.md" "$work/moved/a.md"
run "moved" 0 scan -q "$work/moved" -o "$work/moved-result"
run "sarif of moved files" 0 report --format sarif -o "$work/after.sarif" "$work/moved-result"
check "passages keep their fingerprints when files move" python3 - "$work/before.sarif" "$work/after.sarif" <<'PYTHON'
import json, sys
before, after = ({r["partialFingerprints"]["leitongText/v1"] for r in json.load(open(path))["runs"][0]["results"]
                  if r["ruleId"] == "LT001"} for path in sys.argv[1:])
assert len(before) > 50 and before == after, before ^ after
PYTHON

for options in "" "--paragraph line" "--paragraph blank" "--pairs all"; do
  run "scan $options" 0 scan -q $options fixtures/speeches -o "$work/full"
  run "drop $options" 0 report --format drop -o "$work/drop.jsonl" "$work/full"
  rm -rf "$work/dropped"
  check "the list is applied" python3 examples/apply_drop.py "$work/drop.jsonl" fixtures/speeches "$work/dropped"
  ln -sfn "$PWD/fixtures" "$work/linked"
  check "however the folder is named" python3 examples/apply_drop.py "$work/drop.jsonl" "$work/linked/./speeches" "$work/dropped.linked"
  check "to the same" diff -r "$work/dropped" "$work/dropped.linked"
  rm -r "$work/dropped.linked"
  run "scanned again" 0 scan -q $options "$work/dropped" -o "$work/again"
  check "there were pairs" [ -s "$work/full/pairs.jsonl" ]
  check "no pair is left $options" [ ! -s "$work/again/pairs.jsonl" ]
  check "each drop has a kept neighbour of its own" python3 - "$work/drop.jsonl" "$work/full" <<'PYTHON'
import json, sys
def span(row):
    return row["doc"], row["begin"], row["end"]
drops = [json.loads(line) for line in open(sys.argv[1], encoding="utf-8")]
kept = {span(row) for row in drops if row["action"] == "keep"}
verified = {}
for line in open(f"{sys.argv[2]}/pairs.jsonl", encoding="utf-8"):
    row = json.loads(line)
    verified[span(row["a"]), span(row["b"])] = verified[span(row["b"]), span(row["a"])] = row["jaccard"]
for line in open(f"{sys.argv[2]}/clusters.jsonl", encoding="utf-8"):
    row = json.loads(line)
    if row["unit"] == "paragraph":
        for member in row["members"]:
            verified[span(member), span(row["members"][row["medoid"]])] = member["jaccard"]
assert drops == sorted(drops, key=lambda row: (row["doc"].encode(), row["begin"]))
assert {a for a, b in verified} <= {span(row) for row in drops}
for row in drops:
    if row["action"] == "drop":
        assert span(row) not in kept and span(row["kept"]) in kept
        assert verified[span(row), span(row["kept"])] == row["jaccard"] >= 0.7
assert not [1 for a, b in verified if a in kept and b in kept and a != b]
PYTHON
done

# Templates, adapted pairs, swaps and names left behind that are known: each format has them all.
run "scan for findings" 0 scan -q "${speeches[@]}" -o "$work/found"
python3 -B tests/browser/findings.py "$work/found"
for format in "${formats[@]}"; do
  run "$format of findings" 0 report --format "$format" -o "$work/found.$format" "$work/found"
done
run "text on a wide terminal" 0 report --format text --width 120 -o "$work/found.text" "$work/found"
for word in "沅东, elsewhere 柳浦" "市 → 县 ×15" "{县委、县政府|市文联|镇党委、镇政府}[，向荣获]" "boilerplate" "18 templates, 3 adapted pairs, 6 swaps"; do
  check "text says $word" contains "$work/found.text" "$word"
done
check "sarif of findings" python3 tests/schemas/check.py sarif "$work/found.sarif" "$work/found"
check "junit of findings" python3 tests/schemas/check.py junit "$work/found.junit" "$work/found"
check "junit names them" contains "$work/found.junit" "name left behind “沅东”"
for table in templates adapted swaps left_behind; do
  run "csv of found $table" 0 report --format csv --table "$table" -o "$work/found-$table.csv" "$work/found"
done
check "json and csv hold the rows" python3 - "$work" <<'PYTHON'
import csv, json, sys
def rows(name):
    return [json.loads(line) for line in open(f"{sys.argv[1]}/found/{name}.jsonl", encoding="utf-8")]
def table(name):
    return list(csv.DictReader(open(f"{sys.argv[1]}/found-{name}.csv", encoding="utf-8", newline=""), strict=True))
def guarded(text):
    return "'" + text if text[:1] in ("=", "+", "-", "@") else text
report = json.load(open(f"{sys.argv[1]}/found.json", encoding="utf-8"))
for name in ("templates", "adapted", "swaps", "left_behind"):
    assert len(rows(name)) > 2 and report[name] == rows(name), name
fills = [(str(t["template"]), str(s["slot"]), s["kind"], f["text"], str(f["count"])) for t in rows("templates")
         for s in t["slots"] for f in s["fills"] if "text" in f]
bare = [str(t["template"]) for t in rows("templates") if not t["slots"]]
seen = table("templates")
assert [(r["template"], r["slot"], r["slot_kind"], r["fill"], r["count"]) for r in seen if r["slot"]] == \
    [(a, b, c, guarded(d), e) for a, b, c, d, e in fills]
assert [r["template"] for r in seen if not r["slot"]] == bare
assert {r["fills"] for r in seen if r["template"] == "17"} == {"1250"}
assert [r["text"] for r in seen if r["template"] == "1"][0].startswith("借此机会，我代表{0}[，向荣获]{1}")
pairs = [(r["a"], r["b"], str(r["matched"]), f'{r["share"]:.6f}', r["by"], r["copy"] or "", r["copy_by"] or "", str(r["swaps"]), str(r["places"]),
          str(r["left_behind"])) for r in rows("adapted")]
assert [tuple(r.values()) for r in table("adapted")] == pairs
places = [(s["from"], s["to"], s["kind"], str(s["directed"]).lower(), str(s["pairs"]), str(s["count"]), p["a"]["doc"], str(p["b"]["end"]))
          for s in rows("swaps") for p in s["places"]]
assert [(r["from"], r["to"], r["kind"], r["directed"], r["pairs"], r["count"], r["doc_a"], r["end_b"]) for r in table("swaps")] == places
assert [(r["text"], r["kind"], r["class"], r["strength"], r["instead"], r["doc_source"], r["begin"]) for r in table("left_behind")] == \
    [(r["text"], r["kind"], r["class"], r["strength"], r["instead"], r["source"]["doc"], str(r["begin"])) for r in rows("left_behind")]
PYTHON

# Hostile text beside a copy of itself, under hostile names: in every format it is text.
mkdir "$work/hostile"
cp fixtures/hostile/bidi_ansi.md "$work/hostile/=cmd|' calc'!A0.md"
cp fixtures/hostile/bidi_ansi.md "$work/hostile/<img src=x onerror=alert(1)>](mailto:a) "$'\033]0;title\a\u202e.md'
python3 -c 'import json; text = open("fixtures/hostile/bidi_ansi.md", encoding="utf-8", newline="").read()
for name in ("=1+1", "@x", "＝1", "\t=1", "-1\x1b[31m"): print(json.dumps({"id": name, "title": "+2", "text": text}))' \
  >"$work/hostile/records.jsonl"
leitong=$(realpath "$leitong")
(cd "$work/hostile" && "$leitong" scan -q . -o "$work/h")
check "there are passages" [ -s "$work/h/passages.jsonl" ]
for format in "${formats[@]}" "csv --table documents" "csv --table pairs" "csv --table clusters" "text --lang zh"; do
  run "hostile $format" 0 report --format $format -o "$work/hostile.out" "$work/h"
  check "$format: nothing that a terminal obeys" python3 - "$work/hostile.out" <<'PYTHON'
import sys
for c in open(sys.argv[1], encoding="utf-8", newline="").read():
    assert ord(c) >= 0x20 or c in "\t\r\n", hex(ord(c))
    assert not 0x7F <= ord(c) < 0xA0 and ord(c) not in (0x61C, 0x200E, 0x200F, 0x2028, 0x2029), hex(ord(c))
    assert not 0x202A <= ord(c) <= 0x202E and not 0x2066 <= ord(c) <= 0x2069, hex(ord(c))
PYTHON
  case $format in
  csv*)
    check "$format: no cell that computes" python3 - "$work/hostile.out" <<'PYTHON'
import csv, sys
cells = [cell for row in csv.reader(open(sys.argv[1], encoding="utf-8", newline="")) for cell in row]
assert not [cell for cell in cells if cell[:1] and cell[0] in "=+-@\t\r\n＝＋－＠"]
assert {"'=1+1", "'@x", "'＝1", "'\t=1", "'-1<U+001B>[31m"} <= set(cells)
PYTHON
    ;;
  sarif)
    check "hostile sarif" python3 tests/schemas/check.py sarif "$work/hostile.out" "$work/h"
    ;;
  junit) check "hostile junit is XML" python3 -c 'import sys, xml.etree.ElementTree as e; e.parse(sys.argv[1])' "$work/hostile.out" ;;
  esac
done

# Texts in other encodings: texts, edits, lines and columns are those of the decoded text.
for encoding in gb18030 utf-16 big5 windows-1252; do
  python3 - "$work" "$encoding" <<'PYTHON'
import sys
for name, words in (("one", ("春耕", "printemps")), ("two", ("秋收農忙", "été"))):
    text = ("\n第一段。\r\n我們今天在這裡開會，討論如何把本年度的各項工作安排妥當，一步一步把%s的事情辦好，讓群眾真正得到實惠，不辜負大家的期望。\n"
            % words[0]) if sys.argv[2] != "windows-1252" else \
        ("\nà lire\r\nNous voici réunis pour parler de ce que la ville a décidé cette année, et de la fête de %s "
         "que nous préparons ensemble, où chacun sera bienvenu sans façon, déjà là à l’aube.\n" % words[1])
    if sys.argv[2] == "gb18030":
        text = text.replace("我", "我𠮷")
    open(f"{sys.argv[1]}/{name}.txt", "wb").write(text.encode(sys.argv[2]))
PYTHON
  run "$encoding" 0 scan -q --encoding "${encoding/utf-16/utf-16le}" "$work/one.txt" "$work/two.txt" -o "$work/g"
  run "$encoding as json" 0 report --format json -o "$work/g.json" "$work/g"
  run "$encoding as sarif" 0 report --format sarif -o "$work/g.sarif" "$work/g"
  check "$encoding: texts, edits, lines" python3 - "$work" "$encoding" <<'PYTHON'
import json, sys
work, encoding = sys.argv[1:]
codec = "utf-16-le" if encoding == "utf-16" else encoding
report = json.load(open(f"{work}/g.json", encoding="utf-8"))
assert len(report["passages"]) == 1
passage = report["passages"][0]
sources = {name: open(f"{work}/{name}.txt", "rb").read() for name in ("one", "two")}
for side, name in zip("ab", ("one", "two")):
    span = passage[side]
    assert sources[name][span["begin"]:span["end"]].decode(codec) == span["text"]
    assert passage["edits"] and passage["edits_shown"]
    for edit in passage["edits"] + passage["edits_shown"]:
        assert sources[name][edit[side][0]:edit[side][1]].decode(codec) == edit["text_" + side]
finding = [r for r in json.load(open(f"{work}/g.sarif", encoding="utf-8"))["runs"][0]["results"] if r["ruleId"] == "LT001"][0]
region = finding["locations"][0]["physicalLocation"]["region"]
before = sources["two"][:passage["b"]["begin"]].decode(encoding)
assert region["startLine"] == before.count("\n") + 1
assert region["startColumn"] == len(before) - before.rfind("\n")
PYTHON
done
run "not kept" 0 scan -q --keep-text none "${speeches[@]}" -o "$work/none"
for format in text json csv sarif junit drop; do
  run "$format without texts" 0 report --format "$format" -o "$work/none.$format" "$work/none"
done
check "sarif keeps its bytes" python3 tests/schemas/check.py sarif "$work/none.sarif" "$work/none"

# A row as long as the input is not held as a tree: 12 MB of it in 100 MB.
yes 的 | head -n 100000 >"$work/lines.txt"
run "equal lines" 0 scan -q --no-templates --no-names "$work/lines.txt" -o "$work/lines"
limit() { ulimit -d 100000; } # a sanitizer can't live with it
(limit && "$leitong" --version >/dev/null 2>&1) || limit() { :; }
for format in text html; do
  check "100,000 members, $format" bash -c "$(declare -f limit); limit; $leitong report -q --format $format -o $work/file $work/lines"
done

# A file is the old one or the new one; a pipe is written into.
echo old >"$work/file"
run "no result" 3 report -o "$work/file" "$work/hostile"
check "the old file stands" [ "$(cat "$work/file")" = old ]
ln -s file "$work/link"
run "through a link" 0 report --format drop -o "$work/link" "$work/result"
check "the link stands" [ -L "$work/link" ]
check "the file is new" contains "$work/file" neighbour_kept
check "nothing is left aside" [ -z "$(find "$work" -maxdepth 1 -name 'file.*')" ]
run "into a device" 0 report --format json -o /dev/null "$work/result"
if [ -e /dev/full ]; then
  run "a full disk" 4 report --format json -o /dev/full "$work/result"
  run "a full disk, passim" 4 report --format passim -o /dev/full "$work/result"
fi
check "figures are the same in every format" python3 tests/cli/report_figures.py "$leitong" "$work/result"
# What no scan wrote is told, with file and byte.
for change in 'pairs.jsonl 2 5' 'passages.jsonl 3 9' 'left_behind.jsonl 1 6' 'cases.jsonl 1 95'; do
  read -r table first second <<<"$change"
  rm -rf "$work/changed" && cp -r "$work/result" "$work/changed"
  awk -v i="$first" -v j="$second" '{ line[NR] = $0 } END { for (n = 1; n <= NR; n++) print line[n == i ? j : n == j ? i : n] }' \
    "$work/result/$table" >"$work/changed/$table"
  run "two rows of $table in turn" 4 report --format json -o /dev/null "$work/changed"
  check "the place is named" grep -q "$work/changed/$table:[1-9][0-9]*: .*belongs before the row above it" "$work/err"
done
for table in documents clusters templates texts; do
  rm -rf "$work/changed" && cp -r "$work/result" "$work/changed"
  awk 'NR == 1 { first = $0; next } { print } NR == 2 { print first }' "$work/result/$table.jsonl" >"$work/changed/$table.jsonl"
  run "two rows of $table.jsonl in turn" 4 report --format json -o /dev/null "$work/changed"
  check "the place is named" grep -q "$work/changed/$table.jsonl:0: .*rows are numbered from 0" "$work/err"
done
rm -rf "$work/changed" && cp -r "$work/result" "$work/changed"
cat "$work/result/run.json" >>"$work/changed/run.json"
run "a run twice" 4 report --format json -o /dev/null "$work/changed"
check "the file is named" contains "$work/err" "$work/changed/run.json:"
run "no such folder" 4 report -o "$work/absent/file" "$work/result"
run "too narrow" 2 report --format text --width 10 "$work/result"
run "no such table" 2 report --format csv --table words "$work/result"
check "a page holds what tells most, within its limit" python3 tests/cli/report_limit.py "$leitong" "$work/limit"
finish
