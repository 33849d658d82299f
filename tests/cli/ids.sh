# A file's id is its path: one id whatever it is called and wherever the command runs, relative to one root.
. tests/cli/lib.sh
export LC_ALL=C.UTF-8
leitong=$(realpath "$leitong")
here=$PWD
work=$(realpath "$work")
site=$work/site
mkdir -p "$site/speech" "$site/other/deep"
cp fixtures/speeches/safety_yuandong_city.txt "$site/kept.txt"
cp fixtures/speeches/safety_liupu_county.txt "$site/speech/b.txt"
cp fixtures/speeches/volunteers_teahouse.md "$site/plain.md"
ln -s speech "$site/link"
ln -s "$site" "$work/alias"
echo '{"limits":{"total_ratio":{"warn":null,"refuse":null}},"rules":[{"path":"speech/**","limits":{"total_ratio":{"refuse":0.1}}}]}' \
  >"$work/policy.json"
at() { cd "$1" || exit 1; }

at "$site"
run "create" 0 index create "$work/db"
run "no root yet" 0 index stat "$work/db"
check "which is said" grep -q '^root  *none yet$' "$work/out"
run "fill" 0 index add -q "$work/db" kept.txt

# Ten spellings, three folders: one verdict. The rule is for speech/**.
for folder in . speech other/deep; do
  at "$site/$folder"
  up=$(realpath --relative-to=. "$site")
  for spelling in "$up/speech/b.txt" "$(realpath --relative-to=. "$site/speech/b.txt")" "$up/speech//b.txt" "$up//./speech/./b.txt" \
    "$site/speech/b.txt" "/$work/./site/speech/b.txt" "$up/other/../speech/b.txt" "$up/other/deep/../../speech/b.txt" \
    "$work/alias/speech/b.txt" "$up/link/b.txt"; do
    run "$spelling in $folder" 1 gate --index "$work/db" --policy "$work/policy.json" --lang en "$spelling"
    check "$spelling in $folder: one id" contains "$work/out" "refused: speech/b.txt"
  done
  run "two of them at once, $folder" 1 gate --index "$work/db" --policy "$work/policy.json" --lang en "$up/speech/b.txt" "$site/link/b.txt"
  check "are judged once" [ "$(grep -c '^refused: speech/b.txt' "$work/out")" = 1 ]
  run "standard input under its id, $folder" 1 gate --index "$work/db" --policy "$work/policy.json" --as speech/b.txt "$up/speech/b.txt"
done
at "$site"
ln speech/b.txt other/hard.txt
run "another name is another submission" 1 gate --index "$work/db" --policy "$work/policy.json" --lang en other/hard.txt speech/b.txt
check "both are judged" contains "$work/out" "1 refused, 0 with warnings, 1 passed"
rm other/hard.txt

