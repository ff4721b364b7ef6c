#!/usr/bin/env bash
# How long until the service is ready, how long its first job takes and how long a warm one, and what it occupies.
# ROUNDS fresh starts (5); in each, mnist-10k is trained once at once and three times more. Each waits until the load
# average is below QUIET (1), three minutes at most. Needs a current jar.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
PORT=${PORT:-18081}
. "$here/../examples/lib.sh"
. "$here/../examples/service.sh"

ROUNDS=${ROUNDS:-5}
QUIET=${QUIET:-1}
DESCENT_HOME=$(mktemp -d)
trap 'rm -rf "$DESCENT_HOME"' EXIT
require_free_port
build

now() { date +%s.%N; }
since() { awk -v a="$1" -v b="$(now)" 'BEGIN { printf "%.2f", b - a }'; }
load() { cut -d ' ' -f 1 /proc/loadavg; }
await_quiet() {
  local end=$((SECONDS + 180))
  until awk -v load="$(load)" -v quiet="$QUIET" 'BEGIN { exit load >= quiet }' || ((SECONDS > end)); do sleep 1; done
}
resident() { awk '/VmRSS/ { printf "%d", $2 / 1024 }' "/proc/$SERVICE_PID/status"; }

# Seconds from the 202 to succeeded, as a client sees it.
job_seconds() {
  local job began status=queued
  job=$(train "{\"dataset_id\": \"$1\",
    \"model\": {\"layers\": [{\"type\": \"affine\", \"out\": 128}, {\"type\": \"relu\"},
                             {\"type\": \"affine\", \"out\": 10}], \"loss\": \"softmax_ce\"},
    \"training\": {\"epochs\": 20, \"batch_size\": 64, \"seed\": $2,
                   \"optimizer\": {\"type\": \"sgd\", \"lr\": 0.1}}}")
  began=$(now)
  until ended "$status"; do
    sleep 0.05
    status=$(curl --silent "$DESCENT_URL/api/v1/jobs/$job" | sed -n 's/.*"status":"\([a-z]*\)".*/\1/p')
  done
  [[ $status == succeeded ]] || fail "Job $job ended as $status."
  since "$began"
}

median() { sort -n | awk '{ a[NR] = $1 } END { print a[int((NR + 1) / 2)] }'; }

printf '%5s %9s %10s %10s %9s %9s %6s\n' round 'ready s' 'first job' 'warm job' 'idle MiB' 'after MiB' load
for round in $(seq "$ROUNDS"); do
  await_quiet
  before=$(load)
  began=$(now)
  start_service --descent.workers=1
  trap 'stop_service; rm -rf "$DESCENT_HOME"' EXIT
  ready=$(since "$began")
  idle=$(resident)
  dataset=$(upload mnist-10k \
    --form "file=@\"$DATA/mnist-10k-images-idx3-ubyte.gz\";type=application/octet-stream" \
    --form "labels=@\"$DATA/mnist-10k-labels-idx1-ubyte.gz\";type=application/octet-stream")
  first=$(job_seconds "$dataset" 1)
  warm=$(for seed in 2 3 4; do job_seconds "$dataset" "$seed"; echo; done | median)
  printf '%5d %9s %10s %10s %9s %9s %6s\n' "$round" "$ready" "$first" "$warm" "$idle" "$(resident)" "$before" |
    tee -a "$DESCENT_HOME/rounds"
  stop_service
done
printf '%5s' med
for column in 2 3 4 5 6 7; do
  printf ' %9s' "$(awk -v c=$column '{ print $c }' "$DESCENT_HOME/rounds" | median)"
done
echo
