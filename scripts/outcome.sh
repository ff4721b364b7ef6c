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

kill_service() {
  kill -KILL "$SERVICE_PID"
  wait "$SERVICE_PID" 2>/dev/null || true
  SERVICE_PID=
}
