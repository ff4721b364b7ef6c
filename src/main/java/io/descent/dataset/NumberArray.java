package io.descent.dataset;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.descent.web.FileProblems;
import io.descent.web.ProblemException;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;

/**
 * An array of numbers or short texts in a file, IDX or NPY: its shape and type by its header, then
 * its elements one after another, row-major. What the header claims is believed only as elements
 * come.
 */
final class NumberArray {

  /** Types of elements. */
  enum Type {
    UNSIGNED_BYTE(1),
    BYTE(1),
    UNSIGNED_SHORT(2),
    SHORT(2),
    UNSIGNED_INT(4),
    INT(4),
    UNSIGNED_LONG(8),
    LONG(8),
    HALF(2),
    FLOAT(4),
    DOUBLE(8),
    BOOLEAN(1),
    ASCII(1),
    UTF32(4);

    private final int bytes;

    Type(int bytes) {
      this.bytes = bytes;
    }

    boolean isText() {
      return this == ASCII || this == UTF32;
    }
  }

  /** Stands where none is open. */
  static final NumberArray NONE = new NumberArray(InputStream.nullInputStream(), "values");

  private static final int BUFFER = 8192;
  private static final int HEADER = 1 << 16;
  private static final int LONGEST_TEXT = 1 << 12;

  private final String what;
  private final DataInputStream in;
  private Type type = Type.UNSIGNED_BYTE;
  private ByteOrder order = ByteOrder.BIG_ENDIAN;
  private boolean columnMajor;

  /** Characters of a text. */
  private int width = 1;

  private int[] shape = {};
  private byte[] bytes = {};
  private String magic = "";

  private NumberArray(InputStream in, String what) {
    this.in = new DataInputStream(in);
    this.what = what;
  }

  /**
   * Reads the header of either form.
   *
   * @param what the array, in the sentences of refusals
   */
  static NumberArray open(InputStream in, String what) throws IOException {
    NumberArray array = new NumberArray(in, what);
    try {
      int first = array.in.readUnsignedShort();
      if (first == 0) {
        array.idx();
      } else if (first == 0x934e) {
        array.npy();
      } else {
        throw array.problem("are neither IDX nor NPY");
      }
    } catch (EOFException e) {
      throw array.problem("end before what their header says");
    }
    return array;
  }

  private void idx() throws IOException {
    int code = in.readUnsignedByte();
    int dimensions = in.readUnsignedByte();
    type =
        switch (code) {
          case 0x08 -> Type.UNSIGNED_BYTE;
          case 0x09 -> Type.BYTE;
          case 0x0b -> Type.SHORT;
          case 0x0c -> Type.INT;
          case 0x0d -> Type.FLOAT;
          case 0x0e -> Type.DOUBLE;
          default -> throw magic(code, dimensions);
        };
    magic = "%02x%02x".formatted(code, dimensions);
    if (dimensions < 1 || dimensions > 4) {
      throw magic(code, dimensions);
    }
    shape = new int[dimensions];
    for (int i = 0; i < dimensions; i++) {
      shape[i] = size(i, in.readInt() & 0xffffffffL);
    }
  }

  private ProblemException magic(int code, int dimensions) {
    return problem(
        "are not IDX of 1 to 4 dimensions: the magic number is 0000%02x%02x"
            .formatted(code, dimensions));
  }

  private int size(int dimension, long size) {
    if (size < 1 || size > Integer.MAX_VALUE) {
      throw FileProblems.of(
          null, null, "dimension %d of the %s is %d".formatted(dimension + 1, what, size));
    }
    return (int) size;
  }

