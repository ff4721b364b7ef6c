package io.descent.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.descent.ServiceClient;
import io.descent.ServiceTest;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.JdbcTemplate;
import tools.jackson.databind.JsonNode;

/** Lists of more jobs than are sorted without an index. */
@ServiceTest
class JobListTest {

  private static final int MANY = 2_600;
  private static final String MODEL =
      "{\"layers\": [{\"type\": \"affine\", \"out\": 3}], \"loss\": \"softmax_ce\"}";

  @LocalServerPort private int port;
  @Autowired private JdbcTemplate jdbc;

  private final UUID dataset = UUID.randomUUID();
  private final String few = "few:" + dataset;
  private final String many = "many:" + dataset;

  @BeforeEach
  void fill() {
    UUID job = new JobFixture(jdbc).queued(dataset, "CLASSIFICATION", MODEL, "{\"epochs\": 9}", 9);
    var columns = jdbc.queryForMap("select * from job where id = ?", job).keySet();
    String values = columns.stream().map(this::value).collect(Collectors.joining(", "));
    jdbc.update(
        "insert into job (%s) select %s from job, system_range(1, ?) where id = ?"
            .formatted(String.join(", ", columns), values),
        MANY,
        job);
    jdbc.update("delete from job where id = ?", job);
    tag(few, "mod(x, 100) = 7");
    tag(many, "x < 2400");
    jdbc.execute("analyze");
  }

  private String value(String column) {
    return switch (column.toLowerCase(Locale.ROOT)) {
      case "id" -> id();
      case "status" ->
          "case when mod(x, 50) = 7 then 'FAILED' when x < 2300 then 'SUCCEEDED' else 'CANCELLED'"
              + " end";
      case "lr" -> "case when mod(x, 3) = 0 then null else mod(x * 7, 1009) / 1e3 end";
      default -> column;
    };
  }

  private String id() {
    String start = dataset.toString().substring(0, 24);
    return "cast('" + start + "' || lpad(cast(x as varchar(12)), 12, '0') as uuid)";
  }

  private void tag(String word, String where) {
    jdbc.update(
        "insert into tag (item_id, word, owner) select %s, ?, 'local' from system_range(1, ?) where %s"
            .formatted(id(), where),
        word,
        MANY);
  }

  @AfterEach
  void forget() {
    jdbc.update("delete from tag where word in (?, ?)", few, many);
    jdbc.update("delete from job where dataset_id = ?", dataset);
  }

  @Test
  void everyPageHasWhatComesNextHoweverFewAFilterLeaves() {
    String tagged = " and exists (select 1 from tag where item_id = id and word = '%s')";
    assertSame("tag=" + few, tagged.formatted(few));
    assertSame("tag=" + many, tagged.formatted(many));
    assertSame("tag=" + many + "&tag=" + few, tagged.formatted(many) + tagged.formatted(few));
    assertSame("tag=" + many + "&status=failed", tagged.formatted(many) + " and status = 'FAILED'");
    assertSame("tag=none:" + dataset, " and 1 = 0");
    assertSame("status=failed", " and status = 'FAILED'");
    assertSame("", "");
  }

  private void assertSame(String query, String where) {
    String all = "select id from job where dataset_id = ?" + where + " order by ";
    String asked = "/api/v1/jobs?limit=200&dataset_id=" + dataset + "&" + query + "&sort=";
    assertThat(pages(asked + "-created_at")).isEqualTo(ids(all + "id desc"));
    assertThat(pages(asked + "created_at")).isEqualTo(ids(all + "id"));
    String rest = "case when lr is null then id end desc";
    assertThat(pages(asked + "lr"))
        .isEqualTo(ids(all + "lr nulls last, case when lr is not null then id end, " + rest));
    assertThat(pages(asked + "-lr")).isEqualTo(ids(all + "lr desc nulls last, id desc"));
  }

  private List<UUID> ids(String sql) {
    return jdbc.queryForList(sql, UUID.class, dataset);
  }

