package io.descent.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A client that sends a key with everything, or none. */
public record KeyedClient(int port, Optional<String> key) {

  private static final HttpClient HTTP = HttpClient.newHttpClient();

  public static KeyedClient of(int port, String key) {
    return new KeyedClient(port, Optional.of(key));
  }

  public static KeyedClient withoutKey(int port) {
    return new KeyedClient(port, Optional.empty());
  }

  /** An answer whose body is text. */
  public record Answer(HttpResponse<String> http) {

    public int status() {
      return http.statusCode();
    }

    public JsonNode json() {
      return JsonMapper.shared().readTree(http.body());
    }

    public String text(String pointer) {
      return json().at(pointer).asString("");
    }

    public String header(String name) {
      return http.headers().firstValue(name).orElse("");
    }
  }

  public Answer get(String path) {
    return send("GET", path, "", "");
  }

  Answer delete(String path) {
    return send("DELETE", path, "", "");
  }

  public Answer post(String path, String json, String... headers) {
    return send("POST", path, json, "application/json", headers);
  }

  public Answer send(String verb, String path, String body, String type, String... headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://localhost:" + port + path))
            .method(verb, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
    if (!type.isEmpty()) {
      request.header("Content-Type", type);
    }
    if (headers.length > 0) {
      request.headers(headers);
    }
    key.ifPresent(it -> request.header("Authorization", "Bearer " + it));
    try {
      return new Answer(HTTP.send(request.build(), BodyHandlers.ofString()));
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A client with a new key, made with this one's; {@code scopes} as a JSON array. */
  public KeyedClient make(String owner, String scopes) {
    return make("{\"owner\": \"%s\", \"scopes\": %s}".formatted(owner, scopes));
  }

  KeyedClient make(String request) {
    Answer made = post("/api/v1/keys", request);
    assertThat(made.status()).as(made.http().body()).isEqualTo(201);
    return of(port, made.text("/key"));
  }
}
