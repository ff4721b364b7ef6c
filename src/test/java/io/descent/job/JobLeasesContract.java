package io.descent.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.descent.security.Owner;
import io.descent.storage.Blob;
import io.descent.storage.Blobs;
import io.descent.storage.DatabaseClock;
import io.descent.storage.StatelessRows;
import jakarta.persistence.EntityManagerFactory;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.hibernate.boot.model.naming.PhysicalNamingStrategySnakeCaseImpl;
import org.hibernate.cfg.MappingSettings;
import org.hibernate.cfg.SchemaToolingSettings;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.dao.annotation.PersistenceExceptionTranslationPostProcessor;
import org.springframework.data.domain.Limit;
import org.springframework.data.jpa.repository.config.EnableJpaRepositories;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.orm.jpa.JpaTransactionManager;
import org.springframework.orm.jpa.LocalContainerEntityManagerFactoryBean;
import org.springframework.orm.jpa.vendor.HibernateJpaVendorAdapter;
import org.springframework.transaction.annotation.EnableTransactionManagement;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What every database has to do for the turns that workers have with jobs. */
abstract class JobLeasesContract {

  private static final Progress PROGRESS =
      new Progress(3, 1, 10, 31, 1000.0, 2.5, null, null, null);

  private final Instant now = Instant.parse("2026-11-01T12:00:00Z");
  private AnnotationConfigApplicationContext context;
  private JdbcTemplate jdbc;
  private TransactionTemplate transactions;
  private JobChanges changes;
  private JobLeases leases;
  private TrainingQueue queue;
  private final List<UUID> dropped = new ArrayList<>();

  abstract DataSource dataSource();

  @Configuration(proxyBeanMethods = false)
  @EnableTransactionManagement
  @EnableJpaRepositories
  @Import({
    DatabaseClock.class,
    TrainingQueue.class,
    JobChanges.class,
    StatelessRows.class,
    TrainingRecords.class,
    JobLeases.class
  })
  static class Beans {

    /** No job here is a trial. */
    @Bean
    TrialWatch noSweeps() {
      return new TrialWatch() {
        @Override
        public void hold(UUID sweep) {
          throw new AssertionError("no job is a trial of " + sweep);
        }

        @Override
        public void left(UUID sweep, UUID trial) {
          throw new AssertionError("no job is a trial of " + sweep);
        }

        @Override
        public void expire(UUID sweep) {
          throw new AssertionError("there is no sweep " + sweep);
        }

        @Override
        public void require(Owner owner, UUID sweep) {
          throw new AssertionError("there is no sweep " + sweep);
        }

        @Override
        public List<Map<String, JsonNode>> points(Owner owner, UUID sweep) {
          throw new AssertionError("there is no sweep " + sweep);
        }
      };
    }

    @Bean
    JdbcTemplate jdbcTemplate(DataSource database) {
      return new JdbcTemplate(database);
    }

    @Bean
    LocalContainerEntityManagerFactoryBean entityManagerFactory(DataSource database) {
      LocalContainerEntityManagerFactoryBean factory = new LocalContainerEntityManagerFactoryBean();
      factory.setDataSource(database);
      factory.setPackagesToScan(Job.class.getPackageName());
      factory.setJpaVendorAdapter(new HibernateJpaVendorAdapter());
      factory.setJpaPropertyMap(
          Map.of(
              SchemaToolingSettings.HBM2DDL_AUTO,
              "validate",
              MappingSettings.PHYSICAL_NAMING_STRATEGY,
              PhysicalNamingStrategySnakeCaseImpl.class.getName()));
      return factory;
    }

    @Bean
    static PersistenceExceptionTranslationPostProcessor exceptions() {
      return new PersistenceExceptionTranslationPostProcessor();
    }

    @Bean
    JpaTransactionManager transactionManager(EntityManagerFactory entities) {
      return new JpaTransactionManager(entities);
    }
  }

  @BeforeEach
  void start() {
    DataSource database = dataSource();
    Flyway.configure().dataSource(database).load().migrate();
    context = new AnnotationConfigApplicationContext();
    context.registerBean(DataSource.class, () -> database);
    context.registerBean(JsonMapper.class, () -> new JsonMapper());
    context.registerBean(Blobs.class, NoBlobs::new);
    context.register(Beans.class);
    context.refresh();
    jdbc = context.getBean(JdbcTemplate.class);
    transactions = new TransactionTemplate(context.getBean(JpaTransactionManager.class));
    changes = context.getBean(JobChanges.class);
    leases = context.getBean(JobLeases.class);
    queue = context.getBean(TrainingQueue.class);
  }

