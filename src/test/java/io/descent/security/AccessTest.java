package io.descent.security;

import static org.assertj.core.api.Assertions.assertThat;

import io.descent.KeyedServiceTest;
import io.descent.security.KeyedClient.Answer;
import io.descent.security.MappedOperations.Mapped;
import io.descent.web.RawHttp;
import jakarta.servlet.ServletContext;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.ApplicationContext;
import org.springframework.web.context.WebApplicationContext;

/** Nothing is reached without a decision about who may reach it. */
@KeyedServiceTest
class AccessTest {

  @LocalServerPort private int port;

  @Autowired private ApplicationContext context;

  private static final String ID = "019a3c5e-7b1d-7c3a-9f42-5d2c8e6b1a70";

  @Test
  void somebodyDecidedAboutEveryMappedOperation() {
    assertThat(mapped()).hasSizeGreaterThan(40);
    assertThat(mapped())
        .allSatisfy(
            it -> assertThat(it.decision()).isNotInstanceOf(Access.Decision.Undecided.class));
  }

  @Test
  void nothingIsOpenButHealthThePageAndItsDocuments() {
    assertThat(mapped())
        .filteredOn(it -> it.decision() instanceof Access.Decision.Nothing)
        .extracting(Mapped::pattern)
        .containsOnly(
            "/error",
            "/actuator/health",
            "/actuator/health/**",
            "/swagger-ui.html",
            "/v3/api-docs",
            "/v3/api-docs.yaml",
            "/v3/api-docs/swagger-config");
  }

  /** The tools for agents are the one address beside the mapped ones; each asks for its scopes. */
  @Test
  void noOtherServletAnswersThanTheOnesThatAreKnown() {
    ServletContext container = ((WebApplicationContext) context).getServletContext();

    assertThat(container.getServletRegistrations()).containsOnlyKeys("dispatcherServlet", "mcp");
    assertThat(container.getServletRegistration("mcp").getMappings()).containsExactly("/mcp");
  }

  @Test
  void whatLooksIsReadAndWhatChangesIsNot() {
    assertThat(mapped())
        .filteredOn(it -> it.decision() instanceof Access.Decision.Needs)
        .allSatisfy(
            it -> {
              Scope scope = ((Access.Decision.Needs) it.decision()).scope();
              if (it.pattern().startsWith("/v2")) {
                assertThat(scope).isEqualTo(Scope.INFER);
              } else if (!it.verb().equals("GET") && scope == Scope.READ) {
                assertThat(it.pattern()).matches("/api/v1/.*(check|trace|surface)");
              } else if (it.verb().equals("GET")) {
                assertThat(scope).isIn(Scope.READ, Scope.ADMIN);
              }
            });
  }

  @Test
  void withoutAKeyEveryOperationIsRefusedAlike() {
    KeyedClient nobody = KeyedClient.withoutKey(port);
    KeyedClient unknown = KeyedClient.of(port, "descent_no-such-key");
    mapped()
        .filter(Mapped::needsAScope)
        .forEach(
            it ->
                Stream.of(nobody, unknown)
                    .map(client -> client.send(it.verb(), it.path(ID), "", ""))
                    .forEach(answer -> assertUnauthorized(it.pattern(), answer)));
  }

  private static void assertUnauthorized(String pattern, Answer answer) {
    assertThat(answer.status()).as(pattern).isEqualTo(401);
    assertThat(answer.header("WWW-Authenticate")).isEqualTo("Bearer");
    if (pattern.startsWith("/v2")) {
      assertThat(answer.json().propertyNames()).containsExactly("error");
    } else {
      assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
      assertThat(answer.text("/type")).isEqualTo("/problems/unauthorized");
    }
  }

