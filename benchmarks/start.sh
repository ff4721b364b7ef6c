#!/usr/bin/env bash
# How long a start takes and what memory the process then has: after the start, when the kernels are
# compiled, after a training, and a minute later. One line of JSON.
#
#   bash benchmarks/start.sh [port]    DESCENT_JAR and DESCENT_CACHE as ./descent takes them; JAVA_ONLY=1
#                                      starts the jar without it
set -euo pipefail
PORT=${1:-${PORT:-18092}}
. "$(dirname "$0")/../examples/lib.sh"
. "$(dirname "$0")/../examples/service.sh"
DESCENT_HOME=$(mktemp -d "${TMPDIR:-/tmp}/descent-start.XXXXXX")

finish() {
  stop_service
  rm -rf "$DESCENT_HOME"
}

now() { date +%s%N; }
mebibytes() { awk '/^VmRSS/ { printf "%d", $2 / 1024 }' "/proc/$SERVICE_PID/status"; }
cpu_seconds() { awk '{ print ($14 + $15) / 100 }' "/proc/$SERVICE_PID/stat"; }
compiled() { grep -q 'Kernels: as fast as they get' "$DESCENT_HOME/console.log"; }

require_free_port
build
[[ -n ${JAVA_ONLY:-} ]] || bash "$ROOT/descent" prepare
# The first start makes the database; the second is the one that counts
start_service
stop_service
began=$(now)
start_service
trap finish EXIT
ready=$((($(now) - began) / 1000000))
cpu=$(cpu_seconds)
at_start=$(mebibytes)
for ((i = 0; i < 300; i++)); do compiled && break || sleep 0.2; done
# What the start left is given back some 20 s after it
sleep 25
idle=$(mebibytes)
dataset=$(upload mnist-10k \
  --form "file=@\"$DATA/mnist-10k-images-idx3-ubyte.gz\";type=application/octet-stream" \
  --form "labels=@\"$DATA/mnist-10k-labels-idx1-ubyte.gz\";type=application/octet-stream")
for width in 100 200; do
  job=$(train "{\"dataset_id\": \"$dataset\", \"model\": {\"layers\": [{\"type\": \"affine\", \"out\": $width},
    {\"type\": \"relu\"}, {\"type\": \"affine\", \"out\": 10}], \"loss\": \"softmax_ce\"},
    \"training\": {\"epochs\": 5, \"batch_size\": 64, \"seed\": 1, \"optimizer\": {\"type\": \"adam\", \"lr\": 0.001}}}")
  wait_for_job "$job" >/dev/null
done
trained=$(mebibytes)
sleep 60
printf '{"ready_ms":%d,"cpu_s":%s,"rss_mib":{"at_start":%d,"idle":%d,"after_training":%d,"a_minute_later":%d}}\n' \
  "$ready" "$cpu" "$at_start" "$idle" "$trained" "$(mebibytes)"
