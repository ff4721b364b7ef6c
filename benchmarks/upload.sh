#!/usr/bin/env bash
# How fast a gigabyte of CSV becomes a data set on one core in a heap of 256 MiB, and that it is deleted again.
# MEGABYTES (1074) of nine numbers and a class a row, uploaded ROUNDS times (2). Needs a current jar.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
PORT=${PORT:-18082}
. "$here/../examples/lib.sh"
. "$here/../examples/service.sh"

MEGABYTES=${MEGABYTES:-1074}
ROUNDS=${ROUNDS:-2}
DESCENT_HOME=$(mktemp -d)
trap 'rm -rf "$DESCENT_HOME"' EXIT
require_free_port
build

now() { date +%s.%N; }
# Megabytes a second between two moments.
rate() { awk -v bytes="$bytes" -v a="$1" -v b="$2" 'BEGIN { printf "%.1f", bytes / 1e6 / (b - a) }'; }
# Seconds of processor time that the service has used.
used() { awk -v hz="$(getconf CLK_TCK)" '{ print ($14 + $15) / hz }' "/proc/$SERVICE_PID/stat"; }
database() { du -m "$DESCENT_HOME/descent.mv.db" | cut -f 1; }

# A block of 10 000 random rows, again and again: what is measured does not depend on their order.
table() {
  awk 'BEGIN {
    srand(1)
    for (row = 0; row < 10000; row++) {
      for (column = 0; column < 9; column++) printf "%.6f,", 40 * rand() - 20
      print int(3 * rand())
    }
  }' >"$DESCENT_HOME/block"
  {
    echo a,b,c,d,e,f,g,h,i,class
    for _ in $(seq $((MEGABYTES * 1000000 / $(wc -c <"$DESCENT_HOME/block") + 1))); do cat "$DESCENT_HOME/block"; done
  } >"$DESCENT_HOME/table.csv"
}

table
bytes=$(wc -c <"$DESCENT_HOME/table.csv")
export JAVA_TOOL_OPTIONS=-Xmx256m
start_service
trap 'stop_service; rm -rf "$DESCENT_HOME"' EXIT
taskset --all-tasks --cpu-list --pid 0 "$SERVICE_PID" >/dev/null

printf '%5s %8s %12s %12s %12s %6s\n' round MB 'MB/s' 'MB/s of CPU' 'database MB' load
for round in $(seq "$ROUNDS"); do
  load=$(cut -d ' ' -f 1 /proc/loadavg)
  began=$(now)
  cpu=$(used)
  expect 201 POST /api/v1/datasets --max-time 600 --form "file=@\"$DESCENT_HOME/table.csv\""
  dataset=$(field /id)
  printf '%5d %8d %12s %12s %12s %6s\n' "$round" $((bytes / 1000000)) "$(rate "$began" "$(now)")" \
    "$(rate "$cpu" "$(used)")" "$(database)" "$load"
  expect 204 DELETE "/api/v1/datasets/$dataset"
done
