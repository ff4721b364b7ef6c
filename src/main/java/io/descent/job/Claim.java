package io.descent.job;

import io.descent.security.Owner;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a worker needs to know of a job it may take.
 *
 * @param startsWithoutCheckpoint starts in a row that ended without a new checkpoint
 * @param stopAtUpdates where a training that is reproduced was ended by its limit of time
 */
public record Claim(
    JobState state,
    Owner owner,
    String name,
    UUID dataset,
    ObjectNode model,
    ObjectNode training,
    Optional<UUID> warmStart,
    Optional<UUID> reproduces,
    OptionalLong stopAtUpdates,
    int startsWithoutCheckpoint) {}
