package io.descent.dataset;

import io.descent.engine.Shape;
import io.descent.web.FileProblems;
import io.descent.web.Limits;
import io.descent.web.ProblemException;
import io.descent.web.Spelling;
import io.descent.web.Warning;
import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A ZIP that has a folder of images for each class. It is read twice: for the headers of all
 * images, so that sizes and counts are known before anything is decoded, and for their pixels.
 */
final class ImageFolders {

  /** Bytes that a file of pixels may have beside four for each value. */
  private static final int BESIDE = 1 << 20;

  private final Limits limits;
  private final Map<String, Long> counts = new LinkedHashMap<>();
  private final ImageDecoder decoder = new ImageDecoder();
  private final ImageDoubts doubts = new ImageDoubts();
  private Optional<ImageHeader> common = Optional.empty();
  private String firstName = "";
  private String root = "";
  private byte[] pixels = {};

  /** Takes the images in the order of the archive. */
  interface Images {
    void add(byte[] pixels, String label) throws IOException;
  }

  ImageFolders(Limits limits) {
    this.limits = limits;
  }

  /** Reads all headers; refuses what differs from the first image. */
  void look(InputStream content) throws IOException {
    ZipArchive.each(
        content,
        (name, in) -> {
          look(name, in.readNBytes(most()));
          return false;
        });
    if (counts.size() < 2) {
      throw problem(
          "the ZIP has images of one folder only, and a classification needs two classes");
    }
    if (counts.size() > limits.categories()) {
      throw problem("the ZIP has more than " + limits.categories() + " folders of images");
    }
  }

  private int most() {
    return (int) Math.min(Integer.MAX_VALUE - 8, 4 * limits.cell().toBytes() + BESIDE);
  }

  private void look(String name, byte[] file) {
    ImageHeader header =
        ImageHeader.of(file)
            .orElseThrow(() -> problem(shown(name) + " is no PNG, JPEG, GIF or BMP image"));
    if (header.channels() != 1 && header.channels() != 3) {
      throw problem(
          "%s has %d channels; save it in colours (RGB) or shades of grey"
              .formatted(shown(name), header.channels()));
    }
    if (header.depth() > 8) {
      throw problem(
          "%s has %d bits a channel; save it with 8".formatted(shown(name), header.depth()));
    }
    if (common.isEmpty()) {
      begin(name, header, file.length);
    }
    compare(name, header);
    if (file.length >= most()) {
      throw ProblemException.of(
          io.descent.web.ProblemKind.TOO_LARGE,
          shown(name) + " has more than " + most() + " bytes");
    }
    counts.merge(label(name), 1L, Long::sum);
  }

  private void begin(String name, ImageHeader header, int length) {
    long size = (long) header.width() * header.height() * header.channels();
    if (size > limits.cell().toBytes()) {
      throw ProblemException.of(
          io.descent.web.ProblemKind.TOO_LARGE,
          "%s of %d × %d has more than %d values"
              .formatted(shown(name), header.width(), header.height(), limits.cell().toBytes()));
    }
    common = Optional.of(header);
    firstName = name;
    root = parent(parent(name));
  }

  private void compare(String name, ImageHeader header) {
    ImageHeader first = common.orElseThrow();
    boolean same =
        header.width() == first.width()
            && header.height() == first.height()
            && header.channels() == first.channels();
    if (!same) {
      throw problem(
          "%s has %s, but %s has %s; all images must have one size and number of channels"
              .formatted(shown(name), size(header), shown(firstName), size(first)));
    }
  }

  private static String size(ImageHeader header) {
    return "%d × %d pixels of %s"
        .formatted(
            header.width(), header.height(), header.channels() == 1 ? "1 channel" : "3 channels");
  }

  /** The name of the folder that an image lies in. */
  private String label(String name) {
    String folder = parent(name);
    if (folder.isEmpty()) {
      throw problem(shown(name) + " lies in no folder; the folder names the class of an image");
    }
    if (!parent(folder).equals(root)) {
      throw problem(
          "%s and %s lie at different places; put the folders of all classes beside one another"
              .formatted(shown(name), shown(firstName)));
    }
    return folder.substring(folder.lastIndexOf('/') + 1);
  }

  private static String parent(String name) {
    return name.substring(0, Math.max(0, name.lastIndexOf('/')));
  }

  /** Reads all pixels. */
  void read(InputStream content, Images images) throws IOException {
    ImageHeader first = common.orElseThrow();
    pixels = new byte[first.channels() * first.height() * first.width()];
    ZipArchive.each(
        content,
        (name, in) -> {
          byte[] file = in.readNBytes(most());
          // The bytes are stored ones, and the same as when their header was read
          ImageHeader header = ImageHeader.of(file).orElseThrow();
          decoder
              .decode(file, header, pixels)
              .ifPresent(
                  wrong -> {
                    throw problem(shown(name) + " " + wrong);
                  });
          doubts.look(name, file, header, decoder.sawTransparency());
          images.add(pixels, label(name));
          return false;
        });
  }

  /** What was left out of the images that were read. */
  List<Warning> warnings() {
    return doubts.warnings();
  }

  /** Channels, height and width of every image. */
  Shape shape() {
    ImageHeader first = common.orElseThrow();
    return Shape.of(first.channels(), first.height(), first.width());
  }

  List<ClassCount> classes() {
    return counts.entrySet().stream()
        .map(it -> new ClassCount(it.getKey(), it.getValue()))
        .toList();
  }

  private static String shown(String name) {
    return "the file " + Spelling.quoted(name);
  }

  private static ProblemException problem(String detail) {
    return FileProblems.of(null, null, detail);
  }
}
