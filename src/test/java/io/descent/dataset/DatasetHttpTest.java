package io.descent.dataset;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class DatasetHttpTest extends DatasetsOverHttp {

  @Test
  void listsReadNoColumns() {
    String names =
        IntStream.range(0, 2000).mapToObj(i -> "column" + i).collect(Collectors.joining(","));
    JsonNode set =
        postCsv("?name=wide", names + "\n" + "1,".repeat(1999) + "a\n" + "2,".repeat(1999) + "b\n")
            .json();
    UUID id = UUID.fromString(id(set));
    JsonNode listed = get("?name=wide").json();
    assertThat(listed.at("/items/0/id").asString()).isEqualTo(id.toString());
    assertThat(listed.at("/items/0/classes")).isEqualTo(set.get("classes"));
    assertThat(listed.at("/items/0/warnings")).isEqualTo(set.get("warnings"));
    assertThat(listed.at("/items/0").has("columns")).isFalse();

    String kept =
        jdbc.queryForObject("select description from dataset where id = ?", String.class, id);
    jdbc.update("update dataset set description = 'no JSON' where id = ?", id);
    assertThat(get("?name=wide").json()).isEqualTo(listed);
    jdbc.update("update dataset set description = ?, brief = null where id = ?", kept, id);
    assertThat(get("?name=wide").json()).as("of an earlier version").isEqualTo(listed);
    assertThat(get("/" + id).json()).isEqualTo(set);
  }

  @Test
  void anUploadedFormIsADataSet() {
    Answer answer =
        post(form().field("target", "species").file("file", "iris.csv", IRIS.getBytes(UTF_8)));

    assertThat(answer.status()).isEqualTo(201);
    JsonNode set = answer.json();
    assertThat(answer.header("Location")).isEqualTo("/api/v1/datasets/" + id(set));
    assertThat(set.get("name").asString()).isEqualTo("iris.csv");
    assertThat(set.get("rows").asInt()).isEqualTo(150);
    assertThat(set.get("bytes").asInt()).isEqualTo(3736);
    assertThat(set.get("input_shape")).hasToString("[4]");
    assertThat(set.get("encoded_shape")).hasToString("[4]");
    assertThat(set.get("classes").get(0)).hasToString("{\"label\":\"setosa\",\"rows\":50}");
    assertThat(set.get("columns").get(4))
        .hasToString("{\"name\":\"species\",\"kind\":\"target\",\"missing\":0}");
    assertThat(get("/" + id(set)).json()).isEqualTo(set);
  }

  @Test
  void fieldsMayComeAfterTheFile() {
    Answer answer =
        post(
            form()
                .file("file", "x.csv", "a,b\n1,2\nx,3\n".getBytes(UTF_8))
                .field("name", "späte <b>Felder</b>")
                .field("task", "regression")
                .field("target", "b")
                .field("categorical", "a"));

    assertThat(answer.status()).as(answer.text()).isEqualTo(201);
    assertThat(answer.json().get("name").asString()).isEqualTo("späte <b>Felder</b>");
    assertThat(answer.json().get("task").asString()).isEqualTo("regression");
    assertThat(answer.json().get("columns").get(0).get("categories")).hasToString("[\"1\",\"x\"]");
  }

  @Test
  void theBodyItselfMayBeTheFile() {
    Answer answer =
        postCsv("?name=raw&target=a&task=classification&categorical=a", "a,b\n1,2\n2,3\n");

    assertThat(answer.status()).as(answer.text()).isEqualTo(201);
    assertThat(answer.json().get("target").asString()).isEqualTo("a");
    assertThat(answer.json().get("name").asString()).isEqualTo("raw");
  }

  @Test
  void imagesAndLabelsAreOneDataSet() {
    byte[] images = Intake.gzip(IdxIntakeTest.images(30, 2, 3));
    byte[] labels = IdxIntakeTest.labels(30);
    JsonNode set =
        post(form().file("labels", "l", labels).file("file", "images.gz", images)).json();

    assertThat(set.get("format").asString()).isEqualTo("idx");
    assertThat(set.get("input_shape")).hasToString("[1,2,3]");
    assertThat(set.has("columns")).isFalse();
    assertThat(get("/" + id(set) + "/content").body()).isEqualTo(images);
    assertThat(get("/" + id(set) + "/content?part=labels").body()).isEqualTo(labels);
    assertThat(get("/" + id(set) + "/rows?offset=29").json().get("items"))
        .hasToString("[[[[29,7,7],[7,7,7]],\"200\"]]");
  }

  @Test
  void contentIsGivenBackAsItCame() {
    JsonNode set = post(form().file("file", "ä\".csv", IRIS.getBytes(UTF_8))).json();

    Answer content = get("/" + id(set) + "/content");
    assertThat(content.body()).isEqualTo(IRIS.getBytes(UTF_8));
    assertThat(content.header("Content-Type")).startsWith("text/csv");
    assertThat(content.header("Content-Disposition")).startsWith("attachment");
    assertThat(get("/" + id(set) + "/content?part=labels").status()).isEqualTo(404);
    assertThat(get("/" + id(set) + "/content?part=all").status()).isEqualTo(400);
  }

  @Test
  void aFileNameIsDataAndLeadsNowhere() {
    byte[] iris = IRIS.getBytes(UTF_8);
    for (String name : List.of("a\u0000b.csv", "\u0000", "../..", "/")) {
      JsonNode set = post(form().file("file", name, iris)).json();
      assertThat(set.get("name").asString())
          .as(name)
          .isEqualTo(name.equals("../..") ? ".." : "dataset");
      assertThat(get("/" + id(set) + "/content").body()).isEqualTo(iris);
    }
    JsonNode set = post(form().file("file", "C:\\..\\<img onerror>.csv", iris)).json();
    assertThat(set.get("name").asString()).isEqualTo("<img onerror>.csv");
  }

  @Test
  void rowsAreShownFromAnyOffset() {
    JsonNode set = postCsv("", IRIS).json();

    JsonNode rows = get("/" + id(set) + "/rows?offset=149&limit=5").json();
    assertThat(rows.get("total").asInt()).isEqualTo(150);
    assertThat(rows.get("offset").asInt()).isEqualTo(149);
    assertThat(rows.get("columns").get(4).asString()).isEqualTo("species");
    assertThat(rows.get("items")).hasToString("[[5.9,3.0,5.1,1.8,\"virginica\"]]");
    assertThat(get("/" + id(set) + "/rows").json().get("items")).hasSize(50);
    assertThat(get("/" + id(set) + "/rows?offset=999").json().get("items")).isEmpty();
    assertThat(get("/" + id(set) + "/rows?limit=0").status()).isEqualTo(400);
    assertThat(get("/" + id(set) + "/rows?limit=201").status()).isEqualTo(400);
    assertThat(get("/" + id(set) + "/rows?offset=-1").status()).isEqualTo(400);
    assertThat(get("/" + id(set) + "/rows?ofset=1").status()).isEqualTo(400);
  }

  @Test
  void aDamagedChunkIsNeverServed() {
    UUID id = UUID.fromString(id(postCsv("", IRIS).json()));
    damage("blocks_id", id);
    assertThat(get("/" + id + "/rows").status()).isEqualTo(500);
    assertThat(get("/" + id + "/content").status()).isEqualTo(200);
    damage("file_id", id);
    assertThat(get("/" + id + "/content").status()).isEqualTo(500);
    assertThat(delete("/" + id).status()).isEqualTo(204);
  }

  private void damage(String blob, UUID dataset) {
    jdbc.update(
        "update stored_chunk set crc32c = crc32c + 1 where blob_id in (select "
            + blob
            + " from dataset where id = ?)",
        dataset);
  }

  @Test
  void theListIsNewestFirstAndPaged() {
    List<String> made = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      made.addFirst(id(postCsv("?name=n" + i, IRIS).json()));
    }

    JsonNode first = get("?limit=2").json();
    assertThat(ids(first)).isEqualTo(made.subList(0, 2));
    postCsv("?name=later", IRIS);
    JsonNode second = get("?limit=1&cursor=" + first.get("next_cursor").asString()).json();
    assertThat(ids(second)).isEqualTo(made.subList(2, 3));
  }

  @Test
  void theListIsSortedByName() {
    for (String name : List.of("b", "a", "c")) {
      postCsv("?name=" + name + "&tags=%7B%22in%22:%22order%22%7D", IRIS);
    }

    String list = "?tag=in:order&limit=2&sort=";
    JsonNode first = get(list + "-name").json();
    assertThat(first.get("items").findValuesAsString("name")).startsWith("c", "b");
    String cursor = "&cursor=" + first.get("next_cursor").asString();
    JsonNode rest = get(list + "-name" + cursor).json();
    assertThat(rest.at("/items/0/name").asString()).isEqualTo("a");
    assertThat(rest.get("next_cursor").isNull()).isTrue();
    assertThat(get(list + "created_at").json().at("/items/0/name").asString()).isEqualTo("b");
    assertThat(get(list + "name" + cursor).status()).isEqualTo(400);
    assertThat(get("?sort=rows").status()).isEqualTo(400);
  }

  @Test
  void aDataSetInUseStays() {
    String id = id(postCsv("", IRIS).json());
    use.used = Optional.of(UUID.fromString(id));
    Answer refusal = delete("/" + id);
    assertThat(refusal.status()).isEqualTo(409);
    assertThat(refusal.json().get("detail").asString()).contains("job 7");

    use.used = Optional.empty();
    assertThat(delete("/" + id).status()).isEqualTo(204);
    assertThat(get("/" + id).status()).isEqualTo(404);
    assertThat(delete("/" + id).status()).isEqualTo(404);
    assertThat(get("/" + id + "/content").status()).isEqualTo(404);
    assertThat(get("/" + id + "/rows").status()).isEqualTo(404);
  }

  @Test
  void theSameBytesTwiceAtOnceAreTwoDataSets() {
    CompletableFuture<Answer> other = CompletableFuture.supplyAsync(() -> postCsv("", IRIS));
    JsonNode one = postCsv("", IRIS).json();
    JsonNode two = other.join().json();

    assertThat(id(one)).isNotEqualTo(id(two));
    assertThat(one.get("sha256")).isEqualTo(two.get("sha256"));
  }

  @Test
  void aRepeatedKeyGivesTheSameDataSet() {
    Form form = form().field("name", "again").file("file", "i.csv", IRIS.getBytes(UTF_8));
    Answer first = post(form, "Idempotency-Key", "k1");
    Answer second = post(form, "Idempotency-Key", "k1");
    Answer other = post(form.field("target", "species"), "Idempotency-Key", "k1");

    assertThat(first.status()).isEqualTo(201);
    assertThat(second.status()).isEqualTo(201);
    assertThat(second.json()).isEqualTo(first.json());
    assertThat(other.status()).isEqualTo(422);
  }

  @Test
  void gzipNeedsNoNameAndNoHeader() {
    byte[] packed = Intake.gzip(IRIS.getBytes(UTF_8));
    HttpRequest request =
        request("")
            .header("Content-Type", "text/csv")
            .POST(BodyPublishers.ofByteArray(packed))
            .build();
    JsonNode set = send(request).json();

    assertThat(set.get("bytes").asInt()).isEqualTo(3736);
    assertThat(get("/" + id(set) + "/content").header("Content-Type"))
        .isEqualTo("application/gzip");
  }

  @Test
  void theOperationsAreDocumented() {
    HttpRequest docs =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/v3/api-docs")).build();
    JsonNode paths = send(docs).json().get("paths");
    JsonNode upload = paths.get("/api/v1/datasets").get("post");

    assertThat(upload.get("operationId").asString()).isEqualTo("uploadDataset");
    assertThat(upload.get("requestBody").get("content").propertyNames())
        .containsExactly("multipart/form-data");
    JsonNode body = paths.get("/api/v1/datasets/raw").get("post");
    assertThat(body.get("requestBody").get("content").propertyNames())
        .containsExactly("text/csv", "application/vnd.apache.parquet", "application/octet-stream");
    assertThat(upload.get("responses").propertyNames())
        .contains("201", "400", "408", "413", "415", "422", "429", "507")
        .doesNotContain("200");
    assertThat(upload.get("parameters")).hasSize(1);
    assertThat(body.get("parameters").valueStream().map(it -> it.get("name").asString()))
        .contains("Idempotency-Key")
        .containsAll(
            UploadForm.PARTS.stream()
                .filter(it -> !it.equals("file") && !it.equals("labels"))
                .toList())
        .hasSize(UploadForm.PARTS.size() - 1);
    assertThat(paths.get("/api/v1/datasets/{id}").get("delete").get("responses").propertyNames())
        .contains("204", "404", "409");
  }
}
