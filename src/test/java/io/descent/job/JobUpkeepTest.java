package io.descent.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.descent.engine.LayerFigures;
import io.descent.engine.Task;
import io.descent.security.Owner;
import io.descent.storage.Blobs;
import io.descent.web.Limits;
import io.descent.web.Page;
import io.descent.web.PageRequest;
import io.descent.web.RequestMemory;
import io.descent.web.Retention;
import io.descent.web.TagFilter;
import io.descent.web.Tagged;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.data.domain.Limit;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What is kept of jobs: epochs for charts in memory, events and states for a time. */
@io.descent.ServiceTest
class JobUpkeepTest {

  private static final String MODEL =
      "{\"layers\": [{\"type\": \"affine\", \"out\": 3}], \"loss\": \"softmax_ce\"}";

  @Autowired private JdbcTemplate jdbc;
  @Autowired private MetricSeries series;
  @Autowired private EventFrames frames;
  @Autowired private JobCatalog catalog;
  @Autowired private TrialList trials;
  @Autowired private JsonMapper json;
  @Autowired private MetricRepository metrics;
  @Autowired private EventRepository events;
  @Autowired private CheckpointRepository checkpoints;
  @Autowired private TrainingRecords records;
  @Autowired private TransactionTemplate transactions;
  @Autowired private Blobs blobs;

  private final Instant now = Instant.parse("2026-11-20T12:00:00Z");
  private UUID job = new UUID(0, 0);

  @AfterEach
  void forget() {
    jdbc.update("delete from job_checkpoint where job_id = ?", job);
    jdbc.update("delete from job where id = ?", job);
  }

  @Test
  void theEpochsOfAChartAreReadOnce() {
    job = queued();
    epochs(1, 20_000);
    assertThat(series.thinned(job, 20_000, 300))
        .hasSizeBetween(250, 300)
        .extracting(EpochRow::epoch)
        .contains(1, 777, 20_000)
        .isSorted();

    jdbc.update("delete from job_metric where job_id = ? and epoch <= 20000", job);
    epochs(20_001, 20_005);
    assertThat(series.thinned(job, 20_005, 300))
        .extracting(EpochRow::epoch)
        .contains(1, 777, 20_005)
        .isSorted();
    assertThat(series.thinned(UUID.randomUUID(), 20_000, 300)).isEmpty();
  }

  @Test
  void aLongTrainingIsReadFromItsPacksAndNotRowByRow() {
    job = queued();
    List<EpochRow> all = wave(1, 20_300);
    keep(all, 700);
    List<EpochRow> chosen = MetricPoints.thin(all, 300);
    String needed = chosen.stream().map(row -> "" + row.epoch()).collect(Collectors.joining(","));
    jdbc.update(
        "delete from job_metric where job_id = ? and epoch <= 20000 and epoch not in ("
            + needed
            + ")",
        job);

    assertThat(series.thinned(job, 20_300, 300)).isEqualTo(chosen);
  }

  @Test
  void aVeryLongTrainingIsDrawnFromOutlinesJustAsFromAllItsEpochs() {
    job = queued();
    List<EpochRow> all = wave(1, 40_300);
    keep(all, 700);
    assertThat(metrics.outlines(job, 0)).hasSize(40);
    jdbc.update("delete from job_metric_pack where job_id = ?", job);
    jdbc.update("delete from job_metric where job_id = ? and epoch <= 40000", job);

    assertThat(series.thinned(job, 40_300, 300)).isEqualTo(MetricPoints.thin(all, 300));
    assertThat(series.thinned(job, 40_300, 7)).isEqualTo(MetricPoints.thin(all, 7));
  }

  @Test
  void layersAreReadWhereTheyWereMeasured() {
    job = queued();
    List<EpochRow> all = new ArrayList<>(wave(1, 40_000));
    EpochRow row = all.get(776);
    List<LayerFigures> layers = List.of(new LayerFigures(0, 0.5, null, 1e-3));
    all.set(776, new EpochRow(777, row.scores(), row.lr(), 1e9, row.seconds(), layers));
    keep(all, 2_000);

    assertThat(series.thinned(job, 40_000, 300)).isEqualTo(MetricPoints.thin(all, 300));
    assertThat(series.thinned(job, 40_000, 2_000)).isEqualTo(MetricPoints.thin(all, 2_000));
    List<String> told = new ArrayList<>();
    frames.read(
        job,
        Task.CLASSIFICATION,
        new EventPosition(9, 500),
        some -> some.forEach(it -> told.add(it.data())));
    assertThat(told)
        .isEqualTo(
            all.subList(500, all.size()).stream()
                .map(it -> json.writeValueAsString(told(it, Task.CLASSIFICATION)))
                .toList());
  }

