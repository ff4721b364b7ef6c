package io.descent.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.descent.KeyedServiceTest;
import io.descent.security.KeyedClient.Answer;
import io.descent.web.ProblemException;
import io.descent.web.ProblemKind;
import io.descent.web.UuidV7;
import io.micrometer.core.instrument.MeterRegistry;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.orm.jpa.JpaSystemException;
import org.springframework.security.authentication.TestingAuthenticationToken;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.JsonNode;

@KeyedServiceTest
class KeysTest {

  private static final String TABLE = "x,kind\n1,a\n2,b\n3,a\n4,b\n5,a\n6,b\n7,a\n8,b\n";

  @LocalServerPort private int port;
  @Autowired private AdminKeys rows;
  @Autowired private JdbcTemplate jdbc;
  @Autowired private MeterRegistry meters;
  @Autowired private ObjectProvider<Holdings> holdings;
  @Autowired private TransactionTemplate transactions;
  private KeyedClient admin;

  @BeforeEach
  void client() {
    admin = KeyedClient.of(port, KeyedServiceTest.ADMIN);
  }

  @Test
  void aKeyIsShownOnceAndKeptAsADigest() {
    Answer made = admin.post("/api/v1/keys", "{\"owner\": \"ada\", \"scopes\": [\"read\"]}");
    String text = made.text("/key");

    assertThat(made.status()).isEqualTo(201);
    assertThat(text).matches("descent_[A-Za-z0-9_-]{43}").startsWith(made.text("/prefix"));
    assertThat(made.header("Location")).isEqualTo("/api/v1/keys/" + made.text("/id"));
    Answer read = admin.get(made.header("Location"));
    assertThat(read.json().has("key")).isFalse();
    assertThat(read.text("/owner")).isEqualTo("ada");
    assertThat(read.json().at("/scopes/0").stringValue()).isEqualTo("read");
    assertThat(read.json().at("/expires_at").isNull()).isTrue();
    assertThat(admin.get("/api/v1/keys").http().body()).contains(made.text("/id"));
    assertThat(jdbc.queryForList("select * from api_key where owner = 'ada'").toString())
        .doesNotContain(text)
        .doesNotContain(text.substring(KeyRow.SHOWN))
        .contains(KeyRow.digest(text));
  }

  @Test
  void aKeyIsGoodThoughItCannotBeNotedThatItWasUsed() {
    KeyedClient reader = admin.make("on a full disk", "[\"read\"]");
    String text = reader.key().orElseThrow();
    AdminKeys full =
        (AdminKeys)
            Proxy.newProxyInstance(
                AdminKeys.class.getClassLoader(),
                new Class<?>[] {AdminKeys.class},
                (_, method, arguments) -> {
                  if (method.getName().equals("use")) {
                    throw new JpaSystemException(new IllegalStateException("read only"));
                  }
                  return method.invoke(rows, arguments);
                });

    Optional<Caller> caller = new Keys(full, new UuidV7(Instant::now), Instant::now).caller(text);

    assertThat(caller).map(it -> it.owner().name()).hasValue("on a full disk");
  }

