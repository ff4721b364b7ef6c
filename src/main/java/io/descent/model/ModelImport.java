package io.descent.model;

import io.descent.engine.ModelSpec;
import io.descent.engine.Network;
import io.descent.engine.Outline;
import io.descent.model.safetensors.FileRefusal;
import io.descent.model.safetensors.TensorHead;
import io.descent.model.safetensors.TensorHeadReader;
import io.descent.security.Owner;
import io.descent.spec.Specs;
import io.descent.storage.Blob;
import io.descent.storage.Blobs;
import io.descent.web.JsonFields;
import io.descent.web.Problems;
import io.descent.web.UuidV7;
import java.io.IOException;
import java.io.InputStream;
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

  ModelImport(TensorHeadReader heads, Specs specs, Blobs blobs, ModelStore models, UuidV7 uuids) {
    this.heads = heads;
    this.specs = specs;
    this.blobs = blobs;
    this.models = models;
    this.uuids = uuids;
  }

  /** The id of the new model. */
  UUID add(Owner owner, InputStream file) throws IOException {
    TensorHead head = heads.read(file);
    FileContent content = content(head.metadata());
    ModelSpec spec = spec(content);
    Outline outline = Outline.of(spec);
    content.requireFit(spec, outline);
    requireSize(head, outline);
    Blob weights = blobs.write(out -> copy(file, head.dataSize(), out));
    verify(head, spec, weights);
    UUID id = uuids.next();
    models.add(
        new ModelDraft(
            id,
            owner,
            null,
            name(head.metadata()),
            content.document(),
            content.encoding(),
            outline.parameters(),
            head.metadata().getOrDefault(ModelText.WEIGHTS_SHA256, ""),
            weights));
    return id;
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

  private static void copy(InputStream file, long size, java.io.OutputStream out)
      throws IOException {
    byte[] buffer = new byte[1 << 16];
    long left = size;
    while (left > 0) {
      int n = file.read(buffer, 0, (int) Math.min(buffer.length, left));
      FileRefusal.require(n > 0, "tensors", "the file ends " + left + " bytes too early");
      out.write(buffer, 0, n);
      left -= n;
    }
    FileRefusal.require(file.read() < 0, "end", "there are bytes behind the last tensor");
  }

  /** The stored bytes are the network's, tensor by tensor and bit by bit. */
  private void verify(TensorHead head, ModelSpec spec, Blob weights) throws IOException {
    Network network;
    try (InputStream stored = blobs.open(weights.id())) {
      network = Network.read(spec, stored);
    } catch (IOException e) {
      throw FileRefusal.at("tensors", "do not fit the network");
    }
    List<TensorHead.Entry> wanted = TensorHead.entries(network.tensors());
    for (int i = 0; i < wanted.size(); i++) {
      boolean same = i < head.entries().size() && wanted.get(i).equals(head.entries().get(i));
      FileRefusal.require(
          same,
          "tensor " + wanted.get(i).name(),
          "must be the next, of shape " + wanted.get(i).shape());
    }
    FileRefusal.require(
        wanted.size() == head.entries().size(),
        "byte 8",
        "there are more tensors than the network's");
    FileRefusal.require(
        network.sha256().equals(head.metadata().get(ModelText.WEIGHTS_SHA256)),
        "tensors",
        "are damaged: their digest is not weights_sha256");
    FileRefusal.require(network.isFinite(), "tensors", "hold a number that is not finite");
  }
}
