#!/usr/bin/env bash
# The engine and the service beside another framework, one after the other in turns; medians and ratios as Markdown.
#   PEER='cd FOLDER && python peer.py abcd 1' bash benchmarks/peers.sh [FILE]
# PEER is a command that prints a JSON line a job: {"peer", "job", "threads", "samples_per_s", "runs"}. Without it the
# engine and the service run alone. FILE takes all lines. ROUNDS (3); JOBS (abcd); THREADS (1) of a job: where more,
# the service has auto; PLAIN (ab) also with plain kernels; SERVICE (the jobs) through the service, SERVICE= for none.
# Each job of the engine has a fresh JVM.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
PORT=${PORT:-18090}
. "$here/../examples/lib.sh"
. "$here/../examples/service.sh"
# Nothing else is to run beside what is measured
export DESCENT_CACHE=${DESCENT_CACHE:-off}

DESCENT_HOME=$(mktemp -d)
trap 'rm -rf "$DESCENT_HOME"' EXIT
jobs=${JOBS:-abcd}
threads=${THREADS:-1}
plain=${PLAIN-ab}
service=${SERVICE-$jobs}
lines=${1:-$DESCENT_HOME/lines}
: >"$lines"
require_free_port
build >&2

load() { cut -d ' ' -f 1 /proc/loadavg; }
keep() { grep '^{' >>"$lines" || fail "No result of $1."; }

if [[ -n $service ]]; then
  start_service --descent.workers=1 --descent.threads-per-job="$([[ $threads == 1 ]] && echo 1 || echo auto)"
  trap 'stop_service; rm -rf "$DESCENT_HOME"' EXIT
fi
loads=
for _ in $(seq "${ROUNDS:-3}"); do
  loads+=" $(load)"
  for job in $(fold -w 1 <<<"$jobs"); do
    bash "$here/engine.sh" Train "$job" 1 "$threads" 2>/dev/null | keep "the engine"
  done
  [[ -z ${PEER:-} ]] || bash -c "$PEER" | keep "the peer"
  for job in $(fold -w 1 <<<"$plain"); do
    JVM="${JVM:-} -Ddescent.kernel=plain" bash "$here/engine.sh" Train "$job" 1 2>/dev/null | keep "the plain engine"
  done
  [[ -z $service ]] ||
    "$JAVA" -Ddata="$DATA" -Druns=1 -Dprocess="$SERVICE_PID" "$here/Service.java" "$DESCENT_URL" "$service" |
    keep "the service"
done
"$JAVA" "$here/Summary.java" "$lines"
echo "Load before each round:$loads"
