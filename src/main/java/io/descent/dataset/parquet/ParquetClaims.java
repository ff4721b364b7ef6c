package io.descent.dataset.parquet;

import dev.hardwood.metadata.ColumnChunk;
import dev.hardwood.metadata.ColumnMetaData;
import dev.hardwood.metadata.CompressionCodec;
import dev.hardwood.metadata.FileMetaData;
import dev.hardwood.metadata.PhysicalType;
import dev.hardwood.metadata.RowGroup;
import io.descent.web.FileProblems;
import io.descent.web.Limits;
import io.descent.web.ProblemException;
import io.descent.web.ProblemKind;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;

/**
 * Checks what a Parquet file says of its own sizes, by the heads of all its pages, before anything
 * is decompressed: a page of some bytes may claim to hold gigabytes.
 */
final class ParquetClaims {

  /** Structures in the footer, and pages of the file. */
  private static final int MOST = 1_000_000;

  private static final int MOST_HEAD = 1 << 20;

  /** Pages of a column that are decoded ahead, and the one being read. */
  private static final int AHEAD = 9;

  private static final int DATA = 0;
  private static final int INDEX = 1;
  private static final int DICTIONARY = 2;
  private static final int DATA_V2 = 3;

  private final MemorySegment file;
  private final Limits limits;

  /** Bytes that the pages of a column may take at once. */
  private final long memory = Runtime.getRuntime().maxMemory() / 8;

  private final long footer;
  private long uncompressed;
  private int pages;

  ParquetClaims(MemorySegment file, Limits limits) {
    this.file = file;
    this.limits = limits;
    this.footer = footer();
  }

