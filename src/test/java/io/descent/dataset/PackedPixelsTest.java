package io.descent.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PackedPixelsTest {

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 255, 256, 257, 784})
  void everyPixelIsDividedBy255AndRoundedOnce(int pixels) {
    PackedPixels packing = new PackedPixels(pixels);
    byte[] images = new byte[2 * pixels];
    IntStream.range(0, images.length).forEach(i -> images[i] = (byte) (i * 7));
    int[] words = new int[2 * packing.words()];
    packing.pack(images, 0, words, 0);
    packing.pack(images, pixels, words, packing.words());

    float[] encoded = new float[pixels + 2];
    packing.encode(words, packing.words(), encoded, 1);

    assertThat(encoded[0]).isZero();
    assertThat(encoded[pixels + 1]).isZero();
    for (int i = 0; i < pixels; i++) {
      assertThat(encoded[1 + i]).isEqualTo((float) (((pixels + i) * 7 & 0xff) / 255.0));
    }
  }
}
