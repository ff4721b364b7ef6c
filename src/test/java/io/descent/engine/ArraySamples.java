package io.descent.engine;

import io.descent.engine.tensor.Noise;
import io.descent.engine.tensor.Noise.Purpose;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;

/** Rows held in arrays, for tests. */
final class ArraySamples implements Samples {

  private final float[][] inputs;
  private final float[][] targets;
  private final String origin;

  ArraySamples(float[][] inputs, float[][] targets) {
    this(inputs, targets, Arrays.deepHashCode(inputs) + " " + Arrays.deepHashCode(targets));
  }

  ArraySamples(float[][] inputs, float[][] targets, String origin) {
    this.inputs = inputs;
    this.targets = targets;
    this.origin = origin;
  }

  static Samples none(int inputs, int targets) {
    return new ArraySamples(new float[0][inputs], new float[0][targets]);
  }

  /** The first handwritten digits of the examples, each pixel divided by 255. */
  static ArraySamples digits(int rows) {
    byte[] images = unpacked("mnist-10k-images-idx3-ubyte.gz", 16 + rows * 784);
    byte[] labels = unpacked("mnist-10k-labels-idx1-ubyte.gz", 8 + rows);
    float[][] x = new float[rows][784];
    float[][] t = new float[rows][1];
    for (int r = 0; r < rows; r++) {
      for (int j = 0; j < 784; j++) {
        x[r][j] = (images[16 + r * 784 + j] & 0xff) / 255f;
      }
      t[r][0] = labels[8 + r];
    }
    return new ArraySamples(x, t);
  }

  private static byte[] unpacked(String file, int bytes) {
    Path path = Path.of("examples", "data", file);
    try (InputStream in = new GZIPInputStream(Files.newInputStream(path))) {
      return in.readNBytes(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Clouds around one random centre a class; the target is the class number. */
  static ArraySamples clouds(int rows, int inputs, int classes, long seed) {
    long centres = Noise.key(seed, Purpose.WEIGHTS, 1, 0);
    float[][] x = new float[rows][inputs];
    float[][] t = new float[rows][1];
    for (int r = 0; r < rows; r++) {
      int label = r % classes;
      long key = Noise.key(seed, Purpose.WEIGHTS, 2, r);
      for (int j = 0; j < inputs; j++) {
        double centre = Noise.normal(centres, label * inputs + j);
        x[r][j] = (float) (centre + 0.5 * Noise.normal(key, j));
      }
      t[r][0] = label;
    }
    return new ArraySamples(x, t);
  }

  /** Targets that are a curved function of the inputs. */
  static ArraySamples curve(int rows, int inputs, int outputs, long seed) {
    float[][] x = new float[rows][inputs];
    float[][] t = new float[rows][outputs];
    for (int r = 0; r < rows; r++) {
      long key = Noise.key(seed, Purpose.WEIGHTS, 3, r);
      double sum = 0;
      for (int j = 0; j < inputs; j++) {
        x[r][j] = (float) Noise.normal(key, j);
        sum += x[r][j] * (j % 2 == 0 ? 1 : -1);
      }
      for (int k = 0; k < outputs; k++) {
        t[r][k] = (float) (StrictMath.sin(sum / inputs + k) + 0.1 * sum);
      }
    }
    return new ArraySamples(x, t);
  }

  @Override
  public int rows() {
    return inputs.length;
  }

  @Override
  public String origin() {
    return origin;
  }

  @Override
  public int inputs() {
    return inputs.length == 0 ? 0 : inputs[0].length;
  }

  @Override
  public int targets() {
    return targets.length == 0 ? 0 : targets[0].length;
  }

  @Override
  public void input(int row, float[] into, int at) {
    System.arraycopy(inputs[row], 0, into, at, inputs[row].length);
  }

  @Override
  public void target(int row, float[] into, int at) {
    System.arraycopy(targets[row], 0, into, at, targets[row].length);
  }
}
