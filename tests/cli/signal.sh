# An interrupted scan ends with 130, says nothing false and leaves nothing behind: no result, no temporary file.
. tests/cli/lib.sh
mkdir "$work/tmp"
# ready PID: waits until the command catches signals, however slow its start is.
ready() {
  local mask try
  for try in $(seq 600); do
    mask=$(sed -n 's/^SigCgt:[[:space:]]*//p' "/proc/$1/status" 2>/dev/null)
    [ -n "$mask" ] && [ $((0x$mask & 0x4000)) -ne 0 ] && return
    sleep 0.1
  done
}
for signal in INT TERM HUP XCPU TERM,TERM HUP,TERM; do
  # An endless stream of records: only the signal can end it.
  yes '{"text":"同志们，今天这个会很重要，请大家认真落实会议精神，抓好各项工作。"}' 2>/dev/null |
    "$leitong" scan -q - --memory 1M --tmpdir "$work/tmp" -o "$work/result" >"$work/out" 2>"$work/err" &
  pid=$! # of the pipeline's last command
  ready "$pid"
  sleep 1
  for each in ${signal//,/ }; do # two at once are one: timeout sends its own twice
    kill -"$each" "$pid"
  done
  wait "$pid"
  check "$signal: exit code" [ "$?" = 130 ]
  check "$signal: no result" [ ! -e "$work/result" ]
  check "$signal: nothing beside it" [ "$(ls -d "$work"/result* 2>/dev/null | wc -l)" = 0 ]
  check "$signal: no temporary file" [ -z "$(ls -A "$work/tmp")" ]
done

# A read of standard input that would wait for ever ends, too.
mkfifo "$work/silent"
exec 4<>"$work/silent"
for command in "scan -" "gate --index $work/kept_index -"; do
  run "an index" 0 index create "$work/kept_index"
  run "of one" 0 index add -q "$work/kept_index" fixtures/speeches/site_flood.md
  "$leitong" $command <"$work/silent" >"$work/out" 2>"$work/err" &
  pid=$!
  ready "$pid"
  sleep 1
  kill -TERM "$pid"
  for try in $(seq 600); do
    kill -0 "$pid" 2>/dev/null || break
    [ "$try" -lt 600 ] || kill -KILL "$pid"
    sleep 0.1
  done
  wait "$pid"
  check "${command%% *} of a silent pipe: exit code" [ "$?" = 130 ]
  rm -r "$work/kept_index"
done
exec 4<&-

# Ignored by who started it (nohup), a hang-up ends nothing; nor do the signals that are told as failures of a write.
mkfifo "$work/records"
(trap '' HUP; exec "$leitong" scan -q "$work/records" -o "$work/kept" >"$work/out" 2>"$work/err") &
pid=$!
exec 3>"$work/records"
printf '{"text":"同志们，今天这个会很重要，请大家认真落实会议精神，抓好各项工作。"}\n' >&3
sleep 1
for signal in HUP PIPE XFSZ; do
  kill -"$signal" "$pid"
done
exec 3>&-
wait "$pid"
check "ignored signals: exit code" [ "$?" = 0 ]
check "ignored signals: the result is there" [ -s "$work/kept/run.json" ]

# A reader that goes away before all is written.
run "a result" 0 scan -q fixtures/speeches -o "$work/good"
"$leitong" report --format json "$work/good" 2>"$work/err" | head -c 10 >/dev/null
check "a closed pipe: exit code" [ "${PIPESTATUS[0]}" = 4 ]
check "a closed pipe: message" contains "$work/err" "Broken pipe"
mkfifo "$work/pipe"
head -c 10 "$work/pipe" >/dev/null &
"$leitong" report --format json -o "$work/pipe" "$work/good" 2>"$work/err"
check "a closed pipe named by -o: exit code" [ "$?" = 4 ]
wait
finish
