#!/usr/bin/env bash
# From a clone to a trained, served network: builds, starts the service, trains on the bundled
# handwritten digits, asks the model about rows it has never seen, and stays until Ctrl-C.
set -euo pipefail
here=$(dirname "$0")
. "$here/lib.sh"
. "$here/service.sh"

digits=$DATA/digits.csv
held_out() { awk 'NR % 180 == 136' "$digits"; }
all_others() { awk 'NR % 180 != 136' "$digits"; }

# show_epochs JOB: prints the epochs that were not printed before.
shown=0
show_epochs() {
  expect 200 GET "/api/v1/jobs/$1/metrics?limit=200"
  local lines
  lines=$(flatten <<<"$BODY" | awk -F'[\t/]' -v shown="$shown" -v epochs="$epochs" '
    $2 == "items" { row = $3; v[row, $4] = $5; if (row >= rows) rows = row + 1 }
    END {
      for (r = 0; r < rows; r++) {
        e = v[r, "epoch"]
        if (e <= shown) continue
        done = int(24 * e / epochs)
        bar = ""
        for (i = 0; i < 24; i++) bar = bar (i < done ? "#" : ".")
        printf "  epoch %2d/%d [%s] loss %.4f  accuracy %.4f  validation loss %.4f  accuracy %.4f\n", e, epochs, bar,
          v[r, "train_loss"], v[r, "train_accuracy"], v[r, "validation_loss"], v[r, "validation_accuracy"]
      }
    }')
  [[ -z $lines ]] && return
  printf '%s\n' "$lines"
  shown=$((shown + $(wc -l <<<"$lines")))
}

show_confusion() {
  flatten <<<"$BODY" | awk -F'[\t/]' '
    $2 == "metrics" && $3 == "test" && $4 == "confusion_matrix" { n[$5, $6] = $7; if ($5 >= size) size = $5 + 1 }
    $2 == "classes" { label[$3] = $4 }
    END {
      printf "     "
      for (j = 0; j < size; j++) printf "%4s", label[j]
      print "   read as"
      for (i = 0; i < size; i++) {
        printf "%4s ", label[i]
        for (j = 0; j < size; j++) printf "%4s", n[i, j] == 0 ? "." : n[i, j]
        print ""
      }
    }'
}

show_predictions() {
  local truth
  truth=$(held_out | sed 's/.*,//' | tr '\n' ' ')
  flatten <<<"$BODY" | awk -F'[\t/]' -v truth="$truth" '
    BEGIN { n = split(truth, written, " ") }
    $2 == "predictions" && $4 == "label" { label[$3] = $5 }
    $2 == "predictions" && $4 == "probabilities" { p[$3, $5] = $6 }
    END {
      printf "  written  read as   "
      for (d = 0; d < 10; d++) printf "%6s", d
      print ""
      for (i = 0; i < n; i++) {
        printf "  %7s  %7s   ", written[i + 1], label[i]
        for (d = 0; d < 10; d++) printf "%6.3f", p[i, d]
        print written[i + 1] == label[i] ? "" : "   <- wrong"
      }
    }'
}

require_free_port
build
echo "Starting the service on port $PORT, data in ${DESCENT_HOME#"$PWD/"}"
start_service

dataset=$(all_others | upload digits \
  --form 'file=@-;filename=digits.csv;type=text/csv' --form-string target=label --form-string task=classification)
echo "Uploaded the digits, without the rows asked about below: data set $dataset"

epochs=30
job=$(train "{\"dataset_id\": \"$dataset\",
  \"model\": {\"layers\": [{\"type\": \"affine\", \"out\": 128}, {\"type\": \"relu\"}, {\"type\": \"affine\", \"out\": 10}],
            \"loss\": \"softmax_ce\"},
  \"training\": {\"epochs\": $epochs, \"batch_size\": 32, \"seed\": 1,
               \"optimizer\": {\"type\": \"sgd\", \"lr\": 0.05, \"momentum\": 0.9}}}")
echo "Training 64 - 128 - 10 by gradient descent: job $job"
status=
until ended "$status"; do
  sleep 0.2
  expect 200 GET "/api/v1/jobs/$job"
  status=$(field /status)
  show_epochs "$job"
done
model=$(wait_for_job "$job")

expect 200 GET "/api/v1/models/$model"
echo
echo "On its test rows (written down the side):"
show_confusion
at_least "$(field /metrics/test/accuracy)" 0.96 "Test accuracy"
verdict "$model"

instances=$(held_out | sed 's/,[^,]*$//; s/.*/[&]/' | paste -sd, -)
expect_json 200 POST "/api/v1/models/$model/predictions" "{\"instances\": [$instances]}"
echo
echo "Asked about digits that were held out of the upload:"
show_predictions

cat <<DONE

  The page           $DESCENT_URL/
  The API's console  $DESCENT_URL/swagger-ui.html
  This model         $DESCENT_URL/api/v1/models/$model

Ctrl-C ends the service.
DONE
wait "$SERVICE_PID"
