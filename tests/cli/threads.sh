# Threads: of texts of every kind that the tree has, four make what one makes. The thread sanitizer runs this one in place of the
# tests that scan the same again (tests/CMakeLists.txt).
. tests/cli/lib.sh
mkdir "$work/more"
cp fixtures/encodings/*.txt "$work/more" # offsets in other encodings
for name in flood_yuandong_city.md flood_hechuan_county.txt; do
  iconv -f UTF-8 -t GB18030 "fixtures/speeches/$name" >"$work/more/$name"
done
yes 的 | head -n 70000 | tr -d '\n' >"$work/more/one_letter.txt" # long enough for a sort in two steps
# Lines that are not the author's own; documents shorter than a run.
awk 'BEGIN { srand(1); for (i = 0; i < 20000; i++) { printf "w%d ", rand() * 5000; if (i % 100 == 99) print "" }
             print "周国栋：《县域治理》，北京：人民出版社，2010年版，第12页。" }' >"$work/more/long.txt"
tac "$work/more/long.txt" >"$work/more/longer.txt"
printf '欢迎各位来宾。' | tee "$work/more/short.txt" >"$work/more/shorter.txt"
# Tables of a result as texts.
run "tables" 0 scan -q fixtures/speeches/*.txt -o "$work/tables" --keep-text all
echo '{"version":"2"}' >"$work/tables/run.json"
all=(fixtures/encodings fixtures/hostile fixtures/speeches fixtures/*.* fixtures/documents/*.{txt,md,html,docx,odt,pdf,expected}
  tests/fuzz/corpus/fold tests/fuzz/corpus/decode tests/cli/golden src/text README.zh-CN.md FORMATS.md "$work/more")
for texts in all speeches; do
  [ "$texts" = all ] && paths=("${all[@]}") || paths=(fixtures/speeches/*.txt "$work/tables")
  run "$texts, one" 0 scan -q -j 1 "${paths[@]}" -o "$work/one"
  run "$texts, four" 0 scan -q -j 4 "${paths[@]}" -o "$work/four"
  check "$texts: the same result" diff -r "$work/one" "$work/four"
  run "$texts, four in little memory" 0 scan -q -j 4 --memory 1M --tmpdir "$work" "${paths[@]}" -o "$work/little"
  check "$texts: the same result in little memory" diff -r "$work/one" "$work/little"
  for jobs in 1 4; do
    run "$texts: an index" 0 index create "$work/$texts$jobs"
    run "$texts: filled by $jobs" 0 index add -q -j "$jobs" "$work/$texts$jobs" "${paths[@]}"
    run "$texts: listed" 0 index list "$work/$texts$jobs"
    cp "$work/out" "$work/list$jobs"
  done
  check "$texts: the same index" diff "$work/list1" "$work/list4"
  check "$texts: of all that was scanned" [ "$(wc -l <"$work/list4")" = "$(wc -l <"$work/four/documents.jsonl")" ]
done
finish
