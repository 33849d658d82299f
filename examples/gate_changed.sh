#!/usr/bin/env bash
# usage: gate_changed.sh BASE [OPTION…]
# Holds every text that changed since commit BASE against an index: for CI. LEITONG_INDEX names the index; further options
# go to `leitong gate`. Exit code: that of leitong gate; 0 where nothing changed; 3 where that can't be told (a shallow clone?).
set -euo pipefail
base=$1
shift
changes=$(mktemp)
trap 'rm -f "$changes"' EXIT
git diff --name-only -z --diff-filter=AM --no-renames "$base^{commit}" -- ':(icase)*.txt' ':(icase)*.md' >"$changes" || exit 3
mapfile -d '' -t files <"$changes"
[ "${#files[@]}" -gt 0 ] || { echo "leitong: no text has changed since $base"; exit 0; }
leitong gate --index "$LEITONG_INDEX" "$@" -- "${files[@]}"