  /** Where the footer begins. */
  private long footer() {
    long end = file.byteSize() - 8;
    if (end < 4 || !magic(0) || !magic(end + 4)) {
      throw damaged("it does not end as it begins; perhaps it was cut off");
    }
    int length = file.get(ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN), end);
    if (length < 0 || length > end - 4) {
      throw damaged("its footer is longer than it is");
    }
    if (length > Limits.TEXT) {
      throw tooLarge("has a footer of more than %d bytes", Limits.TEXT);
    }
    try {
      new CompactReader(file.asSlice(end - length, length), MOST).check();
    } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
      throw damaged("its footer cannot be read");
    }
    return end - length;
  }

  private boolean magic(long at) {
    int magic = file.get(ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN), at);
    return magic == 0x50415231;
  }

  /**
   * Checks all columns of all groups of rows.
   *
   * @param flat of each column whether it is to be read; nested ones are not
   * @return of each column the largest dictionary, in bytes
   */
  long[] check(FileMetaData meta, boolean[] flat) {
    int columns = flat.length;
    long rows = meta.rowGroups().stream().mapToLong(RowGroup::numRows).sum();
    if (meta.rowGroups().stream().anyMatch(it -> it.numRows() < 0) || rows != meta.numRows()) {
      throw damaged("it claims %d rows, its groups %d".formatted(meta.numRows(), rows));
    }
    if (rows > Integer.MAX_VALUE || rows * columns > limits.upload().toBytes()) {
      throw tooLarge(
          "has %d rows of %d columns, more values than the %d bytes of an upload",
          rows, columns, limits.upload().toBytes());
    }
    long[] dictionaries = new long[columns];
    for (RowGroup group : meta.rowGroups()) {
      if (group.columns().size() != columns) {
        throw damaged("its groups of rows differ in their columns");
      }
      for (int i = 0; i < columns; i++) {
        if (flat[i]) {
          ColumnChunk chunk = group.columns().get(i);
          dictionaries[i] = Math.max(dictionaries[i], new Chunk(chunk, group.numRows()).check());
        }
      }
    }
    return dictionaries;
  }

  /** The pages of one column in one group of rows. */
  private final class Chunk {

    private final ColumnChunk chunk;
    private final ColumnMetaData meta;
    private final String name;
    private final long rows;
    private final boolean text;
    private final PriorityQueue<Long> largest = new PriorityQueue<>();
    private final List<Page> found = new ArrayList<>();
    private long values;
    private long dictionary;

    Chunk(ColumnChunk chunk, long rows) {
      this.chunk = chunk;
      this.rows = rows;
      this.meta = chunk.metaData();
      this.name = meta.pathInSchema().toString();
      PhysicalType type = meta.type();
      this.text = type == PhysicalType.BYTE_ARRAY || type == PhysicalType.FIXED_LEN_BYTE_ARRAY;
    }

    /** The size of its dictionary. */
    long check() {
      if (meta.codec() == CompressionCodec.BROTLI || meta.codec() == CompressionCodec.LZO) {
        throw problem(
            name,
            "is compressed with %s; write the file with snappy, zstd or gzip"
                .formatted(meta.codec()));
      }
      long start = chunk.chunkStartOffset();
      long size = meta.totalCompressedSize();
      if (start < 4 || size < 0 || start > footer || size > footer - start) {
        throw problem(name, "lies outside of the file; the file is damaged");
      }
      for (long at = start; at < start + size; ) {
        at = page(at, start + size);
      }
      if (values != rows) {
        throw problem(
            name, "has %d values in %d rows; the file is damaged".formatted(values, rows));
      }
      checkMemory();
      checkIndex();
      return dictionary;
    }

    private long page(long at, long end) {
      if (++pages > MOST) {
        throw tooLarge("has more than %d pages", MOST);
      }
      long head = Math.min(MOST_HEAD, end - at);
      CompactReader reader = new CompactReader(file.asSlice(at, head), 100);
      Map<Integer, Object> said;
      Page page;
      try {
        said = reader.struct();
        page = page(said);
      } catch (IllegalArgumentException | IndexOutOfBoundsException | ClassCastException e) {
        throw problem(name, "has a page whose head cannot be read; the file is damaged");
      }
      long next = at + reader.position() + page.compressed();
      if (Math.min(page.values(), Math.min(page.compressed(), page.uncompressed())) < 0
          || next > end
          || !isAsLong(said, page, file.asSlice(next - page.compressed(), page.compressed()))) {
        throw problem(name, "has a page whose head claims what is not so; the file is damaged");
      }
      take(page, at, next);
      return next;
    }

    private boolean isAsLong(Map<Integer, Object> said, Page page, MemorySegment bytes) {
      boolean same = page.uncompressed() == page.compressed();
      return (meta.codec() != CompressionCodec.UNCOMPRESSED || same)
          && (meta.codec() != CompressionCodec.SNAPPY || SnappyLength.agrees(said, bytes));
    }

    private static Page page(Map<Integer, Object> head) {
      int type = (int) number(head, 1);
      int place =
          switch (type) {
            case DATA -> 5;
            case INDEX -> 6;
            case DICTIONARY -> 7;
            case DATA_V2 -> 8;
            default -> throw new IllegalArgumentException("no page");
          };
      Object own = head.get(place);
      long values = own instanceof Map<?, ?> fields && type != INDEX ? number(fields, 1) : 0;
      return new Page(type, number(head, 2), number(head, 3), values, 0, 0);
    }

    private static long number(Map<?, ?> fields, int id) {
      return fields.get(id) instanceof Long number ? number : -1;
    }

    private void take(Page page, long at, long next) {
      uncompressed += page.uncompressed();
      if (uncompressed > limits.upload().toBytes()) {
        throw tooLarge("has more than %d bytes after decompression", limits.upload().toBytes());
      }
      if (page.type() == DICTIONARY) {
        if (page.values() > page.uncompressed()) {
          throw problem(name, "has a dictionary that claims more than there is");
        }
        dictionary = Math.max(dictionary, page.uncompressed() + page.values() * (text ? 32 : 8));
      } else if (page.type() != INDEX) {
        values += page.values();
        if (values > rows) {
          throw problem(name, "claims more values than rows; the file is damaged");
        }
        found.add(new Page(page.type(), 0, next - at, page.values(), at, values - page.values()));
        largest.add(page.uncompressed() + page.values() * (text ? 40 : 12));
        if (largest.size() > AHEAD) {
          largest.remove();
        }
      }
    }

    private void checkMemory() {
      long all = dictionary + largest.stream().mapToLong(it -> it).sum();
      if (all > memory) {
        throw ProblemException.of(
            ProblemKind.TOO_LARGE,
            "the pages of column %s take %d bytes at once, more than the %d that are free for them; write the file with smaller pages or smaller groups of rows"
                .formatted(name, all, memory));
      }
    }

    /** The list of pages, where the file has one, must be that of the pages themselves. */
    private void checkIndex() {
      Long at = chunk.offsetIndexOffset();
      Integer length = chunk.offsetIndexLength();
      if (at == null || length == null) {
        return;
      }
      boolean right;
      try {
        MemorySegment index = file.asSlice(at, length);
        right = agrees(new CompactReader(index, found.size() + 2).struct().get(1));
      } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
        right = false;
      }
      if (!right) {
        throw problem(
            name, "has pages that are elsewhere than its index says; the file is damaged");
      }
    }

    private boolean agrees(@org.jspecify.annotations.Nullable Object locations) {
      if (!(locations instanceof List<?> list) || list.size() != found.size()) {
        return false;
      }
      for (int i = 0; i < list.size(); i++) {
        Page page = found.get(i);
        if (!(list.get(i) instanceof Map<?, ?> fields)
            || number(fields, 1) != page.at()
            || number(fields, 2) != page.compressed()
            || number(fields, 3) != page.firstRow()) {
          return false;
        }
      }
      return true;
    }
  }

  /**
   * What the head of a page says.
   *
   * @param at where it stands
   */
  private record Page(
      int type, long uncompressed, long compressed, long values, long at, long firstRow) {}

  private static ProblemException damaged(String why) {
    return FileProblems.of(null, null, "the Parquet file is damaged: " + why);
  }

  private static ProblemException problem(String column, String detail) {
    return FileProblems.of(null, column, detail);
  }

  private static ProblemException tooLarge(String detail, Object... values) {
    return ProblemException.of(
        ProblemKind.TOO_LARGE, "the Parquet file " + detail.formatted(values));
  }
}
