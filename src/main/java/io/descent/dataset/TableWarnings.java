package io.descent.dataset;

import io.descent.dataset.TableColumn.Role;
import io.descent.dataset.TableContent.Found;
import io.descent.web.Spelling;
import io.descent.web.Warning;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/** What is doubtful about a table that can be read. */
final class TableWarnings {

  private static final int FEW = 10;

  private static final Set<String> TOTALS =
      Set.of(
          "total",
          "totals",
          "grand total",
          "sum",
          "summe",
          "gesamt",
          "somme",
          "suma",
          "totale",
          "totaal",
          "итого",
          "합계",
          "총계",
          "合計",
          "合计",
          "总计",
          "總計");

  private final TableContent content;
  private final TargetClasses classes;
  private final List<Warning> warnings = new ArrayList<>();

  TableWarnings(TableContent content, TargetClasses classes) {
    this.content = content;
    this.classes = classes;
  }

  List<Warning> all() {
    file();
    inputs();
    numbers();
    words();
    rows();
    return List.copyOf(warnings);
  }

  private void file() {
    if (content.table().index().isPresent()) {
      add("index_column", "The first column has no name and counts the rows; it is left out.", "");
    }
    if (content.trailing()) {
      add("trailing_separator", "Lines end in a separator with nothing behind it.", "");
    }
    if (isHeaderLikeRow()) {
      add(
          "header_like_row",
          "The first line is taken as the header, and its words are values of their columns too.",
          "If it is a row, say header=false.");
    }
  }

  /** A table of words alone does not show by its numbers that its first line is a row. */
  private boolean isHeaderLikeRow() {
    List<Found> words =
        content.columns().stream().filter(it -> it.kind() == Column.Kind.CATEGORICAL).toList();
    long named = words.stream().filter(TableWarnings::isAmongItsValues).count();
    return content.fields().csv().header().isEmpty()
        && words.size() == content.columns().size()
        && 2 * named >= words.size();
  }

  private static boolean isAmongItsValues(Found it) {
    String name = it.column().name();
    return it.column().texts().rows(CategoryText.of(name.toCharArray(), 0, name.length())) > 0;
  }

  private void inputs() {
    columns(
        "empty_column",
        "has no value and is ignored",
        "have no value and are ignored",
        "",
        it -> it.column().role() == Role.INPUT && it.kind() == Column.Kind.IGNORED);
    columns(
        "many_categories",
        "has more than %d categories and is ignored".formatted(categories()),
        "have more than %d categories each and are ignored".formatted(categories()),
        "Such text is mostly a name or an id; if it holds numbers or dates, correct the values.",
        it -> it.column().role() == Role.INPUT && it.column().form() == StoredForm.HASHES);
    columns(
        "not_all_dates",
        "begins with dates, and has values that are none",
        "begin with dates, and have values that are none",
        "List the column in date to be told the first value that is none.",
        it ->
            it.kind() == Column.Kind.CATEGORICAL
                && it.column().inference().dateSpoiler().isPresent());
  }

  private int categories() {
    return content.columns().getFirst().column().mostCategories();
  }

  private void numbers() {
    columns(
        "leading_zeros",
        "has numbers with leading zeros, which are lost",
        "have numbers with leading zeros, which are lost",
        "If it holds codes, list it in categorical.",
        it -> learnt(it, Column.Kind.NUMERIC) && it.column().inference().zeroLed() > 0);
    columns(
        "uneven_signs",
        "has numbers with a currency or per cent sign and others without",
        "have numbers with a currency or per cent sign and others without",
        "All are taken as they stand, without the sign.",
        it -> learnt(it, Column.Kind.NUMERIC) && it.column().isUnevenlySigned());
    columns(
        "consecutive_numbers",
        "counts the rows",
        "count the rows",
        "A number that only names a row teaches nothing; list it in ignore.",
        it -> input(it, Column.Kind.NUMERIC) && it.column().statistics().isConsecutive());
    columns(
        "days_as_numbers",
        "is numbers that look like days (20240131)",
        "are numbers that look like days (20240131)",
        "From one month to the next they jump; write dates as YYYY-MM-DD.",
        it -> learnt(it, Column.Kind.NUMERIC) && it.column().statistics().isDays());
    columns(
        "large_integers",
        "has whole numbers beyond 2^53, which lose their last digits",
        "have whole numbers beyond 2^53, which lose their last digits",
        "List it in categorical to keep them exact, or in ignore.",
        it -> learnt(it, Column.Kind.NUMERIC) && it.column().statistics().isRounded());
    columns(
        "constant_column",
        "has one value only",
        "have one value only",
        "It teaches nothing; list it in ignore.",
        this::isConstant);
  }

  private boolean isConstant(Found it) {
    boolean learnt = it.told().isInput() || it.column().role() == Role.TARGET;
    return learnt
        && (it.kind().isNumber()
            ? it.column().statistics().isConstant()
            : it.column().texts().size() == 1);
  }

