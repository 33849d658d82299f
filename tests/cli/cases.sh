# Cases and texts: what is rare comes first, however many records share a formula; the terminal shows it; other formats hold it.
. tests/cli/lib.sh

# N records that share one formula, two of which share a paragraph that nobody else has; seed 5.
records() {
  python3 - "$1" <<'PYTHON'
import json, random, sys
rng = random.Random(5)
print("seed 5", file=sys.stderr)
letters = [chr(c) for c in range(0x4E00, 0x4E00 + 3000)]
text = lambda n: "".join(rng.choice(letters) for _ in range(n))
formula, rare = text(120), text(60)
for number in range(int(sys.argv[1])):
    middle = rare if number in (7, 19) else text(60)
    print(json.dumps({"id": f"r{number}", "text": f"{text(40)}。\n{formula}。\n{middle}。\n{text(40)}。"}, ensure_ascii=False))
print(rare, file=open("rare.txt", "w"))
print(formula, file=open("formula.txt", "w"))
PYTHON
}

home=$PWD
cd "$work" || exit 1
for count in 40 400 4000; do
  records $count >records.jsonl 2>/dev/null
  run "$count records" 0 scan -q records.jsonl --no-templates --no-names -o r
  run "$count records, json" 0 report --format json r -o r.json
  check "$count records: the rare paragraph first, the formula in its own list" python3 - $count <<'PYTHON'
import json, sys
report = json.load(open("r.json", encoding="utf-8"))
rare, formula = (open(f"{name}.txt", encoding="utf-8").read().strip() for name in ("rare", "formula"))
kinds = [text["kind"] for text in report["texts"]]
assert kinds == sorted(kinds, key=["shared", "formula", "repeated", "boilerplate"].index), kinds
first, = (text for text in report["texts"] if text["kind"] == "shared")
assert first["text"] == 0 and first["documents"] == 2 and len(first["places"]) == 2, first
assert rare in first["representative"]["text"], first
common, = (text for text in report["texts"] if text["kind"] == "formula")
assert common["documents"] == int(sys.argv[1]) and formula in common["representative"]["text"], common
case = report["cases"][0]
assert {case["a"]["doc"], case["b"]["doc"]} == {"r7", "r19"} and case["text"] == 0, case
for case in report["cases"]:
    assert case["matched"] == min(case["matched_a"], case["matched_b"]) > 0 and case["passages"], case
told = [row["doc"] for row in report["documents"]]
assert told[0] == "r19" and "r7" not in told[1:3], told[:3]  # of two that tell the same, the first by place; then the other tells nothing new
assert [row["rank"] for row in report["documents"]] == list(range(len(told)))
assert sorted(p for case in report["cases"] for p in case["passages"]) == list(range(len(report["passages"])))
PYTHON
done

printf 'a.txt,2020-05-28\nb.txt,2021-01-02\n' | sed '1ipath,date' >dates.csv
rare=$(cat rare.txt)
printf '%s。\n一二三四五六七八九十。\n' "$rare" >a.txt
printf '甲乙丙丁戊己庚辛壬癸。\n%s。\n' "$rare" >b.txt
run "two files" 0 scan a.txt b.txt --metadata dates.csv
check "who" contains "$work/out" "85.7 % of b.txt stands in the earlier a.txt: 60 equal tokens"
check "the first words" contains "$work/out" "    $(cut -c1-10 rare.txt)"
check "how to get the report" contains "$work/out" "leitong report -o report.html DIR"
run "two files, kept" 0 scan -q a.txt b.txt --metadata dates.csv -o two
check "direction" contains two/cases.jsonl '"text":0,"earliest":"a"}'
run "cases as a table" 0 report --format csv --table cases two
check "a case a row" [ "$(wc -l <"$work/out")" = 2 ]
check "its direction" contains "$work/out" ',0,"a",'
run "texts as a table" 0 report --format csv --table texts two
check "a place a row" [ "$(wc -l <"$work/out")" = 3 ]
check "its kind" contains "$work/out" '0,"shared",2,2,'
run "what is within a document" 0 scan -q --paragraphs-only a.txt b.txt -o none
check "without passages no cases" [ ! -s none/cases.jsonl ]
sed -i 's/"format":5/"format":9/' two/run.json
run "another format" 3 report --format text two
check "is refused by its number" contains "$work/err" "was written in format 9, and this version reads format 5"
cd "$home" || exit 1
finish
