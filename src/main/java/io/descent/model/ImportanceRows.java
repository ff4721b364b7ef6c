package io.descent.model;

import io.descent.dataset.Datasets;
import io.descent.engine.PermutedColumn;
import io.descent.engine.Split;
import io.descent.engine.Task;
import io.descent.security.Owner;
import io.descent.spec.DamagedSpec;
import io.descent.spec.Specs;
import io.descent.spec.TrainingSpec;
import io.descent.web.FieldError;
import io.descent.web.ProblemException;
import io.descent.web.ProblemKind;
import io.descent.web.RequestMemory;
import io.descent.web.UuidV7;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import org.springframework.stereotype.Component;

/**
 * Chooses rows on which a model's columns are judged: those of a data set that is named, else those
 * that the model was tested on, or what of its data there is instead.
 */
@Component
class ImportanceRows {

  /** Of each row of a data set while it is split: label, key, place, part. */
  private static final int ROW_BYTES = 3 * Integer.BYTES + 2 * Long.BYTES;

  private final Datasets datasets;
  private final Specs specs;

  ImportanceRows(Datasets datasets, Specs specs) {
    this.datasets = datasets;
    this.specs = specs;
  }

  /**
   * @param part their name
   * @param rows their numbers, ascending
   */
  record Chosen(Datasets.Facts dataset, String part, int[] rows) {

    Chosen sample(int most, long seed) {
      return new Chosen(dataset, part, PermutedColumn.sample(rows, most, seed));
    }
  }

  Chosen choose(
      Owner owner,
      ModelDocument model,
      Optional<UUID> asked,
      RequestMemory.Taken memory,
      Runnable look) {
    if (asked.isPresent()) {
      Datasets.Facts named =
          datasets.find(owner, asked.get()).orElseThrow(() -> refusal("there is no such data set"));
      return all(named, "all", memory);
    }
    Optional<Datasets.Facts> tested =
        UuidV7.read(model.metrics().at("/test/dataset/id").asString(""))
            .flatMap(id -> datasets.find(owner, id));
    if (tested.isPresent()) {
      return all(tested.get(), "test", memory);
    }
    Datasets.Facts dataset =
        datasets
            .find(owner, model.dataset().id())
            .orElseThrow(() -> refusal("its data set is gone; name another one"));
    memory.take(dataset.schema().rows() * ROW_BYTES);
    return part(dataset, split(dataset, model, look));
  }

  private static Chosen all(Datasets.Facts dataset, String part, RequestMemory.Taken memory) {
    memory.take(dataset.schema().rows() * ROW_BYTES);
    int rows = Math.toIntExact(dataset.schema().rows());
    return new Chosen(dataset, part, IntStream.range(0, rows).toArray());
  }

  private static Chosen part(Datasets.Facts dataset, Split split) {
    if (split.test().length > 0) {
      return new Chosen(dataset, "test", split.test());
    }
    return split.validation().length > 0
        ? new Chosen(dataset, "validation", split.validation())
        : new Chosen(dataset, "train", split.train());
  }

  /** As it was trained. */
  private Split split(Datasets.Facts dataset, ModelDocument model, Runnable look) {
    TrainingSpec training;
    try {
      training = specs.storedTraining(model.training(), dataset);
    } catch (DamagedSpec _) {
      throw refusal("how the model's rows were split is not known here; name a data set");
    }
    TrainingSpec.SplitSpec split = training.split();
    return split.of(
        dataset.schema(),
        () -> labels(dataset, look),
        () -> datasets.keys(dataset, split.column()),
        training.plan().seed());
  }

  private int[] labels(Datasets.Facts dataset, Runnable look) {
    if (dataset.schema().task() == Task.REGRESSION) {
      return new int[0];
    }
    int[] labels = new int[Math.toIntExact(dataset.schema().rows())];
    datasets.blocks(
        dataset,
        block -> {
          look.run();
          System.arraycopy(block.labels(), 0, labels, block.firstRow(), block.rows());
        });
    return labels;
  }

  static ProblemException refusal(String detail) {
    return ProblemException.fields(
        ProblemKind.INVALID, List.of(new FieldError(ImportanceRequest.DATASET, detail)));
  }
}
