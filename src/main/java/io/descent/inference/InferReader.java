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
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
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
   * What a model takes.
   *
   * @param shape of one row
   * @param table its columns; absent of images
   * @param tooFine columns that float32 cannot carry
   */
  record Wanted(Shape shape, Optional<TableForm> table, List<String> tooFine) {}

  InferRequest read(
      InputStream body, OptionalLong headerLength, Shape inputShape, RequestMemory.Taken memory)
      throws IOException {
    Wanted wanted = new Wanted(inputShape, Optional.empty(), List.of());
    return read(body, headerLength, wanted, memory);
  }

  /**
   * @param headerLength bytes of the JSON object, where more follows
   */
  InferRequest read(
      InputStream body, OptionalLong headerLength, Wanted wanted, RequestMemory.Taken memory)
      throws IOException {
    if (headerLength.isEmpty()) {
      InferHeader header = InferHeader.read(json.read(body, memory).node());
      return request(header, wanted, InputStream.nullInputStream(), memory);
    }
    byte[] header = exactly(body, headerLength.getAsLong(), "the JSON object", memory);
    InferRequest request =
        request(
            InferHeader.read(json.read(new ByteArrayInputStream(header), memory).node()),
            wanted,
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
      InferHeader header, Wanted wanted, InputStream rest, RequestMemory.Taken memory)
      throws IOException {
    boolean columns =
        wanted.table().isPresent()
            && (!header.isOneTensor() || wanted.table().get().column(InferHeader.INPUT) >= 0);
    if (columns && !isWhole(header, wanted.shape())) {
      return columns(header, wanted, rest, memory);
    }
    requireOne(header);
    InputTensor input = header.inputs().getFirst();
    TensorType type = number(input);
    requireCarried(input, type, wanted.tooFine());
    int rows = rows(input.shape(), wanted.shape());
    int count = count(rows, wanted.shape());
    double[] values = numbers(input, type, count, rest, memory);
    memory.take((long) count * Double.BYTES);
    return new InferRequest(header.id(), rows, values, header.binary(), new Remarks(), input);
  }

  /** A table may have a column of the tensor's own name. */
  private static boolean isWhole(InferHeader header, Shape shape) {
    return header.isOneTensor()
        && header.inputs().getFirst().shape().length == shape.rank() + 1
        && header.inputs().getFirst().shape()[1] == shape.dim(0);
  }

  private static void requireOne(InferHeader header) {
    if (header.inputs().size() != 1) {
      throw unreadable(
          "/inputs: must hold one tensor, named input; holds " + header.inputs().size());
    }
    String name = header.inputs().getFirst().name();
    if (!name.equals(InferHeader.INPUT)) {
      throw unreadable("/inputs/0/name: there is no tensor " + name + "; the only one is input");
    }
  }

  private static TensorType number(InputTensor tensor) {
    return tensor
        .type()
        .filter(type -> type != TensorType.BOOL)
        .orElseThrow(() -> unreadable(tensor.pointer() + "/datatype: must be one of numbers"));
  }

  private static void requireCarried(InputTensor tensor, TensorType type, List<String> tooFine) {
    if (type.isShort() && !tooFine.isEmpty()) {
      throw unreadable(
          tensor.pointer()
              + "/datatype: "
              + type
              + " cannot carry "
              + String.join(", ", tooFine)
              + ", of which a unit in the last place is more than a ten-thousandth of the"
              + " deviation; send FP64");
    }
  }

  private double[] numbers(
      InputTensor input, TensorType type, int count, InputStream rest, RequestMemory.Taken memory)
      throws IOException {
    TensorData tensor = new TensorData(type, input.shape(), count, input.pointer());
    return input.data().isPresent()
        ? tensor.read(input.data().get())
        : tensor.read(bytes(rest, input, type, (long) count * type.bytes(), memory));
  }

  /** One tensor a column, named by it. */
  private InferRequest columns(
      InferHeader header, Wanted wanted, InputStream rest, RequestMemory.Taken memory)
      throws IOException {
    TableForm form = wanted.table().orElseThrow();
    int rows = columnRows(header.inputs());
    memory.take(2L * count(rows, wanted.shape()) * Double.BYTES);
    Remarks remarks = new Remarks();
    ColumnTensors table = new ColumnTensors(form, rows, remarks);
    Set<String> seen = new HashSet<>();
    boolean any = false;
    for (InputTensor tensor : header.inputs()) {
      int column = table.column(tensor);
      if (!seen.add(tensor.name())) {
        throw unreadable(tensor.pointer() + "/name: is given twice");
      }
      any |= column >= 0;
      take(tensor, column, table, rows, wanted, rest, memory);
    }
    if (!any) {
      throw unreadable("/inputs: names none of the model's columns");
    }
    return new InferRequest(
        header.id(), rows, table.values(), header.binary(), remarks, header.inputs().getFirst());
  }

  private void take(
      InputTensor tensor,
      int column,
      ColumnTensors table,
      int rows,
      Wanted wanted,
      InputStream rest,
      RequestMemory.Taken memory)
      throws IOException {
    if (tensor.type().isPresent()) {
      TensorType type = tensor.type().get();
      if (wanted.tooFine().contains(tensor.name())) {
        requireCarried(tensor, type, List.of(tensor.name()));
      }
      double[] numbers = numbers(tensor, type, rows, rest, memory);
      if (column >= 0) {
        table.numbers(column, tensor, numbers);
      }
      return;
    }
    List<String> texts =
        tensor.data().isPresent()
            ? table.texts(tensor, tensor.data().get())
            : table.texts(
                tensor, exactly(rest, tensor.dataSize().orElseThrow(), "the binary data", memory));
    if (column >= 0) {
      table.texts(column, tensor, texts);
    }
  }

  /** The rows of all tensors, each (rows) or (rows, 1). */
  private int columnRows(List<InputTensor> tensors) {
    long rows = tensors.getFirst().elements();
    for (InputTensor tensor : tensors) {
      boolean flat =
          tensor.shape().length == 1 || tensor.shape().length == 2 && tensor.shape()[1] == 1;
      if (!flat || tensor.elements() != rows) {
        throw unreadable(
            "%s/shape: must be [%d] or [%d, 1], is %s"
                .formatted(tensor.pointer(), rows, rows, Arrays.toString(tensor.shape())));
      }
    }
    if (rows < 1 || rows > limits.instances()) {
      throw unreadable(
          "/inputs/0/shape/0: must be 1 to %d rows, is %d".formatted(limits.instances(), rows));
    }
    return (int) rows;
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
      InputStream body,
      InputTensor tensor,
      TensorType type,
      long wanted,
      RequestMemory.Taken memory)
      throws IOException {
    long size = tensor.dataSize().orElseThrow();
    if (size != wanted) {
      throw unreadable(
          "%s/parameters/binary_data_size: is %d, and %s of this shape takes %d bytes"
              .formatted(tensor.pointer(), size, type, wanted));
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
