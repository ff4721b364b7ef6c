package io.descent.engine;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.descent.engine.tensor.Noise;
import io.descent.engine.tensor.Noise.Purpose;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.Locale;
import java.util.Optional;

/**
 * Points in the plane with a shape that shows what a network can learn, written as CSV with the
 * columns {@code x1}, {@code x2} and {@code label}, or {@code y} for the plane. The same on every
 * machine.
 *
 * @param noise deviation of the normal noise on both coordinates, or on y
 * @param classes of spirals and gaussians
 */
public record SyntheticTable(Kind kind, int rows, double noise, int classes, long seed) {

  public static final int MOST_ROWS = 1_000_000;
  public static final int MOST_CLASSES = 20;

  /** Shapes. */
  public enum Kind {
    /** Arms around a centre, one a class. */
    SPIRAL,
    /** Two half circles that reach into each other. */
    MOONS,
    /** A circle within another. */
    CIRCLES,
    /** Opposite quarters of a square are one class. */
    XOR,
    /** Heaps on a circle, one a class. */
    GAUSSIANS,
    /** A regression: y = 2 x1 − 3 x2 + 1. */
    PLANE;

    public static Optional<Kind> of(String word) {
      for (Kind kind : values()) {
        if (kind.name().toLowerCase(Locale.ROOT).equals(word)) {
          return Optional.of(kind);
        }
      }
      return Optional.empty();
    }

    /** Whether the number of classes may be chosen. */
    public boolean hasClasses() {
      return this == SPIRAL || this == GAUSSIANS;
    }
  }

  private static final double TURNS = 1.25;

  /** Streams of noise: two of places along and across a shape, three of what is added. */
  private enum Stream {
    ALONG,
    ACROSS,
    FIRST,
    SECOND
  }

  /** Writes the table as CSV. */
  public void writeTo(OutputStream out) throws IOException {
    PrintStream text = new PrintStream(out, false, US_ASCII);
    text.print(kind == Kind.PLANE ? "x1,x2,y\n" : "x1,x2,label\n");
    for (int row = 0; row < rows; row++) {
      text.print(line(row));
    }
    text.flush();
    if (text.checkError()) {
      throw new IOException("a synthetic table cannot be written");
    }
  }

  private String line(int row) {
    double along = unit(Stream.ALONG, row);
    double across = unit(Stream.ACROSS, row);
    int label = row % classCount();
    return switch (kind) {
      case SPIRAL -> {
        double radius = 0.05 + 0.95 * along;
        double angle = 2 * Math.PI * ((double) label / classes + TURNS * radius);
        yield point(radius * StrictMath.cos(angle), radius * StrictMath.sin(angle), label, row);
      }
      case MOONS -> {
        double x = StrictMath.cos(Math.PI * along);
        double y = StrictMath.sin(Math.PI * along);
        yield label == 0 ? point(x, y, 0, row) : point(1 - x, 0.5 - y, 1, row);
      }
      case CIRCLES -> {
        double radius = label == 0 ? 1 : 0.5;
        double angle = 2 * Math.PI * along;
        yield point(radius * StrictMath.cos(angle), radius * StrictMath.sin(angle), label, row);
      }
      case XOR -> {
        double x = 2 * along - 1;
        double y = 2 * across - 1;
        yield point(x, y, x * y < 0 ? 1 : 0, row);
      }
      case GAUSSIANS -> {
        double angle = 2 * Math.PI * label / classes;
        yield point(StrictMath.cos(angle), StrictMath.sin(angle), label, row);
      }
      case PLANE -> {
        double x = 2 * along - 1;
        double y = 2 * across - 1;
        double value = 2 * x - 3 * y + 1 + noise * normal(Stream.FIRST, row);
        yield number(x) + "," + number(y) + "," + number(value) + "\n";
      }
    };
  }

  private int classCount() {
    return kind.hasClasses() ? classes : 2;
  }

  private String point(double x, double y, int label, int row) {
    return number(x + noise * normal(Stream.FIRST, row))
        + ","
        + number(y + noise * normal(Stream.SECOND, row))
        + ","
        + label
        + "\n";
  }

  /** Six decimals, so that the file can be read by people. */
  private static String number(double value) {
    return Double.toString(Math.rint(value * 1e6) / 1e6);
  }

  private double unit(Stream stream, int row) {
    return (Noise.bits(key(stream), row) & 0xffffffffL) * 0x1p-32;
  }

  private double normal(Stream stream, int row) {
    return Noise.normal(key(stream), row);
  }

  private long key(Stream stream) {
    return Noise.key(seed, Purpose.DATA, stream.ordinal(), 0);
  }
}
