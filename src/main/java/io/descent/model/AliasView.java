package io.descent.model;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An alias as a client sees it.
 *
 * @param history where it pointed, newest first; without a model it was taken away
 */
@Schema(name = "Alias")
record AliasView(
    @JsonIgnore @Schema(hidden = true) UUID id,
    String alias,
    UUID modelId,
    Instant updatedAt,
    List<Move> history) {

  /** From a moment on the alias pointed there. */
  @Schema(name = "AliasMove")
  record Move(Instant at, @Nullable UUID modelId) {}

  static AliasView of(AliasRow row, List<AliasMoveRow> moves) {
    List<Move> history = moves.stream().map(it -> new Move(it.createdAt, it.modelId)).toList();
    return new AliasView(row.id, row.alias, row.modelId, row.updatedAt, history);
  }
}