  @AfterEach
  void clear() {
    jdbc.update("delete from job");
    jdbc.update("delete from job_checkpoint");
    jdbc.update("delete from scheduled_tasks");
    context.close();
  }

  @Test
  void theScalerOfTheChartCountsTheJobsThatNeedAWorker() throws IOException {
    String worker = Files.readString(Path.of("docker", "chart", "templates", "worker.yaml"));
    Matcher query = Pattern.compile("query: \"(.*)\"").matcher(worker);
    assertThat(query.find()).isTrue();
    int expected = 0;

    for (JobStatus status : JobStatus.values()) {
      jdbc.update("update job set status = ? where id = ?", status.name(), queued());
      expected += status.needsWorker() ? 1 : 0;
      assertThat(jdbc.queryForObject(query.group(1), Integer.class))
          .as("%s", status)
          .isEqualTo(expected);
    }
  }

  private UUID queued() {
    UUID id = UUID.randomUUID();
    jdbc.update(
        """
        insert into job (id, owner, name, task, dataset_id, model_json, training_json,
          warnings_json, priority, status, status_sequence, attempt, generation, fruitless_starts,
          epochs, epoch, batch, batches, updates, queued_at, created_at, updated_at)
        values (?, 'local', 'a job', 'REGRESSION', ?, '{}', '{}', '[]', 5, 'QUEUED', 1, 0, 1, 0,
          20, 0, 0, 0, 0, ?, ?, ?)
        """,
        id,
        UUID.randomUUID(),
        Timestamp.from(now),
        Timestamp.from(now),
        Timestamp.from(now));
    return id;
  }

  private Lease taken(UUID id) {
    return take(leases.look(id, generation(id)).orElseThrow()).orElseThrow();
  }

  private Optional<Lease> take(Job seen) {
    return leases.take(seen.id(), seen.state(), "a worker");
  }

  private void ask(UUID id, JobStatus to) {
    transactions.executeWithoutResult(
        _ ->
            assertThat(changes.move(id, state(id), state(id).with(to), JobOutcome.NONE))
                .isPresent());
  }

  private JobState state(UUID id) {
    return context.getBean(WorkerJobs.class).state(id).orElseThrow();
  }

  private int generation(UUID id) {
    return state(id).generation();
  }

  private JobStatus status(UUID id) {
    return state(id).status();
  }

  private List<String> tasks() {
    return jdbc.queryForList("select task_instance from scheduled_tasks", String.class);
  }

  private static EpochRow epoch(int number) {
    return new EpochRow(
        number, new Scores(0.5, Double.NaN, null, null), 0.1, Double.POSITIVE_INFINITY, 0.25, null);
  }

  private static Checkpoint checkpoint(long updates) {
    return new Checkpoint(UUID.randomUUID(), 3, 1, updates, 1.5, 0.5, false);
  }

  @Test
  void ofTwoWorkersThatTakeAJobOneGetsIt() throws Exception {
    for (int round = 0; round < 20; round++) {
      UUID id = queued();
      Job seen = leases.look(id, 1).orElseThrow();
      Callable<Optional<Lease>> take = () -> take(seen);
      try (ExecutorService workers = Executors.newFixedThreadPool(4)) {
        List<Future<Optional<Lease>>> taken = workers.invokeAll(List.of(take, take, take, take));
        int winners = 0;
        for (Future<Optional<Lease>> each : taken) {
          winners += each.get().isPresent() ? 1 : 0;
        }
        assertThat(winners).isEqualTo(1);
      }
      assertThat(state(id)).isEqualTo(new JobState(JobStatus.RUNNING, 1, 1));
    }
  }

  @Test
  void aTaskOfAnotherGenerationFindsNothingToDo() {
    UUID id = queued();

    assertThat(leases.look(id, 2)).isEmpty();
    assertThat(leases.look(UUID.randomUUID(), 1)).isEmpty();
    ask(id, JobStatus.PAUSED);
    assertThat(leases.look(id, 1)).isEmpty();
  }

