package io.descent.dataset;

import io.descent.dataset.NumberTally.Found;
import io.descent.web.FileProblems;
import io.descent.web.Spelling;
import java.util.List;
import java.util.Optional;

/**
 * Decides which decimal sign the numbers of a file have: one for the whole file. A comma in a file
 * that is not separated by commas and in which some value reads only so, else a point.
 */
final class DecimalSign {

  private Optional<Place> comma = Optional.empty();
  private Optional<Place> point = Optional.empty();
  private Optional<Place> doubtful = Optional.empty();

  private record Place(String column, Found found) {}

  /**
   * @param names of the columns
   */
  DecimalSign(List<String> names, List<ColumnInference> columns) {
    for (int i = 0; i < columns.size(); i++) {
      if (columns.get(i).isFree()) {
        look(names.get(i), columns.get(i));
      }
    }
  }

  private void look(String name, ColumnInference column) {
    NumberTally points = column.numbers('.');
    NumberTally commas = column.numbers(',');
    if (column.isMostlyNumbers(',') && commas.count() >= points.count()) {
      comma = comma.or(() -> commas.only().map(it -> new Place(name, it)));
    }
    if (column.isMostlyNumbers('.') && points.count() >= commas.count()) {
      point = point.or(() -> points.only().map(it -> new Place(name, it)));
    }
    if (column.isNumbers('.') && column.isNumbers(',')) {
      doubtful = doubtful.or(() -> points.doubtful().map(it -> new Place(name, it)));
    }
  }

  /** What the file has as far as it was read. */
  char guess() {
    return comma.isPresent() ? ',' : '.';
  }

  /** What the file has; refused where its numbers read with either sign, or some with each. */
  char decide(FileProblems problems) {
    if (comma.isPresent() && point.isPresent()) {
      refuse(comma.get(), "is a number with a decimal comma", problems);
      refuse(point.get(), "is a number with a decimal point", problems);
    } else if (comma.isEmpty() && point.isEmpty() && doubtful.isPresent()) {
      refuse(
          doubtful.get(), "is one number with a decimal point and another with a comma", problems);
    }
    return guess();
  }

  private static void refuse(Place place, String detail, FileProblems problems) {
    problems.add(
        place.found().line(),
        place.column(),
        "%s %s; name the file's sign in decimal (. or ,)"
            .formatted(Spelling.quoted(place.found().text()), detail));
  }
}
