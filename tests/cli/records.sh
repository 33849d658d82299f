# Records: JSON that is an array, CSV with a text column; what is wrong with one is said and the others are read.
. tests/cli/lib.sh
leitong=$(realpath "$leitong")
cd "$work" || exit 1
text=刚才，三个街道谈了各自的打算，讲得都很实在，我听了很受启发。
mkdir in
printf '\357\273\277 [\n {"id":"x","text":"%s\\"]}{[\\\\"},\n\n {"title":"题","text":"%s","date":"2020-02-30"} ,{"id":"y", "text":"%s"}\n]\n' $text $text $text >in/a.json
run "an array" 0 scan -q in/a.json -o array
check "its ids" [ "$(grep -o '^{"doc":"[^"]*"' array/documents.jsonl | tr '\n' ' ')" = '{"doc":"x" {"doc":"y" ' ]
check "all of a text that holds brackets" contains array/documents.jsonl '"bytes":96'
check "what is wrong with one" contains array/run.json '"reason":"bad_date","count":1,"examples":["in/a.json:129: line 4: '
"$leitong" scan -q - -o piped <in/a.json
check "is the same" [ "$(wc -l <piped/documents.jsonl)" = 2 ]
printf '{"text":"%s",\n "id":"p"}\n{"id":"q","text":"%s"}' $text $text >objects.json
run "objects, one behind the other" 0 scan -q --strict objects.json -o objects
check "are two" [ "$(wc -l <objects/documents.jsonl)" = 2 ]
while IFS='|' read -r json words; do
  printf '%s' "$json" >bad.json
  kind "bad JSON: $json" 3 "bad.json$words" scan -q --strict bad.json
done <<'KINDS'
[{"text":"a"}|:13: line 1: the array has no end
[{"text":"a"} {"text":"b"}] x|:28: line 1: no object where one should begin
[,{"text":"a"}]|:1: line 1: no object where one should begin
[{"text":"a"},,{"text":"b"}]|:14: line 1: no object where one should begin
["a"]|:1: line 1: no object where one should begin
[{"text":"a"]|:12: line 1: a comma or a closing bracket
[{"text":"a|:11: line 1: the JSON object isn't closed
[[{"text":"a"}]]|:1: line 1: no object where one should begin
KINDS
printf '[{"text":"%s"}]' "$(head -c 2000000 /dev/zero | tr '\0' a)" >long.json
kind "a record without an end" 3 "longer than the 1000000 bytes that a record may have" scan -q --strict --max-record 1000000 long.json
kind "a million brackets" 3 "bad.json:" scan -q bad.json
head -c 1000000 /dev/zero | tr '\0' '[' >bad.json
kind "a million brackets" 3 "no object where one should begin" scan -q --strict bad.json

printf 'nr,内容,日期,author\n1,"%s",2020-05-28,甲\n\n2,"他说""好""，\n%s",,\n3,x,2020-02-30,\n4\n' $text $text >in/t.csv
iconv -f utf-8 -t gb18030 in/t.csv >in/g.csv
run "a table" 0 scan -q --text-field 内容 --id-field nr --date-field 日期 in/t.csv -o table
check "its rows" contains table/documents.jsonl '{"doc":"1","hash":'
check "their dates and authors" contains table/documents.jsonl '"date":"2020-05-28","date_from":"metadata","series":null,"author":"甲"'
check "quotes are undone" contains table/documents.jsonl '"bytes":105'
check "what is wrong with a row" contains table/run.json '"reason":"bad_date","count":1'
check "a short row" contains table/run.json '"reason":"no_text_field","count":1'
run "a table in GB 18030" 0 scan -q --text-field 内容 --id-field nr --date-field 日期 in/g.csv -o coded
check "is the same text" [ "$(grep -o '"hash":"[^"]*"' coded/documents.jsonl)" = "$(grep -o '"hash":"[^"]*"' table/documents.jsonl)" ]
kind "no such column" 3 "in/t.csv:0: has no column called text in its header line (first: nr); --text-field names the column" scan -q --strict in/t.csv
printf 'text\n"a' >open.csv
kind "a quote without an end" 3 "open.csv:5: line 2: this quote is never closed" scan -q --strict open.csv
finish