  /** An epoch as an event tells it. */
  private Map<String, @Nullable Object> told(EpochRow row, Task task) {
    Map<String, @Nullable Object> told = new LinkedHashMap<>();
    told.put("job_id", job);
    told.putAll(EpochJson.epoch(row, task));
    return told;
  }

  @ParameterizedTest
  @EnumSource(Task.class)
  void whatIsWrittenAtOnceIsWhatIsWrittenMemberByMember(Task task) {
    job = UUID.randomUUID();
    List<Double> odd = new ArrayList<>(List.of(0.0, -0.0, 1e-300, 1e22, 0.1, 123456.789));
    odd.addAll(List.of(Double.NaN, Double.NEGATIVE_INFINITY, Double.MAX_VALUE, 1.0));
    List<EpochRow> rows = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      Double one = odd.get(i % 10);
      Double other = odd.get((i * 3 + i / 10) % 10);
      Scores scores = new Scores(one, other, i % 3 == 0 ? null : one, i % 4 == 0 ? null : other);
      List<LayerFigures> layers =
          List.of(new LayerFigures(0, 0.5, null, 1e-3), new LayerFigures(3, null, 1.0, null));
      rows.add(new EpochRow(i + 1, scores, one, other, i / 7.0, i % 2 == 0 ? layers : null));
    }
    EpochText text = new EpochText(task);

