# Adaptation: where names exchanged are told, and where they are coincidence.
. tests/cli/lib.sh
check "rows of adapted pairs alone" python3 tests/cli/adaptation.py "$(realpath "$leitong")" "$work"
finish
