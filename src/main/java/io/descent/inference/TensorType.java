package io.descent.inference;

import java.nio.ByteBuffer;

/** The datatypes a tensor may have, each read as a double. */
enum TensorType {
  FP16(Short.BYTES, -65504, 65504),
  FP32(Float.BYTES, -Float.MAX_VALUE, Float.MAX_VALUE),
  FP64(Double.BYTES, -Float.MAX_VALUE, Float.MAX_VALUE),
  INT8(Byte.BYTES, Byte.MIN_VALUE, Byte.MAX_VALUE),
  INT16(Short.BYTES, Short.MIN_VALUE, Short.MAX_VALUE),
  INT32(Integer.BYTES, Integer.MIN_VALUE, Integer.MAX_VALUE),
  INT64(Long.BYTES, Long.MIN_VALUE, Long.MAX_VALUE),
  UINT8(Byte.BYTES, 0, 0xff),
  UINT16(Short.BYTES, 0, 0xffff),
  UINT32(Integer.BYTES, 0, 0xffff_ffffL),
  UINT64(Long.BYTES, 0, 0x1p64),
  /** Of a column: 1 is true, and 0 is false. */
  BOOL(Byte.BYTES, 0, 1);

  private final int bytes;
  private final double least;
  private final double most;

  TensorType(int bytes, double least, double most) {
    this.bytes = bytes;
    this.least = least;
    this.most = most;
  }

  int bytes() {
    return bytes;
  }

  /** Whether a number is one of this type; none is infinite or beyond a float. */
  boolean holds(double value) {
    return value >= least && value <= most && (isFloating() || value == Math.rint(value));
  }

  /** What is left of a number of JSON in this type. */
  double round(double value) {
    return switch (this) {
      case FP16 -> Float.float16ToFloat(Float.floatToFloat16((float) value));
      case FP32 -> (float) value;
      case FP64, INT8, INT16, INT32, INT64, UINT8, UINT16, UINT32, UINT64, BOOL -> value;
    };
  }

  /** The next element of little-endian data; may be NaN or infinite. */
  double read(ByteBuffer data) {
    return switch (this) {
      case FP16 -> Float.float16ToFloat(data.getShort());
      case FP32 -> data.getFloat();
      case FP64 -> data.getDouble();
      case INT8, BOOL -> data.get();
      case INT16 -> data.getShort();
      case INT32 -> data.getInt();
      case INT64 -> data.getLong();
      case UINT8 -> data.get() & 0xff;
      case UINT16 -> data.getShort() & 0xffff;
      case UINT32 -> data.getInt() & 0xffff_ffffL;
      case UINT64 -> unsigned(data.getLong());
    };
  }

  private boolean isFloating() {
    return isShort() || this == FP64;
  }

  /** Whether it holds fewer digits than a double. */
  boolean isShort() {
    return this == FP16 || this == FP32;
  }

  private static double unsigned(long bits) {
    return bits >= 0 ? bits : (bits >>> 1 | bits & 1) * 2.0;
  }
}
