# An interrupted scan ends with 130, says nothing false and leaves nothing behind: no result, no temporary file.
. tests/cli/lib.sh
mkdir "$work/tmp"
for signal in INT TERM; do
  # An endless stream of records: only the signal can end it.
  yes '{"text":"同志们，今天这个会很重要，请大家认真落实会议精神，抓好各项工作。"}' 2>/dev/null |
    "$leitong" scan -q - --memory 1M --tmpdir "$work/tmp" -o "$work/result" >"$work/out" 2>"$work/err" &
  pid=$! # of the pipeline's last command
  sleep 1
  kill -"$signal" "$pid"
  wait "$pid"
  check "$signal: exit code" [ "$?" = 130 ]
  check "$signal: no result" [ ! -e "$work/result" ]
  check "$signal: nothing beside it" [ "$(ls -d "$work"/result* 2>/dev/null | wc -l)" = 0 ]
  check "$signal: no temporary file" [ -z "$(ls -A "$work/tmp")" ]
done
finish
