#!/usr/bin/env bash
# How much room tiny jobs take in an H2 file while they run, when they have ended, and when most of
# what was made is deleted again.
#
#   bash scripts/room.sh [jobs]     5000 by default; PORT and DESCENT_JAR as elsewhere
set -euo pipefail
. "$(dirname "$0")/../examples/lib.sh"
. "$(dirname "$0")/../examples/service.sh"

JOBS=${1:-5000}
WORK=$(mktemp -d "${TMPDIR:-/tmp}/descent-room.XXXXXX")
DESCENT_HOME=$WORK/home
FILE=$DESCENT_HOME/descent.mv.db
require_free_port
build
start_service --descent.limits.unfinished-jobs-per-owner=100

size() { stat -c %s "$FILE"; }
kilobytes() { echo $((($1 + 512) / 1000)); }
written() { awk '/^wchar/ { print $2 }' "/proc/$SERVICE_PID/io"; }

peak=0
look() {
  local now
  now=$(size)
  ((now <= peak)) || peak=$now
}

dataset=$(upload iris --form "file=@\"$DATA/iris.csv\"")
empty=$(size)
before=$(written)
from=$SECONDS
job="{\"dataset_id\": \"$dataset\", \"model\": {\"layers\": [{\"type\": \"affine\", \"out\": 3}],
  \"loss\": \"softmax_ce\"}, \"training\": {\"epochs\": 2, \"batch_size\": 50, \"seed\": 1}}"
for ((n = 1; n <= JOBS; )); do
  call POST /api/v1/jobs --header 'Content-Type: application/json' --data-binary "$job"
  case $STATUS in
    202) n=$((n + 1)) id=$(field /id) ;;
    429) sleep 0.5 ;;
    *) fail "A job was answered $STATUS: $BODY" ;;
  esac
  ((n % 50)) || look
done
wait_for_job "$id" 600 >/dev/null
look
echo "$JOBS jobs in $((SECONDS - from)) s: at most $(kilobytes $peak) kB of file," \
  "$(kilobytes $((($(written) - before) / JOBS))) kB written a job"

# settles WANTED: waits until the file is that small, or ten minutes.
settles() {
  local end=$((SECONDS + 600)) start=$SECONDS
  while (($(size) > $1 && SECONDS < end)); do sleep 1; done
  echo "$2: $(kilobytes "$(size)") kB after $((SECONDS - start)) s"
}

settles $((empty + JOBS * 40000)) "With all jobs kept"
now=$(size)
echo "that is $(((now - empty) / JOBS / 100 * 100)) bytes a job"

expect 200 GET "/api/v1/jobs?limit=200"
while [[ -n $BODY ]]; do
  ids=$(printf '%s\n' "$BODY" | flatten | awk -F'\t' '$1 ~ "^/items/[0-9]+/(id|model_id)$" { print $1 "\t" $2 }')
  [[ -n $ids ]] || break
  while IFS=$'\t' read -r pointer id; do
    case $pointer in
      */model_id) call DELETE "/api/v1/models/$id" ;;
      *) call DELETE "/api/v1/jobs/$id" ;;
    esac
  done <<<"$ids"
  expect 200 GET "/api/v1/jobs?limit=200"
done
settles $((empty + (now - empty) / 10)) "With all jobs and models deleted"
stop_service
echo "Stopped: $(kilobytes "$(size)") kB"
rm -rf "$WORK"
