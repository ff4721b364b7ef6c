#!/usr/bin/env bash
# Makes what src/test/resources/states/VERSION/ keeps of a released version: its home directory as
# a kill -9 left it, with jobs in the middle of their training, and what they end in undisturbed.
#
#   DESCENT_JAR=descent-VERSION.jar bash scripts/golden-home.sh src/test/resources/states/VERSION
set -euo pipefail
. "$(dirname "$0")/../examples/lib.sh"
. "$(dirname "$0")/../examples/service.sh"
. "$(dirname "$0")/outcome.sh"

INTO=${1:?the folder to write home.zip and jobs.properties into}
WORK=$(mktemp -d "${TMPDIR:-/tmp}/descent-golden.XXXXXX")
IMAGES=150

require_free_port
build

begin() {
  DESCENT_HOME=$WORK/$1
  start_service --descent.workers=3
}

# Numbers, two columns of text, some of it missing; a class and a number to guess.
table() {
  awk 'BEGIN {
    srand(5); print "a,b,c,colour,size,kind,amount"
    for (i = 0; i < 400; i++) {
      a = int(rand() * 2000) / 100; b = int(rand() * 1000) / 100 - 5; c = int(rand() * 300)
      colour = substr("red  greenblue ", int(rand() * 3) * 5 + 1, 5); sub(/ +/, "", colour)
      size = rand() < 0.1 ? "" : (rand() < 0.5 ? "S" : "L")
      kind = (a > 10) + (b > 0) + (colour == "red")
      amount = int((3 * a - b * b + c / 10 + (size == "L" ? 7 : 0) + rand() * 4) * 100) / 100
      print a "," (rand() < 0.05 ? "" : b) "," c "," colour "," size ",k" kind "," amount
    }
  }' >"$WORK/table.csv"
}

# images FILE BYTES-OF-HEADER BYTES-OF-A-ROW: the first rows of an IDX file.
first_images() {
  local header
  header=$(printf '\\x%02x' $((IMAGES >> 24)) $((IMAGES >> 16 & 255)) $((IMAGES >> 8 & 255)) $((IMAGES & 255)))
  {
    gzip -dc "$DATA/$1" 2>/dev/null | head -c 4 || true
    printf '%b' "$header"
    gzip -dc "$DATA/$1" 2>/dev/null | head -c $(($2 + IMAGES * $3)) | tail -c +9 || true
  } >"$WORK/$1.idx"
}

upload_data() {
  kinds=$(upload kinds --form "file=@\"$WORK/table.csv\"" --form target=kind)
  amounts=$(upload amounts --form "file=@\"$WORK/table.csv\"" --form target=amount)
  digits=$(upload digits --form "file=@\"$WORK/mnist-10k-images-idx3-ubyte.gz.idx\"" \
    --form "labels=@\"$WORK/mnist-10k-labels-idx1-ubyte.gz.idx\"")
}

SMALL='{"layers": [{"type": "affine", "out": 24}, {"type": "batchnorm1d"}, {"type": "leaky_relu"},
  {"type": "dropout", "rate": 0.2}, {"type": "affine", "out": 12}, {"type": "tanh"},
  {"type": "affine", "out": 4}], "loss": "softmax_ce"}'

# The first ends; its model is where "kinds" starts from.
first_job() {
  train "{\"dataset_id\": \"$kinds\", \"name\": \"first\", \"model\": $SMALL,
    \"training\": {\"epochs\": 3, \"batch_size\": 16, \"seed\": 1}}"
}

kinds_job() {
  train "{\"dataset_id\": \"$kinds\", \"name\": \"kinds\", \"model\": $SMALL,
    \"warm_start\": {\"model_id\": \"$first\"},
    \"training\": {\"epochs\": 5000, \"batch_size\": 4, \"seed\": 2, \"keep\": \"best\",
      \"optimizer\": {\"type\": \"adam\", \"lr\": 0.001},
      \"early_stopping\": {\"metric\": \"validation_loss\", \"patience\": 400}}}"
}

amounts_job() {
  train "{\"dataset_id\": \"$amounts\", \"name\": \"amounts\",
    \"model\": {\"layers\": [{\"type\": \"affine\", \"out\": 40}, {\"type\": \"gelu\"},
      {\"type\": \"affine\", \"out\": 1}], \"loss\": \"mse\"},
    \"training\": {\"epochs\": 900, \"batch_size\": 3, \"seed\": 3, \"clip_norm\": 2,
      \"optimizer\": {\"type\": \"rmsprop\", \"lr\": 0.0005},
      \"schedule\": {\"type\": \"cosine\"}, \"preprocessing\": {\"numeric\": \"minmax\"},
      \"split\": {\"train\": 0.7, \"validation\": 0.2, \"test\": 0.1}}}"
}

digits_job() {
  train "{\"dataset_id\": \"$digits\", \"name\": \"digits\",
    \"model\": {\"layers\": [{\"type\": \"conv2d\", \"out\": 6, \"kernel\": 5}, {\"type\": \"batchnorm2d\"},
      {\"type\": \"relu\"}, {\"type\": \"maxpool2d\", \"kernel\": 4}, {\"type\": \"dropout\", \"rate\": 0.25},
      {\"type\": \"affine\", \"out\": 10}], \"loss\": \"softmax_ce\"},
    \"training\": {\"epochs\": 50, \"batch_size\": 7, \"seed\": 4, \"keep\": \"best\",
      \"optimizer\": {\"type\": \"adamw\", \"lr\": 0.001}}}"
}

KINDS=(kinds amounts digits)

# order: all jobs at once, as NAME:ID.
order() {
  local kind
  upload_data
  first=$(wait_for_job "$(first_job)" 600)
  jobs=()
  for kind in "${KINDS[@]}"; do jobs+=("$kind:$("${kind}_job")"); done
}

# Epochs are stored together with the state that holds them.
all_have_a_state() {
  local job
  for job in "${jobs[@]}"; do
    expect 200 GET "/api/v1/jobs/${job#*:}/metrics?limit=1"
    [[ -n $(field /items/0/epoch) ]] || return 1
  done
}

table
first_images mnist-10k-images-idx3-ubyte.gz 16 784
first_images mnist-10k-labels-idx1-ubyte.gz 8 1

declare -A wanted
begin undisturbed
order
for job in "${jobs[@]}"; do
  wanted[${job%%:*}]=$(weights "${job#*:}")
  expect 200 GET "/api/v1/jobs/${job#*:}"
  echo "undisturbed: ${job%%:*} $(field /stop_reason) after $(field /progress/epoch) epochs, $(field /started_at) to $(field /finished_at)"
done
stop_service

begin killed
order
until all_have_a_state; do sleep 0.1; done
for job in "${jobs[@]}"; do
  expect 200 GET "/api/v1/jobs/${job#*:}"
  [[ $(field /status) == running ]] || fail "Job ${job%%:*} has ended before the kill."
  echo "killed: ${job%%:*} in epoch $(field /progress/epoch)"
done
kill_service

mkdir -p "$INTO"
for job in "${jobs[@]}"; do echo "${job#*:}=${wanted[${job%%:*}]}"; done >"$INTO/jobs.properties"
"${JAVA%java}jar" --create --no-manifest --file "$INTO/home.zip" -C "$WORK/killed" descent.mv.db
ls -l "$WORK/killed" "$INTO"
rm -rf "$WORK"
