# lib: what the command tests share. Each test script runs as: bash NAME.sh PATH/TO/leitong
# LEITONG_GOLDEN=write makes the golden files anew (read the difference before committing it).
set -u
leitong=$1
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
