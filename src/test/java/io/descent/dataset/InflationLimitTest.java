package io.descent.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.descent.web.ProblemException;
import io.descent.web.ProblemKind;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

class InflationLimitTest {

  private static final int MEGABYTE = 1 << 20;

  @Test
  void whatUnpacksToAThousandTimesItsSizeIsRefusedBeyondAFreePart() throws IOException {
    byte[] zeros = gzip(20 * MEGABYTE, false);
    assertThat(zeros.length).isLessThan(20 * MEGABYTE / 1000);

    assertThat(Gunzip.of(stream(zeros), new InflationLimit(21 * MEGABYTE)).readAllBytes())
        .hasSize(20 * MEGABYTE);
    InputStream bounded = Gunzip.of(stream(zeros), new InflationLimit(10 * MEGABYTE));
    assertThatExceptionOfType(ProblemException.class)
        .isThrownBy(bounded::readAllBytes)
        .returns(ProblemKind.TOO_LARGE, ProblemException::kind)
        .withMessageContaining("1000 times");
  }

  @Test
  void whatUnpacksToLessIsReadHoweverLargeItIs() throws IOException {
    byte[] numbers = gzip(20 * MEGABYTE, true);

    assertThat(Gunzip.of(stream(numbers), new InflationLimit(MEGABYTE)).readAllBytes())
        .hasSize(20 * MEGABYTE);
  }

  private static InputStream stream(byte[] bytes) {
    return new ByteArrayInputStream(bytes);
  }

  private static byte[] gzip(int size, boolean counting) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(bytes)) {
      byte[] block = new byte[MEGABYTE];
      for (int at = 0; at < size; at += block.length) {
        for (int i = 0; counting && i < block.length; i++) {
          block[i] = (byte) ((at + i) / 7);
        }
        out.write(block);
      }
    }
    return bytes.toByteArray();
  }
}
