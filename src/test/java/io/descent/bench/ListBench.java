package io.descent.bench;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import io.descent.DescentApplication;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.slf4j.LoggerFactory;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/**
 * What many jobs cost: the first page of each order and filter, the start of a service, the claim
 * of a job, and a write of progress. {@code main(rows, folder)} on H2 in the folder, which is to be
 * empty, or on PostgreSQL where the profile says so.
 */
final class ListBench {

  private static final int BATCH = 5_000;
  private static final String ID =
      "cast('01900000-0000-7000-8000-' || lpad(cast(i as varchar(12)), 12, '0') as uuid)";
  private static final String TAG =
      "case when mod(i, 1000) = 0 then 'rare:yes' when mod(i, 2) = 0 then 'often:yes'"
          + " else 'other:' || mod(i, 7) end";
  private static final int TIMES = 11;
  private static final int WRITES = 1_000;
  private static final List<String> ORDERS =
      List.of(
          "created_at",
          "name",
          "finished_at",
          "samples_per_second",
          "best.validation_loss",
          "best.validation_accuracy",
          "best.validation_r2",
          "lr",
          "batch_size",
          "epochs",
          "seed");
  private static final List<String> FILTERS =
      List.of(
          "",
          "status=succeeded",
          "status=running",
          "status=failed",
          "status=cancelled",
          "status=succeeded&sort=-best.validation_accuracy",
          "status=failed&sort=finished_at",
          "name=job 7",
          "name=nobody",
          "tag=rare:yes",
          "tag=often:yes",
          "tag=rare:yes&sort=-best.validation_accuracy",
          "dataset_id=00000000-0000-7000-8000-000000000007");
  private static final String ORDER =
      """
      {"dataset": "iris", "model": {"layers": [{"type": "affine", "out": 3}], "loss": "softmax_ce"},
       "training": {"epochs": 1, "batch_size": 64, "seed": 1}}
      """;
  private static final String PROGRESS =
      """
      update job set samples_per_second = ?, best_validation_loss = ?, updates = ?, epoch = ?,
        updated_at = current_timestamp
      where id = ?
      """;

  /** Remembers the statements that lists make with their values, by the call that made them. */
  private static final class Statements extends AppenderBase<ILoggingEvent> {

    private static final Pattern VALUE =
        Pattern.compile("binding parameter \\(\\d+:(\\w+)\\) <- \\[(.*)]", Pattern.DOTALL);

    private final Set<String> seen = ConcurrentHashMap.newKeySet();
    private volatile String call = "";
    private String sql = "";

    /** The values of a statement come after it, one by one; what is not text needs no quotes. */
    @Override
    protected void append(ILoggingEvent event) {
      String text = event.getFormattedMessage();
      Matcher value = VALUE.matcher(text);
      if (value.find()) {
        boolean bare = value.group(1).matches("INTEGER|BIGINT|DOUBLE|FLOAT|SMALLINT");
        String literal = bare ? value.group(2) : "'" + value.group(2) + "'";
        sql = sql.replaceFirst("\\?", Matcher.quoteReplacement(literal));
      } else {
        sql = text.startsWith("select") && text.contains(" job ") ? text : "";
      }
      if (!call.isEmpty() && !sql.isEmpty() && !sql.contains("?")) {
        seen.add(call + ": " + sql);
      }
    }

    /** From now on, as the start of a service sets logs anew. */
    void listen() {
      seen.clear();
      start();
      for (String name : List.of("org.hibernate.SQL", "org.hibernate.orm.jdbc.bind")) {
        Logger log = (Logger) LoggerFactory.getLogger(name);
        log.setLevel(Level.TRACE);
        log.setAdditive(false);
        log.addAppender(this);
      }
    }
  }

  private final Statements statements = new Statements();
  private final HttpClient http = HttpClient.newHttpClient();
  private final Path home;
  private final boolean postgres;

  private ListBench(Path home) {
    this.home = home;
    this.postgres = "postgres".equals(System.getenv("SPRING_PROFILES_ACTIVE"));
  }

  public static void main(String[] arguments) throws Exception {
    ListBench bench = new ListBench(Path.of(arguments[1]));
    System.out.println("| jobs | what | ms | most |\n| ---: | --- | ---: | ---: |");
    int rows = Integer.parseInt(arguments[0]);
    bench.round(0, 0);
    bench.round(0, rows / 2);
    bench.round(rows / 2, rows);
  }

