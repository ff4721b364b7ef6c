package io.descent.run;

import io.descent.engine.KernelChoice;
import io.descent.engine.LossSpec;
import io.descent.engine.NamedTensor;
import io.descent.engine.Network;
import io.descent.engine.Samples;
import io.descent.job.JobLeases;
import io.descent.job.JobStatus;
import io.descent.model.Baselines;
import io.descent.model.Evaluations;
import io.descent.model.ModelDocument;
import io.descent.model.ModelDraft;
import io.descent.model.ModelMetrics;
import io.descent.model.Models;
import io.descent.run.Preparation.Prepared;
import io.descent.storage.Blob;
import io.descent.storage.Blobs;
import io.descent.storage.Labels;
import io.descent.web.Build;
import io.descent.web.UuidV7;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Measures a trained network and makes it a model, in the transaction that ends its job. */
@Component
class Publication {

  private final JobLeases leases;
  private final Models models;
  private final Blobs blobs;
  private final UuidV7 uuids;
  private final Build build;

  Publication(JobLeases leases, Models models, Blobs blobs, UuidV7 uuids, Build build) {
    this.leases = leases;
    this.models = models;
    this.blobs = blobs;
    this.uuids = uuids;
    this.build = build;
  }

  /**
   * The quality of each part, beside what simpler answers reach.
   *
   * @throws HeldLease.AskedToLeave where the run is asked to leave meanwhile
   */
  ModelMetrics measure(HeldLease lease, Prepared job, Training training, Network network) {
    LossSpec loss = network.model().loss();
    return new ModelMetrics(
        measure(lease, job, network, job.parts().train(), false),
        measure(lease, job, network, job.parts().validation(), false),
        measure(lease, job, network, job.parts().test(), true),
        Baselines.of(job.parts(), loss, training.constantAnswer(), lease::goOn, lease::meanwhile),
        Baselines.leakage(job.parts(), lease::goOn));
  }

  private static ModelMetrics.@Nullable PartMetrics measure(
      HeldLease lease, Prepared job, Network network, Samples samples, boolean detailed) {
    if (samples.rows() == 0) {
      return null;
    }
    return Evaluations.measure(network, job.parts().encoding(), samples, detailed, lease::goOn);
  }

  /**
   * Stores the weights, then publishes the model and ends the job, both or neither. The model takes
   * over what the job is called then: its name, tags and description.
   */
  JobStatus publish(
      HeldLease lease, Prepared job, Training training, Network network, ModelMetrics metrics) {
    Blob weights = write(network);
    ModelDraft draft = draft(job, training, network, weights, metrics);
    JobLeases.Success success =
        new JobLeases.Success(
            training.stopReason(),
            draft.id(),
            draft.weightsSha256(),
            training.pending(),
            job.job().reproduces());
    return leases.succeed(
        lease.lease(),
        success,
        called ->
            models.publish(draft.called(called.name(), called.labels()).warned(called.warnings())));
  }

  private Blob write(Network network) {
    try {
      return blobs.write(network::write);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private ModelDraft draft(
      Prepared job, Training training, Network network, Blob weights, ModelMetrics metrics) {
    ModelDocument document =
        ModelDocument.of(
            job.job().model(),
            job.job().training(),
            job.dataset(),
            job.test(),
            job.parts().encoding(),
            metrics,
            provenance(job, training));
    return new ModelDraft(
        uuids.next(),
        job.job().owner(),
        job.job().id(),
        job.job().name(),
        Labels.NONE,
        document,
        job.parts().encoding(),
        parameters(network),
        network.sha256(),
        weights);
  }

  private static long parameters(Network network) {
    return network.tensors().stream()
        .filter(NamedTensor::trainable)
        .mapToLong(tensor -> tensor.values().length)
        .sum();
  }

  private ObjectNode provenance(Prepared job, Training training) {
    ObjectNode facts = JsonNodeFactory.instance.objectNode();
    facts.put("starts", job.job().state().attempt() + 1);
    facts.put("updates", training.trainer().updates());
    facts.put("epochs", training.trainer().epoch());
    facts.put("best_epoch", training.trainer().bestEpoch());
    facts.put("stop_reason", training.stopReason().wire());
    facts.put("train_seconds", training.seconds());
    facts.set("diagnosis", training.diagnosis().json());
    ObjectNode rows = facts.putObject("rows");
    rows.put("train", job.parts().train().rows());
    rows.put("validation", job.parts().validation().rows());
    rows.put("test", job.parts().test().rows());
    facts.put("version", build.version());
    facts.put("commit", build.commit());
    facts.put("java", System.getProperty("java.version"));
    facts.put("kernel", KernelChoice.name());
    job.job().warmStart().ifPresent(it -> facts.put("warm_start", it.toString()));
    job.job().carried().ifPresent(it -> facts.set("carried", it));
    job.job().frozen().forEach(facts.withArray("freeze")::add);
    job.job().trial().ifPresent(it -> facts.set("trial", it));
    training.trainer().warnings().forEach(facts.withArray("warnings")::add);
    return facts;
  }
}
