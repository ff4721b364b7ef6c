package io.descent.dataset;

import io.descent.dataset.NumberArray.Type;
import io.descent.web.ProblemException;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * The header of an NPY file, such as {@code {'descr': '<f4', 'fortran_order': False, 'shape': (3,
 * 4), }}.
 *
 * @param width characters of each text
 */
record NpyHeader(Type type, ByteOrder order, int width, boolean columnMajor, List<Long> shape) {

  private static final String UNREADABLE = "have an NPY header that cannot be read";

  /**
   * @param problem makes a refusal of what is wrong
   */
  static NpyHeader of(String text, Function<String, ProblemException> problem) {
    String description = value(text, "descr", problem);
    if (!description.startsWith("'")) {
      throw problem.apply("have fields of several types; save an array of one type");
    }
    String code = description.substring(1, Math.max(1, description.indexOf('\'', 1)));
    if (code.length() < 2) {
      throw problem.apply(UNREADABLE);
    }
    boolean big = code.charAt(0) == '>';
    return new NpyHeader(
        type(code.substring(1), problem),
        big ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN,
        isText(code) ? number(code.substring(2), problem) : 1,
        value(text, "fortran_order", problem).startsWith("True"),
        shape(value(text, "shape", problem), problem));
  }

  private static boolean isText(String code) {
    return code.charAt(1) == 'S' || code.charAt(1) == 'U';
  }

  private static Type type(String code, Function<String, ProblemException> problem) {
    return switch (code) {
      case "u1" -> Type.UNSIGNED_BYTE;
      case "i1" -> Type.BYTE;
      case "u2" -> Type.UNSIGNED_SHORT;
      case "i2" -> Type.SHORT;
      case "u4" -> Type.UNSIGNED_INT;
      case "i4" -> Type.INT;
      case "u8" -> Type.UNSIGNED_LONG;
      case "i8" -> Type.LONG;
      case "f2" -> Type.HALF;
      case "f4" -> Type.FLOAT;
      case "f8" -> Type.DOUBLE;
      case "b1" -> Type.BOOLEAN;
      default ->
          switch (code.charAt(0)) {
            case 'S' -> Type.ASCII;
            case 'U' -> Type.UTF32;
            case 'O' ->
                throw problem.apply("are Python objects, which are never opened; save numbers");
            default -> throw problem.apply("are of the type " + code + ", which is not understood");
          };
    };
  }

  /** What stands behind a key and its colon. */
  private static String value(String text, String key, Function<String, ProblemException> problem) {
    int at = text.indexOf("'" + key + "'");
    int colon = at < 0 ? -1 : text.indexOf(':', at);
    if (colon < 0) {
      throw problem.apply(UNREADABLE);
    }
    return text.substring(colon + 1).stripLeading();
  }

  private static List<Long> shape(String text, Function<String, ProblemException> problem) {
    int end = text.indexOf(')');
    if (!text.startsWith("(") || end < 0) {
      throw problem.apply(UNREADABLE);
    }
    List<Long> sizes = new ArrayList<>();
    for (String size : text.substring(1, end).split(",")) {
      if (!size.isBlank()) {
        sizes.add((long) number(size.strip(), problem));
      }
    }
    if (sizes.isEmpty() || sizes.size() > 4) {
      throw problem.apply("have %d dimensions; 1 to 4 are understood".formatted(sizes.size()));
    }
    return sizes;
  }

  private static int number(String text, Function<String, ProblemException> problem) {
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException e) {
      throw problem.apply(UNREADABLE);
    }
  }
}
