package io.descent.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.descent.model.ModelVersions.ModelVersion;
import io.descent.security.Owner;
import io.descent.storage.Blob;
import io.descent.storage.Blobs;
import io.descent.web.UuidV7;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What the catalog of models does, whatever the database. */
abstract class ModelsContract {

  private static final JsonMapper JSON = new JsonMapper();
  private static final String NETWORK =
      """
      {"input_shape": [4], "layers": [{"type": "affine", "out": 2}], "loss": "softmax_ce"}
      """;

  @Autowired MockMvcTester mvc;
  @Autowired Models models;
  @Autowired ModelVersions versions;
  @Autowired Blobs blobs;
  @Autowired UuidV7 uuids;
  @Autowired TransactionTemplate transaction;
  @Autowired JdbcTemplate jdbc;

  @Test
  void aPublishedModelIsShownWhole() throws IOException {
    UUID id = publish("shown");

    assertThat(get("/api/v1/models/" + id))
        .hasStatusOk()
        .bodyJson()
        .isLenientlyEqualTo(
            """
            {"id": "%s", "name": "shown", "task": "classification",
             "model": {"input_shape": [4], "loss": "softmax_ce"}, "training": {"epochs": 3},
             "parameters": 10, "classes": ["no", "yes"], "input_shape": [3],
             "dataset": {"rows": 150},
             "metrics": {
               "train": {"loss": 0.5, "accuracy": 0.75}, "validation": null,
               "test": {"loss": null, "nonfinite": ["loss"], "accuracy": 0.5,
                        "confusion_matrix": [[1, 1], [0, 0]],
                        "macro": {"precision": 0.5, "recall": 0.25, "f1": 0.33},
                        "per_class": [{"label": "no", "recall": 0.5, "rows": 2},
                                      {"label": "yes", "f1": 0.0}]}}}
            """
                .formatted(id));
  }

  @Test
  void anUnchangedModelIsNotSentAgain() throws IOException {
    UUID id = publish("tagged");
    String tag = get("/api/v1/models/" + id).getResponse().getHeader(HttpHeaders.ETAG);

    assertThat(tag).isNotNull();
    assertThat(
            mvc.get().uri("/api/v1/models/" + id).header(HttpHeaders.IF_NONE_MATCH, tag).exchange())
        .hasStatus(HttpStatus.NOT_MODIFIED);
  }

  @Test
  void modelsAreListedNewestFirstPageByPageAndByFilter() throws IOException {
    List<UUID> ids = List.of(publish("listed"), publish("listed"), publish("listed"));
    UUID job = new UUID(ids.get(1).getMostSignificantBits(), 1);

    assertThat(items("?name=listed")).containsExactlyElementsOf(ids.reversed());
    assertThat(items("?name=listed&job_id=" + job)).containsExactly(ids.get(1));
    assertThat(items("?name=listed&dataset_id=" + new UUID(5, 5))).hasSize(3);
    assertThat(items("?name=listed&dataset_id=" + new UUID(5, 6))).isEmpty();
    JsonNode page = json(get("/api/v1/models?limit=2&name=listed"));
    assertThat(page.at("/items/0/metrics/test/accuracy").doubleValue()).isEqualTo(0.5);
    assertThat(page.at("/items/0/metrics/test").propertyNames())
        .doesNotContain("confusion_matrix", "per_class", "curve", "residuals");
    assertThat(items("?limit=2&name=listed&cursor=" + page.get("next_cursor").stringValue()))
        .containsExactly(ids.getFirst());
  }

  @Test
  void aListIsSortedPageByPageWhileModelsCome() throws IOException {
    List<UUID> ids = new ArrayList<>();
    for (String name : List.of("sorted b", "sorted a", "sorted c", "sorted d", "sorted e")) {
      ids.add(publishInOrder(name));
      jdbc.update(
          "update model set validation_loss = ? where id = ?",
          ids.size() == 3 ? null : 1.0 / (ids.size() % 3),
          ids.getLast());
    }
    // The losses are 1, ½, none, 1, ½
    assertThat(walked("sort=name"))
        .containsExactly(ids.get(1), ids.get(0), ids.get(2), ids.get(3), ids.get(4));
    assertThat(walked("sort=created_at")).containsExactlyElementsOf(ids);
    assertThat(walked("sort=best.validation_loss"))
        .containsExactly(ids.get(1), ids.get(4), ids.get(0), ids.get(3), ids.get(2));
    assertThat(walked("sort=-best.validation_loss"))
        .containsExactly(ids.get(3), ids.get(0), ids.get(4), ids.get(1), ids.get(2));
    for (String key :
        List.of(
            "best.validation_accuracy",
            "best.validation_r2",
            "lr",
            "batch_size",
            "epochs",
            "seed")) {
      assertThat(walked("sort=" + key)).as(key).hasSize(5).doesNotHaveDuplicates();
      assertThat(walked("sort=-" + key)).as(key).hasSize(5).doesNotHaveDuplicates();
    }
    assertThat(get("/api/v1/models?sort=samples_per_second"))
        .hasStatus(HttpStatus.BAD_REQUEST)
        .bodyText()
        .contains("best.validation_loss");

    String list = "?tag=in:order&sort=name&limit=2";
    String cursor = json(get("/api/v1/models" + list)).get("next_cursor").stringValue();
    publishInOrder("sorted 0");
    assertThat(items(list + "&cursor=" + cursor)).containsExactly(ids.get(2), ids.get(3));
  }

