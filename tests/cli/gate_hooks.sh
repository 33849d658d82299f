# The examples, each in a scratch repository: a copied speech is refused, an original one let in, and so is an edit of an
# indexed document.
. tests/cli/lib.sh
export LC_ALL=C.UTF-8 GIT_CONFIG_NOSYSTEM=1 GIT_CONFIG_GLOBAL=/dev/null GIT_AUTHOR_NAME=a GIT_AUTHOR_EMAIL=a@example.org \
  GIT_COMMITTER_NAME=a GIT_COMMITTER_EMAIL=a@example.org
here=$PWD
speeches=$here/fixtures/speeches
PATH=$(dirname "$(realpath "$leitong")"):$PATH
unset GIT_DIR GIT_INDEX_FILE GIT_WORK_TREE

# scratch: a repository with one speech in it, which is in the index; the shell goes there
scratch() {
  rm -rf "$work/repository" "$work/index"
  git init -q -b main "$work/repository"
  cd "$work/repository" || exit 1
  mkdir speeches
  cp "$speeches/safety_yuandong_city.txt" "speeches/安全.txt"
  cp "$speeches/flood_yuandong_city.md" speeches/flood.md
  git add . && git commit -q -m "two speeches"
  "$leitong" index create -q "$work/index"
  "$leitong" index add -q "$work/index" "speeches/安全.txt" speeches/flood.md
}

# change COPY|ORIGINAL|EDIT|RENAME|BROKEN: the working tree afterwards
change() {
  case $1 in
  copy) cp "$speeches/safety_liupu_county.txt" "speeches/副本 1.txt" ;;
  capitals) cp "$speeches/safety_liupu_county.txt" speeches/COPY.TXT ;;
  original) cp "$speeches/volunteers_teahouse.md" speeches/new.md ;;
  edit) sed -i 's/市/县/g' speeches/flood.md ;;
  rename) git mv speeches/flood.md speeches/flood-2027.md && sed -i '1s/^/新稿\n/' speeches/flood-2027.md ;;
  broken) head -c 300 /dev/urandom >speeches/broken.txt ;;
  empty) : >speeches/empty.txt ;;
  esac
  git add -A
}

# pushes NAME EXPECTED: does the push go through?
pushes() {
  check "$1: there is a change" git commit -q -m "$1"
  if git push -q origin HEAD:"$3" >"$work/out" 2>"$work/err"; then got=yes; else got=no; fi
  check "pre-receive, $1: $(head -n 3 "$work/err")" [ "$got" = "$2" ]
  [ "$got" = yes ] || git reset -q --hard HEAD~
}

leitong=$(realpath "$leitong")
scratch
git init -q --bare -b main "$work/server.git"
git remote add origin "$work/server.git"
git push -q origin main
cp "$here/examples/pre-receive" "$work/server.git/hooks/pre-receive"
change original
pushes "without an index nothing comes in" no main
git -C "$work/server.git" config leitong.index "$work/index"
for branch in main topic; do
  change copy && pushes "a copied speech, $branch" no $branch
  change original && pushes "an original, $branch" yes $branch
  change edit && pushes "an edit of an indexed document, $branch" yes $branch
  git push -q origin "$(git rev-parse HEAD)":refs/heads/main 2>/dev/null
  git reset -q --hard "$(git rev-list --max-parents=0 HEAD)" && git -C "$work/server.git" update-ref refs/heads/main "$(git rev-parse HEAD)"
done
change capitals && pushes "a name in capitals" no main
change rename && pushes "a new name" yes main
change broken && pushes "what can't be read" no main
change empty && pushes "what is empty" no main
if git push -q origin "$(git hash-object -w speeches/flood-2027.md)":refs/tags/text >"$work/out" 2>"$work/err"; then got=yes; else got=no; fi
check "a reference to what is no commit: $(head -n 3 "$work/err")" [ "$got" = no ]
git -C "$work/server.git" config leitong.admit true
change original && pushes "an original, admitted" yes main
cp "$speeches/volunteers_teahouse.md" speeches/again.md && git add -A
pushes "its copy" no main
check "it is named" contains "$work/err" "speeches/new.md"
cat "$speeches/volunteers_teahouse.md" >speeches/third.md
change copy
pushes "two copies" no main

# What pre-commit does with the hook: entry, then args, then the staged files whose names fit.
entry=$(sed -n 's/^  entry: //p' "$here/.pre-commit-hooks.yaml")
pattern=$(sed -n 's/^  files: \([^ ]*\).*/\1/p' "$here/.pre-commit-hooks.yaml")
check "pre-commit hands over what is no text, too" bash -c "! grep -q '^  types' '$here/.pre-commit-hooks.yaml'"
check "the hook has an entry" [ "$entry" = "leitong gate" ]
for step in "copy 1" "capitals 1" "original 0" "edit 0" "broken 3" "empty 3"; do
  scratch
  change "${step% *}"
  mapfile -d '' -t staged < <(git diff --cached --name-only -z --diff-filter=d | grep -z -P "$pattern")
  check "something is staged" [ "${#staged[@]}" = 1 ]
  $entry --index "$work/index" "${staged[@]}" >"$work/out" 2>"$work/err"
  got=$?
  check "pre-commit, ${step% *} ($got)" [ $got = "${step#* }" ]
done

# The workflow's step, as the runner would start it.
step=$(sed -n 's/^        run: //p' "$here/examples/ci.yml")
check "the workflow runs the example" [ "${step%% *}" = examples/gate_changed.sh ]
for change in "copy 1" "capitals 1" "original 0" "edit 0" "broken 3" "none 0"; do
  scratch
  ln -s "$here/examples" examples
  base=$(git rev-parse HEAD)
  change "${change% *}"
  git reset -q examples
  git commit -q --allow-empty -m change
  BASE=$base LEITONG_INDEX=$work/index bash -c "$step" >"$work/out" 2>"$work/err"
  got=$?
  check "CI, ${change% *} ($got: $(head -n 2 "$work/err"))" [ $got = "${change#* }" ]
  [ "${change% *}" != copy ] || check "SARIF says why" grep -q '"ruleId":"LG002"' gate.sarif
done
for base in "" 1234567890123456789012345678901234567890; do # of a shallow clone, say
  BASE=$base LEITONG_INDEX=$work/index bash -c "$step" >"$work/out" 2>"$work/err"
  got=$?
  check "CI, base '$base' that is not there ($got)" [ $got -ge 2 ]
done
cd "$here" || exit 1
finish
