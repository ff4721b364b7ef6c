package io.descent.bench;

import io.descent.engine.Samples;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;

/** The rows of the measured jobs: every tenth is held out. The folder is {@code -Ddata=}. */
record BenchData(Samples train, Samples held) {

  static final Path FOLDER = Path.of(System.getProperty("data", "data"));

  /** Pixels are there for images only. */
  private record Rows(int inputs, float[][] values, float[][] labels, byte[][] pixels)
      implements Samples {

    @Override
    public int rows() {
      return values.length;
    }

    @Override
    public int targets() {
      return 1;
    }

    @Override
    public void input(int row, float[] into, int at) {
      System.arraycopy(values[row], 0, into, at, values[row].length);
    }

    @Override
    public boolean arePixels() {
      return pixels.length > 0;
    }

    @Override
    public void pixels(int row, byte[] into, int at) {
      System.arraycopy(pixels[row], 0, into, at, pixels[row].length);
    }

    @Override
    public void target(int row, float[] into, int at) {
      into[at] = labels[row][0];
    }
  }

  /** 10 000 handwritten digits of 28 × 28 pixels, scaled to [0, 1]. */
  static BenchData mnist() throws IOException {
    byte[] images = unzipped("mnist-10k-images-idx3-ubyte.gz");
    byte[] labels = unzipped("mnist-10k-labels-idx1-ubyte.gz");
    int rows = labels.length - 8;
    float[][] inputs = new float[rows][28 * 28];
    byte[][] pixels = new byte[rows][];
    float[][] targets = new float[rows][1];
    for (int i = 0; i < rows; i++) {
      int from = 16 + i * 28 * 28;
      targets[i][0] = labels[8 + i];
      pixels[i] = Arrays.copyOfRange(images, from, from + 28 * 28);
      for (int j = 0; j < pixels[i].length; j++) {
        inputs[i][j] = (pixels[i][j] & 255) / 255f;
      }
    }
    return split(inputs, targets, pixels);
  }

  private static byte[] unzipped(String name) throws IOException {
    try (InputStream in = new GZIPInputStream(Files.newInputStream(FOLDER.resolve(name)))) {
      return in.readAllBytes();
    }
  }

  /** 150 flowers of four measures, standardised. */
  static BenchData iris() throws IOException {
    List<float[]> inputs = new ArrayList<>();
    List<float[]> targets = new ArrayList<>();
    List<String> names = new ArrayList<>();
    for (String line : Files.readAllLines(FOLDER.resolve("iris.csv")).stream().skip(1).toList()) {
      String[] fields = line.split(",");
      float[] measures = new float[4];
      for (int j = 0; j < 4; j++) {
        measures[j] = Float.parseFloat(fields[j]);
      }
      if (!names.contains(fields[4])) {
        names.add(fields[4]);
      }
      inputs.add(measures);
      targets.add(new float[] {names.indexOf(fields[4])});
    }
    float[][] rows = inputs.toArray(float[][]::new);
    standardise(rows);
    return split(rows, targets.toArray(float[][]::new), new byte[0][]);
  }

  private static void standardise(float[][] rows) {
    for (int j = 0; j < rows[0].length; j++) {
      double sum = 0;
      double squares = 0;
      for (float[] row : rows) {
        sum += row[j];
      }
      double mean = sum / rows.length;
      for (float[] row : rows) {
        squares += (row[j] - mean) * (row[j] - mean);
      }
      for (float[] row : rows) {
        row[j] = (float) ((row[j] - mean) / Math.sqrt(squares / rows.length));
      }
    }
  }

  private static BenchData split(float[][] inputs, float[][] targets, byte[][] pixels) {
    return new BenchData(part(inputs, targets, pixels, false), part(inputs, targets, pixels, true));
  }

  private static Samples part(float[][] inputs, float[][] targets, byte[][] pixels, boolean held) {
    int[] rows = IntStream.range(0, inputs.length).filter(i -> (i % 10 == 9) == held).toArray();
    return new Rows(
        inputs[0].length,
        Arrays.stream(rows).mapToObj(i -> inputs[i]).toArray(float[][]::new),
        Arrays.stream(rows).mapToObj(i -> targets[i]).toArray(float[][]::new),
        Arrays.stream(rows)
            .filter(i -> i < pixels.length)
            .mapToObj(i -> pixels[i])
            .toArray(byte[][]::new));
  }

  /** The first rows to train on, or all where there are not so many. */
  Samples first(int rows) {
    Rows all = (Rows) train;
    int count = Math.min(rows, all.rows());
    return new Rows(
        all.inputs,
        Arrays.copyOf(all.values, count),
        Arrays.copyOf(all.labels, count),
        Arrays.copyOf(all.pixels, Math.min(count, all.pixels.length)));
  }

  /** No rows, where there could be some like the others. */
  Samples none() {
    return new Rows(train.inputs(), new float[0][0], new float[0][0], new byte[0][]);
  }
}