  private void words() {
    columns(
        "perhaps_numbers",
        "is text that looks like numbers",
        "are text that looks like numbers",
        "It is taken as categories; if it is a quantity, write it as 1234.5 and without its unit.",
        it -> freeWords(it) && UnreadText.isNumbers(it.column().texts().values()));
    columns(
        "perhaps_dates",
        "is text that looks like dates",
        "are text that looks like dates",
        "It is taken as categories; write dates as YYYY-MM-DD, or list the column in ignore.",
        it -> freeWords(it) && UnreadText.isDates(it.column().texts().values()));
    columns(
        "perhaps_times",
        "is text that looks like times",
        "are text that looks like times",
        "It is taken as categories; write a time as a number, such as minutes.",
        it -> freeWords(it) && UnreadText.isTimes(it.column().texts().values()));
    columns(
        "several_units",
        "has numbers in several units, and is text",
        "have numbers in several units, and are text",
        "It is taken as categories; write all in one unit, and without it.",
        it -> freeWords(it) && UnreadText.isMeasures(it.column().texts().values()));
    columns(
        "garbled_text",
        "has letters that look as if they were in another charset",
        "have letters that look as if they were in another charset",
        "Name the file's charset in encoding, or save it as UTF-8 anew.",
        TableWarnings::isGarbled);
    columns(
        "text_numbers",
        "is text, and all of it is numbers",
        "are text, and all of it is numbers",
        "It is taken as categories; if it is a quantity, list it in numeric.",
        it ->
            learnt(it, Column.Kind.CATEGORICAL)
                && it.column().given() == ColumnInference.Given.TEXT
                && it.column().inference().isNumbers('.'));
    columns(
        "category_per_row",
        "has a category for most rows",
        "have a category for most rows",
        "Such text is mostly a name or an id; list it in ignore.",
        it ->
            input(it, Column.Kind.CATEGORICAL)
                && it.column().texts().size() > FEW
                && 2L * it.column().texts().size() > content.table().rows());
    columns(
        "similar_categories",
        "has categories that differ in case or blanks only",
        "have categories that differ in case or blanks only",
        "Spell them in one way.",
        it -> learnt(it, Column.Kind.CATEGORICAL) && hasSimilar(it.column().texts().values()));
  }

  private static boolean isGarbled(Found it) {
    return UnreadText.isGarbled(it.column().name())
        || it.column().texts().values().stream().anyMatch(UnreadText::isGarbled);
  }

  /** Whether it is text of which nobody said so, and that is not told of otherwise. */
  private static boolean freeWords(Found it) {
    return learnt(it, Column.Kind.CATEGORICAL)
        && it.column().given() == ColumnInference.Given.NOTHING
        && it.column().inference().dateSpoiler().isEmpty();
  }

  private static boolean hasSimilar(List<String> words) {
    Map<String, String> seen = new HashMap<>();
    return words.stream()
        .anyMatch(
            it ->
                seen.put(String.join(" ", it.strip().split("\\s+")).toLowerCase(Locale.ROOT), it)
                    != null);
  }

  private void rows() {
    DoubledRows doubled = content.table().doubled();
    if (doubled.count() > 0) {
      String count = (doubled.isEstimate() ? "About " : "") + doubled.count();
      add(
          "doubled_rows",
          count + (doubled.count() == 1 ? " row is" : " rows are") + " the same as an earlier one.",
          "Rows that are in several parts make metrics look better than they are.");
    }
    columns(
        "total_row",
        "names a total in a late row",
        "name a total in a late row",
        "If the row sums the others up, remove it.",
        TableWarnings::endsInTotal);
    TargetClasses.small(classes.counts()).ifPresent(warnings::add);
  }

  private static boolean endsInTotal(Found it) {
    List<String> words = it.column().texts().values();
    return words.size() > 1
        && TOTALS.contains(words.getLast().toLowerCase(Locale.ROOT))
        && it.column().texts().rows(words.getLast()) == 1;
  }

  private static boolean input(Found it, Column.Kind kind) {
    return it.told() == kind;
  }

  /** Whether it is of a kind, as input or as target. */
  private static boolean learnt(Found it, Column.Kind kind) {
    return input(it, kind) || it.column().role() == Role.TARGET && it.kind() == kind;
  }

  private void columns(
      String code, String one, String several, String advice, Predicate<Found> doubtful) {
    List<String> names =
        content.columns().stream().filter(doubtful).map(it -> it.column().name()).toList();
    if (!names.isEmpty()) {
      List<String> quoted = names.stream().map(Spelling::quoted).toList();
      String detail =
          names.size() == 1
              ? "The column %s %s.".formatted(quoted.getFirst(), one)
              : "The columns %s %s.".formatted(shown(quoted), several);
      warnings.add(new Warning(code, detail, advice.isEmpty() ? null : advice, null, names));
    }
  }

  /** The first of several, and how many more there are. */
  static String shown(List<String> words) {
    int most = Math.min(words.size(), FEW);
    String rest = words.size() > most ? " and " + (words.size() - most) + " more" : "";
    return String.join(", ", words.subList(0, most)) + rest;
  }

  private void add(String code, String detail, String advice) {
    warnings.add(new Warning(code, detail, advice.isEmpty() ? null : advice, null, null));
  }
}
