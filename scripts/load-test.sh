#!/usr/bin/env bash
# Loads the service as a crowd would, and prints what each kind of call took and was answered.
#
#   bash scripts/load-test.sh [minutes]        10 by default: 8 jobs, 64 clients that predict, 500 event
#                                              streams, uploads; memory, threads and files of the service
#   bash scripts/load-test.sh fair [minutes]   two owners: one floods with the dearest calls of each kind,
#                                              the other predicts and has a job; its waits are printed
#
# CLIENTS, STREAMS and JOBS change the numbers, DESCENT_JVM the options of the service's JVM; PORT and
# DESCENT_JAR as elsewhere. Fails where an answer was an error of the service.
set -euo pipefail
. "$(dirname "$0")/../examples/lib.sh"
. "$(dirname "$0")/../examples/service.sh"

MODE=crowd
if [[ ${1:-} == fair ]]; then
  MODE=fair
  shift
fi
MINUTES=${1:-10}
WORK=$(mktemp -d "${TMPDIR:-/tmp}/descent-load-test.XXXXXX")
DESCENT_HOME=$WORK/home
echo "files in $WORK"

require_free_port
build
KEY=
if [[ $MODE == fair ]]; then
  KEY=load-test-$RANDOM$RANDOM$RANDOM$RANDOM
  export DESCENT_ADMIN_KEY=$KEY
  start_service --descent.security.mode=keys
else
  start_service
fi

# The launcher runs the JVM in its place, or as its child
PID=$SERVICE_PID
CHILD=$(pgrep -P "$PID" java | head -n 1 || true)
"$JAVA" "$ROOT/scripts/LoadTest.java" "$MODE" "$DESCENT_URL" "$MINUTES" "${CHILD:-$PID}" "$KEY"
