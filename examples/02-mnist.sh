#!/usr/bin/env bash
# Trains on 10 000 handwritten digits in the IDX format.
set -euo pipefail
. "$(dirname "$0")/lib.sh"

dataset=$(upload mnist-10k \
  --form "file=@\"$DATA/mnist-10k-images-idx3-ubyte.gz\";type=application/octet-stream" \
  --form "labels=@\"$DATA/mnist-10k-labels-idx1-ubyte.gz\";type=application/octet-stream")
echo "data set $dataset"

job=$(train "{\"dataset_id\": \"$dataset\",
  \"model\": {\"layers\": [{\"type\": \"affine\", \"out\": 128}, {\"type\": \"relu\"},
                           {\"type\": \"affine\", \"out\": 10}], \"loss\": \"softmax_ce\"},
  \"training\": {\"epochs\": 20, \"batch_size\": 64, \"seed\": 1,
                 \"optimizer\": {\"type\": \"sgd\", \"lr\": 0.1}}}")
echo "job $job"
model_id=$(wait_for_job "$job")
echo "model $model_id"

expect 200 GET "/api/v1/models/$model_id"
at_least "$(field /metrics/test/accuracy)" 0.92 "test accuracy"
verdict "$model_id"
