#!/usr/bin/env bash
# Trains one epoch on more rows than the heap holds: MEGABYTES (4096) of encoded rows, 100 numbers each, in a heap of HEAP
# (512m), and the same again, which finds warm pages. Prints MB/s of the upload, seconds until the first step, samples a
# second, what lies below descent.scratch meanwhile and afterwards (0), and the peak of resident memory. Needs a current
# jar, and disk: 6 bytes of CSV and 9 of columns in the database, and 9 + 4 below descent.scratch, for each number.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
PORT=${PORT:-18089}
. "$here/../examples/lib.sh"
. "$here/../examples/service.sh"

MEGABYTES=${MEGABYTES:-4096}
HEAP=${HEAP:-512m}
DESCENT_HOME=$(mktemp -d)
trap 'rm -rf "$DESCENT_HOME"' EXIT
require_free_port
build

# A block of 2 000 random rows, again and again.
table() {
  local columns=100 blocks=$((MEGABYTES * 1048576 / 400 / 2000 + 1))
  awk -v columns=$columns 'BEGIN {
    srand(1)
    for (row = 0; row < 2000; row++) {
      for (column = 0; column < columns; column++) printf "0.%03d,", 1000 * rand()
      print int(3 * rand())
    }
  }' >"$DESCENT_HOME/block"
  seq -f 'c%g' -s , $columns | sed 's/$/,class/'
  for _ in $(seq "$blocks"); do cat "$DESCENT_HOME/block"; done
}

now() { date +%s.%N; }
seconds() { awk -v a="$1" -v b="$2" 'BEGIN { printf "%.1f", b - a }'; }
# Megabytes in the files below descent.scratch.
scratch() {
  find "$DESCENT_HOME/scratch" -type f -printf '%b\n' 2>/dev/null | awk '{ blocks += $1 } END { print int(blocks / 2048) }'
}

export JAVA_TOOL_OPTIONS=-Xmx$HEAP
start_service --descent.limits.upload=100GB --descent.limits.scratch=200GB --descent.workers=1
trap 'stop_service; rm -rf "$DESCENT_HOME"' EXIT

# The file is made as it is sent, so that it takes no disk.
began=$(now)
answer=$(table | curl --silent --show-error --request POST --header 'Content-Type: text/csv' --header 'Expect:' \
  --upload-file - "$DESCENT_URL/api/v1/datasets?name=larger")
dataset=$(field /id "$answer")
rows=$(field /rows "$answer")
[[ -n $dataset ]] || fail "The upload was refused: $answer"
echo "upload: $rows rows in $(seconds "$began" "$(now)") s"

printf '%5s %10s %10s %12s %12s %12s %8s %6s\n' run 'loading s' 'epoch s' 'samples/s' 'scratch MB' 'afterwards' 'RSS MB' load
for run in 1 2; do
  load=$(cut -d ' ' -f 1 /proc/loadavg)
  job=$(train "{\"dataset_id\": \"$dataset\",
    \"model\": {\"layers\": [{\"type\": \"affine\", \"out\": 3}], \"loss\": \"softmax_ce\"},
    \"training\": {\"epochs\": 1, \"batch_size\": 256, \"seed\": 1}}")
  most=0
  loading=
  began=$(now)
  phase=
  until ended "$(field /status)"; do
    sleep 0.5
    expect 200 GET "/api/v1/jobs/$job"
    phase=$(field /phase)
    [[ -n $loading || $phase != training ]] || loading=$(seconds "$began" "$(now)")
    used=$(scratch)
    ((${used:-0} <= most)) || most=$used
  done
  wait_for_job "$job" 10 >/dev/null
  expect 200 GET "/api/v1/jobs/$job/metrics"
  epoch=$(field /items/0/seconds)
  printf '%5d %10s %10s %12s %12d %12s %8d %6s\n' "$run" "${loading:-?}" "$epoch" \
    "$(awk -v rows="$rows" -v s="${epoch:-0}" 'BEGIN { if (s > 0) printf "%d", 0.8 * rows / s; else print "?" }')" \
    "$most" "$(scratch)" "$(awk '/VmHWM/ { print int($2 / 1024) }' "/proc/$SERVICE_PID/status")" "$load"
done
