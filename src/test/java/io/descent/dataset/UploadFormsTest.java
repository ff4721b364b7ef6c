package io.descent.dataset;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.descent.security.Owner;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;

/** What the fields and formats of an upload come to, over HTTP. */
class UploadFormsTest extends DatasetsOverHttp {

  @Autowired Datasets datasets;

  @Test
  void aColumnOfPartsIsKeptAsideAndItsKeysAreTheParts() {
    Answer answer =
        post(
            form()
                .file(
                    "file",
                    "x.csv",
                    "a,part,id,y\n1,train,p,u\n2,Test,q,v\n3,validation,p,u\n4,train,,v\n"
                        .getBytes(UTF_8))
                .field("split", "part")
                .field("ignore", "id"));

    JsonNode set = answer.json();
    assertThat(answer.status()).as(answer.text()).isEqualTo(201);
    assertThat(set.get("split").asString()).isEqualTo("part");
    assertThat(set.get("columns").valueStream().map(it -> it.get("kind").asString()))
        .containsExactly("numeric", "split", "ignored", "target");
    assertThat(set.get("input_shape")).hasToString("[1]");
    Datasets.Facts facts = datasets.find(Owner.LOCAL, UUID.fromString(id(set))).orElseThrow();
    assertThat(datasets.keys(facts, "part")).containsExactly(0, 2, 1, 0);
    long[] ids = datasets.keys(facts, "id");
    assertThat(ids[0]).isEqualTo(ids[2]).isNotEqualTo(ids[1]);
    assertThat(ids[3]).isEqualTo(Datasets.NO_KEY);
    assertThat(datasets.keys(facts, "a")[1]).isEqualTo(Double.doubleToLongBits(2));
    assertThat(facts.schema().split()).isEqualTo(new Schema.Parts("part", 2, 1, 1));
  }

  /** A file is read as it comes, by what the form said until then. */
  @Test
  void fieldsBehindTheFileCountAsThoseBeforeIt() {
    byte[] table = "day;size;kind\n1;2,5;a\n2;3,5;b\n3;1,5;a\n4;9,5;?\n".getBytes(UTF_8);
    Map<String, String> fields = new TreeMap<>();
    fields.put("separator", ";");
    fields.put("decimal", ",");
    fields.put("missing", "9,5");
    fields.put("categorical", "day");
    fields.put("target", "kind");
    fields.put("ignore", "size");
    fields.put("task", "classification");
    fields.put("name", "said");
    Form before = form();
    fields.forEach(before::field);
    Form after = form().file("file", "t.csv", table);
    fields.forEach(after::field);
    assertSameSet(post(before.file("file", "t.csv", table)), post(after));
    fields.forEach(
        (name, value) ->
            assertSameSet(
                post(form().field(name, value).file("file", "t.csv", table)),
                post(form().file("file", "t.csv", table).field(name, value))));
  }

  private void assertSameSet(Answer first, Answer second) {
    assertThat(second.status()).as(second.text()).isEqualTo(first.status());
    if (first.status() != 201) {
      assertThat(second.json().get("errors")).isEqualTo(first.json().get("errors"));
      return;
    }
    for (String part : new String[] {"columns", "classes", "warnings", "sha256", "bytes"}) {
      assertThat(second.json().get(part)).isEqualTo(first.json().get(part));
    }
    assertThat(get("/" + id(second.json()) + "/rows").json())
        .isEqualTo(get("/" + id(first.json()) + "/rows").json());
  }

  @Test
  void aPartThatIsNoneIsRefused() {
    Answer answer =
        post(
            form()
                .file("file", "x.csv", "a,part,y\n1,train,u\n2,dev,v\n".getBytes(UTF_8))
                .field("split", "part"));

    assertThat(answer.status()).isEqualTo(422);
    assertThat(answer.text()).contains("must be train, validation or test").contains("leave");
  }

  @Test
  void aStoredFileIsReadAgainWithOtherFields() {
    JsonNode first = postCsv("?name=numbers", "a,b,y\n1,2,u\n3,4,v\n").json();

    Answer form = post(form().field("from", id(first)).field("categorical", "a"));
    assertThat(form.status()).as(form.text()).isEqualTo(201);
    assertThat(form.json().get("columns").get(0).get("categories")).hasToString("[\"1\",\"3\"]");
    assertThat(form.json().get("columns").get(0).get("category_rows")).hasToString("[1,1]");
    assertThat(form.json().get("sha256")).isEqualTo(first.get("sha256"));
    Answer bare = send(request("?from=" + id(first)).POST(BodyPublishers.noBody()).build());
    assertThat(bare.status()).as(bare.text()).isEqualTo(201);
    assertThat(post(form().field("from", new UUID(1, 2).toString())).status()).isEqualTo(422);
    Answer named = post(form().field("from", "numbers").field("name", "of a name"));
    assertThat(named.status()).as(named.text()).isEqualTo(201);
    assertThat(named.json().get("sha256")).isEqualTo(first.get("sha256"));
    Answer unknown = post(form().field("from", "never uploaded"));
    assertThat(unknown.status()).isEqualTo(422);
    assertThat(unknown.json().at("/errors/0/pointer").asString()).isEqualTo("from");
    assertThat(
            post(form().field("from", id(first)).file("file", "f", IRIS.getBytes(UTF_8))).status())
        .isEqualTo(400);
  }

