package io.descent.storage;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.UUID;

/**
 * Bytes in rows of 64 KiB with a checksum each. A blob is written in transactions of at most 4 MiB
 * and exists for nobody until {@link #keep} is called in the transaction that makes a row point at
 * it; until then, and after {@link #drop}, it is swept. No connection is held between two chunks.
 */
public interface Blobs {

  /** Writes the bytes and closes. */
  interface Source {
    void writeTo(OutputStream out) throws IOException;
  }

  /** Stores what the source writes, under a fresh id; not kept yet. */
  Blob write(Source source) throws IOException;

  /**
   * A stream that verifies every chunk; an IOException naming blob and chunk where one is damaged.
   */
  InputStream open(UUID id);

  /** Joins the caller's transaction: the blob is from now on referred to. */
  void keep(UUID id);

  /** Joins the caller's transaction: the blob is no longer referred to, and is deleted later. */
  void drop(UUID id);
}
