#!/usr/bin/env bash
# Three processes share one PostgreSQL and its jobs. One is frozen beyond its heartbeat, two are
# killed with -9 and started again, the database is restarted in immediate mode: each while it
# trains. Then every job must have ended, once, in the bits of a lone run. Before that two are killed
# in the midst of a sweep, which must have the winner that it has on one.
#
#   bash scripts/cluster-test.sh [jobs]    200 by default; needs Docker; PORT is the first of four;
#                                          EPOCHS says how long a job is
set -euo pipefail
. "$(dirname "$0")/../examples/lib.sh"
. "$(dirname "$0")/../examples/service.sh"
. "$(dirname "$0")/outcome.sh"

JOBS=${1:-200}
EPOCHS=${EPOCHS:-600}
WORK=$(mktemp -d "${TMPDIR:-/tmp}/descent-cluster-test.XXXXXX")
DATABASE=descent-cluster-test-$$
BASE=$PORT
PIDS=()
for ((PORT = BASE; PORT < BASE + 4; PORT++)); do require_free_port; done
echo "files in $WORK"

finish() {
  local status=$?
  trap '' INT TERM
  set +e
  kill -KILL "${PIDS[@]}" 2>/dev/null
  wait "${PIDS[@]}" 2>/dev/null
  docker rm --force --volumes "$DATABASE" >/dev/null 2>&1
  exit "$status"
}
trap finish EXIT

docker run --detach --name "$DATABASE" --env POSTGRES_PASSWORD=descent --env POSTGRES_USER=descent \
  --publish "127.0.0.1:$((BASE + 3)):5432" postgres:17 >/dev/null
export SPRING_PROFILES_ACTIVE=postgres
export DESCENT_DB_URL=jdbc:postgresql://127.0.0.1:$((BASE + 3))/descent
export DESCENT_DB_USER=descent DESCENT_DB_PASSWORD=descent

sql() {
  docker exec "$DATABASE" psql --username descent --host 127.0.0.1 --tuples-only --no-align --command "$1"
}

# await SECONDS WHAT COMMAND...
await() {
  local end=$((SECONDS + $1)) what=$2
  shift 2
  until "$@"; do
    ((SECONDS < end)) || fail "Not in time: $what"
    sleep 0.2
  done
}

database_answers() { sql 'select 1' >/dev/null 2>&1; }
await 120 "the database" database_answers
build
export DESCENT_JAR

# replica N: starts the N-th process and leaves its id.
replica() {
  bash "$ROOT/descent" --descent.workers=1 --server.port=$((BASE + $1)) --descent.home="$WORK/$1" >>"$WORK/$1.log" 2>&1 &
  PIDS[$1]=$!
}

