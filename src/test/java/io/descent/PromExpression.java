package io.descent;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.DoubleBinaryOperator;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * An expression of Prometheus, which can be evaluated over two scrapes: a range is what lies
 * between them. Knows the operators and functions that we use; an IllegalArgumentException tells of
 * anything else.
 */
sealed interface PromExpression {

  /** A line of a scrape, or an element of a result, whose name is empty. */
  record Sample(String name, Map<String, String> labels, double value) {

    private static final Pattern LINE =
        Pattern.compile("([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\\{(.*)})? \\S+");
    private static final Pattern LABEL = Pattern.compile("([a-zA-Z_]\\w*)=\"([^\"]*)\"");

    /** Of a line, with the labels that the Prometheus which reads it adds. */
    static Sample of(String line) {
      Matcher read = LINE.matcher(line);
      if (!read.matches()) {
        throw new IllegalArgumentException("no sample: " + line);
      }
      Map<String, String> labels = new TreeMap<>(Map.of("job", "descent", "instance", "here"));
      Matcher label = LABEL.matcher(String.valueOf(read.group(2)));
      while (label.find()) {
        labels.put(label.group(1), label.group(2));
      }
      String value = line.substring(line.lastIndexOf(' ') + 1);
      return new Sample(
          read.group(1), labels, Double.parseDouble(value.replace("Inf", "Infinity")));
    }

    /** The same series with another value. */
    Sample of(double other) {
      return new Sample(name, labels, other);
    }

    /** A result from this series. */
    Sample with(double other) {
      return new Sample("", labels, other);
    }

    boolean isSeries(Sample other) {
      return name.equals(other.name) && labels.equals(other.labels);
    }
  }

  /** Two scrapes and the seconds between them. */
  record Scrapes(List<Sample> before, List<Sample> after, double seconds) {}

  /** A label with an operator (=, !=, =~, !~) and a value. */
  record Matching(String label, String operator, String value) {

    boolean fits(Sample sample) {
      String found = sample.labels().getOrDefault(label, "");
      return switch (operator) {
        case "=" -> found.equals(value);
        case "!=" -> !found.equals(value);
        case "=~" -> found.matches(value);
        default -> !found.matches(value);
      };
    }
  }

  /** A metric, and what its labels have to be. */
  record Series(String name, List<Matching> matchings) implements PromExpression {

    boolean fits(Sample sample) {
      return name.equals(sample.name()) && matchings.stream().allMatch(it -> it.fits(sample));
    }

    @Override
    public List<Sample> over(Scrapes scrapes) {
      return scrapes.after().stream().filter(this::fits).toList();
    }
  }

  /** What a series gained between the scrapes; by the second for a rate. */
  record Gain(Series series, boolean bySecond) implements PromExpression {

    @Override
    public List<Sample> over(Scrapes scrapes) {
      double over = bySecond ? scrapes.seconds() : 1;
      return series.over(scrapes).stream()
          .flatMap(
              now ->
                  scrapes.before().stream()
                      .filter(now::isSeries)
                      .map(then -> now.with((now.value() - then.value()) / over)))
          .toList();
    }
  }

  /** The sum, the largest or the smallest of each group. */
  record Aggregate(DoubleBinaryOperator of, Set<String> by, PromExpression inner)
      implements PromExpression {

    @Override
    public List<Sample> over(Scrapes scrapes) {
      Map<Map<String, String>, Double> groups = new HashMap<>();
      for (Sample sample : inner.over(scrapes)) {
        groups.merge(kept(sample.labels(), by), sample.value(), of::applyAsDouble);
      }
      return samples(groups);
    }
  }

  /** Of cumulative buckets, by straight lines within them. */
  record Quantile(double share, PromExpression buckets) implements PromExpression {

    @Override
    public List<Sample> over(Scrapes scrapes) {
      Map<Map<String, String>, List<Sample>> groups =
          buckets.over(scrapes).stream()
              .collect(
                  Collectors.groupingBy(
                      it -> {
                        Map<String, String> others = new TreeMap<>(it.labels());
                        others.remove("le");
                        return others;
                      }));
      return groups.entrySet().stream()
          .map(it -> new Sample("", it.getKey(), quantile(it.getValue())))
          .toList();
    }

