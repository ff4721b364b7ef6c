#!/usr/bin/env bash
# How long the chart of a training of EPOCHS (100000) epochs takes: the first time that anybody asks for it, asked again,
# and CLIENTS (64) at once, beside a bystander who asks for something small all the while; and how long its events
# from the start take. Milliseconds. The training itself takes a minute or two. Starts a service of its own, unless
# DESCENT_URL names one.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
RUNNING=${DESCENT_URL:-}
PORT=${PORT:-18087}
. "$here/../examples/lib.sh"
. "$here/../examples/service.sh"

EPOCHS=${EPOCHS:-100000}
CLIENTS=${CLIENTS:-64}
if [[ -z $RUNNING ]]; then
  DESCENT_HOME=$(mktemp -d)
  trap 'rm -rf "$DESCENT_HOME"' EXIT
  require_free_port
  build
  bash "$ROOT/descent" prepare
  start_service --descent.workers=1
  trap 'stop_service; rm -rf "$DESCENT_HOME"' EXIT
fi

# timed PATH [curl options]: milliseconds of an answer, which must be 200.
timed() {
  local path=$1
  shift
  curl --silent --output /dev/null --write-out '%{http_code} %{time_total}\n' "$@" "$DESCENT_URL$path" |
    awk '$1 != 200 { print "answered " $1 >"/dev/stderr"; exit 1 } { printf "%.0f\n", 1000 * $2 }'
}

# of NAME: median and most of the numbers that come in.
of() {
  sort -n | awk -v name="$1" '{ a[NR] = $1 } END { printf "%-32s %8d %8d\n", name, a[int((NR + 1) / 2)], a[NR] }'
}

dataset=$(printf 'x,y\n%s' "$(for i in 1 2 3 4 5 6 7 8; do printf '%d.5,%s\n' "$i" "$([[ $i -gt 4 ]] && echo b || echo a)"; done)" |
  upload few --form 'file=@-;filename=few.csv;type=text/csv')
job=$(train "{\"dataset_id\": \"$dataset\",
  \"model\": {\"layers\": [{\"type\": \"affine\", \"out\": 2}], \"loss\": \"softmax_ce\"},
  \"training\": {\"epochs\": $EPOCHS, \"batch_size\": 8, \"seed\": 1}}")
wait_for_job "$job" 1800 >/dev/null

chart="/api/v1/jobs/$job/metrics?points=300"
printf '%-32s %8s %8s\n' '' median most
timed "$chart" | of 'chart, the first time'
for _ in 1 2 3 4 5; do timed "$chart"; done | of 'chart, again'
bystander() { while true; do timed /api/v1/limits; done; }
scratch=$(mktemp)
bystander >"$scratch" &
other=$!
for _ in $(seq "$CLIENTS"); do timed "$chart" & done | of "chart, $CLIENTS at once"
kill "$other" 2>/dev/null || true
wait "$other" 2>/dev/null || true
of 'a bystander meanwhile' <"$scratch"
rm -f "$scratch"
timed "/api/v1/jobs/$job/events" --header 'Last-Event-ID: 0' | of 'events from the start'
