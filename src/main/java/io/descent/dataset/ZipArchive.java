package io.descent.dataset;

import io.descent.web.FileProblems;
import io.descent.web.ProblemException;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipInputStream;

/**
 * A ZIP read from its beginning, entry by entry; what its directory at the end claims is not
 * believed. Folders and what systems hide in archives are left out. Nothing is written to a file,
 * whatever an entry's name is.
 */
final class ZipArchive {

  private static final int MOST_ENTRIES = 10_000_000;
  private static final int NAMES = 100;

  /** What a ZIP holds, by the names in it. */
  enum Holds {
    /** One file, which the ZIP only compresses. */
    ONE_FILE,
    ARRAYS,
    IMAGES
  }

  /** Takes an entry, or leaves it. */
  interface Visitor {

    /** True where the rest of the archive is of no interest. */
    boolean visit(String name, InputStream in) throws IOException;
  }

  private final List<String> names = new ArrayList<>();
  private long files;
  private long arrays;
  private long images;
  private boolean workbook;

  private ZipArchive() {}

  /** Looks through all names. */
  static Holds holds(InputStream content) throws IOException {
    ZipArchive archive = new ZipArchive();
    each(
        content,
        (name, _) -> {
          archive.note(name);
          return archive.workbook;
        });
    return archive.holds();
  }

  private void note(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    files++;
    arrays += lower.endsWith(".npy") ? 1 : 0;
    images += isImage(lower) ? 1 : 0;
    workbook |=
        name.equals("[Content_Types].xml") || lower.startsWith("xl/") || name.equals("mimetype");
    if (names.size() < NAMES) {
      names.add(name);
    }
  }

  private static boolean isImage(String lower) {
    return lower.endsWith(".png")
        || lower.endsWith(".jpg")
        || lower.endsWith(".jpeg")
        || lower.endsWith(".gif")
        || lower.endsWith(".bmp");
  }

  private Holds holds() {
    if (workbook) {
      throw problem("the file is a workbook: save it as CSV");
    }
    if (files == 0) {
      throw problem("the ZIP holds no file");
    }
    if (arrays == files) {
      return Holds.ARRAYS;
    }
    if (images > 0) {
      return Holds.IMAGES;
    }
    if (files > 1) {
      throw problem(
          "the ZIP holds %d files, such as %s; upload one CSV file, a ZIP of one, or a ZIP with a folder of images for each class"
              .formatted(files, String.join(", ", names.subList(0, Math.min(3, names.size())))));
    }
    return Holds.ONE_FILE;
  }

  /** The bytes of an archive's one file. */
  static InputStream only(InputStream content) throws IOException {
    return open(content, _ -> true);
  }

  /** The bytes of the array of a name. */
  static InputStream array(InputStream content, String name) throws IOException {
    return open(content, it -> it.equals(name + ".npy"));
  }

  private static InputStream open(InputStream content, java.util.function.Predicate<String> wanted)
      throws IOException {
    Entries entries = new Entries(content);
    for (String name = entries.next(); !name.isEmpty(); name = entries.next()) {
      if (wanted.test(name)) {
        return entries;
      }
    }
    throw problem("the ZIP lost an entry");
  }

  /** Reads all entries that are not hidden, in order. */
  static void each(InputStream content, Visitor visitor) throws IOException {
    try (Entries entries = new Entries(content)) {
      for (String name = entries.next(); !name.isEmpty(); name = entries.next()) {
        if (visitor.visit(name, entries)) {
          return;
        }
      }
    }
  }

  private static ProblemException problem(String detail) {
    return FileProblems.of(null, null, detail);
  }

  /** The bytes of one entry after another; tells a broken archive from a broken store. */
  private static final class Entries extends FilterInputStream {

    private final ZipInputStream zip;
    private final InflationLimit limit;
    private int count;

    Entries(InputStream content) {
      this(content, new InflationLimit());
    }

    private Entries(InputStream content, InflationLimit limit) {
      this(new ZipInputStream(limit.packed(content)), limit);
    }

    private Entries(ZipInputStream zip, InflationLimit limit) {
      super(zip);
      this.zip = zip;
      this.limit = limit;
    }

    /** The next entry's name; empty at the end. */
    String next() throws IOException {
      while (true) {
        ZipEntry entry = guarded(zip::getNextEntry);
        if (entry == null) {
          return "";
        }
        if (++count > MOST_ENTRIES) {
          throw problem("the ZIP holds more than " + MOST_ENTRIES + " files");
        }
        if (!entry.isDirectory() && !isHidden(entry.getName())) {
          return entry.getName();
        }
      }
    }

    private static boolean isHidden(String name) {
      for (String part : name.split("/")) {
        boolean system =
            part.equals("__MACOSX")
                || part.equalsIgnoreCase("Thumbs.db")
                || part.equalsIgnoreCase("desktop.ini");
        if (part.startsWith(".") || system) {
          return true;
        }
      }
      return name.isEmpty();
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int from, int length) throws IOException {
      Integer n = guarded(() -> zip.read(into, from, length));
      return n == null ? -1 : limit.unpacked(n);
    }

    /** What reads of the archive. */
    private interface Reading<T> {
      @org.jspecify.annotations.Nullable
      T read() throws IOException;
    }

    private static <T> @org.jspecify.annotations.Nullable T guarded(Reading<T> reading)
        throws IOException {
      try {
        return reading.read();
      } catch (EOFException e) {
        throw problem("the ZIP ends early");
      } catch (ZipException | IllegalArgumentException e) {
        boolean locked = String.valueOf(e.getMessage()).contains("encrypted");
        throw problem(locked ? "the ZIP is locked with a password" : "the ZIP is damaged");
      }
    }
  }
}
