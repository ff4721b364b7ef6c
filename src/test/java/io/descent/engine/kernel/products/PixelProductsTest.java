package io.descent.engine.kernel.products;

import static org.assertj.core.api.Assertions.assertThat;

import io.descent.engine.kernel.PixelBatch;
import org.junit.jupiter.api.Test;

class PixelProductsTest {

  /** Else other tests would look at products of floats alone. */
  @Test
  void pixelsMostOfWhichAreZeroStayBytes() {
    VectorProducts products = new VectorProducts();
    float[] right = new float[784 * 64];
    float[] result = new float[784 * 64];
    for (int step : new int[] {1, 11}) {
      PixelBatch batch = new PixelBatch(784, new float[64 * 784]);
      byte[] pixels = batch.fill();
      for (int i = 0; i < pixels.length; i += step) {
        pixels[i] = 1;
      }
      boolean stay = step == 11 && SparseTerms.OF_PIXELS;
      assertThat(products.nn(0, 64, 64, batch, right, 64, result, 64)).isEqualTo(stay);
      assertThat(products.tn(0, 784, 64, 64, batch, right, 64, result, 64)).isEqualTo(stay);
    }
  }
}
