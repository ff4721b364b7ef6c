package io.descent.model;

import io.descent.engine.ModelSpec;
import io.descent.engine.Outline;
import io.descent.engine.TensorShape;
import io.descent.model.safetensors.FileRefusal;
import io.descent.model.safetensors.TensorHead;
import io.descent.model.safetensors.TensorHeadReader;
import io.descent.security.Owner;
import io.descent.security.Quota;
import io.descent.spec.Specs;
import io.descent.storage.Blob;
import io.descent.storage.Blobs;
import io.descent.storage.Naming;
import io.descent.web.Idempotency;
import io.descent.web.IdempotencyKey;
import io.descent.web.JsonFields;
import io.descent.web.Problems;
import io.descent.web.RequestMemory;
import io.descent.web.Sha256;
import io.descent.web.UuidV7;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.SequencedMap;
import java.util.UUID;
import org.springframework.stereotype.Service;
import tools.jackson.core.JacksonException;

/** Makes a model again from a file that {@link ModelFiles} made. */
@Service
class ModelImport {

  private final TensorHeadReader heads;
  private final Specs specs;
  private final Blobs blobs;
  private final ModelStore models;
  private final UuidV7 uuids;
  private final Quota quota;
  private final Idempotency idempotency;

  ModelImport(
      TensorHeadReader heads,
      Specs specs,
      Blobs blobs,
      ModelStore models,
      UuidV7 uuids,
      Quota quota,
      Idempotency idempotency) {
    this.idempotency = idempotency;
    this.heads = heads;
    this.specs = specs;
    this.blobs = blobs;
    this.models = models;
    this.uuids = uuids;
    this.quota = quota;
  }

  /**
   * A file as it comes.
   *
   * @param announced its length, or a negative number
   * @param memory what its head is added to
   */
  record Arriving(InputStream bytes, long announced, RequestMemory.Taken memory) {}

  /**
   * The id of the new model, or of the one that the same key made before. Its weights go to the
   * store as they come.
   *
   * @param naming by default the file's name
   */
  UUID once(Owner owner, IdempotencyKey key, Naming naming, Arriving file) throws IOException {
    try (Idempotency.Attempt attempt = idempotency.attempt(owner.name(), "models", key)) {
      return add(owner, naming, file, attempt);
    }
  }

  private UUID add(Owner owner, Naming naming, Arriving arriving, Idempotency.Attempt attempt)
      throws IOException {
    heads.requireLength(arriving.announced());
    MessageDigest digest = Sha256.start();
    InputStream file = new DigestInputStream(arriving.bytes(), digest);
    TensorHead head = heads.read(file, arriving.memory());
    FileContent content = content(head.metadata());
    ModelSpec spec = spec(content);
    Outline outline = Outline.of(spec);
    content.requireFit(spec, outline);
    requireSize(head, outline);
    try (Quota.Room room = quota.reserve(owner)) {
      room.take(head.dataSize());
      Blob weights = weights(file, head, spec);
      ModelDraft draft = draft(owner, naming, head, content, outline.parameters(), weights);
      String sent = Sha256.hex(Sha256.hex(digest) + naming);
      return attempt.earlier(sent).orElseGet(() -> attempt.create(sent, () -> add(draft, room)));
    }
  }

  private UUID add(ModelDraft draft, Quota.Room room) {
    models.add(draft, room);
    return draft.id();
  }

  private Blob weights(InputStream file, TensorHead head, ModelSpec spec) throws IOException {
    List<TensorHead.Entry> wanted = TensorHead.entries(TensorShape.of(spec));
    List<TensorHead.Entry> places = places(head, wanted);
    return places.equals(head.entries())
        ? blobs.write(out -> receive(file, head, out))
        : inOrder(blobs.write(out -> copy(file, head.dataSize(), out)), head, places);
  }

  private ModelDraft draft(
      Owner owner,
      Naming naming,
      TensorHead head,
      FileContent content,
      long parameters,
      Blob weights) {
    return new ModelDraft(
        uuids.next(),
        owner,
        null,
        naming.name().orElseGet(() -> name(head.metadata())),
        naming.labels(),
        content.document(),
        content.encoding(),
        parameters,
        head.metadata().getOrDefault(ModelText.WEIGHTS_SHA256, ""),
        weights);
  }

  private static String name(SequencedMap<String, String> text) {
    String name = text.getOrDefault(ModelText.NAME, "");
    int length = name.codePointCount(0, name.length());
    FileRefusal.require(
        length >= 1 && length <= 200, "__metadata__ name", "must have 1 to 200 characters");
    return name;
  }

