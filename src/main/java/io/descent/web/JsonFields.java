package io.descent.web;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/**
 * Reads one JSON object strictly: typed fields with pointers, nearest known name for an unknown
 * one, and all problems collected, unreadable ones apart from wrong ones.
 *
 * <p>Each read tells what the field may hold. What is missing or wrong is noted in the {@link
 * Problems} and read as absent, or as the fallback, so that reading goes on to the next problem. A
 * field is known once it was asked for; {@link #done} reports the others. {@code null} is a wrong
 * type unless {@link #nullable} was said before. As in JSON Schema, {@code 1.0} and {@code 1e3} are
 * whole numbers.
 */
public final class JsonFields {

  private final Map<String, JsonNode> fields = new HashMap<>();
  private final Set<String> known = new LinkedHashSet<>();
  private final String pointer;
  private final Problems problems;
  private final boolean object;

  private JsonFields(JsonNode node, String pointer, Problems problems) {
    this.pointer = pointer;
    this.problems = problems;
    this.object = node.isObject();
    node.properties().forEach(field -> fields.put(field.getKey(), field.getValue()));
  }

  /** Of an object at the pointer; anything but an object is noted, and then has no fields. */
  public static JsonFields of(JsonNode node, String pointer, Problems problems) {
    if (!node.isObject()) {
      problems.unreadable(pointer, "must be an object, is " + Spelling.kind(node));
    }
    return new JsonFields(node, pointer, problems);
  }

  /** The same object, to be read again without noting anything. */
  public JsonFields quietly() {
    JsonFields again = new JsonFields(MissingNode.getInstance(), pointer, new Problems());
    again.fields.putAll(fields);
    return again;
  }

  /** The JSON pointer of one of this object's fields. */
  public String pointer(String name) {
    return pointer + token(name);
  }

  /** What a field adds to the JSON pointer of its object. */
  public static String token(String name) {
    return "/" + name.replace("~", "~0").replace("/", "~1");
  }

  public String pointer() {
    return pointer;
  }

  public Problems problems() {
    return problems;
  }

  /** Lets these fields be {@code null}, which is then the same as absent. */
  public JsonFields nullable(String... names) {
    for (String name : names) {
      known.add(name);
      if (fields.containsKey(name) && fields.get(name).isNull()) {
        fields.remove(name);
      }
    }
    return this;
  }

  /** Lets these fields be there, whatever they hold. */
  public JsonFields ignore(String... names) {
    known.addAll(List.of(names));
    return this;
  }

  /** Notes every field that was never asked for. */
  public void done() {
    for (String name : fields.keySet().stream().sorted().toList()) {
      if (!known.contains(name)) {
        problems.unreadable(pointer(name), "unknown field" + Spelling.hint(name, known));
      }
    }
  }

  public boolean has(String name) {
    known.add(name);
    return fields.containsKey(name);
  }

  /** The field as it stands, of any type. */
  public Optional<JsonNode> node(String name) {
    known.add(name);
    return Optional.ofNullable(fields.get(name));
  }

  public OptionalInt requiredInt(String name, int low, int high) {
    require(name);
    return optionalInt(name, low, high);
  }

  public OptionalInt optionalInt(String name, int low, int high) {
    OptionalLong value = optionalLong(name, low, high);
    return value.isPresent() ? OptionalInt.of((int) value.getAsLong()) : OptionalInt.empty();
  }

  public int intOr(String name, int fallback, int low, int high) {
    return optionalInt(name, low, high).orElse(fallback);
  }

  public OptionalLong optionalLong(String name, long low, long high) {
    Optional<JsonNode> node = node(name);
    if (node.isEmpty()) {
      return OptionalLong.empty();
    }
    return WholeNumber.read(node.get(), pointer(name), low, high, problems);
  }

  public OptionalDouble optionalDouble(String name, Interval range) {
    Optional<JsonNode> node = typed(name, "a number", JsonNode::isNumber);
    if (node.isEmpty()) {
      return OptionalDouble.empty();
    }
    double value = node.get().doubleValue();
    if (!range.contains(value)) {
      problems.invalid(pointer(name), "must be " + range + ", is " + Spelling.shown(node.get()));
      return OptionalDouble.empty();
    }
    return OptionalDouble.of(value);
  }

  public Optional<Boolean> optionalBoolean(String name) {
    return typed(name, "true or false", JsonNode::isBoolean).map(JsonNode::booleanValue);
  }

  public boolean booleanOr(String name, boolean fallback) {
    return optionalBoolean(name).orElse(fallback);
  }

  public Optional<String> requiredText(String name, int longest) {
    require(name);
    return optionalText(name, longest);
  }

  /** Text of 1 to {@code longest} characters, counted as Unicode does. */
  public Optional<String> optionalText(String name, int longest) {
    return optionalText(name, it -> StorableText.problem(it, longest));
  }

