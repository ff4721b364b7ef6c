package io.descent.engine.kernel.pixels;

import io.descent.engine.kernel.Exercise;
import io.descent.engine.kernel.KernelGroup;
import io.descent.engine.kernel.PackedPixels;
import io.descent.engine.kernel.Pixels;
import java.util.Arrays;
import java.util.List;

/** Pixels scaled, and unpacked to an array with room behind them and without. */
public final class PixelExercise {

  private PixelExercise() {}

  public static Exercise of(Pixels lanes) {
    byte[] bytes = new byte[Exercise.SIZE];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) i;
    }
    Arrays.fill(bytes, 30, 300, (byte) 0);
    byte[] packed = new byte[Exercise.SIZE];
    PackedPixels.pack(784, bytes, 0, packed, 3);
    byte[] unpacked = new byte[Exercise.SIZE];
    byte[] tight = new byte[784];
    float[] floats = new float[Exercise.SIZE];
    return new Exercise(
        KernelGroup.PIXELS,
        List.of(
            () -> lanes.scale(131, bytes, 1, floats, 2),
            () -> lanes.unpack(784, packed, 3, unpacked, 2),
            () -> lanes.unpack(784, packed, 3, tight, 0)),
        kernels -> kernels.pixels().scale(784, bytes, 0, floats, 0));
  }
}
