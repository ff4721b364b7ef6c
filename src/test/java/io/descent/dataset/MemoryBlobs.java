package io.descent.dataset;

import io.descent.storage.Blob;
import io.descent.storage.Blobs;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/** Blobs without a database. */
final class MemoryBlobs implements Blobs {

  private final Map<UUID, byte[]> blobs = new HashMap<>();

  @Override
  public Blob write(Source source) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    source.writeTo(out);
    UUID id = UUID.randomUUID();
    blobs.put(id, out.toByteArray());
    return new Blob(id, out.size());
  }

  @Override
  public long size(UUID id) {
    return blobs.get(id).length;
  }

  @Override
  public InputStream open(UUID id, long from) {
    byte[] bytes = blobs.get(id);
    return new ByteArrayInputStream(bytes, (int) from, bytes.length - (int) from);
  }

  @Override
  public void keep(UUID id) {}

  @Override
  public void drop(UUID id) {
    blobs.remove(id);
  }

  int size() {
    return blobs.size();
  }
}
