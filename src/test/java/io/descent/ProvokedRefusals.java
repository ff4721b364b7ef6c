package io.descent;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.descent.ApiDocument.Answer;
import io.descent.ApiDocument.Operation;
import io.descent.StrictService.Fault;
import io.descent.web.Idempotency;
import io.descent.web.IdempotencyKey;
import io.descent.web.RawHttp;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import tools.jackson.databind.JsonNode;

/**
 * Asks each operation in every way in which it is refused, of a service that is strict, and holds
 * what it answers against the document.
 */
final class ProvokedRefusals {

  private static final String JSON = "application/json";
  private static final Set<String> SCOPES = Set.of("read", "train", "infer", "admin");
  private static final String REPEATED = "a-key-that-is-under-way";

  private final int port;
  private final StrictService service;
  private final ApiDocument document;
  private final Map<String, String> ids;
  private final Keys keys;
  private final HttpClient http = HttpClient.newHttpClient();

  /** Keys of the owner whose things they are. */
  interface Keys {

    /**
     * @param limits as JSON
     */
    String with(Set<String> scopes, String limits) throws Exception;
  }

  /**
   * @param ids of one thing of each collection
   */
  ProvokedRefusals(
      StrictService service, ApiDocument document, Map<String, String> ids, Keys keys) {
    this.service = service;
    this.port = service.port();
    this.document = document;
    this.ids = ids;
    this.keys = keys;
  }

  /** What is sent to an operation. */
  private record Request(String path, String type, String body, Map<String, String> headers) {

    Request to(String other) {
      return new Request(other, type, body, headers);
    }

    Request of(String otherType, String otherBody) {
      return new Request(path, otherType, otherBody, headers);
    }

    Request by(String key) {
      return with("Authorization", "Bearer " + key);
    }

    Request accepting(String form) {
      return with("Accept", form);
    }

    Request repeating(String key) {
      return with(IdempotencyKey.HEADER, key);
    }

    private Request with(String name, String value) {
      Map<String, String> more = new HashMap<>(headers);
      more.put(name, value);
      return new Request(path, type, body, more);
    }
  }

  void provoke() throws Exception {
    Map<String, String> lacking = new HashMap<>();
    for (String scope : SCOPES) {
      Set<String> others = new TreeSet<>(SCOPES);
      others.remove(scope);
      lacking.put(scope, keys.with(others, "{}"));
    }
    String all = keys.with(SCOPES, "{}");
    for (Operation operation : document.operations()) {
      Request valid = valid(operation).by(all);
      String scope = operation.node().at("/security/0/key/0").stringValue();
      send(operation, valid(operation));
      send(operation, valid.by(lacking.get(scope)));
      send(operation, nowhere(operation).by(all));
      unreadable(operation, valid);
    }
    standStill(all);
    tooMany(keys.with(SCOPES, "{\"requests_per_second\": 1}"));
    for (Fault fault : List.of(Fault.BROKEN, Fault.AWAY, Fault.FULL)) {
      failing(fault, all);
    }
    underWay(all);
  }

  /** A request that would be answered. */
  private Request valid(Operation operation) {
    JsonNode forms = document.requestForms(operation);
    String type =
        forms.isEmpty() || forms.has(JSON) ? JSON : forms.propertyNames().iterator().next();
    if (type.startsWith("multipart")) {
      type += "; boundary=x";
    }
    String body = forms.has(JSON) ? document.example(operation.id()) : "";
    body =
        body.replaceAll("\"model_id\":\"[^\"]*", "\"model_id\":\"" + ids.get("models"))
            .replaceAll("\"dataset(_id)?\":\"[^\"]*", "\"dataset_id\":\"" + ids.get("datasets"));
    return new Request(path(operation, ids) + query(operation), type, body, Map.of());
  }

  private static String path(Operation operation, Map<String, String> ids) {
    StringBuilder path = new StringBuilder();
    String collection = "";
    for (String part : operation.path().substring(1).split("/")) {
      boolean variable = part.startsWith("{");
      path.append('/').append(variable ? ids.getOrDefault(collection, unknown()) : part);
      collection = part;
    }
    return path.toString();
  }

  private static String unknown() {
    return UUID.randomUUID().toString();
  }