  private UUID publishInOrder(String name) throws IOException {
    UUID id = publish(name);
    jdbc.update("insert into tag (item_id, word, owner) values (?, 'in:order', 'local')", id);
    return id;
  }

  /** All pages. */
  private List<UUID> walked(String sort) {
    List<UUID> found = new ArrayList<>();
    String cursor = "";
    do {
      MvcTestResult page = get("/api/v1/models?limit=2&tag=in:order&" + sort + cursor);
      assertThat(page).hasStatusOk();
      json(page).get("items").forEach(it -> found.add(UUID.fromString(it.get("id").stringValue())));
      cursor = "&cursor=" + json(page).get("next_cursor").asString("");
    } while (!cursor.equals("&cursor="));
    return found;
  }

  @Test
  void listsReadNoTables() throws IOException {
    UUID id = publish("brief");
    JsonNode listed = json(get("/api/v1/models?name=brief"));
    String kept = jdbc.queryForObject("select document from model where id = ?", String.class, id);

    jdbc.update("update model set document = 'no JSON' where id = ?", id);
    assertThat(json(get("/api/v1/models?name=brief"))).isEqualTo(listed);
    jdbc.update("update model set document = ?, brief = null where id = ?", kept, id);
    assertThat(json(get("/api/v1/models?name=brief"))).as("of before").isEqualTo(listed);
  }

  @Test
  void aDeletedModelIsGoneWithItsWeights() throws IOException {
    UUID id = publish("deleted");

    assertThat(mvc.delete().uri("/api/v1/models/" + id)).hasStatus(HttpStatus.NO_CONTENT);

    assertThat(get("/api/v1/models/" + id)).hasStatus(HttpStatus.NOT_FOUND);
    assertThat(mvc.delete().uri("/api/v1/models/" + id)).hasStatus(HttpStatus.NOT_FOUND);
    assertThat(models.load(Owner.LOCAL, id)).isEmpty();
  }

  @Test
  void aVersionIsGivenOnceAndStays() throws IOException {
    List<UUID> ids = List.of(publish("counted"), publish("counted"), publish("counted"));
    assertThat(mvc.delete().uri("/api/v1/models/" + ids.get(1))).hasStatus(HttpStatus.NO_CONTENT);
    assertThat(mvc.delete().uri("/api/v1/models/" + ids.get(2))).hasStatus(HttpStatus.NO_CONTENT);
    assertThat(versions.newest(Owner.LOCAL, "counted"))
        .contains(new ModelVersion(ids.getFirst(), 1));
    UUID fourth = publish("counted");

    assertThat(versions.newest(Owner.LOCAL, "counted", 10)).containsExactly(1, 4);
    assertThat(versions.newest(Owner.LOCAL, "counted", 1)).containsExactly(4);
    assertThat(versions.find(Owner.LOCAL, "counted", 2)).isEmpty();
    assertThat(versions.find(Owner.LOCAL, fourth)).contains(new ModelVersion(fourth, 4));
    assertThat(versions.find(Owner.LOCAL, "counted", 4)).contains(new ModelVersion(fourth, 4));
    assertThat(json(get("/v2/models/counted")).get("versions")).hasToString("[\"1\",\"4\"]");
    assertThat(get("/v2/models/counted/versions/3")).hasStatus(HttpStatus.NOT_FOUND);
  }

  @Test
  void aRenamedModelIsTheNextVersionOfItsNewName() throws IOException {
    UUID first = publish("named before");
    UUID second = publish("named before");
    UUID other = publish("named after");
    String etag = get("/api/v1/models/" + first).getResponse().getHeader(HttpHeaders.ETAG);

    String patch =
        "{\"name\": \"named after\", \"tags\": {\"team\": \"a\"}, \"description\": \"d\"}";
    assertThat(patch("/api/v1/models/" + first, patch))
        .hasStatusOk()
        .bodyJson()
        .isLenientlyEqualTo(
            """
            {"name": "named after", "version": 2, "tags": {"team": "a"}, "description": "d"}
            """);

    assertThat(items("?tag=team:a&name=named after")).containsExactly(first);
    assertThat(versions.newest(Owner.LOCAL, "named before")).contains(new ModelVersion(second, 2));
    assertThat(versions.newest(Owner.LOCAL, "named after")).contains(new ModelVersion(first, 2));
    assertThat(versions.find(Owner.LOCAL, "named after", 1)).contains(new ModelVersion(other, 1));
    assertThat(publish("named before")).isNotNull();
    assertThat(versions.newest(Owner.LOCAL, "named before", 10)).containsExactly(2, 3);
    assertThat(get("/api/v1/models/" + first).getResponse().getHeader(HttpHeaders.ETAG))
        .isNotEqualTo(etag);
  }

