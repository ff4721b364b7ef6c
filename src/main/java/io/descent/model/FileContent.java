package io.descent.model;

import io.descent.dataset.Encoding;
import io.descent.engine.LossSpec;
import io.descent.engine.ModelSpec;
import io.descent.engine.Outline;
import io.descent.engine.Shape;
import io.descent.engine.Task;
import io.descent.model.safetensors.FileRefusal;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** What the text of a model file says, checked as if it came from anybody. */
record FileContent(ModelDocument document, Encoding encoding) {

  private static final String CARD = "__metadata__ " + ModelText.CARD;
  private static final String PREPROCESSING = "__metadata__ " + ModelText.PREPROCESSING;

  /** Nothing is missing, and every index leads somewhere. */
  void requireWhole() {
    FileRefusal.require(isWhole(document), CARD, "is not whole");
    FileRefusal.require(isWhole(encoding), PREPROCESSING, "is not whole");
    FileRefusal.require(isIndexed(encoding), PREPROCESSING, "does not fit together");
  }

  private static boolean isWhole(ModelDocument document) {
    return Stream.of(
                document.task(),
                document.model(),
                document.training(),
                document.dataset(),
                document.inputShape(),
                document.target(),
                document.metrics(),
                document.provenance())
            .allMatch(Objects::nonNull)
        && document.dataset().id() != null
        && document.dataset().sha256() != null;
  }

  private static boolean isWhole(Encoding encoding) {
    return Stream.of(
                encoding.inputShape(), encoding.encodedShape(), encoding.task(), encoding.target())
            .allMatch(Objects::nonNull)
        && encoding.numeric().stream().allMatch(FileContent::isWhole)
        && encoding.categorical().stream().allMatch(column -> column.column() != null)
        && isScale(encoding.target().mean(), encoding.target().deviation());
  }

  private static boolean isWhole(Encoding.Numeric column) {
    return column.column() != null
        && Double.isFinite(column.mean())
        && isScale(column.shift(), column.scale());
  }

  private static boolean isScale(double shift, double scale) {
    return Double.isFinite(shift) && Double.isFinite(scale) && scale > 0;
  }

  /** Every column has one place, and the encoded values are as many as the shape says. */
  private static boolean isIndexed(Encoding encoding) {
    if (encoding.order().isEmpty()) {
      return encoding.numeric().isEmpty()
          && encoding.categorical().isEmpty()
          && encoding.inputShape().rank() == 3
          && encoding.inputShape().equals(encoding.encodedShape());
    }
    IntStream places =
        IntStream.concat(
            IntStream.range(0, encoding.numeric().size()),
            IntStream.range(0, encoding.categorical().size()).map(i -> -1 - i));
    List<Integer> wanted = places.sorted().boxed().toList();
    long values =
        encoding.numeric().size()
            + encoding.categorical().stream().mapToLong(c -> c.categories().size()).sum();
    return encoding.order().stream().sorted().toList().equals(wanted)
        && encoding.inputShape().equals(Shape.of(encoding.order().size()))
        && encoding.encodedShape().equals(Shape.of(Math.toIntExact(values)));
  }

  /** The network takes what the preprocessing gives, and answers the task. */
  void requireFit(ModelSpec spec, Outline outline) {
    FileRefusal.require(
        spec.inputShape().equals(encoding.encodedShape()),
        "__metadata__ spec",
        "takes %s, but the preprocessing gives %s"
            .formatted(spec.inputShape(), encoding.encodedShape()));
    int classes = encoding.classes().size();
    boolean regression = encoding.task() == Task.REGRESSION;
    int outputs = regression ? 1 : spec.loss().outputs(classes);
    boolean fits =
        outline.output().filter(Shape.of(Math.max(1, outputs))::equals).isPresent()
            && (regression ? spec.loss() == LossSpec.MSE && classes == 0 : classes >= 2)
            && (spec.loss() != LossSpec.BCE_LOGITS || classes == 2)
            && (spec.loss() != LossSpec.CROSS_ENTROPY || spec.endsInProbabilities());
    FileRefusal.require(fits, "__metadata__ spec", "does not answer the task");
  }
}
