package io.descent.job;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** A change of a job's status, or a note about it, as a client sees it. */
record JobEvent(
    UUID jobId,
    long sequence,
    JobStatus status,
    @Nullable StopReason stopReason,
    int attempt,
    @Nullable String worker,
    @Nullable UUID modelId,
    @Nullable JsonNode error,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) String detail,
    Instant at) {}
