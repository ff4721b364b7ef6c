package io.descent.dataset;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** In arrays of a size that the heap has room for. */
final class HeapCopy implements RowCopy {

  private static final int PIECE = 1 << 20;

  private final List<byte[]> full = new ArrayList<>();
  private final ByteArrayOutputStream last = new ByteArrayOutputStream();

  @Override
  public void append(byte[] bytes, int from, int length) {
    last.write(bytes, from, length);
    if (last.size() >= PIECE) {
      full.add(last.toByteArray());
      last.reset();
    }
  }

  @Override
  public InputStream read() {
    List<InputStream> pieces =
        new ArrayList<>(full.stream().map(ByteArrayInputStream::new).toList());
    pieces.add(new ByteArrayInputStream(last.toByteArray()));
    return new SequenceInputStream(Collections.enumeration(pieces));
  }
}
