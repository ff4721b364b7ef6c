# Shared by the examples: HTTP by curl, JSON by awk, nothing else to install.
# Sourced, not run. DESCENT_URL names the service, DESCENT_KEY the key where keys are on.

DESCENT_URL=${DESCENT_URL:-http://127.0.0.1:8080}
DATA=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)/data
STATUS=
BODY=

fail() {
  printf '%s\n' "$*" >&2
  exit 1
}

# call VERB PATH [curl options]: sends one request and leaves STATUS and BODY.
call() {
  local verb=$1 path=$2 answer
  shift 2
  answer=$(curl --silent --show-error --max-time 120 --request "$verb" --header 'Expect:' \
    ${DESCENT_KEY:+--header "Authorization: Bearer $DESCENT_KEY"} \
    --write-out '\n%{http_code}' "$@" "$DESCENT_URL$path") ||
    fail "No answer from $DESCENT_URL$path. Is the service running?"
  STATUS=${answer##*$'\n'}
  BODY=${answer%$'\n'*}
}

# expect STATUS VERB PATH [curl options]: the same, and any other status ends the script.
expect() {
  local wanted=$1
  shift
  call "$@"
  [[ $STATUS == "$wanted" ]] || fail "$1 $2 answered $STATUS instead of $wanted: $BODY"
}

# verdict MODEL: prints what its card says of the training, whose numbers must say the same.
verdict() {
  expect 200 GET "/api/v1/models/$1/card"
  local value limit
  field /diagnosis/summary
  value=$(field /diagnosis/evidence/0/value)
  limit=$(field /diagnosis/evidence/0/limit)
  case $(field /diagnosis/verdict) in
    good)
      at_least "$value" "$limit" "what it reaches, beside the constant answer"
      at_least "$(field /diagnosis/evidence/1/limit)" "$(field /diagnosis/evidence/1/value)" "what chance allows, beside the gap"
      ;;
    overfitting | diverging) at_least "$value" "$limit" "what decided, beside its limit" ;;
    *) at_least "$limit" "$value" "the limit, beside what decided" ;;
  esac
}

# expect_json STATUS VERB PATH JSON
expect_json() {
  expect "$1" "$2" "$3" --header 'Content-Type: application/json' --data-binary "$4"
}

# Reads JSON and prints one line "pointer<TAB>value" for each text, number, boolean and null.
flatten() {
  awk '
    function fill() {
      while (rest == "" && (getline line) > 0) rest = line
      sub(/^[ \t\r]+/, "", rest)
      if (rest == "" && line != "") { line = ""; fill() }
    }
    function token() {
      fill()
      if (match(rest, /^"([^"\\]|\\.)*"/) || match(rest, /^[-+.eE0-9a-z]+/)) {
        text = substr(rest, 1, RLENGTH)
        rest = substr(rest, RLENGTH + 1)
      } else {
        text = substr(rest, 1, 1)
        rest = substr(rest, 2)
      }
      return text
    }
    function plain(t) {
      if (t !~ /^"/) return t
      t = substr(t, 2, length(t) - 2)
      gsub(/\\"/, "\"", t)
      gsub(/\\\\/, "\\", t)
      return t
    }
    function value(pointer, first,    name, index_) {
      if (first == "{") {
        name = token()
        while (name != "}" && name != "") {
          token()
          value(pointer "/" plain(name), token())
          if (token() != ",") break
          name = token()
        }
      } else if (first == "[") {
        index_ = 0
        name = token()
        while (name != "]" && name != "") {
          value(pointer "/" index_++, name)
          if (token() != ",") break
          name = token()
        }
      } else {
        print pointer "\t" plain(first)
      }
    }
    BEGIN { value("", token()) }
  '
}

# field POINTER [JSON]: one value of BODY, or of JSON; empty where there is none.
field() {
  printf '%s\n' "${2-$BODY}" | flatten |
    awk -F'\t' -v wanted="$1" '$1 == wanted && !found { print substr($0, length($1) + 2); found = 1 }'
}

# upload NAME [curl form options]: makes a data set and prints its id.
upload() {
  local name=$1
  shift
  expect 201 POST /api/v1/datasets --form-string "name=$name" "$@"
  field /id
}

# train JSON: queues a job and prints its id.
train() {
  expect_json 202 POST /api/v1/jobs "$1"
  field /id
}

ended() {
  case $1 in succeeded | failed | cancelled) return 0 ;; *) return 1 ;; esac
}

# await_end PATH SECONDS: polls until the job or sweep ends, and leaves it in BODY; fails unless it succeeded.
await_end() {
  local path=$1 end=$((SECONDS + $2)) status=
  while ! ended "$status"; do
    ((SECONDS < end)) || fail "$path is still $status after $2 s."
    [[ -z $status ]] || sleep 0.3
    expect 200 GET "/api/v1/$path"
    status=$(field /status)
  done
  [[ $status == succeeded ]] || fail "$path ended as $status. $(field /error/detail)"
}

# wait_for_job ID [SECONDS]: prints the id of its model.
wait_for_job() {
  await_end "jobs/$1" "${2:-300}"
  field /model_id
}

# wait_for_sweep ID [SECONDS]: leaves it in BODY.
wait_for_sweep() { await_end "sweeps/$1" "${2:-300}"; }

# at_least NUMBER FLOOR WHAT
at_least() {
  awk -v a="$1" -v b="$2" 'BEGIN { exit !(a != "" && a + 0 >= b + 0) }' ||
    fail "$3 is $1, and should be at least $2."
  printf '%s %.3f (at least %s)\n' "$3" "$1" "$2"
}
