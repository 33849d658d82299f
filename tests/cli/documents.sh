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

cp in/structures.epub book.epub
run "a book" 0 scan -q book.epub -o book --keep-text all
check "has the same text" diff in/structures.expected book/text/00000000.txt
check "title, author and date are its properties" contains book/documents.jsonl '"title":"结构样本","title_from":"text","date":"2019-01-02","date_from":"property","series":null,"author":"甲"'
run "slides" 0 scan -q in/slides.pptx -o slides --keep-text all
check "in their order, with tables, diagrams and notes" diff in/slides.expected slides/text/00000000.txt
check "what is not read is counted" contains slides/run.json '"reason":"running_header","count":1,"examples":["in/slides.pptx: 3 lines'
run "a letter" 0 scan -q in/letter.eml -o letter --keep-text all
check "its parts, each once" diff in/letter.expected letter/text/00000000.txt
check "its attachments are counted" contains letter/run.json '"reason":"attachment","count":1'
check "its subject is its title" contains letter/documents.jsonl '"title":"关于改造的信","title_from":"property","date":"2020-05-28","date_from":"property","series":null,"author":"陈望舒 \u003cc@example.org>"'

run "pages" 0 scan -q --strict in/pages.pdf -o pages --keep-text all
check "headers, footers, hyphens, rows, columns" diff in/pages.expected pages/text/00000000.txt

# The speech: each two documents are one case, all are one cluster, nearly all of each is in the other.
speech=(in/speech.txt in/speech.md in/speech.docx in/speech.odt in/speech.html in/speech.pdf in/speech.epub in/speech.eml)
read=${#speech[@]} # without LibreOffice
if command -v soffice >/dev/null; then
  speech+=(in/speech.doc in/speech.rtf)
fi
all=${#speech[@]}
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
gzip -k in/pages.pdf
run "a packed PDF" 0 scan -q --strict in/pages.pdf.gz -o packed
check "has the same text" [ "$(grep -o '"hash":"[^"]*"' packed/documents.jsonl)" = "$(grep -o '"hash":"[^"]*"' pages/documents.jsonl)" ]
"$leitong" scan -q - <in/pages.pdf -o piped_pdf
check "and so has one from a pipe" [ "$(grep -o '"hash":"[^"]*"' piped_pdf/documents.jsonl)" = "$(grep -o '"hash":"[^"]*"' pages/documents.jsonl)" ]
printf '#!/bin/sh\nPATH=%s exec %s "$@"\n' "$work" "$leitong" >lone
chmod +x lone
leitong=$work/lone kind "no pdftotext" 3 "in/pages.pdf: is read by pdftotext, which isn't installed: install poppler-utils" scan -q in/pages.pdf

# Archives: the same speech in every kind of archive, and an archive in another; ids say where a member is.
python3 "$make" --archives "$here/fixtures/documents" archives
for archive in speech.zip speech.tar speech.tar.gz speech.tar.zst speech.tar.xz speech.tar.bz2 speech.tgz; do
  case $archive in speech.zip | speech.tar.zst) count=$all ;; *) count=$read ;; esac
  run "$archive" 0 scan -q "archives/$archive" -o "result.$archive"
  check "$archive: one cluster" [ "$(grep -c '"unit":"document","size":'$count "result.$archive/clusters.jsonl")" = 1 ]
  check "$archive: a case a pair" [ "$(wc -l <"result.$archive/cases.jsonl")" = $((count * (count - 1) / 2)) ]
  check "$archive: ids" contains "result.$archive/documents.jsonl" "\"doc\":\"archives/$archive!texts/speech.docx\""
done
run "a text that xz packed" 0 scan -q --strict archives/speech.txt.xz -o xz
check "is a text of its own name" contains xz/documents.jsonl '"doc":"archives/speech.txt.xz"'
"$leitong" scan -q - <archives/speech.zip -o piped_zip
check "a pipe's members" contains piped_zip/documents.jsonl '"doc":"-!texts/speech.pdf"'
run "an archive in an archive" 0 scan -q --strict archives/outer.zip -o outer
check "its members" contains outer/documents.jsonl '"doc":"archives/outer.zip!inner.tar.gz!texts/speech.odt"'
check "its records" contains outer/documents.jsonl '"doc":"r1"'
run "names of Windows in China" 0 scan -q --strict archives/names.zip -o names
check "are read" contains names/documents.jsonl '"doc":"archives/names.zip!讲话.txt"'
check "UTF-8 ones too" contains names/documents.jsonl '"doc":"archives/names.zip!講話.txt"'
run "what is left out" 0 scan -q archives/mixed.zip archives/links.tar -o mixed
for words in '"not_a_file","count":3' '"unsafe_name","count":4' '"unknown_type","count":2' '"encrypted","count":1' '"damaged","count":1'; do
  check "what is left out: $words" contains mixed/run.json "\"reason\":$words"
