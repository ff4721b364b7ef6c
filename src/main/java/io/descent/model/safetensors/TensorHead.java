package io.descent.model.safetensors;

import io.descent.engine.TensorShape;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SequencedMap;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The head of a safetensors file: the length of its JSON in eight bytes, then the JSON, which says
 * where each tensor is and holds text about them all.
 *
 * @param metadata text by name
 */
public record TensorHead(SequencedMap<String, String> metadata, List<Entry> entries) {

  static final String METADATA = "__metadata__";
  static final String DTYPE = "F32";

  private static final int ALIGNMENT = 8;

  /**
   * One tensor of float32, row-major.
   *
   * @param begin of its bytes behind the head
   */
  public record Entry(String name, List<Integer> shape, long begin, long end) {}

  /** Of tensors that lie one behind the other. */
  public static List<Entry> entries(List<TensorShape> tensors) {
    List<Entry> entries = new ArrayList<>();
    long at = 0;
    for (TensorShape tensor : tensors) {
      long end = at + tensor.shape().size() * Float.BYTES;
      entries.add(new Entry(tensor.name(), tensor.shape().dims(), at, end));
      at = end;
    }
    return entries;
  }

  /** Bytes of all tensors. */
  public long dataSize() {
    return entries.isEmpty() ? 0 : entries.getLast().end();
  }

  /** The head as it stands in a file; spaces fill it up, so that the tensors are aligned. */
  public byte[] bytes() {
    byte[] json = json().toString().getBytes(StandardCharsets.UTF_8);
    int length = Math.ceilDiv(json.length, ALIGNMENT) * ALIGNMENT;
    byte[] padded = Arrays.copyOf(json, length);
    Arrays.fill(padded, json.length, length, (byte) ' ');
    return ByteBuffer.allocate(Long.BYTES + length)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putLong(length)
        .put(padded)
        .array();
  }

  private ObjectNode json() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    ObjectNode text = json.putObject(METADATA);
    metadata.forEach(text::put);
    for (Entry entry : entries) {
      ObjectNode tensor = json.putObject(entry.name());
      tensor.put("dtype", DTYPE);
      entry.shape().forEach(tensor.withArray("shape")::add);
      tensor.putArray("data_offsets").add(entry.begin()).add(entry.end());
    }
    return json;
  }
}
