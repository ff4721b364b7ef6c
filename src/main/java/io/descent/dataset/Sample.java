package io.descent.dataset;

import io.descent.storage.Blob;
import io.descent.storage.Blobs;
import io.descent.web.ProblemException;
import io.descent.web.ProblemKind;
import io.descent.web.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;

/** A data set that comes with the service. */
enum Sample {
  IRIS("iris.csv"),
  WINE("wine.csv"),
  DIGITS("digits.csv"),
  DIABETES("diabetes.csv"),
  MNIST_10K("mnist-10k-images-idx3-ubyte.gz", "mnist-10k-labels-idx1-ubyte.gz");

  /** Of those that were asked for. */
  private static final Map<Sample, String> DIGESTS = new ConcurrentHashMap<>();

  private final List<String> files;

  Sample(String... files) {
    this.files = List.of(files);
  }

  /** Its name in an address, and as a data set. */
  String wire() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The one of a name; a refusal names all. */
  static Sample of(String name) {
    return Arrays.stream(values())
        .filter(sample -> sample.wire().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                ProblemException.of(
                    ProblemKind.NOT_FOUND,
                    "there is no sample \""
                        + name
                        + "\", only "
                        + Arrays.stream(values())
                            .map(Sample::wire)
                            .collect(Collectors.joining(", "))));
  }

  /** Over the content after decompression, images then labels, as data sets have it. */
  String sha256() {
    return DIGESTS.computeIfAbsent(this, Sample::digest);
  }

  private String digest() {
    MessageDigest digest = Sha256.start();
    for (String file : files) {
      try (InputStream in = open(file);
          InputStream content =
              new DigestInputStream(file.endsWith(".gz") ? new GZIPInputStream(in) : in, digest)) {
        content.transferTo(OutputStream.nullOutputStream());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return Sha256.hex(digest);
  }

  /** Stores its files as an upload of a client's would be. */
  Upload upload(UploadFields called, PendingBlobs bytes) throws IOException {
    Blobs.Source content = out -> copy(files.getFirst(), out);
    Optional<Blob> labels =
        files.size() == 1
            ? Optional.empty()
            : Optional.of(bytes.write(out -> copy(files.get(1), out)));
    return new Upload(called, wire(), bytes.write(content), labels, said(called));
  }

  /** What tells this request from another one with the same key. */
  private String said(UploadFields called) {
    return called.equals(UploadFields.NONE)
        ? wire()
        : wire() + " " + called.name() + called.labels();
  }

  private static void copy(String file, OutputStream out) throws IOException {
    try (InputStream in = open(file)) {
      in.transferTo(out);
    }
  }

  private static InputStream open(String file) throws IOException {
    InputStream in = Sample.class.getResourceAsStream("/samples/" + file);
    if (in == null) {
      throw new IOException("the service was built without the sample " + file);
    }
    return in;
  }
}