  @Test
  void anAliasWinsOverANameAndMovesAsOne() throws IOException {
    UUID first = publish("aliased");
    UUID second = publish("aliased");
    UUID namesake = publish("champion");
    assertThat(items("?name=champion")).containsExactly(namesake);

    assertThat(put("champion", first)).hasStatusOk();
    assertThat(json(get("/api/v1/models/champion")).get("id").stringValue())
        .isEqualTo(first.toString());
    assertThat(json(get("/api/v1/models/champion")).get("aliases")).hasToString("[\"champion\"]");
    assertThat(json(get("/v2/models/champion")).get("versions")).hasToString("[\"1\",\"2\"]");
    assertThat(versions.aliased(Owner.LOCAL, "champion", Optional.empty()))
        .contains(new ModelVersion(first, 1));
    assertThat(mvc.delete().uri("/api/v1/models/" + first))
        .hasStatus(HttpStatus.CONFLICT)
        .bodyText()
        .contains("champion");

    assertThat(put("champion", second)).hasStatusOk();
    assertThat(put("champion", second)).hasStatusOk();
    assertThat(versions.aliased(Owner.LOCAL, "champion", Optional.empty()))
        .contains(new ModelVersion(second, 2));
    assertThat(mvc.delete().uri("/api/v1/models/" + first)).hasStatus(HttpStatus.NO_CONTENT);
    JsonNode listed = json(get("/api/v1/models/aliases")).at("/items/0");
    assertThat(listed.get("alias").stringValue()).isEqualTo("champion");
    assertThat(listed.get("history").findValuesAsString("model_id"))
        .containsExactly(second.toString(), first.toString());

    assertThat(mvc.delete().uri("/api/v1/models/aliases/champion"))
        .hasStatus(HttpStatus.NO_CONTENT);
    assertThat(mvc.delete().uri("/api/v1/models/aliases/champion")).hasStatus(HttpStatus.NOT_FOUND);
    assertThat(json(get("/api/v1/models/champion")).get("id").stringValue())
        .isEqualTo(namesake.toString());
  }

  @Test
  void anAliasPointsAtAModelOfItsOwner() throws IOException {
    UUID mine = publish("pointed at");
    UUID unknown = new UUID(7, 7);

    assertThat(put("nowhere", unknown)).hasStatus(422).bodyText().contains("/model_id");
    assertThat(put(mine.toString(), mine)).hasStatus(422).bodyText().contains("looks like an id");
    assertThat(versions.aliased(new Owner("someone"), "nowhere", Optional.empty())).isEmpty();
  }

  MvcTestResult put(String alias, UUID model) {
    return mvc.put()
        .uri("/api/v1/models/aliases/" + alias)
        .contentType("application/json")
        .content("{\"model_id\": \"" + model + "\"}")
        .exchange();
  }

  private MvcTestResult patch(String path, String body) {
    return mvc.patch().uri(path).contentType("application/json").content(body).exchange();
  }

  @Test
  void modelsPublishedAtOnceHaveTheirOwnVersions() throws Exception {
    int threads = 4;
    CyclicBarrier start = new CyclicBarrier(threads);
    try (ExecutorService publishers = Executors.newFixedThreadPool(threads)) {
      List<Callable<UUID>> tasks =
          Collections.nCopies(
              threads,
              () -> {
                start.await();
                return publish("raced");
              });
      for (Future<UUID> published : publishers.invokeAll(tasks)) {
        assertThat(published.get()).isNotNull();
      }
    }
    assertThat(versions.newest(Owner.LOCAL, "raced", 10)).containsExactly(1, 2, 3, 4);
  }

  @Test
  void anotherOwnersModelDoesNotExist() throws IOException {
    UUID id = publish("private");

    assertThat(models.load(new Owner("someone"), id)).isEmpty();
  }

  private UUID publish(String name) throws IOException {
    return publish(name, new byte[40]);
  }

  UUID publish(String name, byte[] numbers) throws IOException {
    UUID id = uuids.next();
    Blob weights = blobs.write(out -> out.write(numbers));
    transaction.executeWithoutResult(
        _ ->
            models.publish(
                ModelFixtures.draft(id, name, weights, ModelFixtures.encoding(), NETWORK)));
    return id;
  }

  private MvcTestResult get(String uri) {
    return mvc.get().uri(uri).exchange();
  }

  private List<UUID> items(String query) {
    MvcTestResult list = get("/api/v1/models" + query);
    assertThat(list).hasStatusOk();
    List<UUID> ids = new ArrayList<>();
    for (JsonNode item : json(list).get("items").values()) {
      ids.add(UUID.fromString(item.get("id").stringValue()));
    }
    return ids;
  }

  static JsonNode json(MvcTestResult result) {
    return JSON.readTree(result.getResponse().getContentAsByteArray());
  }
}
