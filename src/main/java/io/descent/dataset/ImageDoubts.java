package io.descent.dataset;

import io.descent.web.Spelling;
import io.descent.web.Warning;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * What image files hold beside the pixels that are read: the bytes that say so are looked for
 * without decoding anything.
 */
final class ImageDoubts {

  private static final int FEW = 3;

  /** What is left out of an image, and what its owner may do. */
  enum Doubt {
    TRANSPARENT(
        "transparency",
        "transparent pixels: their transparency is dropped, and the colour below it is taken",
        "Save them on a background, without an alpha channel."),
    TURNED(
        "orientation",
        "a mark (EXIF) that they are to be shown turned: the pixels are taken as they are stored",
        "Turn the pixels themselves and save the images without the mark."),
    ANIMATED(
        "animation", "more than one picture: the first is taken", "Save each as its own file.");

    private final String code;
    private final String detail;
    private final String advice;

    Doubt(String code, String detail, String advice) {
      this.code = code;
      this.detail = detail;
      this.advice = advice;
    }
  }

  private record Seen(long count, List<String> names) {}

  private final Map<Doubt, Seen> seen = new EnumMap<>(Doubt.class);

  /** Notes what is left out of a file, of which the pixels were decoded. */
  void look(String name, byte[] file, ImageHeader header, boolean transparent) {
    note(Doubt.TRANSPARENT, transparent, name);
    try {
      switch (header.format()) {
        case PNG -> png(name, file);
        case JPEG -> note(Doubt.TURNED, jpegTurned(file), name);
        case GIF -> note(Doubt.ANIMATED, gifPictures(file) > 1, name);
        case BMP -> {}
      }
    } catch (ArrayIndexOutOfBoundsException e) {
      // A part that ends early says nothing, and the pixels are there
    }
  }

  private void note(Doubt doubt, boolean found, String name) {
    if (found) {
      Seen before = seen.getOrDefault(doubt, new Seen(0, new ArrayList<>()));
      if (before.count < FEW) {
        before.names.add(Spelling.quoted(name));
      }
      seen.put(doubt, new Seen(before.count + 1, before.names));
    }
  }

  List<Warning> warnings() {
    return seen.entrySet().stream().map(it -> warning(it.getKey(), it.getValue())).toList();
  }

  private static Warning warning(Doubt doubt, Seen seen) {
    String detail =
        "%s %s %s (%s%s)."
            .formatted(
                seen.count == 1 ? "One image" : seen.count + " images",
                seen.count == 1 ? "has" : "have",
                doubt.detail,
                String.join(", ", seen.names),
                seen.count > FEW ? " and others" : "");
    return Warning.of(doubt.code, detail, doubt.advice);
  }

  /** Chunks: length, type, data, checksum. */
  private void png(String name, byte[] file) {
    int at = 8;
    while (at + 8 <= file.length) {
      String type = new String(file, at + 4, 4, StandardCharsets.ISO_8859_1);
      note(Doubt.ANIMATED, type.equals("acTL"), name);
      note(Doubt.TURNED, type.equals("eXIf") && isTurned(file, at + 8), name);
      int length = Bytes.big(file, at, 4);
      if (length < 0 || length > file.length) {
        return;
      }
      at += 12 + length;
    }
  }

  /** The segment 0xe1 that begins with {@code Exif}, before the picture itself. */
  private static boolean jpegTurned(byte[] file) {
    int at = 2;
    while (true) {
      int marker = file[at + 1] & 0xff;
      if (file[at] != (byte) 0xff || marker == 0xda) {
        return false;
      }
      boolean exif = marker == 0xe1 && Bytes.big(file, at + 4, 4) == 0x45786966;
      if (exif && isTurned(file, at + 10)) {
        return true;
      }
      at += marker == 0xff ? 1 : 2 + Bytes.big(file, at + 2, 2);
    }
  }

  /** Whether the entry 0x0112 of the first directory of a TIFF header is not 1. */
  private static boolean isTurned(byte[] file, int tiff) {
    boolean little = file[tiff] == 'I';
    int directory = tiff + Bytes.of(file, tiff + 4, 4, little);
    int entries = Bytes.of(file, directory, 2, little);
    for (int i = 0; i < entries; i++) {
      int entry = directory + 2 + 12 * i;
      if (Bytes.of(file, entry, 2, little) == 0x0112) {
        return Bytes.of(file, entry + 8, 2, little) > 1;
      }
    }
    return false;
  }

  /** Pictures of a GIF, two at most: blocks, each followed by blocks of its own. */
  private static int gifPictures(byte[] file) {
    int at = 13 + colours(file[10]);
    int pictures = 0;
    while (pictures < 2 && (file[at] == 0x21 || file[at] == 0x2c)) {
      boolean picture = file[at] == 0x2c;
      pictures += picture ? 1 : 0;
      at += picture ? 11 + colours(file[at + 9]) : 2;
      while (file[at] != 0) {
        at += 1 + (file[at] & 0xff);
      }
      at++;
    }
    return pictures;
  }

  /** Bytes of a table of colours, if there is one. */
  private static int colours(byte flags) {
    return (flags & 0x80) == 0 ? 0 : 3 << (flags & 7) + 1;
  }
}