  @Test
  void emptyPartsCountAsAbsent() {
    Answer answer =
        post(
            form()
                .file("labels", "", new byte[0])
                .field("task", "")
                .field("separator", "")
                .file("file", "iris.csv", IRIS.getBytes(UTF_8)));

    assertThat(answer.status()).as(answer.text()).isEqualTo(201);
    assertThat(answer.json().get("name").asString()).isEqualTo("iris.csv");
  }

  @Test
  void arraysWithTestPartsAreATableOfParts() {
    Answer answer = post(form().file("file", "parts.npz", resource("parts.npz")));

    assertThat(answer.status()).as(answer.text()).isEqualTo(201);
    assertThat(answer.json().get("format").asString()).isEqualTo("npz");
    assertThat(answer.json().get("rows").asInt()).isEqualTo(9);
    assertThat(answer.json().get("split").asString()).isEqualTo("split");
    assertThat(get("/" + id(answer.json()) + "/rows").json().get("items").get(7))
        .hasToString("[1.5,1.75,\"1\"]");
  }

  @Test
  void arraysOfImagesAreImages() {
    JsonNode grey = post(form().file("file", "images.npz", resource("images.npz"))).json();
    assertThat(grey.get("input_shape")).hasToString("[1,4,5]");
    JsonNode colours = post(form().file("file", "colours.npz", resource("colours.npz"))).json();
    assertThat(colours.get("input_shape")).hasToString("[3,2,2]");
    assertThat(get("/" + id(colours) + "/rows").json().get("items").get(0).get(0))
        .hasToString("[[[0,3],[6,9]],[[1,4],[7,10]],[[2,5],[8,11]]]");
    Answer table =
        post(
            form()
                .file("file", "column_major.npy", resource("column_major.npy"))
                .file("labels", "words.npy", resource("words.npy")));
    assertThat(table.status()).as(table.text()).isEqualTo(201);
    assertThat(get("/" + id(table.json()) + "/rows").json().get("items").get(5))
        .hasToString("[2.5,2.75,\"größer\"]");
    assertThat(
            post(form()
                    .file("file", "x.npy", resource("objects.npy"))
                    .file("labels", "y", resource("int64.npy")))
                .text())
        .contains("Python objects");
  }

  @Test
  void parquetIsATableAsAFormAndAsTheBody() {
    byte[] file = ParquetIntakeTest.bytes("types.parquet");
    JsonNode set = post(form().file("file", "types.parquet", file)).json();
    Answer body =
        send(
            request("?target=label&ignore=zip")
                .header("Content-Type", "application/vnd.apache.parquet")
                .POST(BodyPublishers.ofByteArray(file))
                .build());

    assertThat(set.get("format").asString()).isEqualTo("parquet");
    assertThat(set.get("bytes").asInt()).isEqualTo(file.length);
    assertThat(body.status()).as(body.text()).isEqualTo(201);
    assertThat(body.json().get("columns").get(10).get("kind").asString()).isEqualTo("ignored");
    assertThat(get("/" + id(set) + "/content").header("Content-Type"))
        .isEqualTo("application/vnd.apache.parquet");
    Answer again = post(form().field("from", id(set)).field("numeric", "zip"));
    assertThat(again.json().get("columns").get(10).get("kind").asString()).isEqualTo("numeric");
    Answer nested =
        post(form().file("file", "x.parquet", ParquetIntakeTest.bytes("nested.parquet")));
    assertThat(nested.status()).isEqualTo(422);
    assertThat(nested.text()).contains("\"column\":\"tags\"").contains("list it in ignore");
  }

  @Test
  void foldersOfImagesAreClasses() throws IOException {
    Map<String, byte[]> files = new TreeMap<>();
    for (String name : new String[] {"10/a.png", "10/b.png", "9/a.png", "9/b.bmp"}) {
      String form = name.substring(name.length() - 3);
      files.put(name, FormatsTest.image(form, BufferedImage.TYPE_3BYTE_BGR, 5, 4));
    }
    Answer answer = post(form().file("file", "pets.zip", FormatsTest.zip(files)));

    assertThat(answer.status()).as(answer.text()).isEqualTo(201);
    assertThat(answer.json().get("format").asString()).isEqualTo("zip");
    assertThat(answer.json().get("input_shape")).hasToString("[3,4,5]");
    assertThat(answer.json().get("classes").valueStream().map(it -> it.get("label").asString()))
        .containsExactly("9", "10");
    assertThat(get("/" + id(answer.json()) + "/content").header("Content-Type"))
        .isEqualTo("application/zip");
  }

