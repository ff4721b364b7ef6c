package io.descent.dataset.parquet;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.hardwood.metadata.LogicalType;
import dev.hardwood.metadata.LogicalType.DecimalType;
import dev.hardwood.metadata.LogicalType.IntType;
import dev.hardwood.metadata.LogicalType.TimeUnit;
import dev.hardwood.metadata.LogicalType.TimestampType;
import dev.hardwood.reader.ColumnReader;
import dev.hardwood.schema.ColumnSchema;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Optional;
import java.util.UUID;

/** How the values of a column are written as text, by its type. */
enum ColumnText {
  BOOLEAN,
  INTEGER,
  UNSIGNED,
  LONG,
  UNSIGNED_LONG,
  FLOAT,
  DOUBLE,
  HALF,
  DECIMAL_INTEGER,
  DECIMAL_LONG,
  DECIMAL_BYTES,
  TEXT,
  UUID_TEXT,
  DATE,
  TIMESTAMP,
  /** Days and nanoseconds, of old writers. */
  OLD_TIMESTAMP;

  private static final long NANOS = 1_000_000_000;
  private static final int JULIAN = 2_440_588;
  private static final int MOST_SCALE = 1000;
  private static final int DECIMAL_BYTES_MOST = 64;

  /** Whether it is words, whatever they look like. */
  boolean isText() {
    return this == TEXT || this == UUID_TEXT || this == BOOLEAN;
  }

  /** Absent where such a column is not understood. */
  static Optional<ColumnText> of(ColumnSchema column) {
    LogicalType logical = column.logicalType();
    int length = column.typeLength() == null ? 0 : column.typeLength();
    return switch (column.type()) {
      case BOOLEAN -> logical == null ? Optional.of(BOOLEAN) : Optional.empty();
      case INT32 -> integer(logical);
      case INT64 -> longInteger(logical);
      case INT96 -> Optional.of(OLD_TIMESTAMP);
      case FLOAT -> logical == null ? Optional.of(FLOAT) : Optional.empty();
      case DOUBLE -> logical == null ? Optional.of(DOUBLE) : Optional.empty();
      case BYTE_ARRAY -> bytes(logical);
      case FIXED_LEN_BYTE_ARRAY -> fixed(logical, length);
    };
  }

  private static Optional<ColumnText> integer(LogicalType logical) {
    return Optional.ofNullable(
        switch (logical) {
          case null -> INTEGER;
          case IntType type -> type.isSigned() ? INTEGER : UNSIGNED;
          case DecimalType type -> type.scale() <= MOST_SCALE ? DECIMAL_INTEGER : null;
          case LogicalType.DateType _ -> DATE;
          case LogicalType.NullType _ -> INTEGER;
          default -> null;
        });
  }

  private static Optional<ColumnText> longInteger(LogicalType logical) {
    return Optional.ofNullable(
        switch (logical) {
          case null -> LONG;
          case IntType type -> type.isSigned() ? LONG : UNSIGNED_LONG;
          case DecimalType type -> type.scale() <= MOST_SCALE ? DECIMAL_LONG : null;
          case TimestampType _ -> TIMESTAMP;
          default -> null;
        });
  }

  private static Optional<ColumnText> bytes(LogicalType logical) {
    return Optional.ofNullable(
        switch (logical) {
          case null -> TEXT;
          case LogicalType.StringType _, LogicalType.EnumType _, LogicalType.JsonType _ -> TEXT;
          case DecimalType type -> type.scale() <= MOST_SCALE ? DECIMAL_BYTES : null;
          default -> null;
        });
  }

  private static Optional<ColumnText> fixed(LogicalType logical, int length) {
    return Optional.ofNullable(
        switch (logical) {
          case LogicalType.Float16Type _ when length == 2 -> HALF;
          case LogicalType.UuidType _ when length == 16 -> UUID_TEXT;
          case DecimalType type when type.scale() <= MOST_SCALE -> DECIMAL_BYTES;
          case null, default -> null;
        });
  }

  /** Reads the values of the batch that a column's reader has. */
  interface Values {

    /** The text of one value. */
    String text(int index) throws CharacterCodingException;
  }

