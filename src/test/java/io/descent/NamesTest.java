package io.descent;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A name stands for the newest of it, wherever an id is read. */
@ServiceTest
class NamesTest {

  private static final String CSV = "a,b,k\n1,2,x\n2,3,y\n3,1,x\n4,2,y\n5,5,x\n6,1,y\n";
  private static final String JOB =
      """
      {%s, "model": {"layers": [{"type": "affine", "out": 2}], "loss": "softmax_ce"},
       "training": {"epochs": 2, "batch_size": 2, "split": {"train": 1, "validation": 0, "test": 0}}}
      """;

  @Autowired private MockMvcTester http;

  @Test
  void theNewestOfANameIsMeant() {
    upload("names-a");
    String newer = upload("names-a");

    assertThat(get("/datasets/names-a").at("/id").stringValue()).isEqualTo(newer);
    assertThat(get("/datasets/names-a/rows").at("/total").asInt()).isEqualTo(6);
    assertThat(get("/datasets/" + newer).at("/name").stringValue()).isEqualTo("names-a");
    assertThat(http.get().uri("/api/v1/datasets/names-nobody")).hasStatus(404);
  }

  @Test
  void aNameGoesAllTheWayFromTheDataToTheAnswer() {
    upload("names b/é");
    JsonNode job =
        post("/jobs", JOB.formatted("\"dataset\": \"names b/é\", \"name\": \"names-b\""));
    Instant last = Instant.now().plus(Duration.ofSeconds(30));
    while (get("/jobs/names-b").at("/model_id").isNull()) {
      assertThat(Instant.now()).isBefore(last);
    }
    assertThat(get("/jobs/names-b").at("/id")).isEqualTo(job.at("/id"));
    assertThat(get("/models/names-b").at("/job_id")).isEqualTo(job.at("/id"));
    JsonNode answer = post("/models/names-b/predictions", "{\"instances\": [[1, 2]]}");
    assertThat(answer.at("/model_id")).isEqualTo(get("/jobs/names-b").at("/model_id"));
    assertThat(post("/models/names-b/evaluations", "{\"dataset\": \"names b/é\"}").has("id"))
        .isTrue();
    assertThat(
            post("/specs/check", JOB.formatted("\"dataset\": \"names b/é\""))
                .at("/valid")
                .booleanValue())
        .isTrue();
  }

  @Test
  void aDataSetIsFoundByItsTagsAndNamedAnew() {
    MvcTestResult made =
        http.post()
            .uri("/api/v1/datasets?name=names-t&tags={tags}&description=of it", "{\"t\": \"1\"}")
            .contentType("text/csv")
            .content(CSV)
            .exchange();
    assertThat(made).hasStatus(201);
    String id = get("/datasets/names-t").at("/id").stringValue();
    assertThat(get("/datasets?tag=t:1").at("/items/0/description").stringValue())
        .isEqualTo("of it");

    assertThat(
            http.patch()
                .uri("/api/v1/datasets/" + id)
                .contentType(MediaType.APPLICATION_JSON)
                .content(
                    "{\"name\": \"names-u\", \"tags\": {\"u\": \"2\"}, \"description\": null}"))
        .hasStatusOk();

    JsonNode changed = get("/datasets?name=names-u&tag=t:1&tag=u:2").at("/items/0");
    assertThat(changed.at("/id").stringValue()).isEqualTo(id);
    assertThat(changed.has("description")).isFalse();
    assertThat(get("/datasets?name=names-t").at("/items")).isEmpty();
    assertThat(http.post().uri("/api/v1/datasets?tags=[]").contentType("text/csv").content(CSV))
        .hasStatus(400);
  }

  @Test
  void whatChangesOrEndsTakesIdsOnly() {
    upload("names-c");

    assertThat(http.delete().uri("/api/v1/datasets/names-c")).hasStatus(404);
    assertThat(http.post().uri("/api/v1/jobs/names-c/cancel")).hasStatus(404);
    assertThat(get("/datasets/names-c").at("/name").stringValue()).isEqualTo("names-c");
  }

  @Test
  void aNameThatLooksLikeAnIdIsRefused() {
    String id = UUID.randomUUID().toString();

    assertThat(send(id)).hasStatus(422).bodyText().contains("looks like an id");
    upload("names-d");
    String body = "\"dataset\": \"names-d\", \"name\": \"" + id + "\"";
    assertThat(sent("/jobs", JOB.formatted(body))).hasStatus(422).bodyText().contains("/name");
  }

  @Test
  void aDataSetIsGivenOnce() {
    String id = upload("names-e");
    String both = "\"dataset\": \"names-e\", \"dataset_id\": \"" + id + "\"";

    assertThat(sent("/jobs", JOB.formatted(both))).hasStatus(422).bodyText().contains("/dataset");
    assertThat(sent("/jobs", JOB.formatted("\"dataset\": \"names-nobody\"")))
        .hasStatus(422)
        .bodyText()
        .contains("names-nobody");
  }

  private String upload(String name) {
    return json(send(name)).at("/id").stringValue();
  }

  private MvcTestResult send(String name) {
    return http.post()
        .uri("/api/v1/datasets/raw?name={name}", name)
        .contentType("text/csv")
        .content(CSV)
        .exchange();
  }

  private JsonNode get(String path) {
    return json(http.get().uri("/api/v1" + path).exchange());
  }

  private JsonNode post(String path, String body) {
    return json(sent(path, body));
  }

  private MvcTestResult sent(String path, String body) {
    return http.post()
        .uri("/api/v1" + path)
        .contentType(MediaType.APPLICATION_JSON)
        .content(body)
        .exchange();
  }

  private static JsonNode json(MvcTestResult result) {
    assertThat(result).hasStatus2xxSuccessful();
    return JsonMapper.shared().readTree(result.getResponse().getContentAsByteArray());
  }
}