  private String query(Operation operation) {
    return switch (operation.id()) {
      case "compareJobs" -> "?id=" + ids.get("jobs") + "&id=" + ids.get("jobs") + "&id=small";
      // All that go on is a stream without an end
      case "streamEvents" -> "?job_id=" + ids.get("jobs");
      case "getDatasetColumn" -> "?name=species";
      case "traceJob", "surfaceJob" -> "?step=1";
      default -> "";
    };
  }

  /** A request of what there is not. */
  private Request nowhere(Operation operation) {
    return valid(operation).to(path(operation, Map.of()) + query(operation));
  }

  /** An unknown parameter, a form that there is not, a body of another kind or too long. */
  private void unreadable(Operation operation, Request valid) throws Exception {
    String more = valid.path().contains("?") ? "&" : "?";
    send(operation, valid.to(valid.path() + more + "nonsense=1"));
    if (operation.node().get("responses").has("406")) {
      send(operation, valid.accepting("image/png"));
    }
    if (takesBody(operation)) {
      send(operation, valid.of("image/png", "x"));
      send(operation, valid.of(valid.type(), " ".repeat(40_000)));
    }
  }

  private boolean takesBody(Operation operation) {
    return !document.requestForms(operation).isEmpty();
  }

  /** All at once, as each takes its time. */
  private void standStill(String key) throws Exception {
    List<Callable<RawHttp.Answer>> all = new ArrayList<>();
    List<Operation> taking = document.operations().stream().filter(this::takesBody).toList();
    for (Operation operation : taking) {
      Request valid = valid(operation);
      String head =
          "%s %s HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nAuthorization: Bearer %s\r\n"
              .formatted(operation.verb().toUpperCase(Locale.ROOT), valid.path(), key);
      String form = "Content-Type: %s\r\nContent-Length: 100\r\n\r\n{".formatted(valid.type());
      all.add(() -> RawHttp.exchange(port, head + form));
    }
    try (ExecutorService each = Executors.newVirtualThreadPerTaskExecutor()) {
      Iterator<Operation> of = taking.iterator();
      for (Future<RawHttp.Answer> it : each.invokeAll(all)) {
        RawHttp.Answer answer = it.get();
        String form = String.valueOf(answer.headers().get("content-type"));
        Answer seen = new Answer(answer.status(), form, answer.body().getBytes(UTF_8), "");
        Operation operation = of.next();
        assertThat(answer.status()).as(operation.id() + " " + answer).isEqualTo(408);
        document.verify(operation, seen, operation.id() + " " + answer);
      }
    }
  }

  private void tooMany(String slow) throws Exception {
    for (Operation operation : document.operations()) {
      Request nowhere = nowhere(operation).by(slow);
      for (int tries = 0; send(operation, nowhere).status() != 429; tries++) {
        assertThat(tries).as(operation.id()).isLessThan(9);
      }
    }
  }

  private void failing(Fault fault, String key) throws Exception {
    service.let(fault);
    for (Operation operation : document.operations()) {
      if (fault == Fault.FULL && operation.verb().equals("get")) {
        continue;
      }
      send(operation, valid(operation).by(key));
    }
    service.let(Fault.NONE);
  }

  /** The same key while what it asked for before is not answered. */
  private void underWay(String key) throws Exception {
    Idempotency idempotency = service.part(Idempotency.class);
    IdempotencyKey repeated = new IdempotencyKey(Optional.of(REPEATED));
    // Never closed, so never answered
    for (String what :
        List.of("datasets", "jobs", "reproductions", "sweeps", "keys", "models", "evaluations")) {
      idempotency.attempt("local", what, repeated);
    }
    for (Operation operation : document.operations()) {
      if (operation.node().toString().contains("\"Idempotency-Key\"")) {
        send(operation, valid(operation).by(key).repeating(REPEATED));
      }
    }
  }

  private Answer send(Operation operation, Request request) throws Exception {
    HttpRequest.Builder asked =
        HttpRequest.newBuilder(URI.create("http://localhost:" + port + request.path()))
            .timeout(Duration.ofSeconds(60))
            .method(
                operation.verb().toUpperCase(Locale.ROOT),
                HttpRequest.BodyPublishers.ofString(request.body()));
    request.headers().forEach(asked::setHeader);
    if (takesBody(operation)) {
      asked.setHeader("Content-Type", request.type());
    }
    Answer answer = Answer.of(http.send(asked.build(), BodyHandlers.ofByteArray()));
    String said = new String(answer.body(), UTF_8);
    String what = operation.id() + " " + request + " " + answer.status() + " " + said;
    document.verify(operation, answer, what);
    return answer;
  }
}