  /** Adds rows where there are so many already, then measures. */
  private void round(int from, int rows) throws Exception {
    Files.createDirectories(home);
    if (rows > from) {
      try (ConfigurableApplicationContext service = start(0)) {
        fill(service.getBean(DataSource.class), from, rows);
      }
    }
    long begun = System.nanoTime();
    try (ConfigurableApplicationContext service = start(1)) {
      said(rows, "start", new double[] {since(begun)});
      statements.listen();
      JdbcTemplate jdbc = new JdbcTemplate(service.getBean(DataSource.class));
      String address =
          "http://localhost:" + service.getEnvironment().getRequiredProperty("local.server.port");
      post(address, "datasets/samples/iris", "");
      claims(address, rows);
      lists(jdbc, address, rows);
      writes(service.getBean(DataSource.class), rows);
      if (rows > 0) {
        plans(jdbc, rows);
      }
    }
  }

  private ConfigurableApplicationContext start(int workers) {
    return new SpringApplicationBuilder(DescentApplication.class)
        .run(
            "--descent.home=" + home.toAbsolutePath(),
            "--descent.workers=" + workers,
            "--logging.level.root=warn",
            "--server.port=0");
  }

  /** Copies of a job that was trained, older than it, in all states and with all values. */
  private void fill(DataSource database, int from, int rows) {
    JdbcTemplate jdbc = new JdbcTemplate(database);
    Map<String, Object> template =
        jdbc.queryForMap("select * from job where status = 'SUCCEEDED' order by id desc limit 1");
    List<String> columns =
        template.keySet().stream().filter(it -> !it.equalsIgnoreCase("model_id")).toList();
    String job =
        "insert into job (%s) select %s from job, %s as r(i) where id = ?"
            .formatted(
                String.join(", ", columns),
                columns.stream().map(ListBench::value).collect(Collectors.joining(", ")),
                range());
    String tag =
        "insert into tag (item_id, word, owner) select %s, %s, 'local' from %s as r(i)"
            .formatted(ID, TAG, range());
    Object id =
        template.get(columns.stream().filter("id"::equalsIgnoreCase).findFirst().orElseThrow());
    for (int i = from; i < rows; i += BATCH) {
      int last = Math.min(rows, i + BATCH) - 1;
      jdbc.update(job, i, last, id);
      jdbc.update(tag, i, last);
    }
    jdbc.execute("analyze");
  }

  private String range() {
    return postgres ? "generate_series(?::integer, ?::integer)" : "system_range(?, ?)";
  }

  /** Of the copy i, as SQL: spread over a range, and the same in each run. */
  private static String value(String column) {
    String spread = "(mod(cast(i as bigint) * 7919, 100003) / 100003e0)";
    return switch (column.toLowerCase(Locale.ROOT)) {
      case "id" -> ID;
      case "name" -> "'job ' || mod(i, 2000)";
      case "status" ->
          "case when mod(i, 500) = 3 then 'FAILED' when mod(i, 200) = 5 then 'CANCELLED'"
              + " else 'SUCCEEDED' end";
      case "dataset_id" ->
          "cast('00000000-0000-7000-8000-' || lpad(cast(mod(i, 100) as varchar(12)), 12, '0')"
              + " as uuid)";
      case "samples_per_second" -> "1e5 * " + spread;
      case "best_validation_loss" -> spread;
      case "best_validation_accuracy" -> "1 - " + spread;
      case "lr" -> "power(1e1, -4 * " + spread + ")";
      case "batch_size" -> "cast(power(2, mod(i, 10)) as integer)";
      case "epochs" -> "1 + mod(i * 37, 100)";
      case "seed" -> "mod(cast(i as bigint) * 7919, 100003) * 90000000000";
      default -> column;
    };
  }

  private void lists(JdbcTemplate jdbc, String address, int rows) throws Exception {
    UUID job = newest(jdbc);
    Stream<String> orders = ORDERS.stream().flatMap(it -> Stream.of("sort=" + it, "sort=-" + it));
    for (String query : Stream.concat(FILTERS.stream(), orders).toList()) {
      statements.call = query.isEmpty() ? "newest" : query;
      double[] times = new double[TIMES];
      for (int i = 0; i < TIMES; i++) {
        // H2 gives a list once more that it has made before, where nothing has changed since
        jdbc.update("update job set priority = priority where id = ?", job);
        long begun = System.nanoTime();
        get(address + "/api/v1/jobs?" + query);
        times[i] = since(begun);
      }
      said(rows, "list, " + statements.call, times);
      statements.call = "";
    }
  }

  /** From the creation of a job on to its start, and to its end. */
  private void claims(String address, int rows) throws Exception {
    double[] times = new double[TIMES];
    for (int i = 0; i < TIMES; i++) {
      long begun = System.nanoTime();
      String id = found(post(address, "jobs", ORDER), "id");
      while (!get(address + "/api/v1/jobs/" + id).contains("\"status\":\"succeeded\"")) {
        Thread.onSpinWait();
      }
      times[i] = since(begun);
    }
    said(rows, "a job from its creation to its model", times);
  }

