#!/usr/bin/env bash
# How long any step of a past training takes to be shown again (POST /jobs/{id}/trace): 1 000 updates of an iris network
# and 2 500 of the mnist MLP (784-128-10). Of ROUNDS (3) trainings of each: the first step that is asked for, the last
# of the training, which is computed from the nearest state that was kept; then STEPS (20) steps all over it, median and
# slowest. Starts a service of its own, unless DESCENT_URL names one.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
RUNNING=${DESCENT_URL:-}
PORT=${PORT:-18085}
. "$here/../examples/lib.sh"
. "$here/../examples/service.sh"

ROUNDS=${ROUNDS:-3}
STEPS=${STEPS:-20}
if [[ -z $RUNNING ]]; then
  DESCENT_HOME=$(mktemp -d)
  trap 'rm -rf "$DESCENT_HOME"' EXIT
  require_free_port
  build
  start_service --descent.workers=1
  trap 'stop_service; rm -rf "$DESCENT_HOME"' EXIT
fi

# step JOB N: seconds that its answer takes.
step() {
  curl --silent --output /dev/null --write-out '%{http_code} %{time_total}' --request POST \
    "$DESCENT_URL/api/v1/jobs/$1/trace?step=$2" | awk '$1 != 200 { print "answered " $1 >"/dev/stderr"; exit 1 } { print $2 }'
}

# measure NAME UPDATES JOB
measure() {
  local first
  first=$(step "$3" "$2")
  for i in $(seq "$STEPS"); do
    # Far from one another, in no order
    step "$3" $((1 + i * 7919 % $2))
  done | sort -n | awk -v name="$1" -v updates="$2" -v first="$first" '{ a[NR] = $1 } END {
    printf "%-6s %8d %10.0f %10.0f %10.0f\n", name, updates, 1000 * first, 1000 * a[int((NR + 1) / 2)], 1000 * a[NR] }'
}

iris=$(upload iris --form "file=@\"$DATA/iris.csv\"")
mnist=$(upload mnist-10k \
  --form "file=@\"$DATA/mnist-10k-images-idx3-ubyte.gz\";type=application/octet-stream" \
  --form "labels=@\"$DATA/mnist-10k-labels-idx1-ubyte.gz\";type=application/octet-stream")

printf '%-6s %8s %10s %10s %10s\n' job updates 'first ms' 'median ms' 'slowest ms'
for seed in $(seq "$ROUNDS"); do
  job=$(train "{\"dataset_id\": \"$iris\",
    \"model\": {\"layers\": [{\"type\": \"affine\", \"out\": 16}, {\"type\": \"relu\"},
                             {\"type\": \"affine\", \"out\": 3}], \"loss\": \"softmax_ce\"},
    \"training\": {\"epochs\": 100, \"batch_size\": 12, \"seed\": $seed, \"optimizer\": {\"type\": \"sgd\", \"lr\": 0.1}}}")
  wait_for_job "$job" >/dev/null
  measure iris 1000 "$job"
  job=$(train "{\"dataset_id\": \"$mnist\",
    \"model\": {\"layers\": [{\"type\": \"affine\", \"out\": 128}, {\"type\": \"relu\"},
                             {\"type\": \"affine\", \"out\": 10}], \"loss\": \"softmax_ce\"},
    \"training\": {\"epochs\": 20, \"batch_size\": 64, \"seed\": $seed, \"optimizer\": {\"type\": \"sgd\", \"lr\": 0.1}}}")
  wait_for_job "$job" >/dev/null
  measure mnist 2500 "$job"
done
