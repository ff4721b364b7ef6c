#!/usr/bin/env bash
# What a worker's time goes to while the service trains a job: a row of Markdown for each of the JOBS.
#   bash benchmarks/profile.sh [JOBS]      such as: abc
# Samples of processor time need Linux. Needs a current jar, or builds it.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
PORT=${PORT:-18091}
. "$here/../examples/lib.sh"
. "$here/../examples/service.sh"
# Nothing else is to run beside what is measured
export DESCENT_CACHE=${DESCENT_CACHE:-off}
. "$here/warm.sh"

DESCENT_HOME=$(mktemp -d)
trap 'rm -rf "$DESCENT_HOME"' EXIT
require_free_port
build >&2
# Without DebugNonSafepoints a sample belongs to whatever the compiler last made a note of, which may be another part.
DESCENT_JVM="${DESCENT_JVM---add-modules jdk.incubator.vector} -XX:+UnlockDiagnosticVMOptions -XX:+DebugNonSafepoints
  -XX:FlightRecorderOptions:stackdepth=200,repository=$DESCENT_HOME
  -XX:StartFlightRecording:settings=none,+jdk.CPUTimeSample#enabled=true,+jdk.CPUTimeSample#throttle=2ms"
start_service --descent.workers=1 --descent.threads-per-job=1
trap 'stop_service; rm -rf "$DESCENT_HOME"' EXIT
await_kernels
"$JAVA" -Ddata="$DATA" "$here/Profile.java" "$DESCENT_URL" "$SERVICE_PID" "${1:-abc}"
