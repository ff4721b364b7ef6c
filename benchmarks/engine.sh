#!/usr/bin/env bash
# Runs a measurement of the engine in a fresh JVM: a JSON line or a row of Markdown for each result.
#   bash benchmarks/engine.sh Train abcd 1 2   samples a second of jobs: so many networks at once, of so many threads each
#   bash benchmarks/engine.sh Predict ac       microseconds of a single prediction, beside ONNX Runtime
#   bash benchmarks/engine.sh Scale abc        time per step when rows or widths double
#   bash benchmarks/engine.sh Cold a           seconds until a fresh JVM has made 1 000 steps
#   bash benchmarks/engine.sh List 10000 DIR   what so many jobs cost, in a folder of its own; see lists.sh
#   bash benchmarks/engine.sh Diagnosis abcd   percent that the diagnosis of each epoch adds to a training, 45 s a job
#   bash benchmarks/engine.sh Products         products beside the peak of the multiply-adders, by JMH
# JVM holds more options, such as -Ddescent.kernel=plain. Compiles first where a source is newer.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
root=$(dirname "$here")
. "$root/descent"

home=$(find_java)
arguments=$root/target/bench.arguments

# A build without the profile removes the classes of JMH.
compiled() {
  [[ -f $arguments && -f $root/target/test-classes/META-INF/BenchmarkList ]] &&
    [[ -z $(find "$root/pom.xml" "$root"/src/{main,test,bench} -newer "$arguments" -print -quit) ]]
}

# A class path this long makes ONNX Runtime crash where it stands on the command line.
compile() {
  (cd "$root" && mvn -B -ntp -q -Pbench test-compile dependency:build-classpath \
    -Dmdep.outputFile=target/bench.classpath -Dmdep.includeScope=test) >"$root/target/bench.log" 2>&1 || {
    cat "$root/target/bench.log" >&2
    exit 1
  }
  printf -- '--add-modules jdk.incubator.vector --enable-native-access=ALL-UNNAMED\n-cp "%s:%s:%s"\n' \
    "$root/target/test-classes" "$root/target/classes" "$(cat "$root/target/bench.classpath")" >"$arguments"
}

mkdir -p "$root/target"
compiled || compile
name=$1
shift
# shellcheck disable=SC2086 # options are words
run() { "$home/bin/java" "@$arguments" ${JVM:-} "-Ddata=${DATA:-$root/examples/data}" "$@"; }
case $name in
  Products) run io.descent.engine.kernel.ProductTable ;;
  *) run "io.descent.bench.${name}Bench" "$@" ;;
esac
