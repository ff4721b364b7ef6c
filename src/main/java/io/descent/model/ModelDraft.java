package io.descent.model;

import io.descent.dataset.Datasets;
import io.descent.dataset.Encoding;
import io.descent.engine.Network;
import io.descent.security.Owner;
import io.descent.storage.Blob;
import java.util.UUID;
import tools.jackson.databind.node.ObjectNode;

/**
 * A model about to be published.
 *
 * @param modelJson the network as the job shows it
 * @param trainingJson the training as the job shows it, every default filled in
 * @param weights what {@link Network#write} wrote, stored and not kept yet
 * @param metrics measured by {@link Evaluations}
 * @param provenance kernel, times, attempts and versions for the card
 */
public record ModelDraft(
    UUID id,
    Owner owner,
    UUID jobId,
    String name,
    ObjectNode modelJson,
    ObjectNode trainingJson,
    Datasets.Facts dataset,
    Encoding encoding,
    long parameters,
    String weightsSha256,
    Blob weights,
    ModelMetrics metrics,
    ObjectNode provenance) {}
