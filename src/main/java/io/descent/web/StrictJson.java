package io.descent.web;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.security.DigestInputStream;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import org.springframework.util.unit.DataSize;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.exc.JacksonIOException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.NumericNode;
import tools.jackson.databind.node.ValueNode;

/**
 * Reads JSON from a client: bounded in bytes, depth and digits, one document only, no duplicate
 * key, and no number that a double cannot hold.
 */
@Component
public final class StrictJson {

  private static final MediaType MERGE_PATCH =
      MediaType.parseMediaType("application/merge-patch+json");

  private final Limits limits;
  private final RequestMemory memory;
  private final RequestBodies bodies;
  private final ObjectReader trees;
  private final ObjectReader tokens;

  public StrictJson(Limits limits, RequestMemory memory, RequestBodies bodies) {
    this.bodies = bodies;
    this.limits = limits;
    this.memory = memory;
    this.trees = reader(limits, limits.json());
    // A text that is not kept is in memory all the same while it is read
    this.tokens = reader(limits, limits.cell());
  }

  private static ObjectReader reader(Limits limits, DataSize text) {
    return JsonMapper.builder(factory(limits, text))
        .build()
        .reader()
        .with(new FiniteNodes())
        .without(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
  }

  private static JsonFactory factory(Limits limits, DataSize text) {
    StreamReadConstraints constraints =
        StreamReadConstraints.builder()
            .maxNestingDepth(limits.jsonDepth())
            .maxNumberLength(Limits.DIGITS)
            .maxStringLength((int) Math.min(Integer.MAX_VALUE, text.toBytes()))
            .build();
    return JsonFactory.builder()
        .streamReadConstraints(constraints)
        .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
        .build();
  }

  /**
   * The document in the stream, with the digest of its bytes.
   *
   * @param taken what the document is added to
   */
  public JsonBody read(InputStream stream, RequestMemory.Taken taken) throws IOException {
    // A text is in buffers before it is a token
    InputStream measured = taken.measured(stream, 2);
    InputStream bounded = new BoundedInput(measured, limits.json(), "JSON body");
    DigestInputStream digesting = new DigestInputStream(bounded, Sha256.start());
    JsonNode node =
        document(
            trees,
            digesting,
            parser -> trees.readTree(new MeasuredParser(parser, taken, limits.jsonValues())));
    return new JsonBody(node, Sha256.hex(digesting.getMessageDigest()));
  }

  /** The JSON body of the request. */
  JsonBody body(HttpServletRequest request) throws IOException {
    return body(request, memory.of(request));
  }

  /** The JSON body of the request, which is added to what was taken. */
  public JsonBody body(HttpServletRequest request, RequestMemory.Taken taken) throws IOException {
    check(request);
    return read(bodies.openHeld(request), taken);
  }

  /** The JSON body of the request, where it has one; many clients name a type of none too. */
  JsonWishes wishes(HttpServletRequest request) throws IOException {
    boolean none =
        request.getContentLengthLong() <= 0
            && request.getHeader(HttpHeaders.TRANSFER_ENCODING) == null;
    return new JsonWishes(none ? Optional.empty() : Optional.of(body(request)));
  }

  /** The JSON body of the request, to be read by its tokens. */
  JsonTokens tokens(HttpServletRequest request) throws IOException {
    check(request);
    return new JsonTokens(this, bodies.openHeld(request), memory.of(request));
  }

  private void check(HttpServletRequest request) {
    if (!isJson(request.getContentType())) {
      throw ProblemException.of(
          ProblemKind.UNSUPPORTED_MEDIA_TYPE, "the body must be application/json");
    }
    if (request.getContentLengthLong() > limits.json().toBytes()) {
      throw ProblemException.of(
          ProblemKind.TOO_LARGE,
          "the JSON body is larger than " + limits.json().toBytes() + " bytes");
    }
  }

  private static boolean isJson(@Nullable String contentType) {
    try {
      MediaType type = contentType == null ? MediaType.ALL : MediaType.parseMediaType(contentType);
      return MediaType.APPLICATION_JSON.includes(type) || MERGE_PATCH.equalsTypeAndSubtype(type);
    } catch (InvalidMediaTypeException e) {
      return false;
    }
  }

  /** What the form makes of the document's tokens; it is called at the first one. */
  <T> T tokens(InputStream stream, Function<JsonParser, T> form) throws IOException {
    return document(tokens, new BoundedInput(stream, limits.json(), "JSON body"), form);
  }

  private <T> T document(ObjectReader reader, InputStream stream, Function<JsonParser, T> form)
      throws IOException {
    try (JsonParser parser = reader.createParser(stream)) {
      return document(parser, form);
    } catch (JacksonIOException e) {
      throw e.getCause();
    }
  }

  private <T> T document(JsonParser parser, Function<JsonParser, T> form) {
    try {
      if (parser.nextToken() == null) {
        throw unreadable("", "the body is empty, and must be JSON");
      }
      T read = form.apply(parser);
      if (parser.nextToken() != null) {
        throw unreadable("", "there is more after the JSON document");
      }
      return read;
    } catch (JacksonIOException e) {
      throw e;
    } catch (JacksonException e) {
      throw unreadable(pointer(parser), reason(parser, e));
    } catch (NotFinite e) {
      throw unreadable(pointer(parser), "this number is beyond what a double can hold");
    }
  }

  private static String pointer(JsonParser parser) {
    return parser.streamReadContext().pathAsPointer().toString();
  }

  private String reason(JsonParser parser, JacksonException e) {
    TokenStreamLocation place = parser.currentLocation();
    String where = " at line " + place.getLineNr() + ", column " + place.getColumnNr();
    String message = String.valueOf(e.getOriginalMessage());
    if (message.startsWith("Duplicate")) {
      return "this key is given twice" + where;
    }
    if (message.startsWith("Document nesting depth")) {
      return "nested deeper than " + limits.jsonDepth() + " levels" + where;
    }
    if (message.startsWith("Number value length")) {
      return "a number has more than " + Limits.DIGITS + " digits" + where;
    }
    if (message.startsWith("String value length")) {
      return "a text is longer than " + limits.cell().toBytes() + " bytes" + where;
    }
    if (message.contains("NaN") || message.contains("Infinity") || message.contains("'INF'")) {
      return "NaN and Infinity are not JSON; write null for a missing value" + where;
    }
    return "not JSON" + where;
  }

  private static ProblemException unreadable(String pointer, String detail) {
    return ProblemException.fields(
        ProblemKind.UNREADABLE, List.of(new FieldError(pointer, detail)));
  }

  /** A number was beyond the range of a double. */
  private static final class NotFinite extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  /** Makes JSON nodes of finite numbers only. */
  private static final class FiniteNodes extends JsonNodeFactory {
    private static final long serialVersionUID = 1L;

    @Override
    public NumericNode numberNode(double value) {
      if (!Double.isFinite(value)) {
        throw new NotFinite();
      }
      return super.numberNode(value);
    }

    @Override
    public ValueNode numberNode(BigInteger value) {
      if (!Double.isFinite(value.doubleValue())) {
        throw new NotFinite();
      }
      return super.numberNode(value);
    }
  }
}
