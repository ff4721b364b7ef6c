package io.descent.model;

import io.descent.dataset.Encoding;
import io.descent.engine.Network;
import io.descent.security.Owner;
import io.descent.storage.Blob;
import io.descent.storage.Labels;
import io.descent.web.Warning;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A model about to be stored.
 *
 * @param jobId absent where it comes from a file
 * @param weights what {@link Network#write} wrote, stored and not kept yet
 */
public record ModelDraft(
    UUID id,
    Owner owner,
    @Nullable UUID jobId,
    String name,
    Labels labels,
    ModelDocument document,
    Encoding encoding,
    long parameters,
    String weightsSha256,
    Blob weights) {

  /** The same under another name, with other tags and another description. */
  public ModelDraft called(String otherName, Labels others) {
    return new ModelDraft(
        id,
        owner,
        jobId,
        otherName,
        others,
        document,
        encoding,
        parameters,
        weightsSha256,
        weights);
  }

  /** The same with what was doubtful of its training. */
  public ModelDraft warned(List<Warning> warnings) {
    return new ModelDraft(
        id,
        owner,
        jobId,
        name,
        labels,
        document.warned(warnings),
        encoding,
        parameters,
        weightsSha256,
        weights);
  }
}
