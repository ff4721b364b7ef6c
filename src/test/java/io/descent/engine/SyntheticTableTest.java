package io.descent.engine;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SyntheticTableTest {

  @ParameterizedTest
  @CsvSource({
    "SPIRAL, 3, b7ac18935af6eed5",
    "MOONS, 2, eb8f5f54bfe6a0cb",
    "CIRCLES, 2, 670c7f9711a033ae",
    "XOR, 2, fbe9a81110334779",
    "GAUSSIANS, 4, c9f1abefbf0eabe5",
    "PLANE, 0, 98ecfc55cac54199"
  })
  void theBytesAreTheSameEverywhere(SyntheticTable.Kind kind, int classes, String digest)
      throws Exception {
    String text = write(new SyntheticTable(kind, 400, 0.1, classes, 7));

    assertThat(text.lines()).hasSize(401);
    assertThat(text.lines().skip(1).map(it -> it.substring(it.lastIndexOf(','))).distinct())
        .hasSize(classes == 0 ? 400 : classes);
    byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8));
    assertThat(HexFormat.of().formatHex(hash, 0, 8)).isEqualTo(digest);
    assertThat(write(new SyntheticTable(kind, 400, 0.1, classes, 8))).isNotEqualTo(text);
  }

  private static String write(SyntheticTable table) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    table.writeTo(out);
    return out.toString(UTF_8);
  }
}
