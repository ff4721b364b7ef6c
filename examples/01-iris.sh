#!/usr/bin/env bash
# Trains a small network on the iris flowers and asks it about two of them.
set -euo pipefail
. "$(dirname "$0")/lib.sh"

dataset=$(upload iris --form "file=@\"$DATA/iris.csv\";type=text/csv" --form-string target=species)
echo "data set $dataset"

model='{"layers": [{"type": "affine", "out": 16}, {"type": "relu"}, {"type": "affine", "out": 3}],
        "loss": "softmax_ce"}'
training='{"epochs": 100, "batch_size": 16, "seed": 1, "optimizer": {"type": "sgd", "lr": 0.1}}'

expect_json 200 POST /api/v1/specs/check \
  "{\"model\": $model, \"training\": $training, \"dataset_id\": \"$dataset\"}"
[[ $(field /valid) == true ]] || fail "The network does not fit: $BODY"
echo "network of $(field /parameters) parameters"

job=$(train "{\"dataset_id\": \"$dataset\", \"model\": $model, \"training\": $training}")
echo "job $job"
model_id=$(wait_for_job "$job")
echo "model $model_id"

expect 200 GET "/api/v1/models/$model_id"
at_least "$(field /metrics/test/accuracy)" 0.85 "test accuracy"
verdict "$model_id"

# By column order, and by column name.
expect_json 200 POST "/api/v1/models/$model_id/predictions" \
  '{"instances": [[5.1, 3.5, 1.4, 0.2], {"sepal length (cm)": 6.9, "sepal width (cm)": 3.1,
                  "petal length (cm)": 5.4, "petal width (cm)": 2.1}]}'
for i in 0 1; do
  echo "flower $i: $(field /predictions/$i/label)"
done
[[ $(field /predictions/0/label) == setosa ]] || fail "The first flower is a setosa: $BODY"
at_least "$(field /predictions/1/probabilities/virginica)" 0.5 "the second flower's probability of virginica"
