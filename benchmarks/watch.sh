#!/usr/bin/env bash
# What it costs a training of the mnist MLP that PAGES (10) pages show it: updates a second over SECONDS_OF_TRAINING
# (20), watched and not, in turns, ROUNDS (5) of each. A page is a browser of its own with BROWSER=chromium; without,
# what a page asks for: the stream of events, and each 15 s the job and its epochs. It is counted from when all pages
# have been open for SETTLE (10) seconds, so that the start of ten browsers is not in it. The browsers draw on the same
# machine. Starts a service of its own, unless DESCENT_URL names one.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
RUNNING=${DESCENT_URL:-}
PORT=${PORT:-18086}
. "$here/../examples/lib.sh"
. "$here/../examples/service.sh"

ROUNDS=${ROUNDS:-5}
PAGES=${PAGES:-10}
LONG=${SECONDS_OF_TRAINING:-20}
SETTLE=${SETTLE:-10}
BROWSER=${BROWSER:-}
scratch=$(mktemp -d)
watchers=()
leave() {
  kill "${watchers[@]}" 2>/dev/null || true
  rm -rf "$scratch"
}
trap leave EXIT
if [[ -z $RUNNING ]]; then
  DESCENT_HOME=$scratch/home
  require_free_port
  build
  start_service --descent.workers=1 --descent.threads-per-job=1
  trap 'stop_service; leave' EXIT
fi

# What a page without a browser does about a job.
page() {
  curl --silent --no-buffer --output /dev/null "$DESCENT_URL/api/v1/events" &
  local stream=$!
  trap 'kill "$stream" $! 2>/dev/null; exit' TERM
  while true; do
    curl --silent --output /dev/null "$DESCENT_URL/api/v1/jobs/$1"
    curl --silent --output /dev/null "$DESCENT_URL/api/v1/jobs/$1/metrics?points=300"
    sleep 15 &
    wait $!
  done
}

open_pages() {
  watchers=()
  for i in $(seq "$PAGES"); do
    if [[ -n $BROWSER ]]; then
      "$BROWSER" --headless --no-sandbox --disable-gpu --no-first-run --user-data-dir="$scratch/browser-$i" \
        --remote-debugging-port=0 "$DESCENT_URL/#/jobs/$1" >/dev/null 2>&1 &
    else
      page "$1" &
    fi
    watchers+=($!)
  done
}

close_pages() {
  ((${#watchers[@]})) || return 0
  kill "${watchers[@]}" 2>/dev/null || true
  wait "${watchers[@]}" 2>/dev/null || true
  watchers=()
}

# streams: how many pages read events.
streams() {
  curl --silent "$DESCENT_URL/actuator/prometheus" | awk '/^descent_event_streams/ { print int($2) }'
}

# read_updates JOB: the updates and the moment when they were seen to change.
read_updates() {
  local before
  expect 200 GET "/api/v1/jobs/$1"
  before=$(field /progress/updates)
  made=$before
  while [[ $made == "$before" ]]; do
    sleep 0.05
    expect 200 GET "/api/v1/jobs/$1"
    made=$(field /progress/updates)
  done
  moment=$EPOCHREALTIME
}

# updates SEED PAGES: how many a training makes in a second.
updates() {
  local job first since
  job=$(train "{\"dataset_id\": \"$dataset\",
    \"model\": {\"layers\": [{\"type\": \"affine\", \"out\": 128}, {\"type\": \"relu\"},
                             {\"type\": \"affine\", \"out\": 10}], \"loss\": \"softmax_ce\"},
    \"training\": {\"epochs\": 100000, \"batch_size\": 64, \"seed\": $1, \"optimizer\": {\"type\": \"sgd\", \"lr\": 0.1}}}")
  if [[ $2 != 0 ]]; then
    open_pages "$job"
    until [[ $(streams) -ge $2 ]]; do sleep 0.5; done
  fi
  sleep "$SETTLE"
  read_updates "$job"
  first=$made since=$moment
  sleep "$LONG"
  read_updates "$job"
  made=$(awk "BEGIN { print int(($made - $first) / ($moment - $since)) }")
  expect 202 POST "/api/v1/jobs/$job/cancel"
  until ended "$(expect 200 GET "/api/v1/jobs/$job" && field /status)"; do sleep 0.2; done
  close_pages
}

dataset=$(upload mnist-10k \
  --form "file=@\"$DATA/mnist-10k-images-idx3-ubyte.gz\";type=application/octet-stream" \
  --form "labels=@\"$DATA/mnist-10k-labels-idx1-ubyte.gz\";type=application/octet-stream")
updates 1 0
printf '%5s %12s %12s %8s\n' round alone watched 'cost %'
for round in $(seq "$ROUNDS"); do
  updates "$round" 0
  alone=$made
  updates "$round" "$PAGES"
  awk -v round="$round" -v alone="$alone" -v watched="$made" \
    'BEGIN { printf "%5d %12d %12d %8.2f\n", round, alone, watched, 100 * (1 - watched / alone) }' | tee -a "$scratch/rounds"
done
awk '{ print $4 }' "$scratch/rounds" | sort -n | awk '{ a[NR] = $1 } END { printf "median cost %.2f %%\n", a[int((NR + 1) / 2)] }'
