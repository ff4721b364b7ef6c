package io.descent.model;

import io.descent.dataset.Encoding;
import io.descent.engine.Network;
import java.util.UUID;

/**
 * A model ready to answer.
 *
 * @param bytes of its weights
 */
public record LoadedModel(UUID id, String name, Encoding encoding, Network network, long bytes) {}