  @Test
  void whoeverLostTheJobWritesNothingMore() {
    UUID id = queued();
    Lease old = taken(id);
    Lease present = taken(id);

    assertThat(present.attempt()).isEqualTo(2);
    JobLeases.Success success =
        new JobLeases.Success(
            StopReason.COMPLETED, UUID.randomUUID(), "ab", List.of(), Optional.empty());
    List<Runnable> writes =
        List.of(
            () -> leases.progress(old, Phase.TRAINING, PROGRESS),
            () -> leases.checkpoint(old, checkpoint(31), PROGRESS, List.of(epoch(1)), List.of()),
            () ->
                leases.checkpoint(
                    old, checkpoint(31), PROGRESS, List.of(epoch(1)), List.of(checkpoint(30))),
            () -> leases.discard(old, checkpoint(31), "damaged"),
            () -> leases.leave(old, true, List.of()),
            () -> leases.succeed(old, success, _ -> {}),
            () -> leases.fail(old, JobError.of(StopReason.ERROR, "no"), List.of(epoch(1))));
    for (Runnable write : writes) {
      assertThatThrownBy(write::run).isInstanceOf(LeaseLost.class);
    }
    assertThat(status(id)).isEqualTo(JobStatus.RUNNING);
    assertThat(jdbc.queryForObject("select count(*) from job_metric", Long.class)).isZero();
    assertThat(leases.checkpoints(id)).isEmpty();
  }

  @Test
  void theNewestTwoStatesAreKept() {
    Lease lease = taken(queued());
    List<Checkpoint> states = IntStream.of(10, 20, 30).mapToObj(n -> checkpoint(n)).toList();

    List<Checkpoint> kept = List.of();
    for (Checkpoint state : states) {
      kept = leases.checkpoint(lease, state, PROGRESS, List.of(), kept);
    }
    assertThat(kept).containsExactly(states.get(2), states.get(1));

    assertThat(leases.checkpoints(lease.job())).containsExactly(states.get(2), states.get(1));
    assertThat(dropped).containsExactly(states.get(0).blobId());
  }

  @Test
  void aDamagedStateGoesAndTheEventsSaySo() {
    Lease lease = taken(queued());
    Checkpoint state = checkpoint(10);
    leases.checkpoint(lease, state, PROGRESS, List.of(), List.of());

    leases.discard(lease, state, "the state after 10 updates is damaged");

    assertThat(leases.checkpoints(lease.job())).isEmpty();
    assertThat(
            jdbc.queryForList(
                "select detail from job_event where job_id = ? order by sequence",
                String.class,
                lease.job()))
        .containsExactly("", "the state after 10 updates is damaged");
  }

  @Test
  void epochsThatAreWrittenAgainStayOneRowEach() {
    Lease lease = taken(queued());
    leases.checkpoint(
        lease, checkpoint(10), PROGRESS, List.of(epoch(1), epoch(2), epoch(3)), List.of());
    leases.checkpoint(lease, checkpoint(9), PROGRESS, List.of(epoch(2)), List.of());
    leases.checkpoint(
        lease,
        checkpoint(11),
        PROGRESS,
        List.of(epoch(3), epoch(4)),
        leases.checkpoints(lease.job()));

    MetricRepository metrics = context.getBean(MetricRepository.class);
    assertThat(metrics.after(lease.job(), 0, Limit.of(10)))
        .containsExactly(epoch(1), epoch(2), epoch(3), epoch(4));
    assertThat(metrics.after(lease.job(), 2, Limit.of(1))).containsExactly(epoch(3));
  }

  @Test
  void aJobLeftIsQueuedAgainWithATaskOfItsOwn() {
    UUID id = queued();
    Lease lease = taken(id);

    assertThat(leases.leave(lease, true, List.of())).isEqualTo(JobStatus.QUEUED);

    assertThat(state(id)).isEqualTo(new JobState(JobStatus.QUEUED, 1, 2));
    assertThat(tasks()).containsExactly(id + ":2");
    assertThat(leases.leave(lease, true, List.of())).isEqualTo(JobStatus.QUEUED);
    assertThat(tasks()).containsExactly(id + ":2");
  }

  @Test
  void whatWasAskedIsDoneWhenTheWorkerLeaves() {
    UUID paused = queued();
    Lease first = taken(paused);
    ask(paused, JobStatus.PAUSING);
    assertThat(leases.leave(first, true, List.of())).isEqualTo(JobStatus.PAUSED);

    UUID cancelled = queued();
    Lease second = taken(cancelled);
    ask(cancelled, JobStatus.CANCELLING);
    assertThat(leases.leave(second, true, List.of())).isEqualTo(JobStatus.CANCELLED);
    assertThat(
            jdbc.queryForObject(
                "select stop_reason from job where id = ?", String.class, cancelled))
        .isEqualTo("CANCELLED");
    assertThat(tasks()).isEmpty();
  }

