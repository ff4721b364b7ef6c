package io.descent.cli;

import java.io.IOException;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/** How a file is read: the fields of an upload. */
final class UploadOptions {

  @Option(names = "--labels", paramLabel = "FILE", description = "Labels of IDX or NPY images.")
  @Nullable Path labels;

  @Option(names = "--name", description = "Name of the data set and the model.")
  @Nullable String name;

  @Option(names = "--target", paramLabel = "COLUMN", description = "What is learnt; the last one.")
  @Nullable String target;

  @Option(names = "--task", description = "classification or regression.")
  @Nullable String task;

  @Option(names = "--header", description = "auto, true or false.")
  @Nullable String header;

  @Option(names = "--separator", description = "auto , ; tab | or space.")
  @Nullable String separator;

  @Option(names = "--decimal", description = "auto . or ,")
  @Nullable String decimal;

  @Option(names = "--encoding", description = "auto or the name of a charset.")
  @Nullable String encoding;

  @Option(names = "--missing", description = "More spellings of a missing value, with commas.")
  @Nullable String missing;

  @Option(names = "--categorical", paramLabel = "COLUMNS", description = "Columns of categories.")
  @Nullable String categorical;

  @Option(names = "--numeric", paramLabel = "COLUMNS", description = "Columns of numbers.")
  @Nullable String numeric;

  @Option(names = "--date", paramLabel = "COLUMNS", description = "Columns of dates.")
  @Nullable String date;

  @Option(names = "--ignore", paramLabel = "COLUMNS", description = "Columns not learnt from.")
  @Nullable String ignore;

  @Option(names = "--split", paramLabel = "COLUMN", description = "Says the part of each row.")
  @Nullable String split;

  @Option(names = "--image", paramLabel = "SHAPE", description = "1,28,28: columns are pixels.")
  @Nullable String image;

  private Map<String, String> fields(Path file) {
    Map<String, String> fields = new LinkedHashMap<>();
    put(fields, "name", name == null ? bare(file) : name);
    put(fields, "target", target);
    put(fields, "task", task);
    put(fields, "header", header);
    put(fields, "separator", separator);
    put(fields, "decimal", decimal);
    put(fields, "encoding", encoding);
    put(fields, "missing", missing);
    put(fields, "categorical", categorical);
    put(fields, "numeric", numeric);
    put(fields, "date", date);
    put(fields, "ignore", ignore);
    put(fields, "split", split);
    put(fields, "image", image);
    return fields;
  }

  private static String bare(Path file) {
    String name = String.valueOf(file.getFileName());
    String bare = name.replaceFirst("(\\.[A-Za-z0-9]{1,8}){1,2}$", "");
    return bare.isBlank() ? name : bare;
  }

  private static void put(Map<String, String> fields, String field, @Nullable String value) {
    if (value != null) {
      fields.put(field, value);
    }
  }

  /** The data set that the service makes of the file, which is sent as it is read. */
  JsonNode upload(Session session, Path file) throws IOException {
    String boundary = "descent-" + UUID.randomUUID();
    List<BodyPublisher> parts = new ArrayList<>();
    fields(file)
        .forEach(
            (field, value) ->
                parts.add(text(head(boundary, "name=\"" + field + "\"") + value + "\r\n")));
    add(parts, boundary, "file", file);
    if (labels != null) {
      add(parts, boundary, "labels", labels);
    }
    parts.add(text("--" + boundary + "--\r\n"));
    return session.post(
        "/datasets",
        "multipart/form-data; boundary=" + boundary,
        BodyPublishers.concat(parts.toArray(BodyPublisher[]::new)));
  }

  private static void add(List<BodyPublisher> parts, String boundary, String field, Path file)
      throws IOException {
    BodyPublisher content = Session.file(file);
    String name = String.valueOf(file.getFileName()).replaceAll("[\"\\r\\n\\\\]", "_");
    parts.add(text(head(boundary, "name=\"" + field + "\"; filename=\"" + name + "\"")));
    parts.add(content);
    parts.add(text("\r\n"));
  }

  private static String head(String boundary, String disposition) {
    return "--" + boundary + "\r\nContent-Disposition: form-data; " + disposition + "\r\n\r\n";
  }

  private static BodyPublisher text(String text) {
    return BodyPublishers.ofString(text, StandardCharsets.UTF_8);
  }
}
