package io.descent.dataset;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.descent.engine.Shape;
import io.descent.engine.Task;
import io.descent.storage.Blob;
import io.descent.storage.Labels;
import io.descent.web.Limits;
import io.descent.web.Problems;
import io.descent.web.Sha256;
import io.descent.web.Spelling;
import io.descent.web.StorableText;
import io.descent.web.Tags;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Collects the parts of one upload as they come, and says what is wrong with them. */
final class UploadForm {

  private static final String AUTO = "auto";
  private static final int MOST_PIXELS = 1 << 20;

  /** Fields that may be given more than once. */
  private static final List<String> LISTS =
      List.of("missing", "categorical", "numeric", "date", "ignore");

  private static final List<String> FIELDS =
      List.of(
          "name",
          "tags",
          "description",
          "target",
          "task",
          "categorical",
          "header",
          "separator",
          "decimal",
          "encoding",
          "missing",
          "numeric",
          "date",
          "ignore",
          "split",
          "image",
          "from");

  static final List<String> PARTS =
      Stream.concat(Stream.of("file", "labels"), FIELDS.stream()).toList();

  private final Problems problems = new Problems();
  private final Map<String, List<String>> fields = new TreeMap<>();
  private final boolean keyed;
  private final MessageDigest digest = Sha256.start();
  private String fileName = "";
  private Optional<Blob> file = Optional.empty();
  private Optional<Blob> labels = Optional.empty();
  private Optional<ArrivingTable> table = Optional.empty();

  /**
   * @param keyed whether the upload may be a repetition, and is digested as it comes
   */
  UploadForm(boolean keyed) {
    this.keyed = keyed;
  }

  Problems problems() {
    return problems;
  }

  /** Whether a part is a field; notes one that the form does not have. */
  boolean isField(String name) {
    boolean known = FIELDS.contains(name);
    if (!known) {
      problems.unreadable(name, "unknown field" + Spelling.hint(name, PARTS));
    }
    return known;
  }

  /** Whether a field was given. */
  boolean names(String field) {
    return fields.containsKey(field);
  }

  /** Takes a field that the form has. */
  void field(String name, String value) {
    if (value.isEmpty()) {
      return;
    }
    List<String> values = fields.computeIfAbsent(name, _ -> new ArrayList<>());
    values.add(value);
    if (values.size() == 2 && !LISTS.contains(name)) {
      problems.unreadable(name, "may be given once");
    }
  }

  void file(String fileName, Blob blob) {
    file(fileName, blob, Optional.empty());
  }

  void file(String fileName, Blob blob, Optional<ArrivingTable> read) {
    file.ifPresent(_ -> problems.unreadable("file", "may be given once"));
    this.fileName = fileName;
    file = Optional.of(blob);
    table = read;
  }

  void labels(Blob blob) {
    labels.ifPresent(_ -> problems.unreadable("labels", "may be given once"));
    labels = Optional.of(blob);
  }

  /** What names the data set whose stored file is to be read again; with a file it is refused. */
  Optional<String> from() {
    Optional<String> from = first("from");
    if (from.isPresent() && file.isPresent()) {
      problems.unreadable("from", "reads a stored file again, and goes with no file");
    }
    return file.isPresent() ? Optional.empty() : from;
  }

  /** Adds what is read to the digest of the upload. */
  InputStream digested(InputStream in) {
    return keyed ? new DigestInputStream(in, digest) : in;
  }

  /** The whole upload; refused where anything was wrong with its parts. */
  Upload upload() {
    Optional<String> name = first("name");
    name.flatMap(StorableText::nameProblem).ifPresent(it -> problems.invalid("name", it));
    UploadFields known = fields(name);
    if (file.isEmpty()) {
      problems.unreadable("file", "is missing");
    }
    problems.throwIfAny();
    return new Upload(known, stem(), file.orElseThrow(), labels, table, sha256());
  }

  private Optional<String> first(String name) {
    return Optional.ofNullable(fields.get(name)).map(List::getFirst);
  }

