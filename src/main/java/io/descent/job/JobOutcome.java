package io.descent.job;

import jakarta.persistence.Column;
import jakarta.persistence.Convert;
import jakarta.persistence.Embeddable;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** How a job ended; its columns are empty until it has. */
@Embeddable
record JobOutcome(
    @Nullable @Enumerated(EnumType.STRING) StopReason stopReason,
    @Nullable @Column(name = "error_json") @Convert(converter = StoredJson.class) JsonNode error,
    @Nullable UUID modelId,
    @Nullable String weightsSha256,
    @Nullable Instant finishedAt) {

  /** Of a job that has not ended. */
  static final JobOutcome NONE = new JobOutcome(null, null, null, null, null);
}