ask_replica() { DESCENT_URL=http://127.0.0.1:$((BASE + $1)); }

await_replica() {
  local end=$((SECONDS + 240))
  ask_replica "$1"
  until ready; do
    kill -0 "${PIDS[$1]}" || fail "Replica $1 ended: $(tail -n 5 "$WORK/$1.log")"
    ((SECONDS < end)) || fail "Replica $1 is not ready."
    sleep 0.3
  done
}

spec() {
  echo "{\"dataset_id\": \"$dataset\", \"name\": \"$1\",
    \"model\": {\"layers\": [{\"type\": \"affine\", \"out\": 256}, {\"type\": \"relu\"},
      {\"type\": \"dropout\", \"rate\": 0.2}, {\"type\": \"affine\", \"out\": 10}],
      \"loss\": \"softmax_ce\"},
    \"training\": {\"epochs\": $EPOCHS, \"batch_size\": 50, \"seed\": 7,
      \"optimizer\": {\"type\": \"sgd\", \"lr\": 0.05}}}"
}

# Trials apart, which are let go of in the midst of their epochs.
left() { sql "select count(*) from job where sweep_id is null and status not in ('SUCCEEDED', 'FAILED', 'CANCELLED')"; }
none_left() { [[ $(left) == 0 ]]; }

# trial_of N RUNG: the trial of the shared sweep which replica N has, of that rung or a later one, and its attempt.
trial_of() {
  sql "select id || ' ' || attempt from job where sweep_id = '$shared' and rung >= $2 and status = 'RUNNING'
    and worker like 'descent-${PIDS[$1]}-%'"
}

# trained_by N: the job in whose first half replica N is, and its attempt; nothing where there is
# none. Whatever such a replica has under way in the database, it is not the end of the job.
trained_by() {
  sql "select id || ' ' || attempt from job where status = 'RUNNING' and phase = 'TRAINING' and sweep_id is null
    and worker like 'descent-${PIDS[$1]}-%' and 2 * epoch < epochs"
}

one_more() {
  ((JOBS += 1))
  train "$(spec "job $JOBS")" >/dev/null
}

# trains N: leaves the job as held. A fast machine gets more jobs, so that there is always one for
# each replica and one that waits.
trains() {
  local more
  ask_replica "$1"
  for ((more = 4 - $(left); more > 0; more--)); do one_more; done
  held=$(trained_by "$1")
  [[ -n $held ]]
}

# freeze N FIND...: stops replica N in the midst of what FIND says, which is left as held.
freeze() {
  local replica=$1
  shift
  kill -STOP "${PIDS[$replica]}"
  sleep 0.2
  held=$("$@")
  [[ -n $held ]] && return
  kill -CONT "${PIDS[$replica]}"
  return 1
}

# freeze_in_job N: the same of a job, as soon as it has one.
freeze_in_job() {
  await 120 "replica $1 trains" trains "$1"
  freeze "$1" trained_by "$1"
}

# killed N: kills a frozen replica and starts it again.
killed() {
  kill -KILL "${PIDS[$1]}"
  wait "${PIDS[$1]}" 2>/dev/null || true
  replica "$1"
}

kill_and_restart() {
  await 60 "replica $1 is in the midst of a job" freeze_in_job "$1"
  killed "$1"
  echo "replica $1 is killed while it trains; $(left) jobs are left"
}

# freeze_in_trial N RUNG: the same of a trial; false where the sweep ends before it has one at that moment.
freeze_in_trial() {
  until freeze "$1" trial_of "$1" "$2"; do
    [[ $(sql "select status from sweep where id = '$shared'") == RUNNING ]] || return 1
  done
}

# kill_in_sweep N RUNG SHARE: kills a replica that has a trial of a rung when so much of the sweep is trained.
# Replica 0 is warm and would train them all, so it stands still as long as the other has none.
kill_in_sweep() {
  local caught=0
  ask_replica 0
  (in_midst "$shared" "$3") || return 1
  kill -STOP "${PIDS[0]}"
  freeze_in_trial "$1" "$2" || caught=1
  kill -CONT "${PIDS[0]}"
  [[ $caught == 0 ]] || return 1
  killed "$1"
  echo "replica $1 is killed while it has a trial of rung $2 or later"
}

# taken JOB ATTEMPT
taken() { [[ $(sql "select attempt from job where id = '$1'") -gt $2 ]]; }

# await_takeover BEGIN JOB ATTEMPT
await_takeover() {
  await 120 "another attempt at job $2" taken "$2" "$3"
  echo "its job went on elsewhere after $((SECONDS - $1)) s"
}

lost_a_run() { grep -q 'was taken from attempt' "$WORK/$1.log"; }

# away_answers N: how replica N answers while the database is away.
away_answers() {
  local headers
  ask_replica "$1"
  call GET /actuator/health/liveness
  [[ $STATUS == 200 ]] || fail "Liveness is $STATUS while the database is away."
  call GET /actuator/health/readiness
  [[ $STATUS == 503 ]] || fail "Readiness is $STATUS while the database is away."
  headers=$(curl --silent --max-time 60 --output /dev/null --dump-header - "$DESCENT_URL/api/v1/jobs")
  grep -q '^HTTP/1.1 503' <<<"$headers" && grep -qi '^retry-after:' <<<"$headers" ||
    fail "A call while the database is away: $headers"
}

# The run that goes on in memory is held for a moment, so that it is in the midst of a job.
restart_database() {
  await 60 "replica 1 is in the midst of a job" freeze_in_job 1
  docker exec --user postgres "$DATABASE" bash -c 'pg_ctl stop --mode immediate --no-wait; true' >/dev/null 2>&1 || true
  docker wait "$DATABASE" >/dev/null
  kill -CONT "${PIDS[1]}"
  echo "the database is gone while replica 1 trains"
  away_answers 1
  docker start "$DATABASE" >/dev/null
  await 120 "the database" database_answers
  echo "the database is back; $(left) jobs are left"
}

replica 0
await_replica 0
dataset=$(upload digits --form "file=@\"$DATA/digits.csv\"")
lone=$(train "$(spec lone)")
wait_for_job "$lone" 600 >/dev/null
echo "a lone run gives $(sql "select weights_sha256 from job where id = '$lone'")"
lone_sweep=$(winner "$(digits_sweep "$dataset" swept)")
echo "a lone sweep gives $lone_sweep"
good_sweep "$lone_sweep"

replica 1
replica 2
await_replica 1
await_replica 2
await_replica 0
# A fast machine may be through with a sweep before a replica is caught with a trial; then there is another.
for ((i = 1; ; i++)); do
  shared=$(digits_sweep "$dataset" swept)
  if kill_in_sweep 1 0 0.1; then
    in_rung_0=($SECONDS $held)
    if kill_in_sweep 2 1 0.45; then break; fi
  fi
  ((i < 5)) || fail "No sweep lasts until two replicas are killed."
  winner "$shared" >/dev/null
  await_replica 1
done
in_rung_1=($SECONDS $held)
await_takeover "${in_rung_0[@]}"
await_takeover "${in_rung_1[@]}"
ask_replica 0
shared_sweep=$(winner "$shared")
[[ $shared_sweep == "$lone_sweep" ]] || fail "The sweep of three replicas gives $shared_sweep."
echo "the sweep of three replicas, two of them killed, gives the same"
await_replica 1
await_replica 2
await_replica 0
for ((i = 1; i <= JOBS; i++)); do train "$(spec "job $i")" >/dev/null; done
echo "$JOBS jobs are accepted after $SECONDS s"

await 60 "replica 2 is in the midst of a job" freeze_in_job 2
frozen=($SECONDS $held)
echo "replica 2 is frozen while it trains; $(left) jobs are left"
kill_and_restart 1
killed=($SECONDS $held)
await_takeover "${frozen[@]}"
kill -CONT "${PIDS[2]}"
await 20 "replica 2 says that it lost its job" lost_a_run 2
await_takeover "${killed[@]}"
await_replica 1
kill_and_restart 0
await_takeover "$SECONDS" $held
await_replica 0
restart_database

await "${LIMIT:-3600}" "all jobs end" none_left

# same WHAT WANTED SQL
same() {
  local found
  found=$(sql "$3")
  [[ $found == "$2" ]] || fail "$1: $found instead of $2"
  echo "$1: $found"
}
all=$((JOBS + 1))
alone="(select id from job where sweep_id is null)"
same "jobs that succeeded" "$all" "select count(*) from job where status = 'SUCCEEDED' and sweep_id is null"
same "jobs there are" "$all" "select count(*) from job where sweep_id is null"
same "models" "$all" "select count(*) from model where job_id in $alone"
same "jobs with a model" "$all" "select count(distinct job_id) from model where job_id in $alone"
same "times a job succeeded" "$all" "select count(*) from job_event where status = 'SUCCEEDED' and job_id in $alone"
same "different weights" 1 "select count(distinct weights_sha256) from job where sweep_id is null"
same "jobs without one row an epoch" 0 "select count(*) from job where sweep_id is null and $EPOCHS <> all (
  select count(*) from job_metric where job_id = job.id union all
  select max(epoch) from job_metric where job_id = job.id)"
same "different epochs" "$EPOCHS" "select count(*) from (select distinct epoch, train_loss,
  train_score, validation_loss, validation_score, lr, grad_norm from job_metric where job_id in $alone) as epochs"
