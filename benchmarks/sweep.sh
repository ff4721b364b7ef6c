#!/usr/bin/env bash
# What a sweep of TRIALS (1000) trials costs while two workers train them: its creation, CALLS (100) other calls beside
# it, its pause, its resume and its end. One line each: what, median and longest in milliseconds. A small sweep goes
# before it, so that no call is the first of its kind, which loads classes.
# Starts a service of its own, unless DESCENT_URL names one.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
RUNNING=${DESCENT_URL:-}
PORT=${PORT:-18088}
. "$here/../examples/lib.sh"
. "$here/../examples/service.sh"

TRIALS=${TRIALS:-1000}
CALLS=${CALLS:-100}
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
if [[ -z $RUNNING ]]; then
  DESCENT_HOME=$scratch/home
  require_free_port
  build
  start_service --descent.workers=2 --descent.threads-per-job=1
  trap 'stop_service; rm -rf "$scratch"' EXIT
fi

# timed WHAT TIMES VERB PATH [curl options]
timed() {
  local what=$1 times=$2 verb=$3 path=$4 i
  shift 4
  : >"$scratch/times"
  for ((i = 0; i < times; i++)); do
    curl --silent --show-error --max-time 120 --request "$verb" --output "$scratch/answer" \
      --write-out '%{time_total} %{http_code}\n' "$@" "$DESCENT_URL$path" >>"$scratch/times"
  done
  awk '$2 >= 300 { exit 1 }' "$scratch/times" || fail "$verb $path: $(cat "$scratch/answer")"
  sort -n "$scratch/times" | awk -v what="$what" '{ a[NR] = 1000 * $1 } END { printf "%-22s %8.1f %8.1f\n", what, a[int((NR + 1) / 2)], a[NR] }'
}

post() { timed "$1" 1 POST "$2" --header 'Content-Type: application/json' --data-binary "$3"; }

dataset=$(upload digits --form "file=@\"$DATA/digits.csv\"")
job=$(train "{\"dataset_id\": \"$dataset\", \"name\": \"first\",
  \"model\": {\"layers\": [{\"type\": \"affine\", \"out\": 10}], \"loss\": \"softmax_ce\"}, \"training\": {\"epochs\": 2}}")
wait_for_job "$job" >/dev/null
for i in $(seq "$CALLS"); do expect 200 GET /api/v1/jobs; done

# of TRIALS: what a sweep is asked by
of() {
  echo "{\"dataset_id\": \"$dataset\", \"name\": \"of $1\",
    \"model\": {\"layers\": [{\"type\": \"affine\", \"out\": 32}, {\"type\": \"relu\"}, {\"type\": \"affine\", \"out\": 10}],
      \"loss\": \"softmax_ce\"},
    \"training\": {\"epochs\": 27, \"batch_size\": 64, \"optimizer\": {\"type\": \"sgd\"}},
    \"space\": {\"/training/optimizer/lr\": {\"log_uniform\": [0.001, 1]}, \"/model/layers/0/out\": {\"int\": [8, 64]}},
    \"strategy\": {\"type\": \"halving\", \"trials\": $1, \"reduction\": 3, \"min_epochs\": 3}, \"seed\": 1}"
}

# beside TIMES: the calls of other clients, and of those who look at the sweep
beside() {
  timed 'the sweep' "$1" GET "/api/v1/sweeps/$sweep"
  timed 'all sweeps' "$1" GET /api/v1/sweeps
  timed 'all jobs' "$1" GET /api/v1/jobs
  timed 'its trials' "$1" GET "/api/v1/sweeps/$sweep/trials"
  timed 'its trials, sorted' "$1" GET "/api/v1/sweeps/$sweep/trials?sort=-/training/optimizer/lr"
  timed 'its trials as a table' "$1" GET "/api/v1/sweeps/$sweep/trials" --header 'Accept: text/csv'
  timed 'a job' "$1" GET "/api/v1/jobs/$job"
  timed 'data sets' "$1" GET /api/v1/datasets
}

expect_json 202 POST /api/v1/sweeps "$(of 9)"
sweep=$(field /id)
beside 5 >/dev/null
wait_for_sweep "$sweep" >/dev/null

printf '%-22s %8s %8s\n' what median longest
(
  scratch=$(mktemp -d "$scratch/beside.XXXXXX")
  timed 'a job while it is made' "$CALLS" GET "/api/v1/jobs/$job"
) >"$scratch/said" &
post 'create' /api/v1/sweeps "$(of "$TRIALS")"
wait $!
cat "$scratch/said"
sweep=$(field /id "$(cat "$scratch/answer")")
beside "$CALLS"
post 'pause' "/api/v1/sweeps/$sweep/pause" ''
timed 'a job meanwhile' "$CALLS" GET "/api/v1/jobs/$job"
post 'resume' "/api/v1/sweeps/$sweep/resume" ''
timed 'a job meanwhile' "$CALLS" GET "/api/v1/jobs/$job"
post 'cancel' "/api/v1/sweeps/$sweep/cancel" ''
until ended "$(expect 200 GET "/api/v1/sweeps/$sweep" && field /status)"; do sleep 0.2; done
timed 'delete' 1 DELETE "/api/v1/sweeps/$sweep"
