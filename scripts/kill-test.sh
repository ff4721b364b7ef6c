#!/usr/bin/env bash
# Kills the service with -9 at random moments while it trains, and compares what comes out with an
# undisturbed run: the weights, every epoch's numbers, one row an epoch, the diagnosis, the winner of a sweep.
#
#   bash scripts/kill-test.sh [kills]      20 by default; SEED repeats a run; DESCENT_OPTIONS are
#                                          handed to the service; PORT and DESCENT_JAR as elsewhere
set -euo pipefail
. "$(dirname "$0")/../examples/lib.sh"
. "$(dirname "$0")/../examples/service.sh"
. "$(dirname "$0")/outcome.sh"

KILLS=${1:-20}
SEED=${SEED:-$RANDOM}
RANDOM=$SEED
WORK=$(mktemp -d "${TMPDIR:-/tmp}/descent-kill-test.XXXXXX")
read -ra OPTIONS <<<"${DESCENT_OPTIONS:-}"
echo "seed $SEED, files in $WORK"

require_free_port
build

begin() {
  DESCENT_HOME=$WORK/$1
  start_service "${OPTIONS[@]}"
}

# Three kinds of job: dropout and a partial last batch; numbers; convolutions. Steps are short: a start
# that ends within its first step leaves nothing, and ten such in a row end a job.
dropout_job() {
  train "{\"dataset_id\": \"$digits\", \"name\": \"dropout\",
    \"model\": {\"layers\": [{\"type\": \"affine\", \"out\": 64}, {\"type\": \"relu\"},
      {\"type\": \"dropout\", \"rate\": 0.3}, {\"type\": \"affine\", \"out\": 10}],
      \"loss\": \"softmax_ce\"},
    \"training\": {\"epochs\": 400, \"batch_size\": 50, \"seed\": 7, \"keep\": \"best\",
      \"optimizer\": {\"type\": \"sgd\", \"lr\": 0.05, \"momentum\": 0.9}}}"
}

numbers_job() {
  train "{\"dataset_id\": \"$diabetes\", \"name\": \"numbers\",
    \"model\": {\"layers\": [{\"type\": \"affine\", \"out\": 32}, {\"type\": \"tanh\"},
      {\"type\": \"affine\", \"out\": 1}], \"loss\": \"mse\"},
    \"training\": {\"epochs\": 3000, \"batch_size\": 16, \"seed\": 8,
      \"optimizer\": {\"type\": \"sgd\", \"lr\": 0.01}}}"
}

convolution_job() {
  train "{\"dataset_id\": \"$images\", \"name\": \"convolution\",
    \"model\": {\"layers\": [{\"type\": \"conv2d\", \"out\": 16, \"kernel\": 5},
      {\"type\": \"relu\"}, {\"type\": \"maxpool2d\", \"kernel\": 2},
      {\"type\": \"conv2d\", \"out\": 32, \"kernel\": 5},
      {\"type\": \"relu\"}, {\"type\": \"maxpool2d\", \"kernel\": 2},
      {\"type\": \"affine\", \"out\": 128}, {\"type\": \"relu\"}, {\"type\": \"affine\", \"out\": 10}],
      \"loss\": \"softmax_ce\"},
    \"training\": {\"epochs\": 4, \"batch_size\": 16, \"seed\": 9,
      \"optimizer\": {\"type\": \"sgd\", \"lr\": 0.01, \"momentum\": 0.9}}}"
}

KINDS=(dropout numbers convolution)

upload_data() {
  digits=$(upload digits --form "file=@\"$DATA/digits.csv\"")
  diabetes=$(upload diabetes --form "file=@\"$DATA/diabetes.csv\"")
  images=$(upload images --form "file=@\"$DATA/mnist-10k-images-idx3-ubyte.gz\"" \
    --form "labels=@\"$DATA/mnist-10k-labels-idx1-ubyte.gz\"")
}

# diagnosis JOB: what is said of it.
diagnosis() {
  expect 200 GET "/api/v1/jobs/$1"
  printf '%s\n' "$BODY" | flatten | grep '^/diagnosis'
}

declare -A wanted
begin undisturbed
upload_data
declare -A alone
for kind in "${KINDS[@]}"; do alone[$kind]=$("${kind}_job"); done
for kind in "${KINDS[@]}"; do
  wanted[$kind]=$(weights "${alone[$kind]}")
  metrics "${alone[$kind]}" >"$WORK/$kind.csv"
  diagnosis "${alone[$kind]}" >"$WORK/$kind.diagnosis"
  echo "undisturbed: $kind ${wanted[$kind]}"
done
swept=$(winner "$(digits_sweep "$digits" swept)")
echo "undisturbed: sweep, $swept"
good_sweep "$swept"
stop_service

# Every job as KIND:ID.
jobs=()
order() {
  local kind
  for kind in "${KINDS[@]}"; do jobs+=("$kind:$("${kind}_job")"); done
}

all_ended() {
  local job
  for job in "${jobs[@]}"; do
    expect 200 GET "/api/v1/jobs/${job#*:}"
    ended "$(field /status)" || return 1
  done
}

begin disturbed
upload_data
disturbed=$(digits_sweep "$digits" swept)
order
for ((kill = 1; kill <= KILLS; kill++)); do
  pause=$((RANDOM % 3000))
  # A sweep is decided between the ends of its trials, so it is killed in its midst first
  case $kill in
    1) in_midst "$disturbed" 0.1 ;;
    2) in_midst "$disturbed" 0.4 ;;
    *) sleep "$((pause / 1000)).$(printf '%03d' $((pause % 1000)))" ;;
  esac
  # A job may be accepted right before the kill: it must be trained like all others.
  if ((kill % 5 == 0)) || all_ended; then order; fi
  kill_service
  echo "kill $kill of $KILLS"
  begin disturbed
done

[[ $(winner "$disturbed") == "$swept" ]] || fail "The sweep has another winner: $(winner "$disturbed")"
starts=0
for job in "${jobs[@]}"; do
  kind=${job%%:*} id=${job#*:}
  [[ $(weights "$id") == "${wanted[$kind]}" ]] || fail "Job $id ($kind) has other weights."
  metrics "$id" | cmp - "$WORK/$kind.csv" || fail "Job $id ($kind) has other metrics."
  diagnosis "$id" | cmp - "$WORK/$kind.diagnosis" || fail "Job $id ($kind) has another diagnosis."
  expect 200 GET "/api/v1/jobs/$id"
  starts=$((starts + $(field /attempt)))
done
expect 200 GET "/api/v1/models?limit=200"
models=$(printf '%s\n' "$BODY" | flatten | grep -c '^/items/[0-9]*/id') || true
# Of the sweep's trials three come to the end
[[ $models == "$((${#jobs[@]} + 3))" ]] || fail "${#jobs[@]} jobs and a sweep left $models models."
stop_service
rm -rf "$WORK"
echo "$KILLS kills, ${#jobs[@]} jobs, $starts starts: every job and the sweep ended in the bits of the undisturbed run"