  /** The header is a Python dictionary of three known keys in text. */
  private void npy() throws IOException {
    byte[] magic = in.readNBytes(4);
    int version = in.readUnsignedByte();
    in.readByte();
    if (!new String(magic, ISO_8859_1).equals("UMPY") || version < 1 || version > 3) {
      throw problem("are not NPY of version 1, 2 or 3");
    }
    int length =
        version == 1
            ? Short.toUnsignedInt(Short.reverseBytes(in.readShort()))
            : Integer.reverseBytes(in.readInt());
    if (length < 0 || length > HEADER) {
      throw problem("have an NPY header of more than 64 KiB");
    }
    byte[] header = new byte[length];
    in.readFully(header);
    NpyHeader read =
        NpyHeader.of(new String(header, version == 3 ? UTF_8 : ISO_8859_1), this::problem);
    type = read.type();
    order = read.order();
    width = read.width();
    columnMajor = read.columnMajor();
    List<Long> sizes = read.shape();
    shape = new int[sizes.size()];
    for (int i = 0; i < shape.length; i++) {
      shape[i] = size(i, sizes.get(i));
    }
    if (width > LONGEST_TEXT) {
      throw problem("have texts of more than " + LONGEST_TEXT + " characters");
    }
  }

  /** Refuses an array that is not of the type or dimensions that are wanted. */
  ProblemException wrong(String wanted) {
    return problem(
        magic.isEmpty()
            ? "are %s of %d dimension(s), not %s".formatted(type, shape.length, wanted)
            : "are not IDX of %s: the magic number is 0000%s".formatted(wanted, magic));
  }

  Type type() {
    return type;
  }

  int[] shape() {
    return shape.clone();
  }

  int rows() {
    return shape[0];
  }

  /** Elements of each row. */
  long rowSize() {
    return Arrays.stream(shape).skip(1).asLongStream().reduce(1, Math::multiplyExact);
  }

  boolean isColumnMajor() {
    return columnMajor && shape.length > 1;
  }

  /** Elements as they are, of unsigned bytes. */
  void read(byte[] into, int length) throws IOException {
    fill(into, length);
  }

  /** Reads the next numbers. */
  void read(double[] into, int count) throws IOException {
    bytes = bytes.length == 0 ? new byte[BUFFER] : bytes;
    int most = BUFFER / type.bytes;
    for (int from = 0; from < count; from += most) {
      int n = Math.min(most, count - from);
      fill(bytes, n * type.bytes);
      ByteBuffer buffer = ByteBuffer.wrap(bytes).order(order);
      for (int i = 0; i < n; i++) {
        into[from + i] = next(buffer);
      }
    }
  }

  private double next(ByteBuffer buffer) {
    return switch (type) {
      case UNSIGNED_BYTE, BOOLEAN, ASCII -> buffer.get() & 0xff;
      case BYTE -> buffer.get();
      case UNSIGNED_SHORT -> Short.toUnsignedInt(buffer.getShort());
      case SHORT -> buffer.getShort();
      case UNSIGNED_INT, UTF32 -> Integer.toUnsignedLong(buffer.getInt());
      case INT -> buffer.getInt();
      case UNSIGNED_LONG -> unsigned(buffer.getLong());
      case LONG -> buffer.getLong();
      case HALF -> Float.float16ToFloat(buffer.getShort());
      case FLOAT -> buffer.getFloat();
      case DOUBLE -> buffer.getDouble();
    };
  }

  private static double unsigned(long bits) {
    return bits >= 0 ? bits : (double) (bits >>> 1 | bits & 1) * 2;
  }

  /** The next text; of an array of texts. */
  String text() throws IOException {
    byte[] chars = new byte[width * type.bytes];
    fill(chars, chars.length);
    if (type == Type.ASCII) {
      return new String(chars, UTF_8).replace("\0", "");
    }
    ByteBuffer buffer = ByteBuffer.wrap(chars).order(order);
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < width; i++) {
      int code = buffer.getInt();
      if (!Character.isValidCodePoint(code)) {
        throw problem("hold a text that is not Unicode");
      }
      if (code != 0) {
        text.appendCodePoint(code);
      }
    }
    return text.toString();
  }

  private void fill(byte[] into, int length) throws IOException {
    if (in.readNBytes(into, 0, length) < length) {
      throw problem("end before what their header says");
    }
  }

  void checkEnd() throws IOException {
    if (in.read() >= 0) {
      throw problem("go on after what their header says");
    }
  }

  ProblemException problem(String detail) {
    return FileProblems.of(null, null, "the " + what + " " + detail);
  }
}