    assertThat(rows)
        .allSatisfy(
            row ->
                assertThat(text.of(job, row)).isEqualTo(json.writeValueAsString(told(row, task))));
    assertThat(text.page(rows))
        .isEqualTo(
            json.writeValueAsString(
                new Page<>(rows.stream().map(row -> EpochJson.epoch(row, task)).toList(), null)));
    assertThat(text.page(List.of())).isEqualTo("{\"items\":[],\"next_cursor\":null}");
  }

  @Test
  void thoseWhoAskForAChartAtOnceGetTheOneThatIsMade() throws Exception {
    job = queued();
    keep(wave(1, 20_000), 5_000);
    WatchedJob watched = catalog.watched(new Owner("local"), job);
    List<Tagged.Answer> answers;
    try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Callable<Tagged.Answer>> calls =
          Collections.nCopies(64, () -> series.chart(watched, 300));
      answers = clients.invokeAll(calls).stream().map(Future::resultNow).toList();
    }
    assertThat(answers).allMatch(answer -> answer == answers.getFirst());

    jdbc.update("update job set updated_at = updated_at + interval '1' second where id = ?", job);
    WatchedJob later = catalog.watched(new Owner("local"), job);
    assertThat(series.chart(later, 300)).isNotSameAs(answers.getFirst());
  }

  @Test
  void aRunThatGoesBackTakesItsPacksWithIt() {
    job = queued();
    keep(wave(1, 3_300), 3_300);
    assertThat(metrics.packs(job, 0)).hasSize(3);

    List<EpochRow> again = wave(1_501, 1_900);
    transactions.executeWithoutResult(_ -> records.replace(job, again));

    assertThat(metrics.packs(job, 0)).hasSize(1);
    assertThat(metrics.outlines(job, 0)).hasSize(1);
    assertThat(metrics.all(job)).hasSize(1_900);
    keep(wave(1_901, 4_000), 100);
    assertThat(metrics.packs(job, 0)).hasSize(4);
    assertThat(series.thinned(job, 4_000, 300)).isEqualTo(MetricPoints.thin(wave(1, 4_000), 300));
  }

  @Test
  void epochsThatWereKeptBeforeThereWerePacksAreShownAll() {
    job = queued();
    epochs(1, 2_500);
    List<EpochRow> before = metrics.all(job).toList();
    List<EpochRow> more = wave(2_501, 5_200);
    keep(more, 500);

    List<EpochRow> all = Stream.concat(before.stream(), more.stream()).toList();
    assertThat(metrics.packs(job, 0)).hasSize(3);
    assertThat(metrics.all(job)).containsExactlyElementsOf(all);
    assertThat(series.thinned(job, 5_200, 300)).isEqualTo(MetricPoints.thin(all, 300));
  }

  /** As a training does, so many at a time. */
  private void keep(List<EpochRow> epochs, int atOnce) {
    for (int from = 0; from < epochs.size(); from += atOnce) {
      List<EpochRow> some = epochs.subList(from, Math.min(from + atOnce, epochs.size()));
      transactions.executeWithoutResult(_ -> records.add(job, some));
    }
  }

  private static List<EpochRow> wave(int first, int last) {
    return IntStream.rangeClosed(first, last)
        .mapToObj(
            epoch ->
                new EpochRow(
                    epoch,
                    new Scores(Math.sin(epoch), 0.5, epoch % 3 == 0 ? null : 1.0 / epoch, null),
                    0.1,
                    epoch == 555 ? Double.NaN : epoch,
                    0.01,
                    null))
        .toList();
  }

  /** Or a page would read all epochs of a job that are left, and a chart all of them. */
  @Test
  void epochsAreFoundAndOrderedByTheIndex() {
    job = queued();
    keep(wave(1, 2_100), 700);
    jdbc.execute("set query_statistics true");
    metrics.after(job, 7, Limit.of(10));
    metrics.at(job, List.of(3, 2_000));
    metrics.packs(job, 0);
    List<String> reads =
        jdbc.queryForList(
            "select sql_statement from information_schema.query_statistics"
                + " where sql_statement like 'select%from job_metric%'",
            String.class);
    jdbc.execute("set query_statistics false");

    assertThat(reads)
        .hasSizeGreaterThanOrEqualTo(3)
        .allSatisfy(sql -> assertThat(plan(sql)).contains("PRIMARY_KEY", "index sorted"))
        .anySatisfy(sql -> assertThat(plan(sql)).contains("IN(ROW"))
        .anySatisfy(sql -> assertThat(plan(sql)).contains("EPOCH > ?"));
  }

  /** Two hundred networks of a thousand layers would be half a gigabyte of them. */
  @Test
  void listsMakeNoNodesOfNetworks() {
    String layers = String.join(", ", Collections.nCopies(1_000, "{\"type\": \"relu\"}"));
    String large = "{\"input_shape\": [3], \"layers\": [" + layers + "], \"loss\": \"mse\"}";
    job = queued();
    String figures = "{\"verdict\": \"good\", \"layers\": [{\"index\": 0}]}";
    jdbc.update(
        "update job set model_json = ?, diagnosis_json = ? where id = ?", large, figures, job);
    JobCatalog.Filter filter =
        new JobCatalog.Filter(
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.of("a job"),
            new TagFilter(List.of()));
    Map<String, String> little = Map.of("descent.limits.request-memory", "30KB");
    Limits limits =
        new Binder(new MapConfigurationPropertySource(little))
            .bindOrCreate("descent.limits", Limits.class);
    RequestMemory memory = new RequestMemory(limits, () -> "local");
    PageRequest page = new PageRequest(1, Optional.empty(), "", 0);

    try (RequestMemory.Taken taken = memory.begin()) {
      Page<JobView> list = trials.list(Owner.LOCAL, filter, Optional.empty(), page, taken);

      JobView view = list.items().getFirst();
      assertThat(view.model().isContainer()).isFalse();
      assertThat(view.training().isContainer()).isFalse();
      assertThat(Objects.requireNonNull(view.diagnosis()).isContainer()).isFalse();
      assertThat(view.bytes()).isBetween((long) large.length(), large.length() + 100L);
      JsonNode shown = json.readTree(json.writeValueAsString(view));
      assertThat(shown.path("model")).isEqualTo(json.readTree(large));
      assertThat(shown.path("diagnosis")).isEqualTo(json.readTree(figures));
      assertThatThrownBy(() -> trials.list(Owner.LOCAL, filter, Optional.empty(), page, taken))
          .hasMessageContaining("memory");
    }
  }

  @Test
  void whatIsDamagedIsTold() {
    job = queued();
    for (String text : List.of("", "{\"layers\": [", "{} {}", "nul")) {
      jdbc.update("update job set model_json = ? where id = ?", text, job);
      assertThat(catalog.find(Owner.LOCAL, job).damaged()).containsExactly("model");
    }
  }

  /** Or the newest of few jobs in a status would be looked for among all jobs. */
  @Test
  void filteredListsAreReadInTheOrderOfAnIndex() {
    List<UUID> many = IntStream.range(0, 300).mapToObj(_ -> queued()).toList();
    many.subList(0, 200).forEach(id -> trial(id, many.indexOf(id)));
    jdbc.execute("analyze");
    Optional<UUID> none = Optional.empty();
    Optional<String> unnamed = Optional.empty();
    TagFilter untagged = new TagFilter(List.of());
    List<JobCatalog.Filter> filters =
        List.of(
            new JobCatalog.Filter(Optional.of(JobStatus.PAUSED), none, none, unnamed, untagged),
            new JobCatalog.Filter(Optional.empty(), Optional.of(job), none, unnamed, untagged),
            new JobCatalog.Filter(Optional.empty(), none, Optional.of(job), unnamed, untagged),
            new JobCatalog.Filter(Optional.empty(), none, none, Optional.of("a"), untagged));
    jdbc.execute("set query_statistics true");
    PageRequest first = new PageRequest(10, Optional.empty(), "", 0);
    filters.forEach(it -> catalog.list(Owner.LOCAL, it, JobSort.parse(Optional.empty()), first));
    List<String> reads =
        jdbc.queryForList(
            "select sql_statement from information_schema.query_statistics"
                + " where sql_statement like 'select%from job %order by%'",
            String.class);
    jdbc.execute("set query_statistics false");

    List<String> indexes =
        List.of("JOB_BY_STATUS", "JOB_BY_DATASET", "JOB_SWEEP_IDX", "JOB_BY_NAME");
    for (String index : indexes) {
      assertThat(reads).anySatisfy(sql -> assertThat(plan(sql)).contains(index, "index sorted"));
    }
    many.forEach(id -> jdbc.update("delete from job where id = ?", id));
  }

  /** Of a sweep of ten. */
  private void trial(UUID id, int number) {
    jdbc.update(
        "update job set sweep_id = ?, trial = ? where id = ?",
        new UUID(0, number / 10),
        number % 10 + 1,
        id);
  }

  private String plan(String sql) {
    Object[] values = new Object[(int) sql.chars().filter(it -> it == '?').count()];
    return jdbc.queryForObject("explain " + sql, String.class, values);
  }

  @Test
  void eventsAndStatesOfEndedJobsGoWhereThatIsAskedFor() throws Exception {
    job = queued();
    event(1);
    state();

    sweep(Retention.NONE);
    sweep(kept(Duration.ofDays(7)));
    assertThat(count("job_event")).isEqualTo(1);
    assertThat(count("job_checkpoint")).isEqualTo(1);

    ended(now.minus(Duration.ofDays(6)));
    sweep(kept(Duration.ofDays(7)));
    assertThat(count("job_checkpoint")).isEqualTo(1);

    ended(now.minus(Duration.ofDays(8)));
    sweep(kept(Duration.ofDays(7)));
    assertThat(count("job_event")).isZero();
    assertThat(count("job_checkpoint")).isZero();
  }

  private static Retention kept(Duration time) {
    return new Retention(
        Optional.of(time), Optional.of(time), Optional.empty(), Optional.empty(), Optional.empty());
  }

  private void sweep(Retention retention) {
    new JobRetention(retention, events, checkpoints, records, transactions, () -> now).sweep();
  }

  private UUID queued() {
    JobFixture jobs = new JobFixture(jdbc);
    UUID id = jobs.queued(UUID.randomUUID(), "CLASSIFICATION", MODEL, "{\"epochs\": 9}", 9);
    jobs.status(id, JobStatus.PAUSED);
    return id;
  }

  private void epochs(int first, int last) {
    jdbc.batchUpdate(
        "insert into job_metric (job_id, epoch, train_loss, train_score, lr, grad_norm, seconds)"
            + " values (?, ?, ?, 0.5, 0.1, 1, 0.01)",
        IntStream.rangeClosed(first, last)
            .mapToObj(epoch -> new Object[] {job, epoch, epoch == 777 ? -9 : Math.sin(epoch)})
            .toList());
  }

  private void event(int sequence) {
    jdbc.update(
        "insert into job_event (job_id, sequence, status, attempt, created_at)"
            + " values (?, ?, 'QUEUED', 0, ?)",
        job,
        sequence,
        at(now));
  }

  private void state() throws java.io.IOException {
    UUID blob = blobs.write(out -> out.write(1)).id();
    transactions.executeWithoutResult(_ -> blobs.keep(blob));
    jdbc.update(
        "insert into job_checkpoint (blob_id, job_id, attempt, epoch, batch, updates,"
            + " train_seconds, epoch_seconds, finished, created_at)"
            + " values (?, ?, 1, 1, 0, 10, 1, 0, false, ?)",
        blob,
        job,
        at(now));
  }

  private void ended(Instant when) {
    jdbc.update("update job set status = 'SUCCEEDED', finished_at = ? where id = ?", at(when), job);
  }

  private int count(String table) {
    Integer rows =
        jdbc.queryForObject(
            "select count(*) from " + table + " where job_id = ?", Integer.class, job);
    return rows == null ? 0 : rows;
  }

  private static OffsetDateTime at(Instant instant) {
    return instant.atOffset(ZoneOffset.UTC);
  }
}
