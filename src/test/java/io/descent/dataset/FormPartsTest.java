package io.descent.dataset;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FormPartsTest {

  private static final String CLOSE = "--b-1--\r\n";

  /** Of the bytes of delimiters alone, in pieces of any size, and of more than a buffer. */
  @Test
  void whatLooksLikeADelimiterIsContent() throws IOException {
    for (int seed = 0; seed < 400; seed++) {
      Random random = new Random(seed);
      StringBuilder body = new StringBuilder(random.nextBoolean() ? "" : "before\r\n--b-\r\n");
      List<String> contents = new ArrayList<>();
      for (int i = random.nextInt(4); i >= 0; i--) {
        String content = content(random, random.nextInt(10) == 0 ? 150_000 : 40);
        contents.add(content);
        String end = random.nextBoolean() ? "" : " \t";
        body.append("--b-1").append(end).append("\r\nX: y\r\nContent-disposition: form-data;");
        body.append(" name=p\r\n\r\n").append(content).append("\r\n");
      }
      assertThat(contents(parts(body + CLOSE, random))).isEqualTo(contents);
    }
  }

  private static String content(Random random, int most) {
    StringBuilder content = new StringBuilder();
    for (int i = random.nextInt(most); i > 0; i--) {
      content.append("\r\n--b-2".charAt(random.nextInt(7)));
    }
    return content.toString();
  }

  private static List<String> contents(FormParts parts) throws IOException {
    List<String> contents = new ArrayList<>();
    Optional<FormParts.Part> part = parts.next();
    while (part.isPresent()) {
      assertThat(part.get().name()).isEqualTo("p");
      contents.add(new String(part.get().content().readAllBytes(), ISO_8859_1));
      part = parts.next();
    }
    return contents;
  }

  @Test
  void contentThatNobodyReadsIsSkipped() throws IOException {
    String part = "--b-1\r\nContent-Disposition: form-data; name=\"%s\"\r\n\r\n1\r\n2\r\n";
    FormParts parts = parts(part.formatted("a") + part.formatted("b") + CLOSE, new Random(1));

    assertThat(parts.next().orElseThrow().name()).isEqualTo("a");
    FormParts.Part second = parts.next().orElseThrow();
    assertThat(second.name()).isEqualTo("b");
    assertThat(second.content().read()).isEqualTo('1');
    assertThat(parts.next()).isEmpty();
  }

  @Test
  void namesAreReadAsProgramsSendThem() throws IOException {
    assertThat(named("form-data; name=\"file\"; filename=\"größe \\\"1\\\".csv\"").fileName())
        .hasValue("größe \"1\".csv");
    assertThat(named("form-data; name=\"file\"; filename*=UTF-8''a%20b.csv").fileName())
        .hasValue("a b.csv");
    assertThat(named("form-data; name=file").fileName()).isEmpty();
    assertThat(named("form-data;\r\n name=\"file\";\r\n\tfilename=x").fileName()).hasValue("x");
    assertThat(named("form-data; name=\"file\"; filename*=UTF-77''a").name()).isEqualTo("file");
    assertThat(named("FORM-DATA; name=\"file\"; filename=\"\"").fileName()).hasValue("");
  }

  private static FormParts.Part named(String disposition) throws IOException {
    String other = "--b-1\r\n\r\nno field\r\n--b-1\r\nContent-Disposition: attachment\r\n\r\n\r\n";
    String part = "--b-1\r\nContent-Disposition: " + disposition + "\r\n\r\n\r\n";
    FormParts.Part found = parts(other + part + CLOSE, new Random(2)).next().orElseThrow();
    assertThat(found.name()).isEqualTo("file");
    assertThat(found.content().readAllBytes()).isEmpty();
    return found;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "--b-1",
        "--b-1\r\n",
        "--b-1x\r\n\r\n",
        "--b-1\r\nContent-Disposition: form-data; name=p\r\n\r\ncut",
        "--b-1\r\nContent-Disposition: form-data; name=p\r\n\r\ncut\r\n--b-"
      })
  void whatIsNotWholeIsRefused(String body) {
    assertThatThrownBy(() -> contents(parts(body, new Random(3))))
        .isInstanceOf(FormParts.MalformedException.class);
  }

  @Test
  void aHeadIsBounded() {
    String body = "--b-1\r\n" + "X: y\r\n".repeat(5000) + "\r\n\r\n" + CLOSE;
    assertThatThrownBy(() -> contents(parts(body, new Random(4))))
        .isInstanceOf(FormParts.LargeHeadException.class);
  }

  @Test
  void aBoundaryMayBeQuotedAndMustBeThere() throws IOException {
    InputStream in = new ByteArrayInputStream("--a:\"b--".getBytes(UTF_8));
    assertThat(new FormParts(in, Optional.of("\"a:\\\"b\"")).next()).isEmpty();
    assertThatThrownBy(() -> new FormParts(in, Optional.empty()))
        .isInstanceOf(FormParts.MalformedException.class);
  }

  /** Reads pieces of any size. */
  private static FormParts parts(String body, Random random) throws IOException {
    InputStream whole = new ByteArrayInputStream(body.getBytes(UTF_8));
    InputStream pieces =
        new FilterInputStream(whole) {
          @Override
          public int read(byte[] into, int from, int length) throws IOException {
            int most = random.nextInt(5) == 0 ? 1 + random.nextInt(9) : 100_000;
            return super.read(into, from, Math.min(length, most));
          }
        };
    return new FormParts(pieces, Optional.of("b-1"));
  }
}
