package io.descent.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.descent.Repositories;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.data.jpa.repository.config.EnableJpaRepositories;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** What repeating a request promises, on any database. */
abstract class IdempotencyContract {

  private static final IdempotencyKey KEY = new IdempotencyKey(Optional.of("k1"));

  private Instant now = Instant.parse("2026-01-01T00:00:00Z");
  private AnnotationConfigApplicationContext context;
  private JdbcClient jdbc;
  private Idempotency here;
  private Idempotency there;

  abstract DataSource dataSource();

  @EnableJpaRepositories
  static class Keys {}

  @BeforeEach
  void twoReplicasOnOneDatabase() {
    context = Repositories.start(dataSource(), Keys.class);
    jdbc = JdbcClient.create(context.getBean(DataSource.class));
    jdbc.sql("delete from idempotency").update();
    here = replica();
    there = replica();
  }

  @AfterEach
  void close() {
    context.close();
  }

  private Idempotency replica() {
    return new Idempotency(
        context.getBean(IdempotencyRows.class),
        context.getBean(TransactionTemplate.class),
        () -> now,
        Retention.NONE);
  }

  @Test
  void theSameKeyAndBodyGiveTheSameAgain() {
    UUID first = post(here, "a", KEY, "body");

    assertThat(post(here, "a", KEY, "body")).isEqualTo(first);
    assertThat(post(there, "a", KEY, "body")).isEqualTo(first);
  }

  @Test
  void anotherBodyIsRefused() {
    post(here, "a", KEY, "body");

    assertThatThrownBy(() -> post(there, "a", KEY, "other"))
        .isInstanceOfSatisfying(
            ProblemException.class, e -> assertThat(e.kind()).isEqualTo(ProblemKind.INVALID));
  }

  @Test
  void keysBelongToTheirOwnerAndOperation() {
    UUID first = post(here, "a", KEY, "body");

    assertThat(post(here, "b", KEY, "other")).isNotEqualTo(first);
    try (Idempotency.Attempt attempt = here.attempt("a", "datasets", KEY)) {
      assertThat(attempt.earlier("other")).isEmpty();
    }
  }

  @Test
  void withoutAKeyEveryRequestCreates() {
    assertThat(post(here, "a", IdempotencyKey.NONE, "body"))
        .isNotEqualTo(post(here, "a", IdempotencyKey.NONE, "body"));
    assertThat(kept()).isZero();
  }

  @Test
  void aFailedCreationKeepsNothing() {
    try (Idempotency.Attempt attempt = here.attempt("a", "jobs", KEY)) {
      assertThatThrownBy(
              () ->
                  attempt.create(
                      "body",
                      () -> {
                        throw new IllegalStateException("no");
                      }))
          .hasMessage("no");
    }
    assertThat(kept()).isZero();
    assertThat(post(here, "a", KEY, "body")).isNotNull();
  }

  @Test
  void aSecondRequestWhileTheFirstIsUnderWayIsAConflict() {
    try (Idempotency.Attempt _ = here.attempt("a", "jobs", KEY)) {
      assertThatThrownBy(() -> here.attempt("a", "jobs", KEY))
          .isInstanceOfSatisfying(
              ProblemException.class, e -> assertThat(e.kind()).isEqualTo(ProblemKind.CONFLICT));
      post(here, "b", KEY, "body");
    }
    post(here, "a", KEY, "body");
  }

  @Test
  void ofTwoReplicasAtTheSameMomentOneCreatesForBoth() throws Exception {
    for (int round = 0; round < 20; round++) {
      IdempotencyKey key = new IdempotencyKey(Optional.of("round" + round));
      Set<UUID> answers = ConcurrentHashMap.newKeySet();
      together(
          () -> answers.add(post(here, "a", key, "body")),
          () -> answers.add(post(there, "a", key, "body")));
      assertThat(answers).hasSize(1);
    }
  }

  @Test
  void keysAreForgottenAfterADay() {
    UUID first = post(here, "a", KEY, "body");

    now = now.plus(Duration.ofHours(24));
    assertThat(post(here, "a", KEY, "body")).isEqualTo(first);
    now = now.plusSeconds(1);
    assertThat(post(here, "a", KEY, "other")).isNotEqualTo(first);
    now = now.plus(Duration.ofHours(25));
    here.sweep();
    assertThat(kept()).isZero();
  }

  private static UUID post(Idempotency replica, String owner, IdempotencyKey key, String body) {
    try (Idempotency.Attempt attempt = replica.attempt(owner, "jobs", key)) {
      return attempt.earlier(body).orElseGet(() -> attempt.create(body, UUID::randomUUID));
    }
  }

  private static void together(Runnable one, Runnable other) throws Exception {
    CountDownLatch start = new CountDownLatch(2);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<?> first = threads.submit(() -> after(start, one));
      Future<?> second = threads.submit(() -> after(start, other));
      first.get();
      second.get();
    }
  }

  private static void after(CountDownLatch start, Runnable work) {
    start.countDown();
    try {
      start.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    work.run();
  }

  private int kept() {
    return jdbc.sql("select count(*) from idempotency").query(Integer.class).single();
  }
}
