#!/usr/bin/env bash
# Three processes share one PostgreSQL and its jobs. Two are killed with -9 and started again, one
# is frozen beyond its heartbeat, the database is restarted once in immediate mode. Then every job
# must have ended, once, in the bits of a lone run.
#
#   bash scripts/cluster-test.sh [jobs]    200 by default; needs Docker; PORT is the first of four
set -euo pipefail
. "$(dirname "$0")/../examples/lib.sh"
. "$(dirname "$0")/../examples/service.sh"

JOBS=${1:-200}
EPOCHS=${EPOCHS:-300}
FROZEN=${FROZEN:-15}
WORK=$(mktemp -d "${TMPDIR:-/tmp}/descent-cluster-test.XXXXXX")
DATABASE=descent-cluster-test-$$
BASE=$PORT
PIDS=()
echo "files in $WORK"

finish() {
  local status=$?
  trap '' INT TERM
  for pid in "${PIDS[@]}"; do kill -CONT "$pid" 2>/dev/null && kill -KILL "$pid" 2>/dev/null; done
  docker rm --force --volumes "$DATABASE" >/dev/null 2>&1
  exit "$status"
}
trap finish EXIT

docker run --detach --name "$DATABASE" --env POSTGRES_PASSWORD=descent --env POSTGRES_USER=descent \
  --publish "127.0.0.1:$((BASE + 3)):5432" postgres:17 >/dev/null
export SPRING_PROFILES_ACTIVE=postgres
export DESCENT_DB_URL=jdbc:postgresql://127.0.0.1:$((BASE + 3))/descent
export DESCENT_DB_USER=descent DESCENT_DB_PASSWORD=descent
until docker exec "$DATABASE" psql --username descent --host 127.0.0.1 --command 'select 1' >/dev/null 2>&1; do sleep 0.5; done
build

# replica N: starts the N-th process and leaves its id.
replica() {
  "$JAVA" --add-modules jdk.incubator.vector -Xmx512m -jar "$DESCENT_JAR" --descent.workers=1 \
    --server.port=$((BASE + $1)) --descent.home="$WORK/$1" >>"$WORK/$1.log" 2>&1 &
  PIDS[$1]=$!
}

await_replica() {
  local end=$((SECONDS + 240))
  DESCENT_URL=http://127.0.0.1:$((BASE + $1))
  until ready; do
    kill -0 "${PIDS[$1]}" || fail "Replica $1 ended: $(tail -n 5 "$WORK/$1.log")"
    ((SECONDS < end)) || fail "Replica $1 is not ready."
    sleep 0.3
  done
}

spec() {
  echo "{\"dataset_id\": \"$dataset\", \"name\": \"$1\",
    \"model\": {\"layers\": [{\"type\": \"affine\", \"out\": 32}, {\"type\": \"relu\"},
      {\"type\": \"dropout\", \"rate\": 0.2}, {\"type\": \"affine\", \"out\": 10}],
      \"loss\": \"softmax_ce\"},
    \"training\": {\"epochs\": $EPOCHS, \"batch_size\": 50, \"seed\": 7,
      \"optimizer\": {\"type\": \"sgd\", \"lr\": 0.05}}}"
}

replica 0
await_replica 0
dataset=$(upload digits --form "file=@\"$DATA/digits.csv\"")
lone=$(train "$(spec lone)")
wait_for_job "$lone" 600 >/dev/null
sql() {
  docker exec "$DATABASE" psql --username descent --host 127.0.0.1 --tuples-only --no-align --command "$1"
}
weights=$(sql "select weights_sha256 from job where id = '$lone'")
echo "a lone run gives $weights"

replica 1
replica 2
await_replica 1
await_replica 2
await_replica 0
for ((i = 1; i <= JOBS; i++)); do train "$(spec "job $i")" >/dev/null; done
echo "$JOBS jobs are accepted"

left() { sql "select count(*) from job where status not in ('SUCCEEDED', 'FAILED', 'CANCELLED')"; }

sleep 3
kill -KILL "${PIDS[1]}"
echo "replica 1 killed, $(left) jobs left"
sleep 2
replica 1
kill -STOP "${PIDS[2]}"
echo "replica 2 frozen for $FROZEN s"
sleep "$FROZEN"
kill -CONT "${PIDS[2]}"
echo "replica 2 goes on, $(left) jobs left"
sleep 3
kill -KILL "${PIDS[0]}"
echo "replica 0 killed, $(left) jobs left"
sleep 1
replica 0
docker exec --user postgres "$DATABASE" bash -c 'pg_ctl stop --mode immediate --no-wait; true' >/dev/null 2>&1 || true
sleep 3
docker start "$DATABASE" >/dev/null
until docker exec "$DATABASE" psql --username descent --host 127.0.0.1 --command 'select 1' >/dev/null 2>&1; do sleep 0.5; done
echo "the database is back, $(left) jobs left"

end=$((SECONDS + ${LIMIT:-3600}))
until [[ $(left) == 0 ]]; do
  ((SECONDS < end)) || fail "$(left) jobs are left."
  sleep 2
done

# same WHAT WANTED SQL
same() {
  local found
  found=$(sql "$3")
  [[ $found == "$2" ]] || fail "$1: $found instead of $2"
  echo "$1: $found"
}
all=$((JOBS + 1))
same "jobs that succeeded" "$all" "select count(*) from job where status = 'SUCCEEDED'"
same "models" "$all" "select count(*) from model"
same "jobs with a model" "$all" "select count(distinct job_id) from model"
same "different weights" 1 "select count(distinct weights_sha256) from job"
same "epochs" "$((all * EPOCHS))" "select count(*) from job_metric"
same "different epochs" "$EPOCHS" "select count(*) from (select distinct epoch, train_loss,
  train_score, validation_loss, validation_score, lr, grad_norm from job_metric) as epochs"
echo "jobs taken over: $(sql 'select count(*) from job where attempt > 1')"
for replica in 0 1 2; do
  echo "replica $replica: $(grep -c 'was taken from attempt' "$WORK/$replica.log") runs lost"
done
rm -rf "$WORK"
