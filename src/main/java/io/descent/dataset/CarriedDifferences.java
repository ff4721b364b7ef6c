package io.descent.dataset;

import io.descent.dataset.CarriedEncoding.Difference;
import io.descent.web.Spelling;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Finds what a data set and the encoding of a model do not share. */
final class CarriedDifferences {

  private final CarriedEncoding carried;
  private final Encoding known;
  private final String knownTarget;
  private final Schema own;
  private final List<Difference> found = new ArrayList<>();

  CarriedDifferences(CarriedEncoding carried, Encoding known, String knownTarget, Schema own) {
    this.carried = carried;
    this.known = known;
    this.knownTarget = knownTarget;
    this.own = own;
  }

  List<Difference> all() {
    tasks();
    if (known.ofImages() || own.ofImages()) {
      images();
    } else {
      own.inputs().forEach(this::column);
      missing();
    }
    if (known.task() == own.task()) {
      classes();
    }
    return List.copyOf(found);
  }

  private void tasks() {
    if (known.task() != own.task()) {
      found.add(Difference.of("the model is for another task"));
    } else if (!carried.predictsTheSame()) {
      String detail = "the model predicts %s, the data set's target is %s";
      found.add(
          Difference.of(
              detail.formatted(Spelling.quoted(knownTarget), Spelling.quoted(own.target()))));
    }
  }

  private void images() {
    if (!known.ofImages()) {
      found.add(Difference.of("the model takes rows of a table"));
    } else if (!own.ofImages() || !known.inputShape().equals(own.inputShape())) {
      found.add(Difference.of("the model takes images of " + known.inputShape()));
    }
  }

  private void column(Column column) {
    if (!carried.matches(column)) {
      boolean other = carried.starts().containsKey(column.name());
      String detail = other ? "is of another kind in the model" : "is new";
      found.add(Difference.of(column.name(), detail));
    } else if (column.kind() == Column.Kind.CATEGORICAL) {
      Set<String> words = Set.copyOf(carried.known(column));
      column.categories().stream()
          .filter(word -> !words.contains(word))
          .map(
              word -> Difference.of(column.name(), "has the new category " + Spelling.quoted(word)))
          .forEach(found::add);
    }
  }

  private void missing() {
    Set<String> here = own.inputs().stream().map(Column::name).collect(Collectors.toSet());
    carried.starts().keySet().stream()
        .filter(name -> !here.contains(name))
        .sorted()
        .map(name -> Difference.of(name, "of the model is not in the data set"))
        .forEach(found::add);
  }

  private void classes() {
    Set<String> theirs = Set.copyOf(known.classes());
    Set<String> ours = Set.copyOf(own.labels());
    own.labels().stream()
        .filter(label -> !theirs.contains(label))
        .forEach(it -> found.add(Difference.of("the class " + Spelling.quoted(it) + " is new")));
    known.classes().stream()
        .filter(label -> !ours.contains(label))
        .map(it -> "the class " + Spelling.quoted(it) + " of the model is not in the data set")
        .forEach(it -> found.add(Difference.of(it)));
  }
}
