package io.descent.model.safetensors;

import io.descent.web.JsonFields;
import io.descent.web.Limits;
import io.descent.web.ProblemException;
import io.descent.web.ProblemKind;
import io.descent.web.Problems;
import io.descent.web.RequestMemory;
import io.descent.web.StrictJson;
import io.descent.web.WholeNumber;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/** Reads the head of a safetensors file; believes no length before the bytes are there. */
@Component
public class TensorHeadReader {

  private static final int LEAST = 2;

  private final StrictJson json;
  private final Limits limits;

  public TensorHeadReader(StrictJson json, Limits limits) {
    this.json = json;
    this.limits = limits;
  }

  /**
   * Reads the head, and stops at the first byte of the tensors.
   *
   * @param memory what the head is added to
   */
  public TensorHead read(InputStream file, RequestMemory.Taken memory) throws IOException {
    JsonNode head = json(file, length(file), memory);
    FileRefusal.require(head.isObject(), "byte 8", "the header is not a JSON object");
    SequencedMap<String, String> metadata = new LinkedHashMap<>();
    List<TensorHead.Entry> entries = new ArrayList<>();
    head.properties()
        .forEach(
            property -> {
              if (property.getKey().equals(TensorHead.METADATA)) {
                readMetadata(property.getValue(), metadata);
              } else {
                entries.add(entry(property.getKey(), property.getValue()));
              }
            });
    // Names are in any order: what counts is where the tensors lie
    entries.sort(Comparator.comparingLong(TensorHead.Entry::begin));
    requireNoGap(entries);
    return bounded(new TensorHead(metadata, entries));
  }

  /** Refuses a file that is announced to be larger than any that is read, before it is sent. */
  public void requireLength(long announced) {
    long most = Long.BYTES + limits.json().toBytes() + limits.importedWeights().toBytes();
    if (announced > most) {
      throw ProblemException.of(
          ProblemKind.TOO_LARGE, "the file is larger than " + most + " bytes");
    }
  }

  /** A network is read as a whole to be checked. */
  private TensorHead bounded(TensorHead head) {
    long most = limits.importedWeights().toBytes();
    if (head.dataSize() > most) {
      throw ProblemException.of(
          ProblemKind.TOO_LARGE, "the weights are larger than " + most + " bytes");
    }
    return head;
  }

  private long length(InputStream file) throws IOException {
    byte[] bytes = file.readNBytes(Long.BYTES);
    FileRefusal.require(
        bytes.length == Long.BYTES, "byte 0", "a safetensors file begins with eight bytes");
    long length = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong();
    FileRefusal.require(
        length >= LEAST && length <= limits.json().toBytes(),
        "byte 0",
        "the header's length must be 2 to " + limits.json().toBytes() + ", is " + length);
    return length;
  }

  private JsonNode json(InputStream file, long length, RequestMemory.Taken memory)
      throws IOException {
    byte[] bytes = memory.measured(file, 2).readNBytes((int) length);
    FileRefusal.require(
        bytes.length == length,
        "byte " + (Long.BYTES + bytes.length),
        "the file ends in its header");
    try {
      return json.read(new ByteArrayInputStream(bytes), memory).node();
    } catch (ProblemException notJson) {
      if (notJson.kind() != ProblemKind.UNREADABLE) {
        throw notJson;
      }
      throw FileRefusal.at("byte 8", "the header cannot be read: " + notJson.getMessage());
    }
  }

  private static void readMetadata(JsonNode json, SequencedMap<String, String> metadata) {
    FileRefusal.require(json.isObject(), TensorHead.METADATA, "must be an object");
    json.properties()
        .forEach(
            property -> {
              FileRefusal.require(
                  property.getValue().isString(),
                  TensorHead.METADATA + " " + property.getKey(),
                  "must be text");
              metadata.put(property.getKey(), property.getValue().stringValue());
            });
  }

  private static TensorHead.Entry entry(String name, JsonNode json) {
    Problems problems = new Problems();
    JsonFields fields = JsonFields.of(json, "", problems);
    fields.requiredChoice("dtype", List.of(TensorHead.DTYPE));
    List<Integer> shape =
        numbers(fields, "shape", Integer.MAX_VALUE).stream().map(Math::toIntExact).toList();
    List<Long> offsets = numbers(fields, "data_offsets", Long.MAX_VALUE);
    fields.done();
    if (offsets.size() != 2 && problems.isEmpty()) {
      problems.invalid("/data_offsets", "must be two numbers");
    }
    if (!problems.isEmpty()) {
      throw FileRefusal.at("tensor " + name, problems.errors().getFirst().detail());
    }
    return new TensorHead.Entry(name, shape, offsets.getFirst(), offsets.getLast());
  }

  private static List<Long> numbers(JsonFields fields, String name, long most) {
    List<Long> numbers = new ArrayList<>();
    for (JsonNode node : fields.requiredArray(name).orElse(List.of())) {
      WholeNumber.read(node, fields.pointer(name), 0, most, fields.problems())
          .ifPresent(numbers::add);
    }
    return numbers;
  }

  private static void requireNoGap(List<TensorHead.Entry> entries) {
    long at = 0;
    for (TensorHead.Entry entry : entries) {
      FileRefusal.require(
          entry.begin() == at && entry.end() >= at,
          "tensor " + entry.name(),
          "must begin at " + at + ", behind the one before it, and end after that");
      at = entry.end();
    }
  }
}
