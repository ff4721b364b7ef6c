package io.descent.dataset;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;

/**
 * Writes a Parquet file of one column of required doubles {@code x} and one of required texts
 * {@code label}, uncompressed, each in one page; its claims can be false.
 */
final class ParquetBytes {

  private static final int DOUBLE = 5;
  private static final int BYTE_ARRAY = 6;

  /** What is claimed where it is not what there is; −1: the truth. */
  long rows = -1;

  long pageValues = -1;
  long uncompressed = -1;
  long compressed = -1;
  long chunkOffset = -1;
  long chunkSize = -1;
  int footerLength = -1;
  int lists = -1;
  boolean indexed;
  long indexOffset = -1;

  /** Bytes of zeros behind the words of the dictionary of {@code label}; −1: it has none. */
  int padding = -1;

  long dictionaryValues = -1;
  long dictionaryUncompressed = -1;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  byte[] write(double[] x, List<String> labels) {
    out.writeBytes("PAR1".getBytes(UTF_8));
    ByteBuffer numbers = ByteBuffer.allocate(8 * x.length).order(ByteOrder.LITTLE_ENDIAN);
    numbers.asDoubleBuffer().put(x);
    ByteArrayOutputStream texts = new ByteArrayOutputStream();
    for (String label : labels) {
      byte[] bytes = label.getBytes(UTF_8);
      ByteBuffer length = ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN);
      texts.writeBytes(length.putInt(bytes.length).array());
      texts.writeBytes(bytes);
    }
    long[] first = page(numbers.array(), x.length);
    long[] second = padding < 0 ? page(texts.toByteArray(), x.length) : dictionary(texts, x.length);
    long[] index = {out.size(), 0};
    if (indexed) {
      Compact list = new Compact();
      list.list(1, 1, 12);
      Compact location = new Compact().number(1, 6, claimed(indexOffset, first[0]));
      list.struct(location.number(2, 5, first[1]).number(3, 6, 0));
      out.writeBytes(list.end());
      index[1] = out.size() - index[0];
    }
    byte[] footer = footer(x.length, first, second, index);
    out.writeBytes(footer);
    ByteBuffer length = ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN);
    out.writeBytes(length.putInt(footerLength < 0 ? footer.length : footerLength).array());
    out.writeBytes("PAR1".getBytes(UTF_8));
    return out.toByteArray();
  }

  private static long claimed(long claim, long truth) {
    return claim < 0 ? truth : claim;
  }

  /** Where the page begins, and its length. */
  private long[] page(byte[] content, int values) {
    long start = out.size();
    Compact head = new Compact().number(1, 5, 0);
    head.number(2, 5, claimed(uncompressed, content.length));
    head.number(3, 5, claimed(compressed, content.length));
    Compact data = new Compact().number(1, 5, claimed(pageValues, values)).number(2, 5, 0);
    head.field(5, 12).struct(data.number(3, 5, 3).number(4, 5, 3));
    out.writeBytes(head.end());
    out.writeBytes(content);
    return new long[] {start, out.size() - start};
  }

  /** The words in a dictionary and the places of all in it, both in gzip. */
  private long[] dictionary(ByteArrayOutputStream texts, int values) {
    long start = out.size();
    byte[] words = texts.toByteArray();
    byte[] padded = Arrays.copyOf(words, words.length + padding);
    byte[] packed = Intake.gzip(padded);
    Compact head = new Compact().number(1, 5, 2);
    head.number(2, 5, claimed(dictionaryUncompressed, padded.length)).number(3, 5, packed.length);
    Compact own = new Compact().number(1, 5, claimed(dictionaryValues, values));
    out.writeBytes(head.field(7, 12).struct(own.number(2, 5, 0)).end());
    out.writeBytes(packed);
    // Eight bits each, one group of eight as they are
    byte[] places = new byte[10];
    places[0] = 8;
    places[1] = 3;
    for (int i = 0; i < Math.min(values, 8); i++) {
      places[2 + i] = (byte) i;
    }
    byte[] data = Intake.gzip(places);
    Compact page = new Compact().number(1, 5, 0);
    page.number(2, 5, places.length).number(3, 5, data.length);
    Compact kind = new Compact().number(1, 5, values).number(2, 5, 8);
    out.writeBytes(page.field(5, 12).struct(kind.number(3, 5, 3).number(4, 5, 3)).end());
    out.writeBytes(data);
    return new long[] {start, out.size() - start};
  }

  private byte[] footer(int values, long[] x, long[] label, long[] index) {
    Compact meta = new Compact().number(1, 5, 1);
    meta.list(2, lists < 0 ? 3 : lists, 12);
    meta.struct(new Compact().text(4, "schema").number(5, 5, 2));
    meta.struct(new Compact().number(1, 5, DOUBLE).number(3, 5, 0).text(4, "x"));
    meta.struct(
        new Compact().number(1, 5, BYTE_ARRAY).number(3, 5, 0).text(4, "label").number(6, 5, 0));
    meta.number(3, 6, claimed(rows, values));
    meta.list(4, 1, 12);
    Compact group = new Compact().list(1, 2, 12);
    group.struct(chunk("x", DOUBLE, values, x, indexed ? index : new long[0]));
    group.struct(chunk("label", BYTE_ARRAY, values, label, new long[0]));
    meta.struct(group.number(2, 6, 100).number(3, 6, claimed(rows, values)));
    return meta.end();
  }

  private Compact chunk(String name, int type, int values, long[] at, long[] index) {
    Compact meta = new Compact().number(1, 5, type);
    meta.list(2, 1, 5).zigzag(0);
    meta.list(3, 1, 8).bytes(name);
    boolean words = padding >= 0 && type == BYTE_ARRAY;
    meta.number(4, 5, words ? 2 : 0).number(5, 6, claimed(rows, values)).number(6, 6, at[1]);
    meta.number(7, 6, claimed(chunkSize, at[1])).number(9, 6, claimed(chunkOffset, at[0]));
    meta = words ? meta.number(11, 6, at[0]) : meta;
    Compact chunk = new Compact().number(2, 6, at[0]).field(3, 12).struct(meta);
    return index.length == 0 ? chunk : chunk.number(4, 6, index[0]).number(5, 5, index[1]);
  }

  /** A structure in Thrift's compact protocol. */
  static final class Compact {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private int last;

    Compact field(int id, int type) {
      out.write(id - last << 4 | type);
      last = id;
      return this;
    }

    Compact number(int id, int type, long value) {
      return field(id, type).zigzag(value);
    }

    Compact text(int id, String text) {
      return field(id, 8).bytes(text);
    }

    Compact list(int id, int size, int type) {
      field(id, 9);
      if (size < 15) {
        out.write(size << 4 | type);
        return this;
      }
      out.write(15 << 4 | type);
      return varint(size);
    }

    Compact struct(Compact inner) {
      out.writeBytes(inner.end());
      return this;
    }

    Compact bytes(String text) {
      varint(text.getBytes(UTF_8).length);
      out.writeBytes(text.getBytes(UTF_8));
      return this;
    }

    Compact zigzag(long value) {
      return varint(value << 1 ^ value >> 63);
    }

    private Compact varint(long value) {
      long rest = value;
      for (; (rest & ~0x7fL) != 0; rest >>>= 7) {
        out.write((int) (rest & 0x7f | 0x80));
      }
      out.write((int) rest);
      return this;
    }

    byte[] end() {
      out.write(0);
      return out.toByteArray();
    }
  }
}