  private List<UUID> pages(String query) {
    ServiceClient client = new ServiceClient(port);
    List<UUID> found = new ArrayList<>();
    String cursor = "";
    do {
      JsonNode page = client.get(query + cursor).expect(200).json();
      page.path("items").forEach(it -> found.add(UUID.fromString(it.path("id").stringValue())));
      cursor =
          page.path("next_cursor").isNull()
              ? ""
              : "&cursor=" + page.path("next_cursor").stringValue();
    } while (!cursor.isEmpty());
    return found;
  }

  @Test
  void whereAQueryTakesAnIdANameDoesAsWell() {
    ServiceClient client = new ServiceClient(port);
    String name = "of-" + dataset;
    String rows = "1,2,a\n3,4,b\n".repeat(20);
    String id = client.upload("x,y,label\n" + rows, "name=" + name);
    String job =
        """
        {"dataset": "%s", "name": "%s", "training": {"epochs": 1},
         "model": {"layers": [{"type": "affine", "out": 2}], "loss": "softmax_ce"}}
        """;
    for (String each : List.of("one " + name, "two " + name)) {
      client.post("/api/v1/jobs", job.formatted(name, each)).expect(202);
    }
    assertThat(pages("/api/v1/jobs?dataset_id=" + name))
        .hasSize(2)
        .isEqualTo(pages("/api/v1/jobs?dataset_id=" + id));
    String two = "?id=two%20" + name + "&id=one%20" + name;
    JsonNode compared = client.get("/api/v1/jobs/compare" + two).expect(200).json();
    assertThat(compared.at("/jobs/1/name").stringValue()).isEqualTo("one " + name);
    assertThat(client.get("/api/v1/models?job_id=two%20" + name).expect(200).json().path("items"))
        .hasSizeLessThanOrEqualTo(1);
    assertRefused("/api/v1/jobs?dataset_id=nobody", "dataset_id: there is no data set \"nobody\"");
    assertRefused("/api/v1/jobs/compare?id=nobody&id=none", "id: must be an id");
    assertRefused("/api/v1/jobs?status=done", "status: must be one of [queued, running, pausing");
    assertRefused("/api/v1/datasets/" + id + "/rows?offset=x", "offset: must be a whole number");
  }

  private void assertRefused(String path, String detail) {
    JsonNode problem = new ServiceClient(port).get(path).expect(400).json();
    assertThat(problem.path("detail").stringValue()).startsWith(detail);
  }

  /** Or what few jobs have would be looked for among all of them. */
  @Test
  void fewAreFoundByTheirFilterAndManyInTheOrderOfAnIndex() {
    assertThat(plan("tag=" + few)).contains("ID IN(SELECT").contains("PRIMARY_KEY");
    assertThat(plan("tag=" + few + "&sort=-lr")).contains("ID IN(SELECT").contains("PRIMARY_KEY");
    assertThat(plan("tag=" + many)).contains("JOB_OWNER_IDX").contains("index sorted */");
    assertThat(plan("tag=" + many + "&sort=-lr")).contains("JOB_BY_LR").contains("index sorted */");
    assertThat(plan("status=cancelled&sort=-lr")).contains("JOB_BY_STATUS");
  }

  /** Of the statement that read the first of a list. */
  private String plan(String query) {
    jdbc.execute("set query_statistics false");
    jdbc.execute("set query_statistics true");
    new ServiceClient(port).get("/api/v1/jobs?limit=7&" + query).expect(200);
    List<String> reads =
        jdbc.queryForList(
            "select sql_statement from information_schema.query_statistics"
                + " where sql_statement like 'select%training_json%from job %owner=?%order by%'",
            String.class);
    jdbc.execute("set query_statistics false");
    return reads.stream()
        .map(
            sql -> {
              Object[] values = new Object[(int) sql.chars().filter(it -> it == '?').count()];
              return jdbc.queryForObject("explain " + sql, String.class, values);
            })
        .findFirst()
        .orElseThrow();
  }
}
