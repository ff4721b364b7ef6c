package io.descent.dataset;

import java.util.Optional;

/** Counts the numbers of a column, if its file has one of the two decimal signs. */
final class NumberTally {

  /** A value and where it stands. */
  record Found(long line, String text) {}

  private final char decimal;
  private long count;
  private long signed;
  private boolean separated;
  private char grouping = NumberScan.NONE;
  private char sign = NumberScan.NONE;
  private Optional<Found> odd = Optional.empty();
  private Optional<Found> only = Optional.empty();
  private Optional<Found> doubtful = Optional.empty();

  NumberTally(char decimal) {
    this.decimal = decimal;
  }

  /** Takes what was scanned, where it is spelled as the numbers before it. */
  boolean take(NumberScan scan, ColumnInference.Place place) {
    NumberScan.Form form = scan.with(decimal);
    if (!form.fits() || !agree(grouping, form.grouping()) || !agree(sign, scan.sign())) {
      takeOdd(place);
      return false;
    }
    grouping = form.grouping() == NumberScan.NONE ? grouping : form.grouping();
    if (scan.sign() != NumberScan.NONE) {
      sign = scan.sign();
      signed++;
    }
    count++;
    if (scan.separated()) {
      separated = true;
      note(scan, scan.with(decimal == ',' ? '.' : ','), place);
    }
    return true;
  }

  private static boolean agree(char known, char found) {
    return known == NumberScan.NONE || found == NumberScan.NONE || known == found;
  }

  private void note(NumberScan scan, NumberScan.Form other, ColumnInference.Place place) {
    if (!scan.tellsSign()) {
      return;
    }
    if (other.fits()) {
      doubtful = doubtful.isPresent() ? doubtful : Optional.of(place.found());
    } else {
      only = only.isPresent() ? only : Optional.of(place.found());
    }
  }

  /** Takes a value that is no number. */
  void takeOdd(ColumnInference.Place place) {
    odd = odd.isPresent() ? odd : Optional.of(place.found());
  }

  /** Takes a number that is not finite, whatever its decimal sign. */
  void takeInfinite() {
    count++;
  }

  /** Takes a number without sign and groups, of which there is nothing to note. */
  void again() {
    count++;
  }

  /** Whether a number was seen that has this decimal sign for certain. */
  boolean knowsOnly() {
    return only.isPresent();
  }

  long count() {
    return count;
  }

  /** The first value that is no number with this decimal sign. */
  Optional<Found> odd() {
    return odd;
  }

  /** The first value that is a number with this decimal sign and not with the other. */
  Optional<Found> only() {
    return only;
  }

  /** The first value that is another number with the other decimal sign. */
  Optional<Found> doubtful() {
    return doubtful;
  }

  /** Whether some number has a point, comma or group sign in it. */
  boolean isSeparated() {
    return separated;
  }

  /** Whether some numbers carry a currency or per cent sign and others do not. */
  boolean unevenlySigned() {
    return signed > 0 && signed < count;
  }

  ColumnReading reading() {
    return ColumnReading.of(decimal, grouping, sign);
  }
}
