package io.descent.engine.kernel.products.written;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;

class TilesTest {

  @Test
  void tilesAreWhatTheirWriterWrites() throws IOException {
    assertThat(tokens(Files.readString(TileWriter.FILE))).isEqualTo(tokens(TileWriter.source()));
    assertThat(tokens(Files.readString(SparseTileWriter.FILE)))
        .isEqualTo(tokens(SparseTileWriter.source()));
  }

  /** The formatter moves white space, and the stars of a comment. */
  private static String tokens(String source) {
    return source.replaceAll("[\\s*]+", "");
  }
}
