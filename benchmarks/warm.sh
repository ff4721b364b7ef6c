# await_kernels: returns when the kernels of the service that runs are as fast as they get. Sourced, not run.

await_kernels() {
  local log=$DESCENT_HOME/console.log end=$((SECONDS + 300)) line
  until line=$(grep -o 'Kernels: \(as fast as\|.* stay plain\).*' "$log"); do
    ((SECONDS < end)) || fail "The kernels are not compiled after 300 s; see $log"
    sleep 0.5
  done
  echo "$line" >&2
}
