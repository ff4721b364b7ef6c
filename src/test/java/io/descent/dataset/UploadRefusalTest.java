package io.descent.dataset;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.zip.DeflaterOutputStream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class UploadRefusalTest extends DatasetsOverHttp {

  @Test
  void aBadLineIsToldWithItsPlaceAndNothingIsStored() {
    long before = count("dataset");
    Answer answer = postCsv("", "a,b\n1,x\nq,y\n");

    assertThat(answer.status()).isEqualTo(422);
    assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
    JsonNode error = answer.json().get("errors").get(0);
    assertThat(error.get("line").asInt()).isEqualTo(3);
    assertThat(error.get("column").asString()).isEqualTo("a");
    assertThat(postCsv("", "a,b\n1\n").json().get("errors").get(0).get("column").isNull()).isTrue();
    assertThat(count("dataset")).isEqualTo(before);
  }

  @Test
  void badFieldsAreRefusedAllAtOnce() {
    byte[] file = IRIS.getBytes(UTF_8);
    Answer unknown = post(form().field("tsk", "x").field("task", "sorting").field("name", ""));

    assertThat(unknown.status()).isEqualTo(400);
    assertThat(unknown.json().get("errors")).hasSize(3);
    assertThat(post(form().field("task", "x").file("file", "f", file)).status()).isEqualTo(400);
    assertThat(post(form().field("name", "").file("file", "f", file)).status()).isEqualTo(201);
    assertThat(post(form().file("file", "f", file).file("file", "f", file)).status())
        .isEqualTo(400);
    assertThat(post(form().field("target", "x").file("file", "f", file)).status()).isEqualTo(422);
    assertThat(postCsv("?tsk=x", IRIS).status()).isEqualTo(400);
    assertThat(postCsv("?task=x", IRIS).status()).isEqualTo(400);
    assertThat(postCsv("?name=a&name=b", IRIS).status()).isEqualTo(400);
    assertThat(postCsv("?name=" + "x".repeat(201), IRIS).status()).isEqualTo(422);
    Answer target = postCsv("?target=nope", IRIS);
    assertThat(target.status()).isEqualTo(422);
    assertThat(target.json().get("errors").get(0).get("pointer").asString()).isEqualTo("target");
  }

  @Test
  void aFileInAnUnknownFieldIsToldTheFieldsThereAre() {
    Answer answer = post(form().file("images", "f", new byte[2 << 20]));

    assertThat(answer.status()).isEqualTo(400);
    JsonNode error = answer.json().get("errors").get(0);
    assertThat(error.get("pointer").asString()).isEqualTo("images");
    assertThat(error.get("detail").asString()).isEqualTo("unknown field; did you mean \"image\"?");
    Answer other = post(form().file("x_train", "f", new byte[9]));
    assertThat(other.json().get("errors").get(0).get("detail").asString())
        .startsWith("unknown field; known are file, labels, name, tags, description, target, task");
    Answer near = post(form().file("flie", "f", IRIS.getBytes(UTF_8)));
    assertThat(near.json().get("errors").get(0).get("detail").asString())
        .isEqualTo("unknown field; did you mean \"file\"?");
  }

  @Test
  void brokenFormsAreRefused() {
    assertThat(raw("multipart/form-data; boundary=xyz", "nothing of the kind").status())
        .isEqualTo(400);
    assertThat(raw("multipart/form-data", "x").status()).isEqualTo(400);
    String cut = "--xyz\r\nContent-Disposition: form-data; name=\"file\"\r\n\r\na,b\n1,2\n";
    assertThat(raw("multipart/form-data; boundary=xyz", cut).status()).isEqualTo(400);
    StringBuilder many = new StringBuilder();
    for (int i = 0; i < 10_000; i++) {
      many.append("--xyz\r\nContent-Disposition: form-data; name=\"categorical\"\r\n\r\nx\r\n");
    }
    assertThat(raw("multipart/form-data; boundary=xyz", many + "--xyz--\r\n").status())
        .isEqualTo(413);
    String head = "--xyz\r\nContent-Disposition: form-data; name=\"" + "x".repeat(100_000);
    assertThat(raw("multipart/form-data; boundary=xyz", head + "\"\r\n\r\nx\r\n--xyz--").status())
        .isEqualTo(413);
  }

  @Test
  void aFieldThatIsNotInUtf8IsRefused() {
    HttpRequest queried =
        request("?name=%ff")
            .header("Content-Type", "text/csv")
            .POST(BodyPublishers.ofString(IRIS))
            .build();
    assertThat(send(queried).status()).isEqualTo(400);

    byte[] form =
        "--xyz\r\nContent-Disposition: form-data; name=\"name\"\r\n\r\né\r\n--xyz--\r\n"
            .getBytes(ISO_8859_1);
    HttpRequest sent =
        request("")
            .header("Content-Type", "multipart/form-data; boundary=xyz")
            .POST(BodyPublishers.ofByteArray(form))
            .build();

    Answer answer = send(sent);

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.json().at("/errors/0/detail").asString()).isEqualTo("is not in UTF-8");
  }

  @Test
  void otherMediaTypesAreRefused() {
    assertThat(raw("application/json", "{}").status()).isEqualTo(415);
    Answer latin = raw("text/csv; charset=iso-8859-1", "a,b\n1,2\n2,3\n");
    assertThat(latin.status()).isEqualTo(415);
    assertThat(latin.text()).contains("name its charset in encoding, as encoding=ISO-8859-1");
    assertThat(raw("", IRIS).status()).isEqualTo(415);
    assertThat(raw("csv", IRIS).status()).isEqualTo(415);
    assertThat(raw("text/csv; charset=none", IRIS).status()).isEqualTo(415);
    HttpRequest untyped = request("").POST(BodyPublishers.ofString(IRIS)).build();
    assertThat(send(untyped).status()).isEqualTo(415);
    assertThat(encoded("br", Intake.gzip(IRIS.getBytes(UTF_8))).status()).isEqualTo(415);
  }

  private Answer encoded(String encoding, byte[] body) {
    return send(
        request("")
            .header("Content-Type", "text/csv")
            .header("Content-Encoding", encoding)
            .POST(BodyPublishers.ofByteArray(body))
            .build());
  }

  @Test
  void whatFollowsAnEncodedBodyIsRefused() throws IOException {
    byte[] iris = IRIS.getBytes(UTF_8);
    ByteArrayOutputStream deflated = new ByteArrayOutputStream();
    try (DeflaterOutputStream out = new DeflaterOutputStream(deflated)) {
      out.write(iris);
    }
    for (byte[] body : List.of(Intake.gzip(iris), deflated.toByteArray())) {
      String encoding = body[0] == 0x1f ? "gzip" : "deflate";
      assertThat(encoded(encoding, body).status()).as(encoding).isEqualTo(201);
      Answer followed = encoded(encoding, joined(body, "5.1,3.5,1.4,0.2,setosa\n".getBytes(UTF_8)));
      assertThat(followed.status()).as(encoding).isEqualTo(400);
      assertThat(followed.text()).contains("something follows the body in its Content-Encoding");
    }
    byte[] twice =
        joined(Intake.gzip(iris), Intake.gzip("5.1,3.5,1.4,0.2,setosa\n".getBytes(UTF_8)));
    assertThat(encoded("gzip", twice).status()).isEqualTo(201);
  }

  private static byte[] joined(byte[] first, byte[] second) {
    byte[] joined = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, joined, first.length, second.length);
    return joined;
  }

  @Test
  void anAnnouncedLengthOverTheLimitIsRefusedBeforeTheBody() throws IOException {
    try (Socket socket = socket()) {
      write(socket, head("Content-Length: 5000000000") + "a,b\n");
      assertThat(status(socket)).isEqualTo(413);
    }
  }

  @Test
  void aRefusalReachesAClientThatIsStillSending() throws IOException {
    try (Socket socket = socket()) {
      write(socket, head("Transfer-Encoding: chunked"));
      String chunk = "10000\r\n" + "1,2\n".repeat(1 << 14) + "\r\n";
      for (int i = 0; i < 160; i++) {
        write(socket, chunk);
      }
      write(socket, "0\r\n\r\n");
      assertThat(status(socket)).isEqualTo(413);
    }
  }

  @Test
  void whatUnpacksToTooMuchIsRefused() {
    byte[] bomb = Intake.gzip(("a,b\n" + "1,2\n3,4\n".repeat(1 << 18)).getBytes(UTF_8));

    assertThat(bomb.length).isLessThan(100_000);
    assertThat(post(form().file("file", "bomb.gz", bomb)).status()).isEqualTo(413);
  }

  @Test
  void anUploadThatStandsStillTimesOut() throws IOException {
    try (Socket socket = socket()) {
      write(socket, head("Content-Length: 1000") + "a,b\n1,");
      assertThat(status(socket)).isEqualTo(408);
    }
  }

  @Test
  void anUploadThatTricklesTimesOut() throws IOException {
    try (Socket socket = socket()) {
      write(socket, head("Content-Length: 1000") + "a,b\n");
      socket.setSoTimeout(200);
      int status = 0;
      for (int i = 0; i < 150 && status == 0; i++) {
        write(socket, "1");
        status = statusSoon(socket);
      }
      assertThat(status).isEqualTo(408);
    }
  }

  @Test
  void aClientThatGoesAwayLeavesNothing() throws IOException {
    long before = count("dataset");
    try (Socket socket = socket()) {
      write(socket, head("Content-Length: 1000000") + "a,b\n" + "1,2\n".repeat(100_000));
    }

    assertThat(count("dataset")).isEqualTo(before);
    assertThat(postCsv("", IRIS).status()).isEqualTo(201);
  }

  @Test
  void tooManyUploadsAtOnceAreToldToWait() throws IOException {
    try (Socket first = socket();
        Socket second = socket()) {
      write(first, head("Content-Length: 900000") + "a,b\n");
      write(second, head("Content-Length: 900000") + "a,b\n");
      await()
          .atMost(Duration.ofSeconds(20))
          .untilAsserted(
              () -> {
                // Enough to be steady for as long as it takes
                write(first, "1,2\n".repeat(500));
                write(second, "1,2\n".repeat(500));
                Answer answer = postCsv("", IRIS);
                assertThat(answer.status()).isEqualTo(429);
                assertThat(answer.header("Retry-After")).isEqualTo("5");
              });
      assertThat(status(first)).isEqualTo(408);
      assertThat(status(second)).isEqualTo(408);
    }
    assertThat(postCsv("", IRIS).status()).isEqualTo(201);
  }

  @Test
  void whatIsNotThereIsNotFound() {
    assertThat(get("/" + new UUID(1, 2)).status()).isEqualTo(404);
    assertThat(get("/nonsense").status()).isEqualTo(404);
    assertThat(delete("/" + new UUID(1, 2)).status()).isEqualTo(404);
  }
}