  @Test
  void doubtfulThingsAreToldWithAdvice() {
    JsonNode warnings =
        postCsv("", "id,c,zip,y\n1,k,01,u\n2,k,02,v\n3,k,02,u\n4,k,03,v\n").json().get("warnings");

    assertThat(warnings.valueStream().map(it -> it.get("code").asString()))
        .contains("consecutive_numbers", "constant_column", "leading_zeros", "small_class");
    JsonNode zeros =
        warnings
            .valueStream()
            .filter(it -> it.get("code").asString().equals("leading_zeros"))
            .findFirst()
            .orElseThrow();
    assertThat(zeros.get("columns")).hasToString("[\"zip\"]");
    assertThat(zeros.get("advice").asString()).contains("categorical");
  }

  @Test
  void aSampleIsMadeOnceAndThenFound() throws Exception {
    Answer first = json("/samples/diabetes", "");
    Answer again = json("/samples/diabetes", "");

    assertThat(first.status()).isEqualTo(201);
    assertThat(first.json().get("name").asString()).isEqualTo("diabetes");
    assertThat(first.json().get("rows").asInt()).isEqualTo(442);
    assertThat(again.status()).isEqualTo(200);
    assertThat(again.json().get("id")).isEqualTo(first.json().get("id"));

    String called = "/samples/diabetes?name=sugar&description=d&tags=%7B%22team%22:%22a%22%7D";
    Answer tagged = json(called, "");
    assertThat(tagged.status()).isEqualTo(201);
    assertThat(tagged.json().get("name").asString()).isEqualTo("sugar");
    assertThat(tagged.json().get("tags")).hasToString("{\"team\":\"a\"}");
    assertThat(json(called, "").json().get("id")).isEqualTo(tagged.json().get("id"));
    assertThat(json("/samples/diabetes", "").json().get("id")).isEqualTo(first.json().get("id"));
    assertThat(json("/samples/diabetes?tags=7", "").status()).isEqualTo(400);
  }

  @Test
  void anUnknownSampleIsToldTheKnownOnes() throws Exception {
    Answer refused = json("/samples/irises", "");

    assertThat(refused.status()).isEqualTo(404);
    assertThat(refused.json().get("detail").asString()).contains("iris, wine, digits");
  }

  @Test
  void aTableIsGeneratedWithTheSameBytesForTheSameSeed() {
    Answer first = json("/generate", "{\"kind\": \"moons\", \"rows\": 200, \"seed\": 3}");
    Answer again = json("/generate", "{\"kind\": \"moons\", \"rows\": 200, \"seed\": 3}");

    assertThat(first.status()).as(first.text()).isEqualTo(201);
    assertThat(first.json().get("name").asString()).isEqualTo("moons");
    assertThat(first.json().get("rows").asInt()).isEqualTo(200);
    assertThat(first.json().get("sha256")).isEqualTo(again.json().get("sha256"));
    assertThat(
            json("/generate", "{\"kind\": \"plane\", \"rows\": 200}").json().get("task").asString())
        .isEqualTo("regression");
    String called = "{\"kind\": \"xor\", \"name\": \"of mine\", \"tags\": {\"a\": \"b\"}}";
    assertThat(json("/generate", called).text())
        .contains("\"name\":\"of mine\"", "\"tags\":{\"a\":\"b\"}");
    assertThat(json("/generate", "{\"kind\": \"cube\"}").status()).isEqualTo(422);
    assertThat(json("/generate", "{\"kind\": \"xor\", \"classes\": 5}").status()).isEqualTo(422);
    assertThat(json("/generate", "{\"kind\": \"xor\", \"rows\": 0}").status()).isEqualTo(422);
  }

  @Test
  void columnsAndRowsAreGivenAsPictures() {
    String id = id(post(form().file("file", "iris.csv", IRIS.getBytes(UTF_8))).json());

    JsonNode column = get("/" + id + "/columns?name=petal%20width%20(cm)").json();
    assertThat(column.get("bins")).hasSize(30);
    assertThat(column.get("bins").valueStream().mapToLong(it -> it.get("rows").asLong()).sum())
        .isEqualTo(150);
    assertThat(column.get("bins").get(0).get("by_class")).hasSize(3);
    JsonNode target = get("/" + id + "/columns?name=species").json();
    assertThat(target.get("categories").get(0)).hasToString("{\"label\":\"setosa\",\"rows\":50}");
    assertThat(get("/" + id + "/columns?name=nothing").status()).isEqualTo(400);
    JsonNode projection = get("/" + id + "/projection").json();
    assertThat(projection.get("items")).hasSize(150);
    // As scikit-learn has them
    assertThat(projection.get("explained").get(0).asDouble()).isBetween(0.7295, 0.7297);
    assertThat(projection.get("items").get(0).get("x").asDouble()).isBetween(-2.2648, -2.2646);
  }

  private Answer json(String path, String body) {
    return send(
        request(path)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body))
            .build());
  }

  private static byte[] resource(String name) {
    try (InputStream in = UploadFormsTest.class.getResourceAsStream("/arrays/" + name)) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