  @Test
  void aDeadWorkersJobThatWasToPauseIsPausedByTheNext() {
    UUID id = queued();
    taken(id);
    ask(id, JobStatus.PAUSING);

    Job seen = leases.look(id, 1).orElseThrow();
    assertThat(take(seen)).isEmpty();

    assertThat(status(id)).isEqualTo(JobStatus.PAUSED);
  }

  @Test
  void startsWithoutANewStateAreCountedUntilThereIsOne() {
    UUID id = queued();
    for (int start = 0; start < 3; start++) {
      assertThat(leases.look(id, 1).orElseThrow().startsWithoutCheckpoint()).isEqualTo(start);
      taken(id);
    }
    Lease lease = taken(id);
    leases.leave(lease, false, List.of());
    assertThat(leases.look(id, 2).orElseThrow().startsWithoutCheckpoint()).isEqualTo(3);
    leases.checkpoint(taken(id), checkpoint(1), PROGRESS, List.of(), List.of());
    assertThat(leases.look(id, 2).orElseThrow().startsWithoutCheckpoint()).isZero();
  }

  @Test
  void successAndModelComeTogetherOrNotAtAll() {
    UUID id = queued();
    Lease lease = taken(id);
    JobLeases.Success success =
        new JobLeases.Success(
            StopReason.COMPLETED, UUID.randomUUID(), "ab", List.of(epoch(1)), Optional.empty());

    assertThatThrownBy(
            () ->
                leases.succeed(
                    lease,
                    success,
                    _ -> {
                      throw new IllegalStateException("no room");
                    }))
        .isInstanceOf(IllegalStateException.class);
    assertThat(status(id)).isEqualTo(JobStatus.RUNNING);
    assertThat(jdbc.queryForObject("select count(*) from job_metric", Long.class)).isZero();

    List<String> published = new ArrayList<>();
    leases.succeed(lease, success, called -> published.add("once as " + called.name()));
    assertThat(leases.succeed(lease, success, _ -> published.add("twice")))
        .isEqualTo(JobStatus.SUCCEEDED);
    assertThat(published).containsExactly("once as a job");
  }

  @Test
  void aModelIsNotPublishedOnceCancellingIsAsked() {
    UUID id = queued();
    Lease lease = taken(id);
    ask(id, JobStatus.CANCELLING);
    JobLeases.Success success =
        new JobLeases.Success(
            StopReason.COMPLETED, UUID.randomUUID(), "ab", List.of(), Optional.empty());

    JobStatus status =
        leases.succeed(
            lease,
            success,
            _ -> {
              throw new AssertionError("published");
            });

    assertThat(status).isEqualTo(JobStatus.CANCELLING);
  }

  @Test
  void aMissingTaskIsPutBack() {
    UUID waiting = queued();
    UUID running = queued();
    taken(running);
    UUID paused = queued();
    ask(paused, JobStatus.PAUSED);

    queue.repair();
    queue.repair();

    assertThat(tasks()).containsExactlyInAnyOrder(waiting + ":1", running + ":1");
  }

  @Test
  void eventsAreNumberedWithoutAGap() {
    UUID id = queued();
    Lease lease = taken(id);
    ask(id, JobStatus.PAUSING);
    leases.leave(lease, true, List.of());
    ask(id, JobStatus.QUEUED);

    assertThat(
            jdbc.queryForList(
                "select sequence || ' ' || status from job_event where job_id = ? order by 1",
                String.class,
                id))
        .containsExactly("2 RUNNING", "3 PAUSING", "4 PAUSED", "5 QUEUED");
  }

  /** Remembers what was dropped. */
  private final class NoBlobs implements Blobs {

    @Override
    public Blob write(Source source) {
      throw new UnsupportedOperationException();
    }

    @Override
    public long size(UUID id) {
      throw new UnsupportedOperationException();
    }

    @Override
    public InputStream open(UUID id, long from) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void keep(UUID id) {}

    @Override
    public void drop(UUID id) {
      dropped.add(id);
    }
  }
}
