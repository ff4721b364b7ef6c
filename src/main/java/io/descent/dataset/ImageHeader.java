package io.descent.dataset;

import java.util.Optional;

/**
 * What an image file says of itself before anything of it is decoded.
 *
 * @param channels 1 for shades of grey, 3 for colours; what is said of transparency is not counted
 * @param depth bits of a channel; 8 where colours are looked up
 */
record ImageHeader(Format format, int width, int height, int channels, int depth) {

  /** Forms of images that are understood. */
  enum Format {
    PNG("\u0089PNG\r\n\u001a\n"),
    JPEG("\u00ff\u00d8\u00ff"),
    GIF("GIF8"),
    BMP("BM");

    private final String start;

    Format(String start) {
      this.start = start;
    }

    /**
     * @param head one character a byte
     */
    static Optional<Format> of(String head) {
      for (Format format : values()) {
        if (head.startsWith(format.start)) {
          boolean right = format != BMP || (head.length() > 26 && bitmap(head));
          return right ? Optional.of(format) : Optional.empty();
        }
      }
      return Optional.empty();
    }

    /** Two letters may begin a table too; the reserved bytes and the header's size do not. */
    private static boolean bitmap(String head) {
      return head.startsWith("\0\0\0\0", 6) && head.startsWith("\0\0\0", 15);
    }
  }

  /** Reads the header of a whole file; empty where it is broken or not of these forms. */
  static Optional<ImageHeader> of(byte[] file) {
    String head =
        new String(
            file, 0, Math.min(file.length, 32), java.nio.charset.StandardCharsets.ISO_8859_1);
    try {
      return Format.of(head)
          .map(
              format ->
                  switch (format) {
                    case PNG -> png(file);
                    case JPEG -> jpeg(file);
                    case GIF ->
                        new ImageHeader(
                            format, Bytes.little(file, 6, 2), Bytes.little(file, 8, 2), 3, 8);
                    case BMP -> bmp(file);
                  })
          .filter(it -> it.width > 0 && it.height > 0);
    } catch (ArrayIndexOutOfBoundsException e) {
      return Optional.empty();
    }
  }

  /** Types 0 and 4 are grey; of 3 the colours are looked up. */
  private static ImageHeader png(byte[] file) {
    int type = file[25];
    int depth = type == 3 ? 8 : file[24];
    int channels = type == 0 || type == 4 ? 1 : 3;
    return new ImageHeader(
        Format.PNG, Bytes.big(file, 16, 4), Bytes.big(file, 20, 4), channels, depth);
  }

  /** Segments one after another until the one that starts the frame. */
  private static ImageHeader jpeg(byte[] file) {
    int at = 2;
    while (true) {
      while (file[at] == (byte) 0xff) {
        at++;
      }
      int marker = file[at++] & 0xff;
      boolean frame =
          marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc;
      if (frame) {
        int components = file[at + 7];
        return new ImageHeader(
            Format.JPEG,
            Bytes.big(file, at + 5, 2),
            Bytes.big(file, at + 3, 2),
            components,
            file[at + 2]);
      }
      at += Math.max(2, Bytes.big(file, at, 2));
    }
  }

  /** A height below 0 means rows from top to bottom. */
  private static ImageHeader bmp(byte[] file) {
    boolean old = Bytes.little(file, 14, 4) == 12;
    int width = old ? Bytes.little(file, 18, 2) : Bytes.little(file, 18, 4);
    int height = old ? Bytes.little(file, 20, 2) : Math.abs(Bytes.little(file, 22, 4));
    return new ImageHeader(Format.BMP, width, height, 3, 8);
  }
}
