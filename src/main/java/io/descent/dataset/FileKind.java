package io.descent.dataset;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.List;
import java.util.Optional;

/** What a file is by how it begins, and what its owner can do where it cannot be read. */
enum FileKind {
  TEXT(""),
  IDX(""),
  NUMPY(""),
  ZIP(""),
  PARQUET(""),
  WORKBOOK("an Excel workbook: save it as CSV"),
  HTML("an HTML page: perhaps the page about the file, or of a login; upload the CSV file itself"),
  XML("an XML file: save its table as CSV"),
  ARFF("an ARFF file: save its table as CSV"),
  RICH_TEXT("a rich text document: save its table as CSV"),
  JSON("a JSON file: save its table as CSV, with one line a row"),
  GZIP("compressed within a compressed file: unpack it once more"),
  TAR("a tar archive: unpack it and upload the CSV in it, or a ZIP of folders of images"),
  RAR("a RAR archive: unpack it and upload the file in it"),
  SEVEN_ZIP("a 7z archive: unpack it and upload the file in it"),
  BZIP2("compressed with bzip2: unpack it, or compress it with gzip"),
  XZ("compressed with xz: unpack it, or compress it with gzip"),
  ZSTD("compressed with zstd: unpack it, or compress it with gzip"),
  ARROW("an Arrow or Feather file: save it as Parquet or CSV"),
  HDF5("an HDF5 file: save its table as CSV or Parquet, its arrays as NPZ"),
  PICKLE("a Python pickle, which is never opened: save its table as CSV or Parquet"),
  SQLITE("an SQLite database: export its table as CSV"),
  PDF("a PDF document: save its table as CSV"),
  IMAGE("a single image: upload a ZIP with a folder of images for each class");

  private static final List<String> HTML_STARTS =
      List.of(
          "<!doctype html", "<html", "<head", "<body", "<table", "<meta", "<style", "<div", "<!--");

  /** Bytes that are enough to tell: the mark of a tar stands at 257. */
  static final int HEAD = 512;

  private final String refusal;

  FileKind(String refusal) {
    this.refusal = refusal;
  }

  /** What is said where such a file cannot be read. */
  Optional<String> refusal() {
    return refusal.isEmpty() ? Optional.empty() : Optional.of("the file is " + refusal);
  }

  static FileKind of(byte[] head) {
    // One character a byte
    String text = new String(head, ISO_8859_1);
    if (text.startsWith("\0\0")) {
      return IDX;
    }
    if (text.startsWith("PK\3\4") || text.startsWith("PK\5\6")) {
      return ZIP;
    }
    if (text.startsWith("PAR1")) {
      return PARQUET;
    }
    if (text.startsWith("\u0093NUMPY")) {
      return NUMPY;
    }
    return text.startsWith("ustar", 257) ? TAR : foreign(text);
  }

  private static FileKind foreign(String text) {
    if (text.startsWith("\u00d0\u00cf\u0011\u00e0\u00a1\u00b1\u001a\u00e1")) {
      return WORKBOOK;
    }
    if (text.startsWith("\u001f\u008b")) {
      return GZIP;
    }
    if (text.startsWith("Rar!\u001a")) {
      return RAR;
    }
    if (text.startsWith("7z\u00bc\u00af\u0027\u001c")) {
      return SEVEN_ZIP;
    }
    if (text.startsWith("\u00fd7zXZ\0")) {
      return XZ;
    }
    if (text.startsWith("\u0028\u00b5\u002f\u00fd")) {
      return ZSTD;
    }
    if (text.startsWith("BZh") && text.startsWith("1AY&SY", 4)) {
      return BZIP2;
    }
    return stored(text);
  }

  private static FileKind stored(String text) {
    if (text.startsWith("ARROW1") || text.startsWith("FEA1")) {
      return ARROW;
    }
    if (text.startsWith("\u0089HDF\r\n")) {
      return HDF5;
    }
    if (text.startsWith("SQLite format 3\0")) {
      return SQLITE;
    }
    if (text.startsWith("%PDF-")) {
      return PDF;
    }
    if (text.length() > 2 && text.charAt(0) == 0x80 && text.charAt(1) >= 2 && text.charAt(1) <= 5) {
      return PICKLE;
    }
    return ImageHeader.Format.of(text).isPresent() ? IMAGE : textual(text);
  }

  private static FileKind textual(String text) {
    String start =
        (text.startsWith("\u00ef\u00bb\u00bf") ? text.substring(3) : text).stripLeading();
    String lower =
        start.substring(0, Math.min(start.length(), 14)).toLowerCase(java.util.Locale.ROOT);
    if (HTML_STARTS.stream().anyMatch(lower::startsWith)) {
      return HTML;
    }
    if (lower.startsWith("@relation")) {
      return ARFF;
    }
    if (lower.startsWith("{\\rtf")) {
      return RICH_TEXT;
    }
    if (lower.startsWith("<?xml")) {
      return XML;
    }
    String dense = start.replaceAll("\\s", "");
    boolean json =
        dense.startsWith("{\"")
            || dense.startsWith("[{")
            || dense.startsWith("[[")
            || dense.equals("[]");
    return json ? JSON : TEXT;
  }
}
