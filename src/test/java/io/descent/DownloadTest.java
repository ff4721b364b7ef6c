package io.descent;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.descent.web.RawHttp;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;

/** A file can be fetched in parts, and what is long is compressed for who accepts it. */
@ServiceTest
class DownloadTest {

  private static final String CSV = "a,b,k\n" + "1,2,x\n2,3,y\n".repeat(500);

  @LocalServerPort private int port;
  private String content;

  @BeforeEach
  void upload() throws IOException {
    String request =
        "POST /api/v1/datasets/raw?name=download HTTP/1.1\r\nHost: localhost\r\n"
            + "Content-Type: text/csv\r\nConnection: close\r\nContent-Length: %d\r\n\r\n%s";
    RawHttp.Answer made = RawHttp.exchange(port, request.formatted(CSV.length(), CSV));
    content = "/api/v1/datasets/" + made.json().get("id").stringValue() + "/content";
  }

  private RawHttp.Answer get(String... headers) throws IOException {
    return RawHttp.send(port, "GET " + content + " HTTP/1.1", headers);
  }

  @Test
  void theWholeFileSaysThatPartsCanBeHad() throws IOException {
    RawHttp.Answer whole = get();

    assertThat(whole.status()).isEqualTo(200);
    assertThat(whole.body()).isEqualTo(CSV);
    assertThat(whole.headers())
        .containsEntry("accept-ranges", "bytes")
        .containsEntry("content-length", "" + CSV.length());
  }

  @Test
  void aPartIsItsBytesAndNoMore() throws IOException {
    RawHttp.Answer part = get("Range: bytes=6-11", "Accept-Encoding: gzip");
    assertThat(part.status()).isEqualTo(206);
    assertThat(part.body()).isEqualTo("1,2,x\n");
    assertThat(part.headers()).containsEntry("content-range", "bytes 6-11/" + CSV.length());
    assertThat(get("Range: bytes=-6").body()).isEqualTo("2,3,y\n");
    assertThat(get("Range: bytes=" + (CSV.length() - 2) + "-").body()).isEqualTo("y\n");
    assertThat(get("Range: bytes=0-99999999").body()).isEqualTo(CSV);
  }

  @Test
  void whatTheClientHasIsNotSentAgain() throws IOException {
    String tag = get().headers().get("etag");
    RawHttp.Answer held = get("If-None-Match: \"x\", " + tag);

    assertThat(held.status()).isEqualTo(304);
    assertThat(held.body()).isEmpty();
    assertThat(held.headers()).containsEntry("etag", tag);
    assertThat(get("If-None-Match: \"x\"").status()).isEqualTo(200);
    assertThat(get("If-None-Match: \"x\"", "Range: bytes=0-1").status()).isEqualTo(206);
  }

  @Test
  void whatIsNoRangeIsNotLookedAt() throws IOException {
    for (String range : new String[] {"bytes=-", "bytes=a-b", "lines=1-2", "bytes=0-1,4-5"}) {
      assertThat(get("Range: " + range).status()).as(range).isEqualTo(200);
    }
    assertThat(get("Range: bytes=0-1", "If-Range: \"x\"").status()).isEqualTo(200);
  }

  @Test
  void aFormThatTheFileHasNotIsNotGiven() throws IOException {
    assertThat(get("Accept: image/png").status()).isEqualTo(406);
  }

  @Test
  void aRangeBehindTheEndIsRefused() throws IOException {
    RawHttp.Answer refused = get("Range: bytes=" + CSV.length() + "-");

    assertThat(refused.status()).isEqualTo(416);
    assertThat(refused.headers().get("content-type")).startsWith("application/problem+json");
    assertThat(refused.headers()).containsEntry("content-range", "bytes */" + CSV.length());
  }

  @Test
  void whatIsLongIsCompressedForWhoAcceptsIt() throws Exception {
    HttpRequest gzip =
        HttpRequest.newBuilder(URI.create("http://localhost:" + port + content))
            .header("Accept-Encoding", "gzip")
            .build();
    HttpResponse<InputStream> answer =
        HttpClient.newHttpClient().send(gzip, HttpResponse.BodyHandlers.ofInputStream());

    assertThat(answer.headers().firstValue("Content-Encoding")).hasValue("gzip");
    assertThat(answer.headers().firstValue("ETag").orElseThrow()).startsWith("W/");
    assertThat(new GZIPInputStream(answer.body())).hasBinaryContent(CSV.getBytes(UTF_8));
    assertThat(get().headers()).doesNotContainKey("content-encoding");
  }

  @Test
  void whatHasATagIsCompressedToo() {
    ServiceClient service = new ServiceClient(port);
    String layers = "{\"type\": \"tanh\"}, ".repeat(120) + "{\"type\": \"affine\", \"out\": 2}";
    String job =
        "{\"dataset\": \"download\", \"model\": {\"layers\": [%s], \"loss\": \"softmax_ce\"},"
                .formatted(layers)
            + " \"training\": {\"epochs\": 1}}";
    String path = "/api/v1/jobs/" + service.trained(job).path("id").stringValue();
    ServiceClient.Answer answer =
        service.send("GET", path, "text/plain", new byte[0], "Accept-Encoding", "gzip");

    assertThat(answer.http().headers().firstValue("Content-Encoding")).hasValue("gzip");
    String tag = answer.http().headers().firstValue("ETag").orElseThrow();
    assertThat(tag).startsWith("W/");
    ServiceClient.Answer again =
        service.send("GET", path, "text/plain", new byte[0], "If-None-Match", tag);
    assertThat(again.status()).isEqualTo(304);
  }

  @Test
  void headIsGetWithoutTheBody() throws IOException {
    RawHttp.Answer head = RawHttp.send(port, "HEAD " + content + " HTTP/1.1", "Range: bytes=0-1");

    assertThat(head.status()).isEqualTo(200);
    assertThat(head.body()).isEmpty();
    assertThat(head.headers()).containsEntry("content-length", "" + CSV.length());
  }
}
