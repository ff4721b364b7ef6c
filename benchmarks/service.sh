#!/usr/bin/env bash
# Samples a second of the jobs a to e through a service that it starts: a JSON line a job.
#   bash benchmarks/service.sh [JOBS] [AT ONCE]      such as: abcd 1,2
# WORKERS (2) jobs train at a time, a step on THREADS (1, or auto); SHAPES (0) other jobs are trained first; RUNS (3) are timed,
# each of LASTING (5) seconds or more.
# DESCENT_JVM replaces the options of the service's JVM: DESCENT_JVM= for none, so without the vector module.
# Needs a current jar, or builds it.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
PORT=${PORT:-18083}
. "$here/../examples/lib.sh"
. "$here/../examples/service.sh"
# Nothing else is to run beside what is measured
export DESCENT_CACHE=${DESCENT_CACHE:-off}
. "$here/warm.sh"

DESCENT_HOME=$(mktemp -d)
trap 'rm -rf "$DESCENT_HOME"' EXIT
require_free_port
build >&2
start_service --descent.workers="${WORKERS:-2}" --descent.threads-per-job="${THREADS:-1}"
trap 'stop_service; rm -rf "$DESCENT_HOME"' EXIT
await_kernels
"$JAVA" -Ddata="$DATA" -Dshapes="${SHAPES:-0}" -Druns="${RUNS:-3}" -Dseconds="${LASTING:-5}" -Dprocess="$SERVICE_PID" \
  "$here/Service.java" "$DESCENT_URL" "${@:-abcd}"
