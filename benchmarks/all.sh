#!/usr/bin/env bash
# Every measurement of training, one after another, as a page of Markdown: bash benchmarks/all.sh [FILE]
# About 25 minutes on two quiet cores. PEER as in peers.sh, and WIDE_PEER the same on two threads. PARTS (all) chooses from:
# peers wide threads pair plain shapes profile scale cold predict products
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
root=$(dirname "$here")
. "$root/descent"

file=${1:-$root/target/benchmarks.md}
lines=$(mktemp -d)
trap 'rm -rf "$lines"' EXIT
mkdir -p "$(dirname "$file")"

# part NAME TITLE COMMAND...: its output, and where it fails what it said.
part() {
  local name=$1 title=$2 began=$SECONDS
  shift 2
  [[ " ${PARTS:-$name} " == *" $name "* ]] || return 0
  {
    printf '\n## %s\n\nLoad %s before.\n\n' "$title" "$(cut -d ' ' -f 1-3 /proc/loadavg)"
    "$@" 2>"$lines/errors" || { echo "Failed:"; tail -n 5 "$lines/errors"; }
    printf '\n%d s, load %s after.\n' $((SECONDS - began)) "$(cut -d ' ' -f 1 /proc/loadavg)"
  } | tee -a "$file"
}

machine() {
  echo "- $(date -u +%FT%TZ), commit $(git -C "$root" rev-parse --short HEAD 2>/dev/null || echo unknown)"
  echo "- $(nproc) cores, $(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -n 1)"
  echo "- $("$(find_java)/bin/java" -version 2>&1 | sed -n 2p)"
}

# lines COMMAND...: its JSON lines, and what they say.
lines() {
  "$@" | tee "$lines/lines"
  echo
  "$(find_java)/bin/java" "$here/Summary.java" "$lines/lines"
}

cold() { for _ in 1 2 3; do bash "$here/engine.sh" Cold a; done; }

# The processes that JMH starts warn of modules and of JMH.
products() { bash "$here/engine.sh" Products | grep -v '^WARNING: '; }

{ echo "# Measured"; echo; machine; } | tee "$file"
part peers "Jobs beside the peer, in turns" bash "$here/peers.sh" "$lines/peers"
part wide "One job on two threads beside the peer, in turns" \
  env THREADS=2 JOBS=abce PLAIN= PEER="${WIDE_PEER:-}" bash "$here/peers.sh" "$lines/wide"
part threads "One thread and two of one job, in turns" bash "$here/threads.sh" abce 2
part pair "Two jobs at once, through the service" lines bash "$here/service.sh" abc 1,2
part shapes "After 50 jobs of 20 other shapes" lines env SHAPES=50 bash "$here/service.sh" abc 1
part plain "Without the vector module, through the service" lines env DESCENT_JVM= bash "$here/service.sh" ab 1
part profile "What a worker's time goes to" bash "$here/profile.sh" abc
part scale "Doublings" bash "$here/engine.sh" Scale abc
part cold "1 000 steps of a in a fresh JVM" lines cold
part predict "Single predictions" lines bash "$here/engine.sh" Predict ac
part products "Products" products