    private double quantile(List<Sample> unsorted) {
      List<Sample> sorted =
          unsorted.stream().sorted(Comparator.comparingDouble(Quantile::bound)).toList();
      double rank = share * sorted.getLast().value();
      double low = 0;
      double below = 0;
      for (Sample bucket : sorted) {
        if (bucket.value() >= rank && bucket.value() > 0) {
          return Double.isInfinite(bound(bucket))
              ? low
              : low + (bound(bucket) - low) * (rank - below) / (bucket.value() - below);
        }
        low = bound(bucket);
        below = bucket.value();
      }
      return Double.NaN;
    }

    private static double bound(Sample bucket) {
      return Double.parseDouble(bucket.labels().get("le").replace("Inf", "Infinity"));
    }
  }

  /** A number. */
  record Constant(double value) implements PromExpression {

    @Override
    public List<Sample> over(Scrapes scrapes) {
      return List.of(new Sample("", Map.of(), value));
    }
  }

  /**
   * Division, a comparison that lets through what it holds of, or {@code and}; of samples with the
   * same labels, or with the same of those named.
   */
  record Both(PromExpression left, String operator, Optional<Set<String>> on, PromExpression right)
      implements PromExpression {

    @Override
    public List<Sample> over(Scrapes scrapes) {
      List<Sample> rights = right.over(scrapes);
      return left.over(scrapes).stream()
          .flatMap(sample -> rights.stream().filter(fits(sample)).flatMap(it -> result(sample, it)))
          .toList();
    }

    private Predicate<Sample> fits(Sample sample) {
      return right instanceof Constant
          ? _ -> true
          : it ->
              on.map(names -> kept(it.labels(), names).equals(kept(sample.labels(), names)))
                  .orElseGet(() -> it.labels().equals(sample.labels()));
    }

    private Stream<Sample> result(Sample sample, Sample other) {
      double a = sample.value();
      double b = other.value();
      return switch (operator) {
        case "/" -> Stream.of(sample.with(a / b));
        case "and" -> Stream.of(sample);
        case ">" -> Stream.of(sample).filter(_ -> a > b);
        case "<" -> Stream.of(sample).filter(_ -> a < b);
        case "==" -> Stream.of(sample).filter(_ -> a == b);
        default -> throw new IllegalArgumentException("unknown operator " + operator);
      };
    }
  }

  List<Sample> over(Scrapes scrapes);

  /** The series that it rests on. */
  default Stream<Series> restsOn() {
    return switch (this) {
      case Series one -> Stream.of(one);
      case Gain gain -> Stream.of(gain.series());
      case Aggregate aggregate -> aggregate.inner().restsOn();
      case Quantile quantile -> quantile.buckets().restsOn();
      case Constant _ -> Stream.empty();
      case Both both -> Stream.concat(both.left().restsOn(), both.right().restsOn());
    };
  }

  /** The labels by which it groups. */
  default Stream<String> labels() {
    return switch (this) {
      case Series _, Gain _, Constant _ -> Stream.empty();
      case Aggregate aggregate ->
          Stream.concat(aggregate.by().stream(), aggregate.inner().labels());
      case Quantile quantile -> quantile.buckets().labels();
      case Both both ->
          Stream.of(
                  both.left().labels(),
                  both.right().labels(),
                  both.on().stream().flatMap(Set::stream))
              .flatMap(it -> it);
    };
  }

  private static Map<String, String> kept(Map<String, String> labels, Set<String> names) {
    Map<String, String> kept = new TreeMap<>(labels);
    kept.keySet().retainAll(names);
    return kept;
  }

  private static List<Sample> samples(Map<Map<String, String>, Double> values) {
    return values.entrySet().stream()
        .map(it -> new Sample("", it.getKey(), it.getValue()))
        .toList();
  }

  static PromExpression of(String text) {
    Reader reader = new Reader(text);
    PromExpression read = reader.sets();
    if (!reader.next().isEmpty()) {
      throw reader.wrong();
    }
    return read;
  }

