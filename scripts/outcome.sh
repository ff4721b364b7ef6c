# What came of a job, to be compared with an undisturbed run; and the kill that disturbs one. Sourced, not run.

# weights JOB [SECONDS]: the digest of what it learnt, once it has ended.
weights() {
  local model
  model=$(wait_for_job "$1" "${2:-600}")
  expect 200 GET "/api/v1/models/$model"
  field /weights_sha256
}

# metrics JOB: every epoch without its seconds, in the order of the answer.
metrics() {
  expect 200 GET "/api/v1/jobs/$1/metrics" --header 'Accept: text/csv'
  printf '%s\n' "$BODY" | tr -d '\r' | cut -d , -f 1-7,9-
}

# digits_sweep DATASET NAME: queues 27 trials by halving, before the jobs that wait, and prints the id.
digits_sweep() {
  expect_json 202 POST /api/v1/sweeps "{\"dataset_id\": \"$1\", \"name\": \"$2\", \"priority\": 1,
    \"model\": {\"layers\": [{\"type\": \"affine\", \"out\": 64}, {\"type\": \"relu\"},
      {\"type\": \"affine\", \"out\": 10}], \"loss\": \"softmax_ce\"},
    \"training\": {\"epochs\": 27, \"batch_size\": 32},
    \"space\": {\"/training/optimizer/lr\": {\"log_uniform\": [0.001, 1]},
      \"/training/optimizer/momentum\": {\"uniform\": [0, 0.95]}, \"/model/layers/0/out\": {\"choice\": [32, 64, 128]}},
    \"strategy\": {\"type\": \"halving\", \"trials\": 27, \"reduction\": 3, \"min_epochs\": 3},
    \"metric\": \"validation_accuracy\", \"seed\": 1}"
  field /id
}

# winner SWEEP: number, value and weights of its best trial after the updates of all, once it has ended.
winner() {
  local best value number updates
  wait_for_sweep "$1" 600
  best=$(field /best/job_id) value=$(field /best/value) number=$(field /best/trial)
  expect 200 GET "/api/v1/sweeps/$1/trials" --header 'Accept: text/csv'
  updates=$(printf '%s\n' "$BODY" | awk -F, 'NR > 1 { n += $6 } END { print n }')
  echo "$updates updates, trial $number, $value, $(weights "$best")"
}

# good_sweep WINNER: 45 updates an epoch, of 81 epochs up to the first rung, 54 to the second, 54 to the last.
good_sweep() {
  local updates=${1%% *} value
  value=$(cut -d , -f 3 <<<"$1")
  at_least "$value" 0.97 "The validation accuracy of the sweep's winner"
  ((updates * 10 <= 45 * (81 + 54 + 54) * 11)) || fail "The sweep cost $updates updates."
}

# in_midst SWEEP SHARE: waits until so much of it is trained; fails where it has ended.
in_midst() {
  until expect 200 GET "/api/v1/sweeps/$1" && awk -v a="$(field /progress/fraction)" -v b="$2" 'BEGIN { exit !(a >= b) }'; do
    sleep 0.05
  done
  ended "$(field /status)" && fail "The sweep ended before it was killed."
  echo "the sweep has $(field /progress/epochs) of $(field /progress/planned) epochs"
}

kill_service() {
  kill -KILL "$SERVICE_PID"
  wait "$SERVICE_PID" 2>/dev/null || true
  SERVICE_PID=
}
