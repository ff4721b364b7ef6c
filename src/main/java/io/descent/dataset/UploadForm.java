package io.descent.dataset;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.descent.engine.Task;
import io.descent.storage.Blob;
import io.descent.web.Problems;
import io.descent.web.Sha256;
import io.descent.web.Spelling;
import io.descent.web.StorableText;
import java.io.InputStream;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Collects the parts of one upload as they come, and says what is wrong with them. */
final class UploadForm {

  static final int NAME = 200;
  private static final List<String> FIELDS = List.of("name", "target", "task", "categorical");
  private static final List<String> PARTS =
      Stream.concat(Stream.of("file", "labels"), FIELDS.stream()).toList();

  private final Problems problems = new Problems();
  private final Map<String, List<String>> fields = new TreeMap<>();
  private final boolean keyed;
  private final MessageDigest digest = Sha256.start();
  private String fileName = "";
  private Optional<Blob> file = Optional.empty();
  private Optional<Blob> labels = Optional.empty();

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

  /** Takes a field that the form has. */
  void field(String name, String value) {
    List<String> values = fields.computeIfAbsent(name, _ -> new ArrayList<>());
    values.add(value);
    if (values.size() == 2 && !name.equals("categorical")) {
      problems.unreadable(name, "may be given once");
    }
  }

  void file(String fileName, Blob blob) {
    file.ifPresent(_ -> problems.unreadable("file", "may be given once"));
    this.fileName = fileName;
    file = Optional.of(blob);
  }

  void labels(Blob blob) {
    labels.ifPresent(_ -> problems.unreadable("labels", "may be given once"));
    labels = Optional.of(blob);
  }

  /** Adds what is read to the digest of the upload. */
  InputStream digested(InputStream in) {
    return keyed ? new DigestInputStream(in, digest) : in;
  }

  /** The whole upload; refused where anything was wrong with its parts. */
  Upload upload() {
    Optional<String> name = first("name");
    name.flatMap(it -> StorableText.problem(it, NAME))
        .ifPresent(it -> problems.invalid("name", it));
    Optional<Task> task = first("task").flatMap(this::task);
    if (file.isEmpty()) {
      problems.unreadable("file", "is missing");
    }
    problems.throwIfAny();
    UploadFields known =
        new UploadFields(
            name, first("target"), task, fields.getOrDefault("categorical", List.of()));
    return new Upload(known, stem(), file.orElseThrow(), labels, sha256());
  }

  private Optional<String> first(String name) {
    return Optional.ofNullable(fields.get(name)).map(List::getFirst);
  }

  private Optional<Task> task(String word) {
    for (Task task : Task.values()) {
      if (task.name().toLowerCase(java.util.Locale.ROOT).equals(word)) {
        return Optional.of(task);
      }
    }
    problems.unreadable("task", "must be classification or regression");
    return Optional.empty();
  }

  /** The file's own name without folders, as long as a name may be. */
  private String stem() {
    String last =
        fileName.substring(1 + Math.max(fileName.lastIndexOf('/'), fileName.lastIndexOf('\\')));
    String name =
        last.codePoints()
            .limit(NAME)
            .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
            .toString();
    return StorableText.problem(name, NAME).isEmpty() ? name : "dataset";
  }

  private String sha256() {
    long labelled = labels.map(Blob::size).orElse(-1L);
    digest.update((file.orElseThrow().size() + " " + labelled + " " + fields).getBytes(UTF_8));
    return HexFormat.of().formatHex(digest.digest());
  }
}
