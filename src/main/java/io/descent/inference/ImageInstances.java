package io.descent.inference;

import io.descent.dataset.Encoding;
import io.descent.engine.Shape;
import io.descent.web.Problems;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** Reads images: pixels from 0 to 255, flat, by row, or by channel and row. */
final class ImageInstances implements InstanceForm {

  private static final double WHITE = 255;

  private final Encoding encoding;
  private final Shape shape;
  private final double[] pixels;
  private final int[] counts;

  /** How many arrays are open, and how many at the first pixel; 0 before it. */
  private int level;

  private int leaf;
  private int filled;

  ImageInstances(Encoding encoding) {
    this.encoding = encoding;
    this.shape = encoding.inputShape();
    this.pixels = new double[Math.toIntExact(shape.size())];
    this.counts = new int[shape.rank() + 1];
  }

  static boolean isPixel(double value) {
    return value >= 0 && value <= WHITE;
  }

  @Override
  public void read(JsonParser parser, float[] into, int at, Problems problems) {
    if (parser.currentToken() != JsonToken.START_ARRAY) {
      refuse(parser, "an array of pixels", problems);
      return;
    }
    level = 0;
    leaf = 0;
    filled = 0;
    open();
    while (level > 0) {
      step(parser, parser.nextToken(), problems);
    }
    encoding.encodePixels(pixels, into, at);
  }

  private void step(JsonParser parser, JsonToken token, Problems problems) {
    if (token == JsonToken.START_ARRAY && level < (leaf == 0 ? shape.rank() : leaf)) {
      open();
      return;
    }
    leaf = leaf == 0 ? level : leaf;
    if (token == JsonToken.END_ARRAY) {
      close(parser, problems);
    } else if (level < leaf) {
      refuse(parser, "an array", problems);
    } else if (token.isNumeric()) {
      take(parser, problems);
    } else {
      refuse(parser, "a number", problems);
    }
  }

  private void open() {
    counts[++level] = 0;
  }

  private void close(JsonParser parser, Problems problems) {
    int wanted = leaf == 1 ? pixels.length : shape.dim(shape.rank() - leaf + level - 1);
    if (counts[level] != wanted) {
      problems.invalid(
          InstanceForm.pointer(parser),
          "has " + counts[level] + " values, but the model takes " + wanted);
    }
    counts[--level]++;
  }

  private void take(JsonParser parser, Problems problems) {
    counts[level]++;
    double value = parser.getDoubleValue();
    if (!isPixel(value)) {
      problems.invalid(InstanceForm.pointer(parser), "must be 0 to 255");
    } else if (filled < pixels.length) {
      pixels[filled++] = value;
    }
  }

  private void refuse(JsonParser parser, String wanted, Problems problems) {
    counts[level]++;
    problems.unreadable(
        InstanceForm.pointer(parser), "must be " + wanted + ", is " + InstanceForm.kind(parser));
    parser.skipChildren();
  }
}
