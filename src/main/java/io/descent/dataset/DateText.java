package io.descent.dataset;

/**
 * Reads dates and times as seconds since 1970 in UTC: {@code YYYY-MM-DD}, then perhaps {@code T} or
 * a blank and {@code HH:MM}, {@code HH:MM:SS} or with a fraction, then perhaps {@code Z}, {@code
 * UTC} or an offset ({@code +02}, {@code +0200}, {@code +02:00}). Proleptic Gregorian calendar.
 */
final class DateText {

  private static final int DAY = 86_400;

  private char[] text = {};
  private int at;
  private int end;
  private double fraction;

  /** The seconds, or NaN where the text is no date. */
  double parse(char[] text, int from, int length) {
    this.text = text;
    at = from;
    end = from + length;
    fraction = 0;
    trim();
    long day = day();
    if (day == Long.MIN_VALUE) {
      return Double.NaN;
    }
    if (at == end) {
      return day * DAY;
    }
    boolean parted = text[at] == 'T' || text[at] == 't' || text[at] == ' ';
    at++;
    int time = parted ? time() : -1;
    int offset = time < 0 ? Integer.MIN_VALUE : offset();
    return offset == Integer.MIN_VALUE || at < end
        ? Double.NaN
        : (day * DAY + time - offset) + fraction;
  }

  private void trim() {
    while (at < end && text[at] == ' ') {
      at++;
    }
    while (end > at && text[end - 1] == ' ') {
      end--;
    }
  }

  /** Days since 1970. */
  private long day() {
    int year = number(4);
    int month = year < 0 || !skip('-') ? -1 : number(2);
    int day = month < 0 || !skip('-') ? -1 : number(2);
    if (month < 1 || month > 12 || day < 1 || day > daysOf(month, year)) {
      return Long.MIN_VALUE;
    }
    // Years that begin in March have their leap day last
    long y = month <= 2 ? year - 1L : year;
    long era = Math.floorDiv(y, 400);
    long yearOfEra = y - era * 400;
    long dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    long dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear;
    return era * 146_097 + dayOfEra - 719_468;
  }

  private static int daysOf(int month, int year) {
    boolean leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    return switch (month) {
      case 2 -> leap ? 29 : 28;
      case 4, 6, 9, 11 -> 30;
      default -> 31;
    };
  }

  /** Whole seconds of the day, or −1; what is behind a point goes to the fraction. */
  private int time() {
    int hours = number(2);
    int minutes = hours < 0 || !skip(':') ? -1 : number(2);
    int seconds = 0;
    if (minutes >= 0 && skip(':')) {
      seconds = number(2);
      if (seconds >= 0 && (skip('.') || skip(','))) {
        seconds = fraction() ? seconds : -1;
      }
    }
    boolean right = hours >= 0 && hours < 24 && minutes >= 0 && minutes < 60;
    return right && seconds >= 0 && seconds < 60 ? (hours * 60 + minutes) * 60 + seconds : -1;
  }

  private boolean fraction() {
    int from = at;
    long digits = 0;
    double scale = 1;
    for (; at < end && NumberText.digit(text[at]); at++) {
      // Nanoseconds at most: more than a double of seconds holds
      if (at - from < 9) {
        digits = digits * 10 + (text[at] - '0');
        scale *= 10;
      }
    }
    fraction = digits / scale;
    return at > from;
  }

  /** Seconds that local time is ahead; the smallest number where it is none. */
  private int offset() {
    skip(' ');
    if (at == end || skip('Z') || skip('z')) {
      return 0;
    }
    if (end - at == 3 && text[at] == 'U' && text[at + 1] == 'T' && text[at + 2] == 'C') {
      at = end;
      return 0;
    }
    boolean behind = text[at] == '-';
    int hours = skip('+') || skip('-') ? number(2) : -1;
    skip(':');
    int minutes = hours >= 0 && at < end ? number(2) : 0;
    if (hours < 0 || hours > 18 || minutes < 0 || minutes > 59) {
      return Integer.MIN_VALUE;
    }
    int seconds = (hours * 60 + minutes) * 60;
    return behind ? -seconds : seconds;
  }

  private boolean skip(char c) {
    boolean there = at < end && text[at] == c;
    at += there ? 1 : 0;
    return there;
  }

  /** So many digits, or −1. */
  private int number(int digits) {
    if (end - at < digits) {
      return -1;
    }
    int number = 0;
    for (int i = 0; i < digits; i++) {
      char c = text[at + i];
      if (!NumberText.digit(c)) {
        return -1;
      }
      number = number * 10 + (c - '0');
    }
    at += digits;
    return number;
  }
}