# One file is one document, and no copy of itself.
run "a second spelling" 0 index add "$work/db" ./kept.txt
check "is unchanged" contains "$work/out" "added 0, replaced 0, unchanged 1"
at "$site/speech"
run "a third, from elsewhere" 0 index add "$work/db" "$work/alias/kept.txt" ../kept.txt
check "is unchanged, too" contains "$work/out" "added 0, replaced 0, unchanged 1, skipped 1"
run "it is no copy of itself" 0 gate --index "$work/db" --lang en "$site/kept.txt"
check "but its earlier version" contains "$work/out" "the same bytes"
at "$work"
run "a scan counts it once" 0 scan -q site/kept.txt alias/kept.txt "$site" --root "$site" -o "$work/r"
check "with one name" [ "$(grep -c '^{"doc":"kept.txt"' "$work/r/documents.jsonl")" = 1 ]
check "and leaves out three spellings" contains "$work/r/run.json" '"reason":"repeated_file"'
for root in site alias ./site/speech/.. /; do
  run "root $root" 0 scan -q --root $root "$site/speech" -o "$work/root"
  [ $root = / ] && id=${site#/}/speech/b.txt || id=speech/b.txt
  check "root $root: $id" contains "$work/root/documents.jsonl" "\"doc\":\"$id\""
  rm -r "$work/root"
done
run "a root beside it" 0 scan -q --root "$site/other" "$site/speech" -o "$work/root"
check "leaves the whole path" contains "$work/root/documents.jsonl" "\"doc\":\"$site/speech/b.txt\""
run "no such root" 3 scan --root "$work/absent" "$site"
check "is said, with the option" contains "$work/err" "--root"

# Ids that users gave are theirs; a record without one is known by its file's.
printf '{"id":"./speech//b.txt","text":"alpha beta gamma"}\n{"text":"delta epsilon zeta"}\n' >"$site/speech/r.jsonl"
at "$site/other"
run "records" 0 index add -q "$work/db" ../speech//r.jsonl
run "list" 0 index list "$work/db"
check "a record's id is not touched" grep -q -F "./speech//b.txt" "$work/out"
check "a record without one" grep -q "^speech/r.jsonl#2" "$work/out"

# Metadata: by id, by the path as given, in full, or relative to the table's folder.
for row in "speech/b.txt" "../speech/b.txt" "$site/speech/b.txt" "b.txt"; do
  printf 'path,title\n%s,Found\n' "$row" >"$site/speech/table.csv"
  run "metadata $row" 0 scan -q --root "$site" --metadata ../speech/table.csv ../speech/b.txt -o "$work/meta"
  check "metadata $row is found" contains "$work/meta/documents.jsonl" '"title":"Found"'
  rm -r "$work/meta"
done

# The root: --root, else the index's, else the working folder; it moves with an index that lies inside it.
at "$site"
run "a new index" 0 index create "$work/new"
run "of one document" 0 index add -q "$work/new" kept.txt
run "--root goes first" 0 gate --index "$work/new" --policy "$work/policy.json" --root speech --lang en speech/b.txt
check "then rules see its id" contains "$work/out" "pass: b.txt"
check "a rule that matches nothing is named" contains "$work/err" "rules[0] (path speech/**) matches no submission and no document"
run "quiet" 0 gate -q --index "$work/new" --policy "$work/policy.json" --root speech speech/b.txt
check "says nothing" [ ! -s "$work/err" ]
cp speech/b.txt "$work/outside.txt"
run "outside the root" 0 gate --index "$work/db" --policy "$work/policy.json" "$work/outside.txt"
check "that is said" contains "$work/err" "outside.txt: lies outside the root, $site"
run "a rule that a document of the index matches" 0 index add -q "$work/db" speech/b.txt
run "is no mistake" 0 gate --index "$work/db" --policy "$work/policy.json" plain.md
check "and not named" [ ! -s "$work/err" ]
run "an index inside" 0 index create other/db
run "filled from there" 0 index add -q --root . other/db kept.txt
cp -r "$site" "$work/moved"
at "$work/moved/other"
run "moved together" 1 gate --index db --policy "$work/policy.json" --lang en ../speech/b.txt
check "its root is the new place" contains "$work/out" "refused: speech/b.txt"
run "where it is" 0 index stat db
check "is shown" grep -q "^root  *$work/moved\$" "$work/out"
at "$work/moved"
run "an index that a gate begins" 0 gate --admit --index "$work/begun" kept.txt
run "remembers where" 0 index stat "$work/begun"
check "the gate ran" grep -q "^root  *$work/moved\$" "$work/out"
at "$work/moved/speech"
run "so that its rules hold from elsewhere" 1 gate --admit --index "$work/begun" --policy "$work/policy.json" b.txt
rm -r "$work/moved/kept.txt" && mv "$work/moved" "$work/gone"
at "$work"
run "a root that is gone" 3 gate --index "$work/begun" "$site/plain.md"
check "is an error with its remedy" contains "$work/err" "--root"
run "which helps" 0 gate --index "$work/begun" --root "$site" "$site/plain.md"
run "standard input needs none" 3 gate --index "$work/begun" --as x -
check "but a text" contains "$work/err" "blank"

at "$here"
finish
