package io.descent.job;

import io.descent.engine.LayerFigures;
import io.descent.engine.Task;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Writes epochs as {@link EpochJson} tells them, character for character, for charts and streams of
 * a hundred thousand: there nothing but the text itself is made.
 */
final class EpochText {

  private final StringBuilder text = new StringBuilder(400);
  private final StringBuilder nonfinite = new StringBuilder();
  private final List<String> names;

  EpochText(Task task) {
    this.names =
        switch (task) {
          case CLASSIFICATION -> List.of("train_accuracy", "validation_accuracy");
          case REGRESSION -> List.of("train_r2", "validation_r2");
        };
  }

  /** An epoch of a job, whose id stands first. */
  String of(UUID job, EpochRow row) {
    text.setLength(0);
    text.append("{\"job_id\":\"").append(job).append("\",");
    members(row);
    return text.toString();
  }

  /** A page of epochs, the last one. */
  String page(List<EpochRow> rows) {
    text.setLength(0);
    text.append("{\"items\":[");
    for (int i = 0; i < rows.size(); i++) {
      text.append(i == 0 ? "{" : ",{");
      members(rows.get(i));
    }
    return text.append("],\"next_cursor\":null}").toString();
  }

  private void members(EpochRow row) {
    Scores scores = row.scores();
    nonfinite.setLength(0);
    text.append("\"epoch\":").append(row.epoch());
    number("train_loss", scores.trainLoss());
    number(names.getFirst(), scores.trainScore());
    number("validation_loss", scores.validationLoss());
    number(names.getLast(), scores.validationScore());
    number("lr", row.lr());
    number("grad_norm", row.gradNorm());
    number("seconds", row.seconds());
    if (!nonfinite.isEmpty()) {
      text.append(",\"nonfinite\":[").append(nonfinite).append(']');
    }
    text.append(",\"layers\":");
    if (row.layers() == null) {
      text.append("null}");
    } else {
      layers(row.layers());
      text.append('}');
    }
  }

  private void number(String name, @Nullable Double value) {
    text.append(",\"").append(name).append("\":");
    if (value != null && Double.isFinite(value)) {
      text.append(value.doubleValue());
      return;
    }
    text.append("null");
    if (value != null) {
      nonfinite.append(nonfinite.isEmpty() ? "\"" : ",\"").append(name).append('"');
    }
  }

  private void layers(List<LayerFigures> layers) {
    text.append('[');
    for (int i = 0; i < layers.size(); i++) {
      LayerFigures layer = layers.get(i);
      text.append(i == 0 ? "{" : ",{").append("\"index\":").append(layer.index());
      text.append(",\"dead_share\":").append(layer.deadShare());
      text.append(",\"saturated_share\":").append(layer.saturatedShare());
      text.append(",\"update_ratio\":").append(layer.updateRatio()).append('}');
    }
    text.append(']');
  }
}