  @Test
  void anIdempotencyKeyMakesOneKeyAndShowsItOnce() {
    String body = "{\"owner\": \"once\", \"scopes\": [\"read\"]}";
    Answer first = admin.post("/api/v1/keys", body, "Idempotency-Key", "k1");
    Answer second = admin.post("/api/v1/keys", body, "Idempotency-Key", "k1");

    assertThat(second.status()).isEqualTo(201);
    assertThat(second.text("/id")).isEqualTo(first.text("/id"));
    assertThat(second.json().has("key")).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{} | 400 | /owner",
        "{'owner': 'a'} | 400 | /scopes",
        "{'owner': '', 'scopes': ['read']} | 422 | /owner",
        "{'owner': 'a', 'scopes': []} | 422 | /scopes",
        "{'owner': 'a', 'scopes': ['write']} | 422 | /scopes/0",
        "{'owner': 'a', 'scopes': ['read', 'read']} | 422 | /scopes/1",
        "{'owner': 'a', 'scopes': [7]} | 400 | /scopes/0",
        "{'owner': 'a', 'scopes': 'read'} | 400 | /scopes",
        "{'owner': 'a', 'scopes': ['read'], 'expires_at': 'soon'} | 422 | /expires_at",
        "{'owner': 'a', 'scopes': ['read'], 'expires_at': '2020-01-01T00:00:00Z'} | 422 |"
            + " /expires_at",
        "{'owner': 'a', 'scopes': ['read'], 'limits': {'max_priority': 101}} | 422 |"
            + " /limits/max_priority",
        "{'owner': 'a', 'scopes': ['read'], 'limits': {'requests_per_second': 0}} | 422 |"
            + " /limits/requests_per_second",
        "{'owner': 'a', 'scopes': ['read'], 'limits': {'jobs': 1}} | 400 | /limits/jobs",
        "{'owner': 'a', 'scopes': ['read'], 'expires': null} | 400 | /expires"
      })
  void whatIsWrongWithAKeyIsSaid(String body, int status, String pointer) {
    Answer answer = admin.post("/api/v1/keys", body.replace('\'', '"'));

    assertThat(answer.status()).as(answer.http().body()).isEqualTo(status);
    assertThat(answer.text("/errors/0/pointer")).isEqualTo(pointer);
  }

  @Test
  void aDeletedKeyIsRefusedAtOnceHereAndSoonElsewhere() {
    KeyedClient here = admin.make("gone", "[\"read\"]");
    assertThat(here.get("/api/v1").status()).isEqualTo(200);
    String id = id(here);
    assertThat(admin.delete("/api/v1/keys/" + id).status()).isEqualTo(204);
    assertThat(here.get("/api/v1").status()).isEqualTo(401);
    assertThat(admin.delete("/api/v1/keys/" + id).status()).isEqualTo(404);

    KeyedClient elsewhere = admin.make("gone", "[\"read\"]");
    assertThat(elsewhere.get("/api/v1").status()).isEqualTo(200);
    rows.delete(UUID.fromString(id(elsewhere)));
    await()
        .atMost(Duration.ofSeconds(5))
        .until(() -> elsewhere.get("/api/v1").status(), status -> status == 401);
  }

  @Test
  void anEventStreamEndsWithItsKey() {
    KeyedClient client = admin.make("watching", "[\"read\"]");
    CompletableFuture<String> stream =
        CompletableFuture.supplyAsync(() -> client.get("/api/v1/events").http().body());
    await().until(() -> meters.get("descent.event.streams").gauge().value(), open -> open >= 1);
    admin.delete("/api/v1/keys/" + id(client));

    // It sends something every ten seconds
    assertThat(stream)
        .failsWithin(Duration.ofSeconds(20))
        .withThrowableOfType(ExecutionException.class);
  }

  @Test
  void anExpiredKeyIsRefused() {
    Instant soon = Instant.now().plusMillis(1500);
    KeyedClient client =
        admin.make(
            "{\"owner\": \"brief\", \"scopes\": [\"read\"], \"expires_at\": \"%s\"}"
                .formatted(soon));
    assertThat(client.get("/api/v1").status()).isEqualTo(200);

    await()
        .atMost(Duration.ofSeconds(5))
        .until(() -> client.get("/api/v1").status(), status -> status == 401);
  }

  @Test
  void whenAKeyWasUsedIsKept() {
    KeyedClient client = admin.make("used", "[\"read\"]");
    client.get("/api/v1");

    assertThat(admin.get("/api/v1/keys/" + id(client)).text("/last_used_at")).isNotEmpty();
  }

  @Test
  void theServiceSaysWhoCalls() {
    JsonNode caller =
        admin.make("whoami", "[\"train\", \"read\"]").get("/api/v1").json().at("/caller");

    assertThat(caller.at("/security").stringValue()).isEqualTo("keys");
    assertThat(caller.at("/owner").stringValue()).isEqualTo("whoami");
    assertThat(caller.at("/scopes").toString()).isEqualTo("[\"read\",\"train\"]");
  }

  @Test
  void aKeySendsSoManyRequestsASecond() {
    KeyedClient client = limited("fast", "\"requests_per_second\": 3");

    assertThat(IntStream.range(0, 8).mapToObj(_ -> client.get("/api/v1")))
        .anySatisfy(
            answer -> {
              assertThat(answer.status()).isEqualTo(429);
              assertThat(answer.header("Retry-After")).isEqualTo("1");
              assertThat(answer.text("/detail")).contains("3 requests a second");
            })
        .anySatisfy(answer -> assertThat(answer.status()).isEqualTo(200));
    assertThat(client.get("/v2").json().propertyNames()).contains("error");
    assertThat(admin.get("/api/v1").status()).isEqualTo(200);
  }

  @Test
  void aKeyHasSoManyUnfinishedJobsOfSoMuchPriority() {
    KeyedClient client = limited("busy", "\"unfinished_jobs\": 1, \"max_priority\": 5");
    String dataset = upload(client).text("/id");

    Answer tooHigh = client.post("/api/v1/jobs", job(dataset, 6));
    assertThat(tooHigh.status()).isEqualTo(422);
    assertThat(tooHigh.text("/errors/0/pointer")).isEqualTo("/priority");
    Answer first = client.post("/api/v1/jobs", job(dataset, 5));
    assertThat(first.status()).isEqualTo(202);
    Answer second = client.post("/api/v1/jobs", job(dataset, 5));
    assertThat(second.status()).isEqualTo(429);
    assertThat(second.header("Retry-After")).isNotEmpty();
    JsonNode usage = client.get("/api/v1/usage").json();
    assertThat(usage.at("/unfinished_jobs").intValue()).isEqualTo(1);
    assertThat(usage.at("/limits/max_priority").intValue()).isEqualTo(5);
    client.post("/api/v1/jobs/" + first.text("/id") + "/cancel", "");
  }

  @Test
  void aKeyStoresSoManyBytes() {
    KeyedClient client = limited("small", "\"stored_bytes\": 1000");
    Answer first = upload(client);
    assertThat(first.status()).isEqualTo(201);
    JsonNode usage = client.get("/api/v1/usage").json();
    assertThat(usage.at("/datasets").intValue()).isEqualTo(1);
    assertThat(usage.at("/stored_bytes").longValue()).isBetween((long) TABLE.length(), 999L);

    Answer tooLarge =
        client.send("POST", "/api/v1/datasets", TABLE + "9,a\n".repeat(250), "text/csv");
    assertThat(tooLarge.status()).isEqualTo(413);
    assertThat(tooLarge.text("/detail")).contains("stored_bytes");
    Answer again = upload(client);
    while (again.status() == 201) {
      again = upload(client);
    }
    assertThat(again.status()).isEqualTo(413);
    assertThat(client.get("/api/v1/usage").json().at("/stored_bytes").longValue())
        .isLessThanOrEqualTo(1000);
    assertThat(client.delete("/api/v1/datasets/" + first.text("/id")).status()).isEqualTo(204);
    assertThat(upload(client).status()).isEqualTo(201);
  }

  @Test
  void processesThatStoreAtOnceStayWithinTheLimitTogether() throws Exception {
    KeyedClient client = limited("many", "\"stored_bytes\": 100000");
    List<UUID> stored =
        Stream.of(upload(client), upload(client))
            .map(it -> UUID.fromString(it.text("/id")))
            .toList();
    long held = client.get("/api/v1/usage").json().at("/stored_bytes").longValue();
    KeyLimits limits = new KeyLimits(null, held + 1_000, null, null);
    CyclicBarrier together = new CyclicBarrier(stored.size());

    List<CompletableFuture<Boolean>> processes =
        stored.stream()
            .map(
                id ->
                    CompletableFuture.supplyAsync(
                        () -> stores(id, limits, together), Thread::startVirtualThread))
            .toList();

    assertThat(processes).extracting(CompletableFuture::get).containsExactlyInAnyOrder(true, false);
    assertThat(client.get("/api/v1/usage").json().at("/stored_bytes").longValue())
        .isEqualTo(held + 600);
  }

  /**
   * Another process, in which there is room for 600 bytes more, makes a data set so much larger.
   */
  private boolean stores(UUID dataset, KeyLimits limits, CyclicBarrier together) {
    Owner owner = new Owner("many");
    Caller caller = new Caller(owner, Set.of(), Optional.empty(), limits);
    SecurityContextHolder.getContext()
        .setAuthentication(new TestingAuthenticationToken(caller, ""));
    try (Quota.Room room = new Quota(holdings, rows).reserve(owner)) {
      room.take(600);
      transactions.executeWithoutResult(
          _ -> {
            jdbc.update("update dataset set bytes = bytes + 600 where id = ?", dataset);
            meet(together);
            room.confirm();
          });
      return true;
    } catch (ProblemException refusal) {
      assertThat(refusal.kind()).isEqualTo(ProblemKind.TOO_LARGE);
      return false;
    } finally {
      SecurityContextHolder.clearContext();
    }
  }

  private static void meet(CyclicBarrier barrier) {
    try {
      barrier.await(20, TimeUnit.SECONDS);
    } catch (InterruptedException | BrokenBarrierException | TimeoutException e) {
      throw new IllegalStateException(e);
    }
  }

  private KeyedClient limited(String owner, String limits) {
    return admin.make(
        "{\"owner\": \"%s\", \"scopes\": [\"read\", \"train\", \"infer\"], \"limits\": {%s}}"
            .formatted(owner, limits));
  }

  private static Answer upload(KeyedClient client) {
    return client.send("POST", "/api/v1/datasets?name=small", TABLE, "text/csv");
  }

  private static String job(String dataset, int priority) {
    return """
    {"dataset_id": "%s", "priority": %d,
     "model": {"layers": [{"type": "affine", "out": 2}], "loss": "softmax_ce"},
     "training": {"epochs": 100000}}
    """
        .formatted(dataset, priority);
  }

  private String id(KeyedClient client) {
    return rows.findBySha256(KeyRow.digest(client.key().orElseThrow())).orElseThrow().id.toString();
  }
}
