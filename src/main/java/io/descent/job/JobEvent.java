package io.descent.job;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import jakarta.persistence.Column;
import jakarta.persistence.Convert;
import jakarta.persistence.Embeddable;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** A change of a job's status, or a note about it, as a client sees it. */
@Embeddable
record JobEvent(
    @Column(insertable = false, updatable = false) UUID jobId,
    @Column(insertable = false, updatable = false) long sequence,
    @Enumerated(EnumType.STRING) JobStatus status,
    @Nullable @Enumerated(EnumType.STRING) StopReason stopReason,
    int attempt,
    @Nullable String worker,
    @Nullable UUID modelId,
    @Nullable @Column(name = "error_json") @Convert(converter = StoredJson.class) JsonNode error,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) String detail,
    @Column(name = "created_at") Instant at,
    @JsonIgnore @Nullable Long updates) {}
