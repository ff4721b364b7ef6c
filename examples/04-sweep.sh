#!/usr/bin/env bash
# From one run to the best of many: a sweep, its winner by an alias, and the way back.
set -euo pipefail
. "$(dirname "$0")/lib.sh"

upload iris --form "file=@\"$DATA/iris.csv\";type=text/csv" > /dev/null

# The model that answers today.
job=$(train '{"dataset": "iris", "name": "iris-first",
  "model": {"layers": [{"type": "affine", "out": 3}], "loss": "softmax_ce"},
  "training": {"epochs": 10, "seed": 1}}')
first=$(wait_for_job "$job")
expect_json 200 PUT /api/v1/models/aliases/champion "{\"model_id\": \"$first\"}"

# Nine points; after 3 epochs the better third goes on, after 9 the best of those.
expect_json 202 POST /api/v1/sweeps '{"dataset": "iris", "name": "iris-sweep",
  "model": {"layers": [{"type": "affine", "out": 16}, {"type": "relu"}, {"type": "affine", "out": 3}],
            "loss": "softmax_ce"},
  "training": {"epochs": 27, "batch_size": 16, "seed": 1, "optimizer": {"type": "sgd"}},
  "space": {"/training/optimizer/lr": {"log_uniform": [0.001, 1]},
            "/training/optimizer/momentum": {"uniform": [0, 0.95]},
            "/model/layers/0/out": {"choice": [8, 16, 64]}},
  "strategy": {"type": "halving", "trials": 9, "reduction": 3, "min_epochs": 3},
  "metric": "validation_loss", "seed": 1}'
sweep=$(field /id)
wait_for_sweep "$sweep"
echo "The best is trial $(field /best/trial), validation loss $(field /best/value)"
winner=$(wait_for_job "$(field /best/job_id)")
verdict "$winner"
expect 200 GET "/api/v1/sweeps/$sweep/trials" --header 'Accept: text/csv'
printf '%s\n' "$BODY" | cut -d, -f1,3-

# The winner takes the name, in one move; whoever asks by it notices nothing else.
flower='{"instances": [[5.1, 3.5, 1.4, 0.2], [6.7, 3.0, 5.2, 2.3]]}'
expect_json 200 PUT /api/v1/models/aliases/champion "{\"model_id\": \"$winner\"}"
expect_json 200 POST /api/v1/models/champion/predictions "$flower"
[[ $(field /model_id) == "$winner" ]] || fail "champion should answer as $winner: $BODY"
[[ $(field /predictions/0/label) == setosa ]] || fail "The first is a setosa: $BODY"
at_least "$(field /predictions/1/probabilities/virginica)" 0.5 "probability of virginica"

# And back.
expect_json 200 PUT /api/v1/models/aliases/champion "{\"model_id\": \"$first\"}"
expect_json 200 POST /api/v1/models/champion/predictions "$flower"
[[ $(field /model_id) == "$first" ]] || fail "champion should answer as $first again: $BODY"
expect 204 DELETE /api/v1/models/aliases/champion
