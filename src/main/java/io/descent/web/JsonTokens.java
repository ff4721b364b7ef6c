package io.descent.web;

import java.io.IOException;
import java.io.InputStream;
import java.util.function.Function;
import tools.jackson.core.JsonParser;

/**
 * The JSON body of a request as a stream of tokens, for bodies that are large and have one form. A
 * controller takes it as an argument.
 */
public final class JsonTokens {

  private final StrictJson json;
  private final InputStream body;
  private final RequestMemory.Taken memory;

  JsonTokens(StrictJson json, InputStream body, RequestMemory.Taken memory) {
    this.json = json;
    this.body = body;
    this.memory = memory;
  }

  /** What the answer takes is added to it. */
  public RequestMemory.Taken memory() {
    return memory;
  }

  /**
   * Reads the one document of the body. The form is called at the document's first token and leaves
   * the parser at its last; what is not JSON is refused as everywhere.
   */
  public <T> T read(Function<JsonParser, T> form) throws IOException {
    return json.tokens(body, form);
  }
}
