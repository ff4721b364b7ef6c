package io.descent.model;

import io.descent.dataset.CarriedEncoding;
import io.descent.dataset.Encoding;
import io.descent.dataset.Schema;
import io.descent.engine.ModelSpec;
import io.descent.engine.Network;
import io.descent.engine.WarmStart;
import io.descent.security.Named;
import io.descent.security.Owner;
import io.descent.spec.Specs;
import io.descent.storage.Blobs;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.UUID;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.databind.JsonNode;

/** Publishes and loads models. */
@Service
public class Models implements Named {

  private final ModelStore store;
  private final Blobs blobs;
  private final Specs specs;

  Models(ModelStore store, Blobs blobs, Specs specs) {
    this.store = store;
    this.blobs = blobs;
    this.specs = specs;
  }

  /** Joins the caller's transaction: stores the model and keeps its weights. */
  @Transactional(propagation = Propagation.MANDATORY)
  public void publish(ModelDraft draft) {
    store.add(draft);
  }

  @Override
  public String collection() {
    return "models";
  }

  @Override
  public String thing() {
    return "model";
  }

  @Override
  public Optional<UUID> newest(Owner owner, String name) {
    return store.newest(owner, name);
  }

  /** Everything it takes to answer; empty where there is none, or where it is another owner's. */
  public Optional<LoadedModel> load(Owner owner, UUID id) {
    return store.find(owner, id).flatMap(row -> load(owner, row));
  }

  /** Empty where it was deleted meanwhile. */
  Optional<LoadedModel> load(Owner owner, ModelRow row) {
    try {
      return store.encoding(owner, row.getId()).map(encoding -> load(row, encoding));
    } catch (UncheckedIOException e) {
      if (exists(owner, row.getId())) {
        throw e;
      }
      return Optional.empty();
    }
  }

  private LoadedModel load(ModelRow row, Encoding encoding) {
    ModelSpec spec = specs.storedModel(row.document.model());
    try (InputStream weights = blobs.open(row.weights().id())) {
      return new LoadedModel(
          row.getId(),
          row.name(),
          encoding,
          row.document.target(),
          Objects.requireNonNullElse(row.document.ignored(), List.of()),
          Network.read(spec, weights),
          row.weights().size());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Bytes of a model's weights; 0 where there is none. */
  public long weightsSize(Owner owner, UUID id) {
    return store.weightsSize(owner, id);
  }

  /** Whether there still is such a model; cheap. */
  public boolean exists(Owner owner, UUID id) {
    return store.exists(owner, id);
  }

  /**
   * Joins the caller's transaction and locks the model's row, so that nobody deletes it meanwhile.
   * False where there is none.
   */
  @Transactional(propagation = Propagation.MANDATORY)
  public boolean claim(Owner owner, UUID id) {
    return store.claim(owner, id);
  }

  /**
   * The probability from which the second of two classes is answered: what is asked for, else the
   * model's own; none of a model without such a probability, which is refused where it is asked
   * for.
   */
  public OptionalDouble threshold(Owner owner, LoadedModel model, OptionalDouble asked) {
    if (!model.hasThreshold()) {
      Threshold.require(asked.isEmpty());
      return OptionalDouble.empty();
    }
    Optional<Double> own =
        asked.isPresent() ? Optional.empty() : store.threshold(owner, model.id());
    return own.map(OptionalDouble::of).orElse(asked);
  }

  /**
   * What a model takes and gives, without its weights.
   *
   * @param target the column that is predicted
   * @param training as its job showed it
   * @param dataset that it was trained on
   * @param bytes of its weights
   */
  public record Form(
      UUID id,
      ModelSpec spec,
      Encoding encoding,
      String target,
      JsonNode training,
      ModelDocument.TrainedOn dataset,
      long bytes) {

    /** How its training was to scale numbers. */
    public String numeric() {
      return training.at("/preprocessing/numeric").asString();
    }

    /** A data set as it is encoded for a training that starts from the model. */
    public CarriedEncoding carriedTo(Schema schema) {
      return new CarriedEncoding(encoding, target, schema);
    }

    /** What of the model's weights a training of another network starts from. */
    public WarmStart startOf(ModelSpec to, CarriedEncoding carried) {
      return WarmStart.of(spec, to, carried.inputs(), carried.outputs(spec.loss(), to.loss()));
    }
  }

  /** Empty where there is no model for the owner. */
  public Optional<Form> form(Owner owner, UUID id) {
    return store
        .find(owner, id)
        .flatMap(row -> store.encoding(owner, id).map(encoding -> form(row, encoding)));
  }

  private Form form(ModelRow row, Encoding encoding) {
    return new Form(
        row.getId(),
        specs.storedModel(row.document.model()),
        encoding,
        row.document.target(),
        row.document.training(),
        row.document.dataset(),
        row.weights().size());
  }

  /** The network of a model, to start a training from; empty where there is none for the owner. */
  public Optional<Network> network(Owner owner, UUID id) {
    return load(owner, id).map(LoadedModel::network);
  }
}
