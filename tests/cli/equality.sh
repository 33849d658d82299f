# Equality: words whose hashes share 31 bits are never told as equal, by whichever command (contract 2).
. tests/cli/lib.sh
export LC_ALL=C.UTF-8
text='经县人民政府第三次常务会议讨论，同意由县水利局牵头实施河道整治一期工程，核定概算总投资 SUM 元，所需资金由县财政分两年安排，请抓紧做好前期工作，力争汛期以前开工建设。'
# Pairs of sums whose XXH3 hashes share their low 31 bits.
pairs='86924900 259155400 65839700 205793800 95468800 298687700'
set -- $pairs
while [ $# -gt 0 ]; do
  a=$work/a-$1.txt b=$work/b-$1.txt
  printf '%s\n' "${text/SUM/$1}" >"$a"
  printf '%s\n' "${text/SUM/$2}" >"$b"
  cat >"$work/check.py" <<'PYTHON'
import json, sys
folder, a, b = sys.argv[1:]
rows = [json.loads(line) for line in open(folder + "/passages.jsonl", encoding="utf-8")]
assert len(rows) == 1, rows
edits = rows[0]["edits"]
cut = lambda path, span: open(path, "rb").read()[span[0]:span[1]].decode()
assert [(cut(a, e["a"]), cut(b, e["b"])) for e in edits] == [(sys.argv[2].split("a-")[-1][:-4], cut(b, edits[0]["b"]))], edits
assert rows[0]["identity"] < 1 and rows[0]["matched"] == rows[0]["tokens_a"] - 1, rows
pairs = [json.loads(line) for line in open(folder + "/pairs.jsonl", encoding="utf-8")]
assert len(pairs) == 1 and pairs[0]["jaccard"] < 1, pairs
PYTHON
  rm -rf "$work/result" "$work/index"
  run "scan $1" 0 scan --root / "$a" "$b" -o "$work/result"
  check "one edit $1" python3 "$work/check.py" "$work/result" "$a" "$b"
  run "compare $1" 0 compare "$a" "$b"
  check "compare shows the edit" contains "$work/out" "[-$1-]{+$2+}"
  run "report $1" 0 report "$work/result" --format json
  check "report's identity" bash -c "! grep -q '\"identity\":1.0' '$work/out'"
  run "index $1" 0 index create "$work/index"
  run "index $1" 0 index add "$work/index" "$a"
  run "gate $1" 1 gate --index "$work/index" --format json "$b"
  check "the gate's edit" python3 - "$work/out" <<'PYTHON'
import json, sys
finding = json.load(open(sys.argv[1], encoding="utf-8"))["verdicts"][0]["findings"][0]
assert finding["edits"] == 1, finding
PYTHON
  shift 2
done
finish
