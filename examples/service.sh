# Builds the service where needed, starts it and ends it. Sourced, not run.
# PORT chooses the port, DESCENT_HOME the directory of database and logs, DESCENT_JAR a jar built elsewhere.
# What else there is to choose, the options of its JVM among it, is told in ./descent, which starts it.

. "$(dirname "${BASH_SOURCE[0]}")/../descent"

# A shell that a script started in the background ignores SIGINT for good; a new one in its place need not.
if [[ -z ${SIGINT_ENDS:-} ]] && env --default-signal=INT true 2>/dev/null; then
  SIGINT_ENDS=yes exec env --default-signal=INT bash "$0" "$@"
fi

PORT=${PORT:-8080}
ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
DESCENT_HOME=${DESCENT_HOME:-$ROOT/descent-data}
SERVICE_PID=

require_free_port() {
  if (exec 3<>"/dev/tcp/127.0.0.1/$PORT") 2>/dev/null; then
    fail "Port $PORT is taken. Choose another: PORT=8081 bash ${0#"$PWD/"}"
  fi
}

# A jar is current while no source is newer than when it was put there (what it says of itself is the date of its
# version, the same in every build); one cut short by an interrupted build is small.
jar_is_current() {
  local jar=$ROOT/target/descent.jar
  [[ -n $(find "$jar" -size +10000k 2>/dev/null) ]] &&
    [[ -z $(find "$ROOT/pom.xml" "$ROOT/src/main" -newermc "$jar" -print 2>/dev/null | head -n 1) ]]
}

# build: leaves JAVA and DESCENT_JAR.
build() {
  local home
  home=$(find_java) || exit 1
  JAVA=$home/bin/java
  [[ -n ${DESCENT_JAR:-} ]] && return
  DESCENT_JAR=$ROOT/target/descent.jar
  if ! jar_is_current; then
    command -v mvn >/dev/null || fail "Maven is not installed: 3.8 or newer is needed to build."
    echo "Building target/descent.jar (the first time Maven also fetches libraries: some minutes)"
    mkdir -p "$ROOT/target"
    (cd "$ROOT" && mvn -B -ntp -q -Dmaven.test.skip=true package) >"$ROOT/target/build.log" 2>&1 || {
      cat "$ROOT/target/build.log" >&2
      fail "The build failed; Maven's messages stand above."
    }
  fi
}

ready() {
  [[ $(curl --silent --output /dev/null --max-time 5 --write-out '%{http_code}' \
    "$DESCENT_URL/actuator/health/readiness") == 200 ]]
}

# start_service [options]: returns when the service is ready. It ends with this script.
start_service() {
  local log=$DESCENT_HOME/console.log end=$((SECONDS + 120))
  DESCENT_URL=http://127.0.0.1:$PORT
  mkdir -p "$DESCENT_HOME"
  export DESCENT_JAR ${DESCENT_JVM+DESCENT_JVM}
  bash "$ROOT/descent" \
    --server.port="$PORT" --descent.home="$DESCENT_HOME" "$@" >"$log" 2>&1 &
  SERVICE_PID=$!
  trap stop_service EXIT
  trap 'exit 130' INT
  trap 'exit 143' TERM
  trap 'exit 129' HUP
  until ready; do
    kill -0 "$SERVICE_PID" 2>/dev/null || {
      tail -n 20 "$log" >&2
      fail "The service did not start; the end of $log stands above."
    }
    ((SECONDS < end)) || fail "The service is not ready after 120 s; see $log"
    sleep 0.2
  done
}

# A training job in progress is saved and goes on at the next start.
stop_service() {
  local end=$((SECONDS + 30)) traps
  [[ -n $SERVICE_PID ]] || return 0
  traps=$(trap -p INT TERM HUP)
  trap '' INT TERM HUP
  kill -TERM "$SERVICE_PID" 2>/dev/null || true
  while kill -0 "$SERVICE_PID" 2>/dev/null && ((SECONDS < end)); do sleep 0.1; done
  kill -KILL "$SERVICE_PID" 2>/dev/null || true
  wait "$SERVICE_PID" 2>/dev/null || true
  SERVICE_PID=
  # What is ignored here, a service that is started next would ignore for good
  trap - INT TERM HUP
  eval "$traps"
}
