# lib: what the command tests share. Each test script runs as: bash NAME.sh PATH/TO/leitong
# LEITONG_GOLDEN=write makes the golden files anew (read the difference before committing it).
set -u
leitong=$1
evaluate=${LEITONG_EVAL:-} # leitong-eval: `leitong=$evaluate run …` runs it instead
golden=tests/cli/golden
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
failed=0
passed=0

# check NAME CONDITION…: the condition is a command
check() {
  local name=$1
  shift
  if "$@"; then
    passed=$((passed + 1))
  else
    failed=$((failed + 1))
    echo "FAILED: $name: $*" >&2
  fi
}

# run NAME EXIT ARGUMENT…: runs the command, checks its exit code; stdout and stderr are left in $work/out and $work/err
run() {
  local name=$1 expected=$2 got
  shift 2
  "$leitong" "$@" >"$work/out" 2>"$work/err" </dev/null
  got=$?
  check "$name: exit code (got $got; $(head -n 2 "$work/err"))" [ "$got" = "$expected" ]
}

limit() { ulimit -d 1000000; } # kilobytes of memory of its own; a sanitizer can't live with it
sanitized=
{ (limit && "$leitong" --version >/dev/null); } 2>/dev/null || { sanitized=yes; limit() { :; }; }

# kind NAME EXIT WORDS ARGUMENT…: hostile input, from $stdin where it is set: the command ends within a minute and within 1 GB, so,
# and says so on stderr. LEITONG_KINDS=FILE keeps the table of them there.
kind() {
  local name=$1 expected=$2 words=$3 got
  shift 3
  (limit && exec timeout 60 "$leitong" "$@" >"$work/out" 2>"$work/err" <"${stdin:-/dev/null}")
  got=$?
  check "$name: exit code (got $got; $(head -c 300 "$work/err"))" [ "$got" = "$expected" ]
  check "$name: $words" contains "$work/err" "$words"
  printf '%s\t%s\t%s\n' "$name" "$got" "$(grep -F -e "$words" "$work/err" | head -n 1 | sed "s|$work/||g")" >>"${LEITONG_KINDS:-/dev/null}"
}

# golden NAME FILE: the file equals the golden one; the temporary folder's name is taken out first
same_as_golden() {
  sed "s|$work|WORK|g" "$2" >"$work/seen"
  if [ "${LEITONG_GOLDEN:-}" = write ]; then
    cp "$work/seen" "$golden/$1"
  fi
  check "golden $1" diff -u "$golden/$1" "$work/seen"
}

contains() {
  grep -q -F -e "$2" "$1" || { sed 's/^/  | /' "$1" | head -n 5 >&2; return 1; }
}

finish() {
  echo "$passed passed, $failed failed"
  [ "$failed" -eq 0 ]
  exit
}
