package io.descent.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Something that was understood but is doubtful. It never changes what is done.
 *
 * @param code what it is, stable
 * @param detail what was found, in a sentence
 * @param advice what to do about it
 * @param pointer where in the request
 * @param columns all columns that it is about
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Warning(
    String code,
    String detail,
    @Nullable String advice,
    @Nullable String pointer,
    @Nullable List<String> columns) {

  /** Of a whole file or answer. */
  public static Warning of(String code, String detail, String advice) {
    return new Warning(code, detail, advice, null, null);
  }

  /** Of one place in the request. */
  public static Warning at(String pointer, String code, String detail, String advice) {
    return new Warning(code, detail, advice, pointer, null);
  }

  /** Of something that happened, which needs nothing to be done. */
  public static Warning note(String code, String detail) {
    return new Warning(code, detail, null, null, null);
  }

  /** The same, of one place in the request. */
  public Warning at(String place) {
    return new Warning(code, detail, advice, place, columns);
  }

  /** As a row keeps it; earlier versions kept the sentence alone. */
  public static Warning stored(JsonNode json) {
    return json.isString()
        ? note("note", json.stringValue())
        : JsonMapper.shared().treeToValue(json, Warning.class);
  }

  /** For a row. */
  public JsonNode toJson() {
    return JsonMapper.shared().valueToTree(this);
  }

  public static Warning ofColumns(String code, String detail, String advice, List<String> columns) {
    return new Warning(code, detail, advice, null, List.copyOf(columns));
  }
}