  /** The same of text that may be empty. */
  public Optional<String> optionalTextOrEmpty(String name, int longest) {
    return optionalText(name, it -> StorableText.problemOrEmpty(it, longest));
  }

  private Optional<String> optionalText(String name, Function<String, Optional<String>> problemOf) {
    Optional<String> text = typed(name, "text", JsonNode::isString).map(JsonNode::stringValue);
    Optional<String> problem = text.flatMap(problemOf);
    if (problem.isPresent()) {
      problems.invalid(pointer(name), problem.get());
      return Optional.empty();
    }
    return text;
  }

  public Optional<String> optionalName(String name) {
    Optional<String> text = optionalText(name, Limits.NAME);
    Optional<String> problem = text.flatMap(StorableText::nameProblem);
    problem.ifPresent(it -> problems.invalid(pointer(name), it));
    return problem.isPresent() ? Optional.empty() : text;
  }

  /**
   * The id of what a field gives by its id or by its name; {@code dataset} may stand for {@code
   * dataset_id}.
   */
  public Optional<UUID> requiredReference(
      String thing, Function<String, Optional<UUID>> newestNamed) {
    if (!has(thing)) {
      require(thing + "_id");
    }
    return optionalReference(thing, newestNamed);
  }

  public Optional<UUID> optionalReference(
      String thing, Function<String, Optional<UUID>> newestNamed) {
    String id = thing + "_id";
    if (has(thing) & has(id)) {
      problems.invalid(pointer(thing), "says what " + id + " says; leave one out");
      return Optional.empty();
    }
    String field = has(thing) ? thing : id;
    Optional<String> text = optionalText(field, Limits.NAME);
    Optional<UUID> found = text.flatMap(it -> UuidV7.read(it).or(() -> newestNamed.apply(it)));
    if (text.isPresent() && found.isEmpty()) {
      problems.invalid(pointer(field), "nothing has the id or name " + Spelling.quoted(text.get()));
    }
    return found;
  }

  /** An id; other text is readable but wrong. */
  public Optional<UUID> optionalId(String name) {
    Optional<String> text = optionalText(name, Limits.NAME);
    Optional<UUID> id = text.flatMap(UuidV7::read);
    if (text.isPresent() && id.isEmpty()) {
      problems.invalid(pointer(name), "is not an id");
    }
    return id;
  }

  /** One of the known words; another word is readable but wrong. */
  public Optional<String> requiredChoice(String name, Collection<String> words) {
    require(name);
    return optionalChoice(name, words);
  }

  public Optional<String> optionalChoice(String name, Collection<String> words) {
    Optional<String> word = typed(name, "text", JsonNode::isString).map(JsonNode::stringValue);
    if (word.isPresent() && !words.contains(word.get())) {
      String hint = Spelling.choices(word.get(), words);
      problems.invalid(pointer(name), "unknown value " + Spelling.quoted(word.get()) + hint);
      return Optional.empty();
    }
    return word;
  }

  /** One of the enum's constants, in lower case. */
  public <E extends Enum<E>> Optional<E> optionalChoice(String name, Class<E> type) {
    List<E> constants = Arrays.asList(type.getEnumConstants());
    List<String> words = constants.stream().map(it -> it.name().toLowerCase(Locale.ROOT)).toList();
    return optionalChoice(name, words).map(word -> constants.get(words.indexOf(word)));
  }

  public <E extends Enum<E>> Optional<E> requiredChoice(String name, Class<E> type) {
    require(name);
    return optionalChoice(name, type);
  }

  public <E extends Enum<E>> E choiceOr(String name, E fallback) {
    return optionalChoice(name, fallback.getDeclaringClass()).orElse(fallback);
  }

  public Optional<JsonFields> requiredObject(String name) {
    require(name);
    return optionalObject(name);
  }

  public Optional<JsonFields> optionalObject(String name) {
    return typed(name, "an object", JsonNode::isObject)
        .map(node -> new JsonFields(node, pointer(name), problems));
  }

  public Optional<List<JsonNode>> requiredArray(String name) {
    require(name);
    return optionalArray(name);
  }

  public Optional<List<JsonNode>> optionalArray(String name) {
    return typed(name, "an array", JsonNode::isArray).map(node -> new ArrayList<>(node.values()));
  }

  private void require(String name) {
    known.add(name);
    if (object && !fields.containsKey(name)) {
      problems.unreadable(pointer(name), "is missing");
    }
  }

  private Optional<JsonNode> typed(
      String name, String wanted, java.util.function.Predicate<JsonNode> type) {
    Optional<JsonNode> node = node(name);
    if (node.isPresent() && !type.test(node.get())) {
      problems.unreadable(pointer(name), "must be " + wanted + ", is " + Spelling.kind(node.get()));
      return Optional.empty();
    }
    return node;
  }
}
