package io.descent;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Files and bodies of a few rows, in the forms that the service reads. */
final class SmallFiles {

  private SmallFiles() {}

  static byte[] infer() {
    return """
    {"id": "1", "inputs": [{"name": "input", "shape": [2, 4], "datatype": "FP32",
     "data": [5.1, 3.5, 1.4, 0.2, 6.2, 2.9, 4.3, 1.3]}]}
    """
        .getBytes(StandardCharsets.UTF_8);
  }

  static byte[] gzip(byte[] bytes) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(bytes);
    }
    return out.toByteArray();
  }

  static byte[] zip(String name, byte[]... files) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(out)) {
      for (int i = 0; i < files.length; i++) {
        zip.putNextEntry(new ZipEntry(files.length == 1 ? name : (i == 0 ? "x" : "y") + name));
        zip.write(files[i]);
        zip.closeEntry();
      }
    }
    return out.toByteArray();
  }

  static byte[] npy() {
    return npy("<f8", "(30, 3)", 30 * 3 * 8);
  }

  static byte[] npz() throws IOException {
    return zip(".npy", npy("<f4", "(30, 3)", 30 * 3 * 4), npy("<i8", "(30,)", 30 * 8));
  }

  private static byte[] npy(String type, String shape, int size) {
    String head = "{'descr': '%s', 'fortran_order': False, 'shape': %s, }".formatted(type, shape);
    int length = 118;
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0, (byte) length, 0});
    out.writeBytes(
        (head + " ".repeat(length - 1 - head.length()) + "\n").getBytes(StandardCharsets.US_ASCII));
    byte[] data = new byte[size];
    for (int i = 0; i < size; i += 8) {
      data[i] = (byte) (i % 24);
    }
    out.writeBytes(data);
    return out.toByteArray();
  }

  /** Two classes for the images of {@link #idx}. */
  static byte[] labels() {
    return new byte[] {0, 0, 8, 1, 0, 0, 0, 10, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1};
  }

  static byte[] idx() {
    byte[] file = new byte[16 + 10 * 4 * 4];
    file[2] = 8;
    file[3] = 3;
    file[7] = 10;
    file[11] = 4;
    file[15] = 4;
    return file;
  }
}