  private static FileContent content(SequencedMap<String, String> text) {
    FileRefusal.require(
        ModelText.FORMAT.equals(text.get(ModelText.FORMAT_NAME)),
        "__metadata__ format",
        "must be " + ModelText.FORMAT + ", so that it is a file of this service");
    FileRefusal.require(
        ModelText.digest(text).equals(text.get(ModelText.METADATA_SHA256)),
        "__metadata__ metadata_sha256",
        "does not fit the metadata, which is damaged");
    try {
      FileContent content =
          new FileContent(
              ModelText.document(text.getOrDefault(ModelText.CARD, "")),
              ModelText.encoding(text.getOrDefault(ModelText.PREPROCESSING, "")));
      content.requireWhole();
      return content;
    } catch (JacksonException | ArithmeticException e) {
      throw FileRefusal.at("__metadata__", "card or preprocessing cannot be read");
    }
  }

  private ModelSpec spec(FileContent content) {
    Problems problems = new Problems();
    return specs
        .readAlone(JsonFields.of(content.document().model(), "", problems))
        .orElseThrow(
            () ->
                FileRefusal.at(
                    "__metadata__ card, model" + problems.errors().getFirst().pointer(),
                    problems.errors().getFirst().detail()));
  }

  private static void requireSize(TensorHead head, Outline outline) {
    FileRefusal.require(
        outline.parameters() <= head.dataSize() / Float.BYTES,
        "byte 8",
        "the tensors hold fewer values than the network has parameters");
  }

  private static void receive(InputStream file, TensorHead head, OutputStream out)
      throws IOException {
    WeightsCheck check = new WeightsCheck(out);
    copy(file, head.dataSize(), check);
    verify(head, check);
  }

  private static void copy(InputStream file, long size, OutputStream out) throws IOException {
    copy(file, size, out, true);
  }

  /**
   * @param whole whether nothing may follow
   */
  private static void copy(InputStream file, long size, OutputStream out, boolean whole)
      throws IOException {
    byte[] buffer = new byte[1 << 16];
    long left = size;
    while (left > 0) {
      int n = file.readNBytes(buffer, 0, (int) Math.min(buffer.length, left));
      FileRefusal.require(n > 0, "tensors", "the file ends " + left + " bytes too early");
      out.write(buffer, 0, n);
      left -= n;
    }
    FileRefusal.require(!whole || file.read() < 0, "end", "there are bytes behind the last tensor");
  }

  /** Where in the file each of the network's tensors lies, in the network's order. */
  private static List<TensorHead.Entry> places(TensorHead head, List<TensorHead.Entry> wanted) {
    List<TensorHead.Entry> places = new ArrayList<>();
    for (TensorHead.Entry tensor : wanted) {
      head.entries().stream()
          .filter(it -> it.name().equals(tensor.name()) && it.shape().equals(tensor.shape()))
          .filter(it -> it.end() - it.begin() == tensor.end() - tensor.begin())
          .findFirst()
          .ifPresentOrElse(
              places::add,
              () -> {
                throw FileRefusal.at(
                    "tensor " + tensor.name(), "must be there, of shape " + tensor.shape());
              });
    }
    FileRefusal.require(
        wanted.size() == head.entries().size(),
        "byte 8",
        "there are more tensors than the network's");
    return places;
  }

  /** The same weights in the network's order; what was sent is swept. */
  private Blob inOrder(Blob asSent, TensorHead head, List<TensorHead.Entry> places)
      throws IOException {
    return blobs.write(
        out -> {
          WeightsCheck check = new WeightsCheck(out);
          for (TensorHead.Entry place : places) {
            try (InputStream tensor = blobs.open(asSent.id(), place.begin())) {
              copy(tensor, place.end() - place.begin(), check, false);
            }
          }
          verify(head, check);
        });
  }

  /** What came are the weights that the file names, and all are numbers. */
  private static void verify(TensorHead head, WeightsCheck weights) {
    FileRefusal.require(
        weights.sha256().equals(head.metadata().get(ModelText.WEIGHTS_SHA256)),
        "tensors",
        "are damaged: their digest is not weights_sha256");
    FileRefusal.require(weights.isFinite(), "tensors", "hold a number that is not finite");
  }

  /** Looks at weights as they are written: none of them is held. */
  private static final class WeightsCheck extends FilterOutputStream {

    private static final int EXPONENT = 0x7f80;

    private final MessageDigest digest = Sha256.start();
    private boolean finite = true;
    private long at;
    private int third;

    WeightsCheck(OutputStream out) {
      super(out);
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
      for (int i = from; i < from + length; i++, at++) {
        // Of a little-endian float the last two bytes hold the exponent
        int place = (int) (at % Float.BYTES);
        if (place == 2) {
          third = bytes[i] & 0xff;
        } else if (place == 3) {
          finite &= (((bytes[i] & 0xff) << 8 | third) & EXPONENT) != EXPONENT;
        }
      }
      digest.update(bytes, from, length);
      out.write(bytes, from, length);
    }

    boolean isFinite() {
      return finite;
    }

    String sha256() {
      return Sha256.hex(digest);
    }
  }
}
