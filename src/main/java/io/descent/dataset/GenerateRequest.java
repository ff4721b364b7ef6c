package io.descent.dataset;

import io.descent.engine.SyntheticTable;
import io.descent.engine.SyntheticTable.Kind;
import io.descent.storage.Labels;
import io.descent.storage.Naming;
import io.descent.web.Interval;
import io.descent.web.JsonBody;
import io.descent.web.JsonFields;
import io.descent.web.Limits;
import io.descent.web.Problems;
import java.security.SecureRandom;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What is asked for where a data set is to be made.
 *
 * @param fields what it is called; by default its kind
 */
record GenerateRequest(SyntheticTable table, UploadFields fields) {

  private static final SecureRandom SEEDS = new SecureRandom();

  static GenerateRequest read(JsonBody body) {
    Problems problems = new Problems();
    JsonFields fields = body.fields(problems);
    Optional<Kind> kind = fields.requiredChoice("kind", Kind.class);
    OptionalInt classes = fields.optionalInt("classes", 2, SyntheticTable.MOST_CLASSES);
    kind.filter(it -> classes.isPresent() && !it.hasClasses())
        .filter(it -> it == Kind.PLANE || classes.getAsInt() != 2)
        .ifPresent(
            it ->
                problems.invalid(
                    fields.pointer("classes"),
                    "may be chosen for spiral and gaussians, not for "
                        + it.name().toLowerCase(Locale.ROOT)));
    SyntheticTable table =
        new SyntheticTable(
            kind.orElse(Kind.SPIRAL),
            fields.intOr("rows", 300, 10, SyntheticTable.MOST_ROWS),
            fields.optionalDouble("noise", new Interval(0, true, 10, true)).orElse(0.1),
            classes.orElse(kind.orElse(Kind.SPIRAL) == Kind.SPIRAL ? 3 : 2),
            fields
                .optionalLong("seed", 0, Limits.SEED)
                .orElseGet(() -> SEEDS.nextLong(Limits.SEED)));
    UploadFields called =
        UploadFields.of(new Naming(fields.optionalName("name"), Labels.read(fields)));
    fields.done();
    problems.throwIfAny();
    return new GenerateRequest(table, called);
  }
}
