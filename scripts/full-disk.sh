#!/usr/bin/env bash
# Fills the disk of a service that trains and is called, frees it, twice, and compares what comes out with
# an undisturbed run. On a tmpfs of its own, so it has to be run as root; Linux only.
#
#   sudo bash scripts/full-disk.sh [seconds]     how long each trouble lasts, 20 by default; PORT and
#                                                DESCENT_JAR as elsewhere
set -euo pipefail
. "$(dirname "$0")/../examples/lib.sh"
. "$(dirname "$0")/../examples/service.sh"
. "$(dirname "$0")/outcome.sh"

LASTS=${1:-20}
WORK=$(mktemp -d "${TMPDIR:-/tmp}/descent-full-disk.XXXXXX")
DISK=$WORK/disk
LOAD_PID=

[[ $(id -u) == 0 ]] || fail "This mounts a tmpfs: run it as root."
require_free_port
build

# The service first: it holds files on the disk.
clean_up() {
  [[ -z $LOAD_PID ]] || kill "$LOAD_PID" 2>/dev/null || true
  stop_service
  if mountpoint -q "$DISK"; then
    cp "$DISK/home/console.log" "$WORK/" 2>/dev/null || true
    umount "$DISK"
  fi
}

begin() {
  DESCENT_HOME=$1
  start_service
  trap clean_up EXIT
}

job() {
  printf '{"dataset_id": "%s", "name": "disk", "model": {"layers": [{"type": "affine", "out": 64},
    {"type": "relu"}, {"type": "dropout", "rate": 0.3}, {"type": "affine", "out": 10}], "loss": "softmax_ce"},
    "training": {"epochs": %s, "batch_size": 50, "seed": 7, "keep": "best",
      "optimizer": {"type": "sgd", "lr": 0.05, "momentum": 0.9}}}' "$1" "$2"
}

# outcome JOB: the digest of its weights, and its metrics without the seconds.
outcome() {
  weights "$1" 300
  metrics "$1"
}

SHORT=20 LONG=400
begin "$WORK/undisturbed"
digits=$(upload digits --form "file=@\"$DATA/digits.csv\"")
for epochs in $SHORT $LONG; do
  id=$(train "$(job "$digits" "$epochs")")
  outcome "$id" >"$WORK/$epochs.wanted"
  echo "undisturbed, $epochs epochs: $(head -n 1 "$WORK/$epochs.wanted")"
done
stop_service

mkdir "$DISK"
mount -t tmpfs -o size=60m none "$DISK"
begin "$DISK/home"
first=$SERVICE_PID
digits=$(upload digits --form "file=@\"$DATA/digits.csv\"")

# What was acknowledged: "dataset ID" and "job ID".
load() {
  exec 2>/dev/null
  while :; do
    call POST /api/v1/datasets --form-string name=load --form "file=@\"$DATA/iris.csv\""
    printf '%s\n' "$STATUS" >>"$WORK/upload.statuses"
    [[ $STATUS != 201 ]] || echo "dataset $(field /id)" >>"$WORK/acknowledged"
    call POST /api/v1/jobs --header 'Content-Type: application/json' --data-binary "$(job "$digits" $SHORT)"
    printf '%s\n' "$STATUS" >>"$WORK/job.statuses"
    [[ $STATUS != 202 ]] || echo "job $(field /id)" >>"$WORK/acknowledged"
    call GET "/api/v1/jobs?limit=20"
    printf '%s\n' "$STATUS" >>"$WORK/read.statuses"
    sleep 0.2
  done
}

status_of() {
  curl --silent --output /dev/null --max-time 10 --write-out '%{http_code}' "$DESCENT_URL$1"
}

counted() { sort "$WORK/$1.statuses" | uniq -c | awk '{ printf "%s%s x %s", sep, $1, $2; sep = ", " }'; }