  /** What has been said until now, if nothing of it is wrong. */
  Optional<UploadFields> soFar() {
    UploadForm copy = new UploadForm(false);
    copy.fields.putAll(fields);
    UploadFields said = copy.fields(Optional.empty());
    return copy.problems.isEmpty() ? Optional.of(said) : Optional.empty();
  }

  /** What the fields so far say. */
  UploadFields fields(Optional<String> name) {
    return new UploadFields(
        name,
        Labels.parse(first(Tags.FIELD), first("description"), problems),
        first("target"),
        choice(
            "task", Map.of("classification", Task.CLASSIFICATION, "regression", Task.REGRESSION)),
        new CsvOptions(
            choice("header", Map.of("true", true, "false", false)),
            choice(
                "separator",
                Map.of(",", ',', ";", ';', "tab", '\t', "\t", '\t', "|", '|', "space", ' ')),
            first("encoding").filter(it -> !it.equals(AUTO)).flatMap(this::charset)),
        choice("decimal", Map.of(".", '.', ",", ',')),
        list("missing").stream().flatMap(it -> MissingWords.words(it).stream()).toList(),
        list("categorical"),
        list("numeric"),
        list("date"),
        list("ignore"),
        first("split"),
        first("image").flatMap(this::image),
        List.of());
  }

  private List<String> list(String name) {
    return fields.getOrDefault(name, List.of());
  }

  /** The value of a word; absent where the file decides. */
  private <T> Optional<T> choice(String name, Map<String, T> words) {
    Optional<String> word = first(name).filter(it -> name.equals("task") || !it.equals(AUTO));
    word.filter(it -> !words.containsKey(it))
        .ifPresent(
            it ->
                problems.unreadable(
                    name,
                    "must be %s, is %s"
                        .formatted(words(name, words.keySet()), Spelling.quoted(it))));
    return word.flatMap(it -> Optional.ofNullable(words.get(it)));
  }

  /** In words, which a tab itself is not. */
  private static String words(String name, Set<String> words) {
    Set<String> shown = new TreeSet<>(words);
    shown.remove("\t");
    if (!name.equals("task")) {
      shown.add(AUTO);
    }
    return String.join(" or ", shown);
  }

  private Optional<Charset> charset(String name) {
    try {
      return Optional.of(Charset.forName(name));
    } catch (IllegalArgumentException e) {
      problems.unreadable(
          "encoding",
          Spelling.quoted(name) + " is no charset; such as utf-8, utf-16, windows-1252 are");
      return Optional.empty();
    }
  }

  /** Channels, height and width with commas between. */
  private Optional<Shape> image(String text) {
    List<Integer> sizes = new ArrayList<>();
    for (String part : text.split(",", -1)) {
      double size = ColumnReading.PLAIN.parse(part);
      if (size >= 1 && size <= MOST_PIXELS && size == Math.rint(size)) {
        sizes.add((int) size);
      }
    }
    long pixels = sizes.stream().mapToLong(it -> it).reduce(1, (a, b) -> Math.min(a * b, 1L << 40));
    if (sizes.size() != 3 || text.split(",", -1).length != 3 || pixels > MOST_PIXELS) {
      problems.unreadable("image", "must be channels, height and width, such as 1,28,28");
      return Optional.empty();
    }
    return Optional.of(Shape.of(sizes.get(0), sizes.get(1), sizes.get(2)));
  }

  /** The file's own name without folders, as long as a name may be. */
  private String stem() {
    String last =
        fileName.substring(1 + Math.max(fileName.lastIndexOf('/'), fileName.lastIndexOf('\\')));
    String name =
        last.codePoints()
            .limit(Limits.NAME)
            .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
            .toString();
    return StorableText.nameProblem(name).isEmpty() ? name : "dataset";
  }

  private String sha256() {
    long labelled = labels.map(Blob::size).orElse(-1L);
    digest.update((file.orElseThrow().size() + " " + labelled + " " + fields).getBytes(UTF_8));
    return HexFormat.of().formatHex(digest.digest());
  }
}