  @Test
  void aKeyWithoutTheScopeIsToldWhichItNeeds() {
    KeyedClient admin = KeyedClient.of(port, KeyedServiceTest.ADMIN);
    for (Scope scope : Scope.values()) {
      List<String> others =
          Stream.of(Scope.values())
              .filter(it -> it != scope)
              .map(it -> '"' + it.wire() + '"')
              .toList();
      KeyedClient client = admin.make("scopeless", others.toString());
      mapped()
          .filter(it -> it.decision().equals(new Access.Decision.Needs(scope)))
          .forEach(
              it -> {
                Answer answer = client.send(it.verb(), it.path(ID), "", "", "Accept", "*/*");
                if (answer.status() != 415) {
                  assertThat(answer.status()).as(it.toString()).isEqualTo(403);
                  assertThat(answer.http().body()).contains("scope " + scope.wire());
                }
              });
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/nothing",
        "/api/v1/nothing",
        "/api/v1",
        "/v2",
        "/v2/health/live",
        "/mcp",
        "/actuator",
        "/actuator/info",
        "/actuator/prometheus",
        "/actuator/env",
        "/error",
        "//api/v1/jobs",
        "/page/../api/v1/jobs",
        "/page/%2e%2e/api/v1/jobs",
        "/actuator/health/../prometheus",
        "/%61pi/v1/jobs",
        "/api/v1/jobs/",
        "/index.html/../api/v1/jobs",
        "/api;x=1/v1/jobs",
        "/api/v1/jobs;a=b",
        "/api//v1//jobs",
        "/./api/v1/jobs",
        "/swagger-ui/%2e%2e/api/v1/jobs",
        "/actuator/health/..;/prometheus",
        "/actuator/health/;/../heapdump",
        "/actuator/heapdump",
        "/api/v1/jobs?/actuator/health",
        "/API/V1/JOBS",
        "\\api\\v1\\jobs",
        "http://127.0.0.1/api/v1/jobs"
      })
  void noOtherSpellingOfAnAddressLeadsPastTheKeys(String path) throws Exception {
    int status = RawHttp.send(port, "GET " + path + " HTTP/1.1").status();

    assertThat(status).isIn(401, 404, 400);
    assertThat(RawHttp.send(port, "POST " + path + " HTTP/1.1", "Content-Length: 0").status())
        .isIn(401, 404, 400);
    for (String verb : List.of("HEAD", "OPTIONS", "TRACE", "PROPFIND")) {
      int other = RawHttp.send(port, verb + " " + path + " HTTP/1.1").status();
      assertThat(other).as(verb).isIn(401, 404, 400, 405, 501);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/",
        "/index.html",
        "/favicon.svg",
        "/page/main.js",
        "/swagger-ui/index.html",
        "/v3/api-docs",
        "/actuator/health",
        "/actuator/health/liveness",
        "/actuator/health/readiness"
      })
  void thePageTheConsoleAndHealthAreOpen(String path) {
    assertThat(KeyedClient.withoutKey(port).get(path).status()).isEqualTo(200);
    assertThat(KeyedClient.of(port, "descent_no-such-key").get(path).status()).isEqualTo(200);
    assertThat(KeyedClient.withoutKey(port).send("POST", path, "", "").status()).isEqualTo(401);
  }

  @ParameterizedTest
  @CsvSource({
    "Basic YWJjOmRlZg==, 401",
    "Bearer, 401",
    "'Bearer ', 401",
    "bearer " + KeyedServiceTest.ADMIN + ", 200",
    "Bearer " + KeyedServiceTest.ADMIN + "x, 401",
    KeyedServiceTest.ADMIN + ", 401"
  })
  void aKeyComesAsABearerToken(String header, int status) throws Exception {
    assertThat(RawHttp.send(port, "GET /api/v1 HTTP/1.1", "Authorization: " + header).status())
        .isEqualTo(status);
  }

  @Test
  void aVerbThatIsNotThereIsToldToWhoeverMayCall() {
    KeyedClient admin = KeyedClient.of(port, KeyedServiceTest.ADMIN);

    assertThat(admin.send("PUT", "/api/v1/jobs", "", "").status()).isEqualTo(405);
    assertThat(admin.get("/nothing").status()).isEqualTo(404);
    assertThat(admin.send("OPTIONS", "/api/v1/jobs", "", "").header("Allow")).contains("GET");
    assertThat(KeyedClient.withoutKey(port).send("OPTIONS", "/api/v1/jobs", "", "").status())
        .isEqualTo(401);
    assertThat(admin.get("/actuator/prometheus").status()).isEqualTo(200);
  }

  private Stream<Mapped> mapped() {
    return MappedOperations.of(context);
  }
}