# trouble NAME: what holds while nothing can be written, some seconds after it began.
trouble() {
  local end=$((SECONDS + LASTS)) lines answers
  until [[ $(status_of /actuator/health/readiness) == 503 ]]; do
    ((SECONDS < end)) || fail "$1: readiness is not 503."
    sleep 0.2
  done
  # What was answered before, its caller may write down only now
  answers=$(wc -l <"$WORK/job.statuses")
  until (($(wc -l <"$WORK/job.statuses") >= answers + 2)); do
    ((SECONDS < end)) || fail "$1: calls are not answered."
    sleep 0.1
  done
  rm -f "$WORK"/*.statuses
  lines=$(wc -l <"$DESCENT_HOME/console.log")
  while ((SECONDS < end)); do
    [[ $(status_of /actuator/health/liveness) == 200 ]] || fail "$1: liveness is not 200."
    [[ $(status_of /actuator/health/readiness) == 503 ]] || fail "$1: readiness is not 503."
    expect 200 GET "/api/v1/jobs/$long"
    [[ $BODY == *'"storage"'* ]] || ended "$(field /status)" || fail "$1: the job does not say why it waits: $BODY"
    expect 507 POST /api/v1/datasets --form "file=@\"$DATA/iris.csv\""
    sleep 0.5
  done
  echo "$1 for $LASTS s: uploads $(counted upload); jobs $(counted job); reads $(counted read);" \
    "$(($(wc -l <"$DESCENT_HOME/console.log") - lines)) lines of log"
  grep -qvx 507 "$WORK/upload.statuses" && fail "$1: an upload was not answered 507."
  grep -qvx 200 "$WORK/read.statuses" && fail "$1: a read was not answered 200."
  return 0
}

well_again() {
  local from=$SECONDS
  until [[ $(status_of /actuator/health/readiness) == 200 ]]; do
    ((SECONDS < from + 30)) || fail "$1: not ready 30 s after it ended."
    sleep 0.2
  done
  [[ $SERVICE_PID == "$first" ]] && kill -0 "$first" || fail "$1: another process serves."
  expect 201 POST /api/v1/datasets --form "file=@\"$DATA/iris.csv\""
  echo "dataset $(field /id)" >>"$WORK/acknowledged"
  echo "$1 is over: ready again after $((SECONDS - from)) s"
}

long=$(train "$(job "$digits" $LONG)")
: >"$WORK/acknowledged"
load & LOAD_PID=$!
sleep 3

# As the log, too, is on it
fill() { dd if=/dev/zero of="$DISK/filling" bs=64k 2>/dev/null || true; }

fill
trouble "full disk"
rm "$DISK/filling"
well_again "full disk"

sleep 3
fill
trouble "once more"
rm "$DISK/filling"
well_again "once more"

kill "$LOAD_PID"
wait "$LOAD_PID" 2>/dev/null || true
LOAD_PID=
outcome "$long" | cmp - "$WORK/$LONG.wanted" || fail "The long job has other bits."

# Told to end with a full disk, in the midst of a job.
long=$(train "$(job "$digits" $LONG)")
sleep 2
fill
until [[ $(status_of /actuator/health/readiness) == 503 ]]; do sleep 0.2; done
from=$(date +%s%N)
kill -TERM "$SERVICE_PID"
while kill -0 "$SERVICE_PID" 2>/dev/null; do
  (($(date +%s%N) - from < 30000000000)) || fail "Still there 30 s after SIGTERM with a full disk."
  sleep 0.1
done
SERVICE_PID=
echo "SIGTERM with a full disk: ended after $((($(date +%s%N) - from) / 1000000)) ms"
rm "$DISK/filling"
begin "$DISK/home"

outcome "$long" | cmp - "$WORK/$LONG.wanted" || fail "The job of the ended process has other bits."
datasets=0 jobs=0
while read -r kind id; do
  if [[ $kind == dataset ]]; then
    expect 200 GET "/api/v1/datasets/$id/content"
    printf '%s' "$BODY" | cmp -s - "$DATA/iris.csv" || fail "Data set $id has another content."
    datasets=$((datasets + 1))
  else
    outcome "$id" | cmp - "$WORK/$SHORT.wanted" || fail "Job $id has other bits."
    jobs=$((jobs + 1))
  fi
done <"$WORK/acknowledged"
clean_up
rm -rf "$WORK"
echo "$datasets data sets and $jobs jobs were acknowledged; each is there, in the bits of the undisturbed run"
