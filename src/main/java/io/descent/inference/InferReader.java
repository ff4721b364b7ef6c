package io.descent.inference;

import io.descent.engine.Shape;
import io.descent.web.Limits;
import io.descent.web.ProblemException;
import io.descent.web.ProblemKind;
import io.descent.web.RequestMemory;
import io.descent.web.StrictJson;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.OptionalLong;
import java.util.stream.LongStream;
import org.springframework.stereotype.Component;

/**
 * Reads an inference request: a JSON object, which the input's bytes may follow. What a client
 * claims about lengths is believed only as far as bytes arrive.
 */
@Component
final class InferReader {

  private final StrictJson json;
  private final Limits limits;

  InferReader(StrictJson json, Limits limits) {
    this.json = json;
    this.limits = limits;
  }

  /**
   * @param headerLength bytes of the JSON object, where more follows
   * @param inputShape of one row
   */
  InferRequest read(
      InputStream body, OptionalLong headerLength, Shape inputShape, RequestMemory.Taken memory)
      throws IOException {
    if (headerLength.isEmpty()) {
      InferHeader header = InferHeader.read(json.read(body, memory).node());
      return request(header, inputShape, InputStream.nullInputStream(), memory);
    }
    byte[] header = exactly(body, headerLength.getAsLong(), "the JSON object", memory);
    InferRequest request =
        request(
            InferHeader.read(json.read(new ByteArrayInputStream(header), memory).node()),
            inputShape,
            body,
            memory);
    if (body.read() >= 0) {
      throw unreadable("there are more bytes than the request tells of");
    }
    return request;
  }

  /**
   * @param rest what follows the JSON object
   */
  private InferRequest request(
      InferHeader header, Shape inputShape, InputStream rest, RequestMemory.Taken memory)
      throws IOException {
    int rows = rows(header.shape(), inputShape);
    int count = count(rows, inputShape);
    TensorData tensor = new TensorData(header.type(), header.shape(), count);
    double[] values =
        header.data().isPresent()
            ? tensor.read(header.data().get())
            : tensor.read(bytes(rest, header, (long) count * header.type().bytes(), memory));
    memory.take((long) count * Double.BYTES);
    return new InferRequest(header.id(), rows, values, header.binary());
  }

  private int rows(long[] shape, Shape inputShape) {
    long[] row = inputShape.dims().stream().mapToLong(Integer::longValue).toArray();
    boolean fits =
        shape.length == row.length + 1 && Arrays.equals(shape, 1, shape.length, row, 0, row.length);
    if (!fits) {
      long[] wanted = LongStream.concat(LongStream.of(-1), Arrays.stream(row)).toArray();
      throw unreadable(
          "/inputs/0/shape: must be %s, is %s"
              .formatted(Arrays.toString(wanted), Arrays.toString(shape)));
    }
    if (shape[0] < 1 || shape[0] > limits.instances()) {
      throw unreadable(
          "/inputs/0/shape/0: must be 1 to %d rows, is %d".formatted(limits.instances(), shape[0]));
    }
    return (int) shape[0];
  }

  /** No body that is within the limit has more elements than bytes. */
  private int count(int rows, Shape inputShape) {
    if (inputShape.size() > limits.json().toBytes() / rows) {
      throw ProblemException.of(
          ProblemKind.TOO_LARGE,
          "%d rows of %d values are more than a request may hold"
              .formatted(rows, inputShape.size()));
    }
    return Math.toIntExact(rows * inputShape.size());
  }

  private byte[] bytes(
      InputStream body, InferHeader header, long wanted, RequestMemory.Taken memory)
      throws IOException {
    long size = header.dataSize().orElseThrow();
    if (size != wanted) {
      throw unreadable(
          "/inputs/0/parameters/binary_data_size: is %d, and %s of this shape takes %d bytes"
              .formatted(size, header.type(), wanted));
    }
    return exactly(body, size, "the binary data", memory);
  }

  private byte[] exactly(InputStream body, long length, String what, RequestMemory.Taken memory)
      throws IOException {
    if (length > limits.json().toBytes()) {
      throw ProblemException.of(
          ProblemKind.TOO_LARGE, what + " is larger than " + limits.json().toBytes() + " bytes");
    }
    // The buffers of the reading, and the bytes that are put together of them
    byte[] bytes = memory.measured(body, 2).readNBytes((int) length);
    if (bytes.length < length) {
      throw unreadable(what + " ends after " + bytes.length + " of " + length + " bytes");
    }
    return bytes;
  }

  private static ProblemException unreadable(String detail) {
    return ProblemException.of(ProblemKind.UNREADABLE, detail);
  }
}
