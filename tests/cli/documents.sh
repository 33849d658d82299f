# Documents: one speech in every format is one cluster, a case a pair; what a reader can lose or tell twice is read once; a hostile file
# loses itself alone, with a reason that says what to do.
. tests/cli/lib.sh
leitong=$(realpath "$leitong")
here=$PWD
make=$here/tests/cli/hostile_documents.py
cp -r fixtures/documents "$work/in"
cd "$work" || exit 1

# The structures, read whole: the text that is kept is what was expected.
run "structures" 0 scan -q in/structures.docx in/structures.odt in/structures.html -o structures --keep-text all
for i in 0 1 2; do
  check "structures, document $i" diff "in/structures.expected" "structures/text/0000000$i.txt"
done
check "their hidden text is counted" contains structures/run.json '{"what":"text","reason":"hidden","count":3,"examples":["in/structures.docx: 25 letters'
check "and no document is left out" [ "$(grep -c '"encoding":"utf-8"' structures/documents.jsonl)" = 3 ]
run "hidden text is no fault" 0 scan -q --strict in/structures.docx in/structures.odt

# The speech: each two documents are one case, all are one cluster, nearly all of each is in the other.
speech=(in/speech.txt in/speech.md in/speech.docx in/speech.odt in/speech.html)
run "the speech" 0 scan -q "${speech[@]}" -o speech
check "a case a pair" [ "$(wc -l <speech/cases.jsonl)" = $((${#speech[@]} * (${#speech[@]} - 1) / 2)) ]
check "one cluster of documents" [ "$(grep -c '"unit":"document","size":'${#speech[@]} speech/clusters.jsonl)" = 1 ]
check "nothing lost or told twice" python3 - speech <<'PYTHON'
import json, sys
cases = [json.loads(line) for line in open(f"{sys.argv[1]}/cases.jsonl", encoding="utf-8")]
documents = [json.loads(line) for line in open(f"{sys.argv[1]}/documents.jsonl", encoding="utf-8")]
tokens = [document["tokens"] for document in documents]
bad = [case for case in cases if min(case["share_a"], case["share_b"]) < 0.985]
repeated = [document["doc"] for document in documents if document["repeated"] > 0]
if bad or repeated or max(tokens) - min(tokens) > 6:
    sys.exit(f"{tokens} {repeated} {bad}")
PYTHON
gzip -k in/speech.docx
cp in/speech.odt in/speech.htm
run "gzipped, under another name, from a pipe, all in a folder" 0 scan -q in -o folder
for name in speech.docx.gz speech.htm; do
  check "$name is read" contains folder/documents.jsonl "\"doc\":\"in/$name\""
done
"$leitong" scan -q - <in/speech.docx -o piped
check "a pipe has the same text" [ "$(grep -o '"hash":"[^"]*"' piped/documents.jsonl)" = "$(grep '^{"doc":"in/speech.docx"' folder/documents.jsonl | grep -o '"hash":"[^"]*"')" ]
cp in/speech.docx plan
cp in/speech.txt notes
mkdir unknown
mv plan notes unknown
run "a folder of names that promise nothing" 0 scan -q unknown -o guessed
check "a document by its content" contains guessed/documents.jsonl '"doc":"unknown/plan"'
check "and no text" contains guessed/run.json '"reason":"unknown_type","count":1'
run "compare reads them" 0 compare in/speech.docx in/speech.odt
run "an index" 0 index create db
run "of documents" 0 index add -q db in/speech.docx
run "the gate too" 1 gate --index db --lang en in/speech.odt
run "a page in another encoding than it says" 0 scan -q --strict in/structures.html
run "the version names formats" 0 --version
check "html" contains out "html: gumbo"
check "docx" contains out "docx, odt: libxml2"

# Hostile ones. Each ends in its time (kind's minute), in its memory, with its reason; the good one beside them is read.
mkdir hostile
python3 "$make" hostile
cp in/speech.docx hostile/good.docx
while IFS='|' read -r name words; do
  kind "$name" 3 "hostile/$name$words" scan -q --max-document 100M "hostile/$name"
done <<'KINDS'
address.docx|: declares entities
attributes.html|: has more than 20000 elements
bomb.docx|: more than 104857600 bytes of text
bytes.docx|: holds a part that is no good XML
bytes.html|: the encoding is uncertain
cut.docx|: is damaged or cut off
cut_inside.docx|: is damaged or cut off
deep.docx|: holds a part that is no good XML, or nests more than 256 elements
deep.html|: has more than 20000 elements
deep_b.html|: has more than 20000 elements
deep_table.html|: has more than 20000 elements
empty.docx|: its content is not what its name says
encrypted.docx|: is protected by a password
encrypted.odt|: is protected by a password
encrypted_ole.docx|: is protected by a password
entities.docx|: holds a part that is no good XML
formatting.html|: has more than 20000 elements
named.docx|: its content is not what its name says
no_text.docx|: names a part with its text that isn't there
no_xml.docx|: holds a part that is no good XML
old.doc|: is a file of Word, WPS
outside.docx|: declares entities
sheet.docx|: holds no text of Word or Writer
spaces.docx|: 
KINDS
run "all of them" 0 scan -q --max-document 100M hostile -o all
check "the good one is read" contains all/documents.jsonl '"doc":"hostile/good.docx"'
check "entities brought nothing in" [ -z "$(grep -l root: -r all)" ]
check "reasons" contains all/run.json '{"what":"file","reason":"encrypted","count":3'

# Without the helper, and without bubblewrap.
mkdir lonely
cp "$(dirname "$leitong")/leitong" "$(dirname "$leitong")"/libleitong.so* lonely/
leitong=$work/lonely/leitong kind "no helper here" 3 "leitong-extract, which isn't installed" scan -q in/speech.docx
mkdir fake
printf '#!/bin/sh\nexit 1\n' >fake/bwrap
chmod +x fake/bwrap
PATH=$work/fake:$PATH run "bubblewrap that doesn't work" 0 scan -q in/speech.docx in/speech.odt
finish