  private static UUID newest(JdbcTemplate jdbc) {
    return jdbc.queryForList("select id from job order by id desc limit 1", UUID.class).getFirst();
  }

  /** Of a job whose rate and best change each time, every tenth time, and never. */
  private void writes(DataSource database, int rows) throws SQLException {
    try (Connection connection = database.getConnection()) {
      writes(new JdbcTemplate(new SingleConnectionDataSource(connection, true)), rows);
    }
  }

  private void writes(JdbcTemplate jdbc, int rows) {
    UUID job = newest(jdbc);
    for (int every : List.of(1, 10, WRITES)) {
      String before = log(jdbc);
      long hot = hot(jdbc);
      double[] times = new double[WRITES];
      for (int i = 0; i < WRITES; i++) {
        long begun = System.nanoTime();
        int changes = i / every;
        jdbc.update(PROGRESS, 1e5 + changes, 1.0 / (changes + 1), i, i, job);
        times[i] = since(begun);
      }
      said(rows, "progress, one in " + every + " changes what lists are sorted by", times);
      if (postgres) {
        double bytes = bytes(jdbc, before) / WRITES;
        System.out.printf("<!-- %.0f bytes of log each; HOT: %d -->%n", bytes, hot(jdbc) - hot);
      }
    }
  }

  /** How many updates of jobs, by this connection too, changed no index. */
  private long hot(JdbcTemplate jdbc) {
    if (!postgres) {
      return 0;
    }
    jdbc.execute("select pg_stat_force_next_flush()");
    return Objects.requireNonNull(
        jdbc.queryForObject(
            "select n_tup_hot_upd from pg_stat_user_tables where relname = 'job'", Long.class));
  }

  private String log(JdbcTemplate jdbc) {
    return postgres
        ? Objects.requireNonNull(
            jdbc.queryForObject("select pg_current_wal_insert_lsn()::varchar", String.class))
        : "";
  }

  private static double bytes(JdbcTemplate jdbc, String before) {
    return Objects.requireNonNull(
        jdbc.queryForObject(
            "select pg_wal_lsn_diff(pg_current_wal_insert_lsn(), ?::pg_lsn)",
            Double.class,
            before));
  }

  /** Where a statement of a list reads the table from its start, and not for a few rows. */
  private void plans(JdbcTemplate jdbc, int rows) {
    for (String statement : new TreeSet<>(statements.seen)) {
      int split = statement.indexOf(": select");
      String explain =
          (postgres ? "explain analyze " : "explain ") + statement.substring(split + 2);
      String plan = String.join("\n", jdbc.queryForList(explain, String.class));
      boolean scans = postgres ? scanned(plan) > rows / 2 : plan.contains(".tableScan");
      boolean sorted = postgres ? !plan.contains("Sort Key") : plan.contains("index sorted */");
      String how = scans ? "READS ALL: " + plan : sorted ? "in order of an index" : "sorted";
      System.out.println("<!-- %s: %s -->".formatted(statement.substring(0, split), how));
    }
    statements.seen.clear();
  }

  /** Rows that were read in the order of the table, those left out among them. */
  private static long scanned(String plan) {
    String read = "Seq Scan on job .*actual.* rows=(\\d+)|Rows Removed by Filter: (\\d+)";
    return plan.contains("Seq Scan on job ")
        ? Pattern.compile(read)
            .matcher(plan)
            .results()
            .mapToLong(it -> Long.parseLong(it.group(1) == null ? it.group(2) : it.group(1)))
            .sum()
        : 0;
  }

  private static double since(long begun) {
    return (System.nanoTime() - begun) / 1e6;
  }

  private static void said(int rows, String what, double[] times) {
    Arrays.sort(times);
    System.out.printf(
        Locale.ROOT,
        "| %d | %s | %.2f | %.2f |%n",
        rows,
        what,
        times[times.length / 2],
        times[times.length - 1]);
  }

  private String get(String address) throws IOException, InterruptedException {
    return send(HttpRequest.newBuilder(URI.create(address.replace(" ", "%20"))));
  }

  private String post(String address, String path, String body)
      throws IOException, InterruptedException {
    return send(
        HttpRequest.newBuilder(URI.create(address + "/api/v1/" + path))
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body)));
  }

  private String send(HttpRequest.Builder request) throws IOException, InterruptedException {
    HttpResponse<String> answer = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    if (answer.statusCode() >= 300) {
      throw new IOException(answer.statusCode() + " " + answer.body());
    }
    return answer.body();
  }

  private static String found(String json, String field) {
    String start = "\"" + field + "\":\"";
    int from = json.indexOf(start) + start.length();
    return json.substring(from, json.indexOf('"', from));
  }
}
