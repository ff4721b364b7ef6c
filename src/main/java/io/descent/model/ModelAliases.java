package io.descent.model;

import io.descent.security.Owner;
import io.descent.storage.StatelessRows;
import io.descent.web.FieldError;
import io.descent.web.Page;
import io.descent.web.PageRequest;
import io.descent.web.ProblemException;
import io.descent.web.ProblemKind;
import io.descent.web.Spelling;
import io.descent.web.UuidV7;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.data.domain.Limit;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Names that point at one model of their owner each, and win over models' own names. A move is one
 * transaction: whoever asks gets the one model or the other.
 */
@Component
class ModelAliases {

  /** The moves that are kept and shown of an alias. */
  static final int MOVES = 100;

  private final AliasRows rows;
  private final ModelRows models;
  private final StatelessRows writer;
  private final TransactionOperations transactions;
  private final Stamps stamps;

  /** Ids and times of rows. */
  @Component
  record Stamps(UuidV7 uuids, InstantSource clock) {

    Instant now() {
      return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
  }

  ModelAliases(
      AliasRows rows,
      ModelRows models,
      StatelessRows writer,
      TransactionOperations transactions,
      Stamps stamps) {
    this.rows = rows;
    this.models = models;
    this.writer = writer;
    this.transactions = transactions;
    this.stamps = stamps;
  }

  /** The model that the alias points at. */
  Optional<UUID> model(Owner owner, String alias) {
    return rows.model(owner.name(), alias);
  }

  /** The aliases of some models, each model's in the order of their names. */
  Map<UUID, List<String>> of(Owner owner, Collection<UUID> some) {
    return some.isEmpty()
        ? Map.of()
        : rows.pointers(owner.name(), some).stream()
            .collect(
                Collectors.groupingBy(
                    AliasRows.Pointer::modelId,
                    Collectors.mapping(AliasRows.Pointer::alias, Collectors.toList())));
  }

  /** Points the alias at a model, whatever it pointed at; refused where there is no such model. */
  AliasView point(Owner owner, String alias, UUID model) {
    try {
      transactions.executeWithoutResult(_ -> move(owner, alias, model));
    } catch (DataIntegrityViolationException _) {
      // Another made the same alias at the same moment: now it is there, and is moved
      transactions.executeWithoutResult(_ -> move(owner, alias, model));
    }
    return views(owner, rows.findByOwnerAndAlias(owner.name(), alias).stream().toList()).stream()
        .findFirst()
        .orElseThrow(() -> unknown(alias));
  }

  private void move(Owner owner, String alias, UUID model) {
    if (models.claim(model, owner.name()) == 0) {
      throw ProblemException.fields(
          ProblemKind.INVALID, List.of(new FieldError("/model_id", "there is no model " + model)));
    }
    if (rows.model(owner.name(), alias).equals(Optional.of(model))) {
      return;
    }
    Instant now = stamps.now();
    if (rows.move(owner.name(), alias, model, now) == 0) {
      writer.insert(List.of(new AliasRow(stamps.uuids().next(), owner.name(), alias, model, now)));
    }
    note(owner, alias, model, now);
  }

  /** Keeps the newest moves. */
  private void note(Owner owner, String alias, @Nullable UUID model, Instant now) {
    writer.insert(
        List.of(new AliasMoveRow(stamps.uuids().next(), owner.name(), alias, model, now)));
    List<AliasMoveRow> kept = rows.moves(owner.name(), List.of(alias), MOVES);
    if (kept.size() == MOVES) {
      rows.forget(owner.name(), alias, kept.getLast().id);
    }
  }

  /** Takes the alias away; its history stays, should it come again. */
  void remove(Owner owner, String alias) {
    transactions.executeWithoutResult(
        _ -> {
          if (rows.remove(owner.name(), alias) == 0) {
            throw unknown(alias);
          }
          note(owner, alias, null, stamps.now());
        });
  }

  private static ProblemException unknown(String alias) {
    return ProblemException.notFound("alias", Spelling.quoted(alias));
  }

  Page<AliasView> list(Owner owner, PageRequest page) {
    List<AliasRow> found = rows.newest(owner.name(), page.below(), Limit.of(page.limit() + 1));
    return page.page(views(owner, found), AliasView::id, view -> view);
  }

  private List<AliasView> views(Owner owner, List<AliasRow> some) {
    List<String> names = some.stream().map(row -> row.alias).toList();
    Map<String, List<AliasMoveRow>> moves =
        names.isEmpty()
            ? Map.of()
            : rows.moves(owner.name(), names, MOVES).stream()
                .collect(Collectors.groupingBy(move -> move.alias));
    return some.stream()
        .map(row -> AliasView.of(row, moves.getOrDefault(row.alias, List.of())))
        .toList();
  }
}