  /** Reads an expression from left to right. */
  final class Reader {

    private static final Pattern TOKEN =
        Pattern.compile(
            "\\s*(?:(?<name>[a-zA-Z_:][a-zA-Z0-9_:]*)|\\d+(?:\\.\\d+)?"
                + "|\\{[^{}]*\\}|\\[\\d+[smhd]\\]|==|[/<>(),])\\s*");
    private static final Pattern MATCHING =
        Pattern.compile("\\s*([a-zA-Z_]\\w*)\\s*(=~|!~|!=|=)\\s*\"([^\"]*)\"\\s*(?:,|$)");
    private static final Map<String, DoubleBinaryOperator> AGGREGATES =
        Map.of("sum", Double::sum, "max", Math::max, "min", Math::min);

    private final String text;
    private int at;

    private Reader(String text) {
      this.text = text;
    }

    IllegalArgumentException wrong() {
      return new IllegalArgumentException("cannot be read from " + at + " on: " + text);
    }

    /** The next token, or nothing at the end. */
    String next() {
      Matcher token = TOKEN.matcher(text);
      if (at == text.length()) {
        return "";
      }
      if (!token.find(at) || token.start() != at) {
        throw wrong();
      }
      return token.group().strip();
    }

    private String take() {
      String token = next();
      at = text.indexOf(token, at) + token.length();
      while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
        at++;
      }
      return token;
    }

    private void take(String wanted) {
      if (!take().equals(wanted)) {
        throw wrong();
      }
    }

    private PromExpression sets() {
      return both(() -> both(() -> both(this::single, "/"), "<", ">", "=="), "and");
    }

    private PromExpression both(Supplier<PromExpression> part, String... operators) {
      PromExpression left = part.get();
      while (List.of(operators).contains(next())) {
        String operator = take();
        Optional<Set<String>> on = next().equals("on") ? Optional.of(names()) : Optional.empty();
        left = new Both(left, operator, on, part.get());
      }
      return left;
    }

    /** A word and names in brackets. */
    private Set<String> names() {
      take();
      take("(");
      List<String> names = new ArrayList<>();
      do {
        names.add(take());
      } while (take().equals(","));
      return Set.copyOf(names);
    }

    private PromExpression single() {
      String word = take();
      if (word.matches("\\d.*")) {
        return new Constant(Double.parseDouble(word));
      }
      if (AGGREGATES.containsKey(word)) {
        Set<String> by = next().equals("by") ? names() : Set.of();
        return new Aggregate(AGGREGATES.get(word), by, inBrackets());
      }
      return switch (word) {
        case "rate", "increase", "delta" -> gain(word.equals("rate"));
        case "histogram_quantile" -> quantile();
        default -> series(word);
      };
    }

    private PromExpression inBrackets() {
      take("(");
      PromExpression inner = sets();
      take(")");
      return inner;
    }

    private Gain gain(boolean bySecond) {
      take("(");
      Series series = series(take());
      if (!take().startsWith("[")) {
        throw wrong();
      }
      take(")");
      return new Gain(series, bySecond);
    }

    private Quantile quantile() {
      take("(");
      double share = Double.parseDouble(take());
      take(",");
      PromExpression buckets = sets();
      take(")");
      return new Quantile(share, buckets);
    }

    private Series series(String name) {
      if (!name.matches("[a-zA-Z_:].*") || next().equals("(")) {
        throw wrong();
      }
      return new Series(name, next().startsWith("{") ? matchings(take()) : List.of());
    }

    private List<Matching> matchings(String braces) {
      String inside = braces.substring(1, braces.length() - 1);
      List<Matching> matchings = new ArrayList<>();
      Matcher each = MATCHING.matcher(inside);
      int from = 0;
      while (from < inside.length()) {
        if (!each.find(from) || each.start() != from) {
          throw wrong();
        }
        matchings.add(new Matching(each.group(1), each.group(2), each.group(3)));
        from = each.end();
      }
      return matchings;
    }
  }
}
