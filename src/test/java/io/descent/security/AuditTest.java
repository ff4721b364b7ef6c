package io.descent.security;

import static org.assertj.core.api.Assertions.assertThat;

import io.descent.KeyedServiceTest;
import io.descent.security.KeyedClient.Answer;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;

@KeyedServiceTest
class AuditTest {

  @LocalServerPort private int port;
  @Autowired private AdminAudit rows;
  @Autowired private MeterRegistry meters;
  private KeyedClient admin;

  @BeforeEach
  void client() {
    admin = KeyedClient.of(port, KeyedServiceTest.ADMIN);
  }

  @Test
  void everyChangeIsThereWithWhoWhatAndWhatCameOfIt() {
    KeyedClient client = admin.make("audited", "[\"read\", \"train\"]");
    Answer made = client.send("POST", "/api/v1/datasets?name=t", "x,y\n1,a\n2,b\n", "text/csv");
    client.get("/api/v1/datasets");
    client.post("/api/v1/specs/check", "{}");
    client.post("/api/v1/jobs", "{}");
    client.delete("/api/v1/datasets/" + made.text("/id"));

    List<JsonNode> entries = entries("audited");
    assertThat(entries)
        .extracting(it -> it.at("/operation").stringValue() + " " + it.at("/status").intValue())
        .containsExactly(
            "DELETE /api/v1/datasets/{id} 204",
            "POST /api/v1/jobs 400",
            "POST /api/v1/datasets 201");
    assertThat(entries.getFirst().at("/subject").stringValue()).isEqualTo(made.text("/id"));
    assertThat(entries.getLast().at("/subject").stringValue()).isEqualTo(made.text("/id"));
    assertThat(entries).allSatisfy(it -> assertThat(it.at("/key_id").asString("")).isNotEmpty());
  }

  @Test
  void whatWasNotAllowedIsThereAndWhoHasNoKeyIsOnlyCounted() {
    KeyedClient client = admin.make("forbidden", "[\"read\"]");
    double before = refused();
    client.delete("/api/v1/jobs/019a3c5e-7b1d-7c3a-9f42-5d2c8e6b1a70");
    KeyedClient.withoutKey(port).delete("/api/v1/jobs/019a3c5e-7b1d-7c3a-9f42-5d2c8e6b1a70");

    assertThat(entries("forbidden"))
        .singleElement()
        .satisfies(
            it -> {
              assertThat(it.at("/operation").stringValue()).isEqualTo("DELETE /api/v1/jobs/{id}");
              assertThat(it.at("/status").intValue()).isEqualTo(403);
            });
    assertThat(refused()).isEqualTo(before + 1);
    assertThat(admin.get("/actuator/prometheus").http().body())
        .contains("descent_refusals_total{kind=\"unauthorized\"");
  }

  @Test
  void aFloodOfRefusalsFillsNoTable() {
    KeyedClient client = admin.make("flood", "[\"read\"]");
    for (int i = 0; i < 150; i++) {
      client.delete("/api/v1/jobs/019a3c5e-7b1d-7c3a-9f42-5d2c8e6b1a70");
    }

    assertThat(entries("flood")).hasSizeLessThan(100);
  }

  @Test
  void itIsPagedAsListsAre() {
    KeyedClient client = admin.make("pages", "[\"train\"]");
    for (int i = 0; i < 3; i++) {
      client.post("/api/v1/jobs", "{}");
    }

    JsonNode first = admin.get("/api/v1/audit?limit=2").json();
    assertThat(first.at("/items")).hasSize(2);
    JsonNode second =
        admin.get("/api/v1/audit?limit=2&cursor=" + first.at("/next_cursor").asString()).json();
    assertThat(second.at("/items/0/id").stringValue())
        .isLessThan(first.at("/items/1/id").stringValue());
    assertThat(client.get("/api/v1/audit").status()).isEqualTo(403);
  }

  @Test
  void whatHasOutlivedItsTimeGoes() {
    Caller caller =
        new Caller(new Owner("old"), java.util.Set.of(), Optional.empty(), KeyLimits.NONE);
    Instant longAgo = Instant.now().minus(400, ChronoUnit.DAYS);
    UUID id = new UUID(0, 1);
    rows.save(new AuditRow(id, caller, "POST /old", Optional.empty(), 200, longAgo));

    assertThat(rows.deleteAllBefore(Instant.now().minus(365, ChronoUnit.DAYS))).isEqualTo(1);
    assertThat(entries("old")).isEmpty();
  }

  private double refused() {
    return meters.counter("descent.refusals", "kind", "unauthorized").count();
  }

  private List<JsonNode> entries(String owner) {
    return admin
        .get("/api/v1/audit?limit=200")
        .json()
        .at("/items")
        .valueStream()
        .filter(it -> it.at("/owner").stringValue().equals(owner))
        .toList();
  }
}
