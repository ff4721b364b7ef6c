package io.descent.dataset;

import io.descent.dataset.ColumnInference.Given;
import io.descent.dataset.TableColumn.Role;
import io.descent.web.FieldError;
import io.descent.web.FileProblems;
import io.descent.web.ProblemException;
import io.descent.web.ProblemKind;
import io.descent.web.Spelling;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What the client says of each column of a file, by its header. */
final class TableRoles {

  private final List<String> names;
  private final Map<String, Given> given = new HashMap<>();
  private final List<FieldError> errors = new ArrayList<>();
  private final String split;
  private final String target;

  /** What may be the reason that a column is not there. */
  private final String headerless;

  /**
   * @param names of all columns
   */
  TableRoles(List<String> names, UploadFields fields) {
    this.names = names;
    if (names.isEmpty()) {
      throw FileProblems.of(null, null, "the file has no columns");
    }
    boolean numbers =
        fields.csv().header().isEmpty()
            && names.stream().anyMatch(it -> !Double.isNaN(ColumnReading.PLAIN.parse(it)));
    headerless =
        numbers
            ? "; if its first line is a row, say header=false, and columns are column_1, column_2 …"
            : "";
    fields.texts().forEach(name -> given.put(name, Given.TEXT));
    give("categorical", fields.categorical(), Given.CATEGORICAL);
    give("numeric", fields.numeric(), Given.NUMERIC);
    give("date", fields.date(), Given.DATE);
    give("ignore", fields.ignore(), Given.IGNORED);
    split = fields.split().orElse("");
    target = fields.target().orElseGet(this::lastInput);
    check("split", split);
    check("target", target);
    if (!split.isEmpty() && split.equals(target)) {
      errors.add(new FieldError("split", "the column is the target"));
    }
    if (given(target) == Given.IGNORED) {
      errors.add(new FieldError("ignore", "the target cannot be ignored"));
    }
    if (given(target) == Given.DATE) {
      errors.add(new FieldError("date", "a date cannot be the target"));
    }
    if (!errors.isEmpty()) {
      throw ProblemException.fields(ProblemKind.INVALID, errors);
    }
    if (names.stream().noneMatch(name -> role(name) == Role.INPUT)) {
      throw FileProblems.of(1L, null, nothingLeft());
    }
  }

  /** Why there is no column to learn from. */
  private String nothingLeft() {
    boolean ignores = given.containsValue(Given.IGNORED);
    if (names.size() < 2 || (split.isEmpty() && !ignores)) {
      return "there must be a column beside the target; if lines stand above the header, remove"
          + " them, and if its names are parted by something else, name it in separator";
    }
    return "no column is left to learn from: %s is the target%s%s"
        .formatted(
            Spelling.quoted(target),
            split.isEmpty() ? "" : ", " + Spelling.quoted(split) + " says the part",
            ignores ? ", and the others are listed in ignore" : "");
  }

  private String lastInput() {
    return names.reversed().stream()
        .filter(name -> given(name) != Given.IGNORED && !name.equals(split))
        .findFirst()
        .orElse(names.getLast());
  }

  private void give(String field, List<String> values, Given kind) {
    for (String value : values) {
      List<String> parts = names.contains(value) ? List.of(value) : List.of(value.split(","));
      for (String part : parts) {
        String name = names.contains(part) ? part : part.strip();
        check(field, name);
        Given before = given.put(name, kind);
        if (before != null && before != Given.TEXT && before != kind) {
          errors.add(
              new FieldError(
                  field,
                  "the column " + Spelling.quoted(name) + " is listed in another field too"));
        }
      }
    }
  }

  private void check(String field, String name) {
    if (!name.isEmpty() && !names.contains(name)) {
      errors.add(
          new FieldError(field, "the file has no column " + Spelling.quoted(name) + headerless));
    }
  }

  Given given(String name) {
    return role(name) == Role.SPLIT ? Given.CATEGORICAL : given.getOrDefault(name, Given.NOTHING);
  }

  Role role(String name) {
    if (name.equals(target)) {
      return Role.TARGET;
    }
    if (name.equals(split)) {
      return Role.SPLIT;
    }
    return given.get(name) == Given.IGNORED ? Role.IGNORED : Role.INPUT;
  }
}