  Values of(ColumnReader batch) {
    return switch (this) {
      case BOOLEAN -> {
        boolean[] values = batch.getBooleans();
        yield i -> Boolean.toString(values[i]);
      }
      case INTEGER, UNSIGNED, DECIMAL_INTEGER, DATE -> integers(batch);
      case LONG, UNSIGNED_LONG, DECIMAL_LONG, TIMESTAMP -> longs(batch);
      case FLOAT -> {
        float[] values = batch.getFloats();
        yield i -> number(values[i]);
      }
      case DOUBLE -> {
        double[] values = batch.getDoubles();
        yield i -> number(values[i]);
      }
      case HALF, DECIMAL_BYTES, TEXT, UUID_TEXT, OLD_TIMESTAMP -> binaries(batch);
    };
  }

  private Values integers(ColumnReader batch) {
    int[] values = batch.getInts();
    int scale = scale(batch);
    return i ->
        switch (this) {
          case UNSIGNED -> Integer.toUnsignedString(values[i]);
          case DECIMAL_INTEGER -> BigDecimal.valueOf(values[i], scale).toString();
          case DATE -> LocalDate.ofEpochDay(values[i]).toString();
          default -> Integer.toString(values[i]);
        };
  }

  private Values longs(ColumnReader batch) {
    long[] values = batch.getLongs();
    int scale = scale(batch);
    long second =
        batch.getColumnSchema().logicalType() instanceof TimestampType type
            ? perSecond(type.unit())
            : 1;
    return i ->
        switch (this) {
          case UNSIGNED_LONG -> Long.toUnsignedString(values[i]);
          case DECIMAL_LONG -> BigDecimal.valueOf(values[i], scale).toString();
          case TIMESTAMP -> time(values[i], second);
          default -> Long.toString(values[i]);
        };
  }

  private static long perSecond(TimeUnit unit) {
    return switch (unit) {
      case MILLIS -> 1000;
      case MICROS -> 1_000_000;
      case NANOS -> NANOS;
    };
  }

  private static int scale(ColumnReader batch) {
    return batch.getColumnSchema().logicalType() instanceof DecimalType type ? type.scale() : 0;
  }

  private static String time(long value, long second) {
    int nanos = (int) (Math.floorMod(value, second) * (NANOS / second));
    return LocalDateTime.ofEpochSecond(Math.floorDiv(value, second), nanos, ZoneOffset.UTC)
        .toString();
  }

  /** NaN is a missing number. */
  private static String number(double value) {
    return Double.isNaN(value) ? "" : Double.toString(value);
  }

  private Values binaries(ColumnReader batch) {
    byte[] all = batch.getBinaryValues();
    int[] offsets = batch.getBinaryOffsets();
    int scale = scale(batch);
    return i -> {
      ByteBuffer value = ByteBuffer.wrap(all, offsets[i], offsets[i + 1] - offsets[i]);
      return switch (this) {
        case TEXT -> UTF_8.newDecoder().decode(value).toString();
        case UUID_TEXT -> new UUID(value.getLong(), value.getLong()).toString();
        case HALF -> number(Float.float16ToFloat(value.order(ByteOrder.LITTLE_ENDIAN).getShort()));
        case OLD_TIMESTAMP -> oldTime(value.order(ByteOrder.LITTLE_ENDIAN));
        default -> decimal(value, scale);
      };
    };
  }

  private static String decimal(ByteBuffer value, int scale) {
    int length = value.remaining();
    if (length == 0 || length > DECIMAL_BYTES_MOST) {
      throw new IllegalArgumentException("a decimal of " + length + " bytes");
    }
    byte[] bytes = Arrays.copyOfRange(value.array(), value.position(), value.limit());
    return new BigDecimal(new BigInteger(bytes), scale).toString();
  }

  private static String oldTime(ByteBuffer value) {
    long nanos = value.getLong();
    long days = (long) value.getInt() - JULIAN;
    return LocalDateTime.ofEpochSecond(
            days * 86_400 + Math.floorDiv(nanos, NANOS),
            (int) Math.floorMod(nanos, NANOS),
            ZoneOffset.UTC)
        .toString();
  }
}
