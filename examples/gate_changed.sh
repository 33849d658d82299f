#!/usr/bin/env bash
# usage: gate_changed.sh BASE [OPTION…]
# Holds every text that changed since commit BASE against an index: for CI. LEITONG_INDEX names the index; further options
# go to `leitong gate`. Exit code: that of leitong gate; 0 where nothing changed.
set -euo pipefail
base=$1
shift
mapfile -d '' -t files < <(git diff --name-only -z --diff-filter=AM --no-renames "$base" -- '*.txt' '*.md')
[ "${#files[@]}" -gt 0 ] || { echo "leitong: no text has changed since $base"; exit 0; }
exec leitong gate --index "$LEITONG_INDEX" "$@" -- "${files[@]}"
