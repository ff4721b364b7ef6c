#!/usr/bin/env bash
# Takes a model elsewhere: answers in the Open Inference Protocol, as CSV, and an ONNX file.
set -euo pipefail
. "$(dirname "$0")/lib.sh"

dataset=$(upload wine --form "file=@\"$DATA/wine.csv\";type=text/csv")
job=$(train "{\"dataset_id\": \"$dataset\", \"name\": \"wine\",
  \"model\": {\"layers\": [{\"type\": \"affine\", \"out\": 16}, {\"type\": \"gelu\"}, {\"type\": \"affine\", \"out\": 3}],
              \"loss\": \"softmax_ce\"},
  \"training\": {\"epochs\": 50, \"batch_size\": 16, \"seed\": 1, \"optimizer\": {\"type\": \"adam\", \"lr\": 0.01}}}")
model_id=$(wait_for_job "$job")
echo "model $model_id"
verdict "$model_id"

# The same wine in three ways: its class is the second.
wine="12.37, 0.94, 1.36, 10.6, 88, 1.98, 0.57, 0.28, 0.42, 1.95, 1.05, 1.82, 520"

# By its name, which means the newest model of that name.
expect 200 GET /v2/models/wine
[[ $(field /inputs/0/shape/1) == 13 ]] || fail "Wines have 13 numbers: $BODY"
expect_json 200 POST /v2/models/wine/infer \
  "{\"id\": \"1\", \"inputs\": [{\"name\": \"input\", \"shape\": [1, 13], \"datatype\": \"FP32\", \"data\": [$wine]}]}"
at_least "$(field /outputs/0/data/1)" 0.9 "probability by the protocol"

file=$(mktemp -d)
trap 'rm -r "$file"' EXIT
head -1 "$DATA/wine.csv" | cut -d, -f1-13 > "$file/wine.csv"
echo "${wine// /}" >> "$file/wine.csv"
expect 200 POST "/api/v1/models/$model_id/predictions" \
  --header 'Content-Type: text/csv' --data-binary "@$file/wine.csv"
printf '%s\n' "$BODY"
at_least "$(printf '%s\n' "$BODY" | tr -d '\r' | awk -F, 'NR == 2 { print $3 }')" 0.9 "probability as CSV"

expect 200 GET "/api/v1/models/$model_id/onnx?report=true"
[[ $(field /opset) == 13 ]] || fail "The file should need operator set 13: $BODY"
expect 200 GET "/api/v1/models/$model_id/onnx" --output "$file/wine.onnx"
echo "ONNX file of $(wc -c < "$file/wine.onnx") bytes"