done
check "beside it what is good" [ "$(wc -l <mixed/documents.jsonl)" = 2 ]
check "nothing was made outside" [ ! -e escaped.txt ] && [ ! -e ../escaped.txt ]
run "metadata name a member" 0 scan -q archives/names.zip --metadata archives/names.csv -o described
check "by its id" contains described/documents.jsonl '"title":"甲","title_from":"metadata"'
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
check "docx" contains out "docx, odt, pptx, zip, tar: libxml2"
check "doc" contains out "doc, wps, rtf: "

# Hostile ones. Each ends in its time (kind's minute), in its memory, with its reason; the good one beside them is read.
mkdir hostile
python3 "$make" hostile
cp in/speech.docx hostile/good.docx
while IFS='|' read -r name words; do
  kind "$name" 3 "hostile/$name$words" scan -q --max-document 100M "hostile/$name"
done <<'KINDS'
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
outside.docx|: uses entities
attributes.docx|: holds a part that is no good XML
sheet.docx|: holds no text of Word, Writer or PowerPoint
spaces.docx|: 
bad.pdf|: is damaged or cut off, so that pdftotext
cut.pdf|: is damaged or cut off, so that pdftotext
empty.pdf|: its content is not what its name says
locked.pdf|: is protected by a password
scan.pdf|: holds no text on its 2 page(s)
one.zip|!big.txt: more than 104857600 bytes
deep.zip|!8.zip!7.zip!6.zip!5.zip: is an archive in 4 others
cut.zip|: is damaged or cut off
noise.tar.bz2|: is damaged or cut off, from here on
rights.epub|: is protected against copying
locked.epub|: is protected against copying
no_pages.epub|: names no page that is there
outside.epub|: names no page that is there
bomb.epub|: holds a part of more than 104857600 bytes
no_slides.pptx|: names a part with its slides that isn't there
deep.pptx|: holds a part that is no good XML, or nests more than 256 elements
no_text.eml|: holds no text of its own (1 attachments)
deep.eml|: holds no text of its own (1 attachments)
named.eml|: its content is not what its name says
KINDS
if command -v soffice >/dev/null; then
  kind "old.doc" 3 "hostile/old.doc: can't be read by LibreOffice" scan -q hostile/old.doc
fi
leitong=$work/lone kind "no LibreOffice" 3 "in/speech.rtf: is read by LibreOffice, which isn't installed: install libreoffice-writer-nogui" scan -q in/speech.rtf
while IFS='|' read -r name words; do # what stood before the fault is read
  kind "$name" 3 "hostile/$name$words" scan -q --strict "hostile/$name"
done <<'KINDS'
cut.tar|: is damaged or cut off, from here on
cut.tar.xz|: is damaged or cut off, from here on
cut.tar.gz|: the gzip stream is cut off
KINDS
kind "bomb.zip" 3 "hostile/bomb.zip: unpacks to more than 1 GiB and 100 times its size" scan -v --max-document 100M hostile/bomb.zip
run "all of them" 0 scan -q --max-document 100M hostile -o all
check "the good one is read" contains all/documents.jsonl '"doc":"hostile/good.docx"'
run "a DTD elsewhere is not fetched" 0 scan -q --strict hostile/address.docx
check "entities brought nothing in" [ -z "$(grep -l root: -r all)" ]
check "reasons" contains all/run.json '{"what":"file","reason":"encrypted","count":6'

# Without the helper, and without bubblewrap.
mkdir lonely
cp "$(dirname "$leitong")/leitong" "$(dirname "$leitong")"/libleitong.so* lonely/
leitong=$work/lonely/leitong kind "no helper here" 3 "leitong-extract, which isn't installed" scan -q in/speech.docx
mkdir fake
printf '#!/bin/sh\nexit 1\n' >fake/bwrap
chmod +x fake/bwrap
PATH=$work/fake:$PATH PATH=$work/fake:$PATH run "an archive without bubblewrap" 0 scan -q --strict archives/outer.zip
run "bubblewrap that doesn't work" 0 scan -q in/speech.docx in/speech.odt
finish
