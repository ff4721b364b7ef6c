#!/usr/bin/env bash
# One training on one thread and on several, in turns: a JSON line each, then medians and their ratio.
#   bash benchmarks/threads.sh abc [THREADS]    ROUNDS (3); PEER: a command that prints JSON lines of as many threads
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
jobs=${1:-abc}
threads=${2:-2}
lines=$(mktemp)
trap 'rm -f "$lines"' EXIT
for ((round = 0; round < ${ROUNDS:-3}; round++)); do
  for count in 1 "$threads"; do
    bash "$here/engine.sh" Train "$jobs" 1 "$count" | tee -a "$lines"
  done
  if [[ -n ${PEER:-} ]]; then bash -c "$PEER" | tee -a "$lines"; fi
done
printf '\n| job | one thread | %s threads | ratio | load |\n| --- | --- | --- | --- | --- |\n' "$threads"
median() { # JOB THREADS
  grep "\"peer\":\"descent.*\"job\":\"$1\".*\"threads\":$2," "$lines" | sed 's/.*"samples_per_s":\([0-9.]*\).*/\1/' | sort -n |
    awk '{ v[NR] = $1 } END { print v[int((NR + 1) / 2)] }'
}
for ((i = 0; i < ${#jobs}; i++)); do
  job=${jobs:i:1}
  one=$(median "$job" 1)
  many=$(median "$job" "$threads")
  ratio=$(awk "BEGIN { printf \"%.2f\", $many / $one }")
  echo "| $job | $one | $many | $ratio | $(cut -d ' ' -f 1 /proc/loadavg) |"
done
