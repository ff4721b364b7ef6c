package io.descent.job;

import io.descent.dataset.CarriedEncoding;
import io.descent.dataset.CarriedEncoding.Difference;
import io.descent.dataset.Datasets;
import io.descent.engine.ModelSpec;
import io.descent.engine.WarmStart;
import io.descent.job.JobRequest.WarmLayers;
import io.descent.model.Models;
import io.descent.spec.JobSpec;
import io.descent.spec.SpecCheck;
import io.descent.spec.Specs;
import io.descent.spec.TrainingSpec;
import io.descent.web.Limits;
import io.descent.web.Problems;
import io.descent.web.Warning;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Checks what a job takes over of a model, and tells what begins anew. */
final class WarmStartCheck {

  /** Of differences and of tensors, in a sentence. */
  private static final int SHOWN = 20;

  private final WarmLayers layers;
  private final Models.Form model;
  private final Datasets.Facts dataset;
  private final CarriedEncoding carried;
  private final List<Difference> differences;

  WarmStartCheck(WarmLayers layers, Models.Form model, Datasets.Facts dataset) {
    this.layers = layers;
    this.model = model;
    this.carried = model.carriedTo(dataset.schema());
    this.dataset = dataset.as(carried.schema());
    this.differences = carried.differences();
  }

  /** The data set, with the categories that only the model knows. */
  Datasets.Facts dataset() {
    return dataset;
  }

  /** Bytes of the model's weights. */
  long bytes() {
    return model.bytes();
  }

  void check(Optional<ModelSpec> spec, Problems problems) {
    if (dataset.schema().encodedShape().size() > Limits.ENCODED) {
      problems.invalid(
          JobRequest.WARM_START,
          "with the model's categories a row is %d numbers, more than %d"
              .formatted(dataset.schema().encodedShape().size(), Limits.ENCODED));
    }
    if (layers == WarmLayers.ALL) {
      String advice = "; \"layers\": \"matching\" takes over the rest";
      differences.forEach(it -> problems.invalid(JobRequest.WARM_START, it.detail() + advice));
      boolean same = spec.map(it -> it.takesWeightsOf(model.spec())).orElse(true);
      if (differences.isEmpty() && !same) {
        problems.invalid(
            JobRequest.WARM_START,
            "its layers are not those of /model, so its weights do not fit" + advice);
      }
    }
  }

  /** What became of each tensor. */
  void note(Job job, JobSpec spec) {
    job.warmStartModelId = model.id();
    job.warmStartLayers = layers;
    List<WarmStart.Tensor> tensors = tensors(spec.model());
    job.carried = carried(tensors);
    ArrayNode warnings = JsonNodeFactory.instance.arrayNode();
    warnings.addAll((ArrayNode) job.warnings);
    warnings(tensors, spec.training()).forEach(it -> warnings.add(it.toJson()));
    job.warnings = warnings;
  }

  /** What would become of each, where nothing is wrong. */
  SpecCheck of(Specs.Understood understood) {
    List<WarmStart.Tensor> tensors = tensors(understood.spec().orElseThrow());
    return SpecCheck.of(understood, List.of())
        .startingFrom(carried(tensors), warnings(tensors, understood.training()).toList());
  }

  private List<WarmStart.Tensor> tensors(ModelSpec spec) {
    return model.startOf(spec, carried).tensors();
  }

  private static ObjectNode carried(List<WarmStart.Tensor> tensors) {
    ObjectNode how = JsonNodeFactory.instance.objectNode();
    tensors.forEach(it -> how.put(it.name(), it.how().name().toLowerCase(Locale.ROOT)));
    return how;
  }

  private Stream<Warning> warnings(List<WarmStart.Tensor> tensors, TrainingSpec training) {
    return Stream.of(begunAnew(tensors), scalingKept(training), seenBefore(training))
        .flatMap(Optional::stream);
  }

  private Optional<Warning> begunAnew(List<WarmStart.Tensor> tensors) {
    List<String> reasons = new ArrayList<>(differences.stream().map(Difference::detail).toList());
    tensors.stream()
        .filter(it -> it.how() == WarmStart.How.INITIALISED)
        .forEach(it -> reasons.add(it.name() + " begins anew: " + it.why()));
    if (reasons.isEmpty()) {
      return Optional.empty();
    }
    List<String> columns =
        differences.stream()
            .flatMap(it -> it.columns().stream())
            .filter(name -> name.length() <= Limits.NAME)
            .distinct()
            .limit(Limits.ERRORS)
            .toList();
    int more = reasons.size() - SHOWN;
    return Optional.of(
        new Warning(
            "begins_anew",
            "not all is taken over from the model: "
                + String.join("; ", reasons.stream().limit(SHOWN).toList())
                + (more > 0 ? "; and " + more + " more" : ""),
            "see the job's carried for each tensor",
            JobRequest.WARM_START,
            columns.isEmpty() ? null : columns));
  }

  /** Of the same data, parted otherwise, the model has learnt from rows that now judge. */
  private Optional<Warning> seenBefore(TrainingSpec training) {
    boolean alike = training.partsAs(model.training());
    if (!training.split().judges() || alike || !model.dataset().sha256().equals(dataset.sha256())) {
      return Optional.empty();
    }
    return Optional.of(
        Warning.at(
            "/training/split",
            "rows_seen_before",
            "the model was trained on the same data, parted otherwise: it has learnt from rows that"
                + " validate or test here, and what is measured on them flatters",
            "take the model's split and seed "
                + model.training().path("seed").asString()
                + ", or test on rows it has not seen (\"test_dataset_id\")"));
  }

  private Optional<Warning> scalingKept(TrainingSpec training) {
    String asked = training.numeric().name().toLowerCase(Locale.ROOT);
    boolean kept = model.encoding().numeric().isEmpty() || asked.equals(model.numeric());
    return kept
        ? Optional.empty()
        : Optional.of(
            Warning.at(
                "/training/preprocessing/numeric",
                "scaling_kept",
                "columns that the model knows keep its scaling, " + model.numeric(),
                "only new columns are scaled by " + asked));
  }
}