same "tasks left" 0 "select count(*) from scheduled_tasks where task_name = 'train'"
# Importance is drawn by its seed alone, so that each process gives the same answer.
model=$(sql "select id from model where job_id = '$lone'")
importance() {
  ask_replica "$1"
  await_replica "$1"
  expect_json 200 POST "/api/v1/models/$model/importance" '{"repeats": 2, "seed": 5}'
}
importance 0
[[ $BODY == *'"columns":[{'* ]] || fail "No importance: $BODY"
once=$BODY
importance 2
[[ $BODY == "$once" ]] || fail "Importance on another process: $BODY instead of $once"
echo "importance is the same on two processes"
# An alias that is moved on one process is followed by the others within 5 s, and no answer is of two models.
digit="{\"instances\": [[$(sed -n 2p "$DATA/digits.csv" | cut -d , -f 1-64)]]}"
other=$(sql "select model.id from model join job on job.id = model.job_id where sweep_id = '$shared' limit 1")
answered() {
  expect_json 200 POST "/api/v1/models/$1/predictions" "$digit"
  printf '%s\n' "$BODY"
}
follows() { [[ $(answered champion) == "$1" ]]; }
ask_replica 0
answers=("$(answered "$model")" "$(answered "$other")")
[[ ${answers[0]} != "${answers[1]}" ]] || fail "Two models give the same answer: ${answers[0]}"
expect_json 200 PUT /api/v1/models/aliases/champion "{\"model_id\": \"$model\"}"
(
  ask_replica 1
  while true; do answered champion; done >"$WORK/answers" 2>/dev/null
) &
asking=$!
for ((i = 1; i <= 10; i++)); do
  moved=$((i % 2))
  ask_replica 0
  expect_json 200 PUT /api/v1/models/aliases/champion "{\"model_id\": \"$([[ $moved == 1 ]] && echo "$other" || echo "$model")\"}"
  ask_replica 2
  await 5 "replica 2 follows the alias" follows "${answers[moved]}"
done
kill "$asking"
wait "$asking" 2>/dev/null || true
head -n -1 "$WORK/answers" | sort | uniq -c | sort -rn >"$WORK/different"
[[ $(wc -l <"$WORK/different") == 2 ]] || fail "Answers while the alias moved: $(cat "$WORK/different")"
for answer in "${answers[@]}"; do grep -qF "$answer" "$WORK/different" || fail "No answer was $answer"; done
echo "an alias moved 10 times is followed within 5 s, and $(wc -l <"$WORK/answers") answers were of one model each"
echo "jobs taken over: $(sql 'select count(*) from job where attempt > 1')"
for replica in 0 1 2; do
  echo "replica $replica: $(grep -c 'was taken from attempt' "$WORK/$replica.log") runs lost"
done
rm -rf "$WORK"
echo "$JOBS jobs, $SECONDS s: every job ended once, in the bits of the lone run, and the sweep as the lone one"
