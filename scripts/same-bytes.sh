#!/usr/bin/env bash
# Builds the checked-out commit twice, in two folders, and compares the jars byte by byte.
#
#   bash scripts/same-bytes.sh
set -euo pipefail
cd "$(dirname "$0")/.."
. ./descent

JAVA_HOME=$(find_java)
export JAVA_HOME
WORK=$(mktemp -d "${TMPDIR:-/tmp}/descent-same-bytes.XXXXXX")
trap 'rm -rf "$WORK"' EXIT

for build in first second; do
  git clone --quiet . "$WORK/$build"
  (cd "$WORK/$build" && mvn -B -ntp -q -Dmaven.test.skip=true package)
  sha256sum "$WORK/$build/target/descent.jar"
done

if ! cmp "$WORK/first/target/descent.jar" "$WORK/second/target/descent.jar"; then
  for build in first second; do
    mkdir "$WORK/$build/jar"
    (cd "$WORK/$build/jar" && "$JAVA_HOME/bin/jar" --extract --file ../target/descent.jar)
  done
  diff --recursive --brief "$WORK/first/jar" "$WORK/second/jar" >&2 || true
  exit 1
fi
echo "Both builds of $(git rev-parse --short HEAD) gave the same bytes"
