#!/usr/bin/env bash
# What keeping states costs a run of the mnist MLP (784-128-10) of SECONDS_OF_TRAINING (60): the part of its time that was
# not spent in steps, less what a run of one second spends so, which is loading, the last evaluation and storing the
# model; and the processor time of the threads that serve the database and HTTP as a part of the training thread's.
# ROUNDS (3) rows, after runs that warm up. Needs a current jar, or builds it.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
PORT=${PORT:-18084}
. "$here/../examples/lib.sh"
. "$here/../examples/service.sh"

ROUNDS=${ROUNDS:-3}
LONG=${SECONDS_OF_TRAINING:-60}
DESCENT_HOME=$(mktemp -d)
trap 'rm -rf "$DESCENT_HOME"' EXIT
require_free_port
build
start_service --descent.workers=1 --descent.threads-per-job=1
trap 'stop_service; rm -rf "$DESCENT_HOME"' EXIT

# Clock ticks of the threads by what they do: training, compiling and collecting, all else.
ticks() {
  local file name
  for file in "/proc/$SERVICE_PID"/task/*/stat; do cat "$file" 2>/dev/null || true; done |
    sed 's/^[0-9]* (\(.*\)) /\1\t/' |
    awk -F'\t' '{ split($2, f, " "); ticks = f[12] + f[13] }
      $1 ~ /^train-/ { train += ticks; next }
      $1 ~ /^(C[12] Compiler|G1 |GC Thread|VM |kernel-warm)/ { machine += ticks; next }
      { rest += ticks }
      END { print train + 0, rest + 0, machine + 0 }'
}

# mlp SEED SECONDS
mlp() {
  train "{\"dataset_id\": \"$dataset\",
    \"model\": {\"layers\": [{\"type\": \"affine\", \"out\": 128}, {\"type\": \"relu\"},
                             {\"type\": \"affine\", \"out\": 10}], \"loss\": \"softmax_ce\"},
    \"training\": {\"epochs\": 100000, \"batch_size\": 64, \"seed\": $1, \"max_seconds\": $2,
                   \"optimizer\": {\"type\": \"sgd\", \"lr\": 0.1}}}"
}

# spent JOB: leaves the seconds from start to end as run, and those of its steps as steps.
spent() {
  local model begun
  model=$(wait_for_job "$1" 600)
  expect 200 GET "/api/v1/jobs/$1"
  begun=$(date --date "$(field /started_at)" +%s.%N)
  run=$(awk -v a="$begun" -v b="$(date --date "$(field /finished_at)" +%s.%N)" 'BEGIN { print b - a }')
  expect 200 GET "/api/v1/models/$model/card" --header 'Accept: application/json'
  steps=$(field /provenance/train_seconds)
}

dataset=$(upload mnist-10k \
  --form "file=@\"$DATA/mnist-10k-images-idx3-ubyte.gz\";type=application/octet-stream" \
  --form "labels=@\"$DATA/mnist-10k-labels-idx1-ubyte.gz\";type=application/octet-stream")
wait_for_job "$(mlp 1 20)" >/dev/null
wait_for_job "$(mlp 1 1)" >/dev/null

printf '%5s %9s %9s %9s %16s %6s\n' round 'run s' 'steps s' 'kept %' 'other threads %' load
for round in $(seq "$ROUNDS"); do
  load=$(cut -d ' ' -f 1 /proc/loadavg)
  spent "$(mlp "$round" 1)"
  fixed=$(awk -v run="$run" -v steps="$steps" 'BEGIN { print run - steps }')
  before=($(ticks))
  job=$(mlp "$round" "$LONG")
  sleep "$LONG"
  spent "$job"
  after=($(ticks))
  awk -v round="$round" -v run="$run" -v steps="$steps" -v fixed="$fixed" -v load="$load" \
    -v train=$((after[0] - before[0])) -v rest=$((after[1] - before[1])) 'BEGIN {
      printf "%5d %9.2f %9.2f %9.2f %16.2f %6s\n",
        round, run, steps, 100 * (run - steps - fixed) / run, 100 * rest / train, load }'
done
