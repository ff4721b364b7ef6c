package io.descent.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import com.sun.management.ThreadMXBean;
import io.descent.engine.Shape;
import io.descent.web.FieldError;
import io.descent.web.Limits;
import io.descent.web.ProblemException;
import io.descent.web.ProblemKind;
import io.descent.web.RequestBodies;
import io.descent.web.RequestMemory;
import io.descent.web.StrictJson;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class InferReaderTest {

  private static final Limits LIMITS =
      new Binder(new MapConfigurationPropertySource())
          .bindOrCreate("descent.limits", Bindable.of(Limits.class));
  private static final Shape ROW = Shape.of(2);
  private static final Shape IMAGE = Shape.of(1, 2, 3);

  private final RequestMemory memory = new RequestMemory(LIMITS, () -> "");
  private final InferReader reader =
      new InferReader(
          new StrictJson(LIMITS, memory, new RequestBodies(LIMITS, InstantSource.system())),
          LIMITS);

  @Test
  void flatAndNestedDataAreTheSame() throws IOException {
    InferRequest flat = read(tensor("[2,2]", "FP64", "[1,2.5,3,-4e3]"), ROW);
    InferRequest nested = read(tensor("[2,2]", "FP64", "[[1,2.5],[3,-4e3]]"), ROW);
    assertThat(flat.values()).containsExactly(1, 2.5, 3, -4000);
    assertThat(nested.values()).containsExactly(flat.values());
    assertThat(nested.rows()).isEqualTo(2);
    assertThat(nested.binary()).isFalse();
    assertThat(nested.id()).isEmpty();
  }

  @Test
  void imagesMayBeNestedOrFlat() throws IOException {
    String nested = "[[[[1,2,3],[4,5,6]]]]";
    assertThat(read(tensor("[1,1,2,3]", "UINT8", nested), IMAGE).values())
        .containsExactly(1, 2, 3, 4, 5, 6);
    assertThat(read(tensor("[1,1,2,3]", "UINT8", "[1,2,3,4,5,6]"), IMAGE).values())
        .containsExactly(1, 2, 3, 4, 5, 6);
  }

  @Test
  void aNumberOfJsonIsWhatItsBytesWouldHaveBeen() throws IOException {
    assertThat(read(tensor("[1,2]", "FP32", "[0.1,5]"), ROW).values())
        .containsExactly((double) 0.1f, 5);
    assertThat(read(tensor("[1,2]", "FP64", "[0.1,5]"), ROW).values()).containsExactly(0.1, 5);
  }

  @Test
  void theDocumentedFormsOfARequestAreUnderstood() throws IOException {
    InferRequest request =
        read(
            """
            {
              "id" : "42",
              "model_name" : "mymodel",
              "parameters" : {"sequence_id" : 7, "binary_data_output" : true},
              "inputs" : [
                {
                  "name" : "input",
                  "shape" : [ 2, 2 ],
                  "datatype" : "UINT32",
                  "parameters" : {"content_type" : "np"},
                  "data" : [ 1, 2, 3, 4 ]
                }
              ],
              "outputs" : [{"name" : "output", "parameters" : {"binary_data" : false}}]
            }
            """,
            ROW);
    assertThat(request.id()).contains("42");
    assertThat(request.values()).containsExactly(1, 2, 3, 4);
    assertThat(request.binary()).isFalse();
  }

  @Test
  void nullIsAsGoodAsAbsentWhereAFieldIsOptional() throws IOException {
    String json =
        "{\"id\":null,\"parameters\":null,\"outputs\":null,\"inputs\":[{\"name\":\"input\","
            + "\"parameters\":null,\"shape\":[1,2],\"datatype\":\"INT8\",\"data\":[1,2]}]}";
    assertThat(read(json, ROW).values()).containsExactly(1, 2);
  }

  @ParameterizedTest
  @CsvSource({
    "FP32, 4",
    "FP64, 8",
    "INT8, 1",
    "INT16, 2",
    "INT32, 4",
    "INT64, 8",
    "FP16, 2",
    "UINT8, 1",
    "UINT16, 2",
    "UINT32, 4",
    "UINT64, 8"
  })
  void everyDatatypeIsReadFromBytes(TensorType type, int width) throws IOException {
    byte[] data =
        bytes(2 * width, it -> put(put(it, type, 3), type, type.name().startsWith("U") ? 200 : -7));
    InferRequest request = readBinary(header("[1,2]", type.name(), 2 * width), data, ROW);
    assertThat(request.values()).containsExactly(3, type.name().startsWith("U") ? 200 : -7);
    assertThat(request.binary()).isTrue();
  }

  private static ByteBuffer put(ByteBuffer data, TensorType type, int value) {
    return switch (type) {
      case FP16 -> data.putShort(Float.floatToFloat16(value));
      case FP32 -> data.putFloat(value);
      case FP64 -> data.putDouble(value);
      case INT8, UINT8, BOOL -> data.put((byte) value);
      case INT16, UINT16 -> data.putShort((short) value);
      case INT32, UINT32 -> data.putInt(value);
      case INT64, UINT64 -> data.putLong(value);
    };
  }

  @Test
  void theLargestUnsignedNumberKeepsItsSign() throws IOException {
    byte[] data = bytes(16, it -> it.putLong(-1).putLong(1));
    double[] values = readBinary(header("[1,2]", "UINT64", 16), data, ROW).values();
    assertThat(values[0]).isCloseTo(0x1p64, within(1.0));
    assertThat(values[1]).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "{}",
        "{\"inputs\":[]}",
        "{\"inputs\":{}}",
        "{\"inputs\":[1]}",
        "{\"inputs\":[{\"name\":\"input\",\"shape\":[1,2],\"datatype\":\"FP32\"}]}",
        "{\"inputs\":[{\"name\":\"x\",\"shape\":[1,2],\"datatype\":\"FP32\",\"data\":[1,2]}]}",
        "{\"inputs\":[{\"shape\":[1,2],\"datatype\":\"FP32\",\"data\":[1,2]}]}",
        "{\"inputs\":[{\"name\":\"input\",\"datatype\":\"FP32\",\"data\":[1,2]}]}",
        "{\"inputs\":[{\"name\":\"input\",\"shape\":[1,2],\"data\":[1,2]}]}",
        "{\"inputs\":[{\"name\":\"input\",\"shape\":[1,2],\"datatype\":\"FP32\",\"data\":[1,2]}],"
            + "\"outputs\":[{\"name\":\"y\"}]}",
        "{\"inputs\":[{\"name\":\"input\",\"shape\":[1,2],\"datatype\":\"FP32\",\"data\":[1,2]}],"
            + "\"ouputs\":[]}",
        "{\"id\":4,\"inputs\":[{\"name\":\"input\",\"shape\":[1,2],\"datatype\":\"FP32\","
            + "\"data\":[1,2]}]}"
      })
  void whatIsNotARequestIsRefused(String json) {
    refused(json, ROW);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[2]       | FP32 | [1,2]",
        "[1,3]     | FP32 | [1,2,3]",
        "[1,2,1]   | FP32 | [1,2]",
        "[0,2]     | FP32 | []",
        "[-1,2]    | FP32 | [1,2]",
        "[1.5,2]   | FP32 | [1,2]",
        "[1e30,2]  | FP32 | [1,2]",
        "['1',2]   | FP32 | [1,2]",
        "[2,2]     | FP32 | [1,2]",
        "[1,2]     | FP32 | [1,2,3]",
        "[1,2]     | FP32 | 1",
        "[1,2]     | FP32 | [[1,2],[3,4]]",
        "[1,2]     | FP32 | [[1],[2]]",
        "[2,2]     | FP32 | [[1,2],[3]]",
        "[2,2]     | FP32 | [[1,2],3]",
        "[1,2]     | FP32 | [[1,[2]]]",
        "[1,2]     | FP32 | [[1,[2,3]]]",
        "[1,2]     | FP32 | [1,[2,3]]",
        "[1,2]     | FP32 | [1,true]",
        "[1,2]     | FP32 | [1,true]",
        "[1,2]     | FP32 | [1,'2']",
        "[1,2]     | FP32 | [1,3.5e38]",
        "[1,2]     | FP64 | [1,-3.5e38]",
        "[1,2]     | FP64 | [1,NaN]",
        "[1,2]     | FP64 | [1,1e400]",
        "[1,2]     | INT8 | [1,128]",
        "[1,2]     | INT8 | [1,0.5]",
        "[1,2]     | UINT8 | [1,-1]",
        "[1,2]     | BOOL | [1,0]",
        "[1,2]     | BYTES | [1,0]",
        "[1,2]     | fp32 | [1,0]"
      })
  void aTensorThatDoesNotFitIsRefused(String shape, String type, String data) {
    refused(tensor(shape.replace('\'', '"'), type, data.replace('\'', '"')), ROW);
  }

  @Test
  void theRefusalNamesThePlace() {
    ProblemException refusal = refused(tensor("[2,2]", "INT8", "[[1,2],[3,300]]"), ROW);
    assertThat(refusal).hasMessage("/inputs/0/data/1/1: must be of INT8, is the number 300");
    refusal = refused("{\"inputs\":[{\"name\":\"input\",\"shape\":[1,2]}]}", ROW);
    assertThat(refusal.errors())
        .extracting(it -> ((FieldError) it).pointer())
        .contains("/inputs/0/datatype", "/inputs/0");
  }

  @Test
  void claimsOfASizeCostNoMemory() {
    refusedCheaply(tensor("[9223372036854775807,2]", "FP32", "[1]"), -1, ROW);
    refusedCheaply(tensor("[100000,2]", "FP64", "[1]"), -1, ROW);
    refusedCheaply(tensor("[100001,2]", "FP32", "[1]"), -1, ROW);
    refusedCheaply(tensor("[100000,1,1000,1000]", "FP64", "[1]"), -1, Shape.of(1, 1000, 1000));
    String rows = IntStream.range(0, 30_000).mapToObj(_ -> "[]").collect(Collectors.joining(","));
    refusedCheaply(tensor("[30000,1000]", "FP64", "[" + rows + "]"), -1, Shape.of(1000));
    String header = header("[30000,1000]", "INT8", 30_000_000);
    refusedCheaply(header, 30_000_000, Shape.of(1000));
    refusedCheaply(header, header.length(), Shape.of(1000));
    String vast = header("[9223372036854775807,1000]", "FP64", 30_000_000);
    refusedCheaply(vast, vast.length(), Shape.of(1000));
  }

  /**
   * @param length of the JSON object as the client claims it, or −1
   */
  private void refusedCheaply(String json, int length, Shape shape) {
    OptionalLong claimed = length < 0 ? OptionalLong.empty() : OptionalLong.of(length);
    refused(json, claimed, shape);
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    refused(json, claimed, shape);
    long allocated = threads.getCurrentThreadAllocatedBytes() - before;
    assertThat(allocated).isLessThan(1_000_000 + 100L * json.length());
  }

  @ParameterizedTest
  @CsvSource({"-4, 0", "4, 0", "0, -1", "0, 1", "0, 1000000000000"})
  void lengthsThatLieAreRefused(int claimedTooMuch, long headerTooLong) {
    String header = header("[1,2]", "FP32", 8 + claimedTooMuch);
    byte[] body = join(header, new byte[8]);
    OptionalLong length = OptionalLong.of(header.length() + headerTooLong);
    assertThatExceptionOfType(ProblemException.class)
        .isThrownBy(() -> reader.read(new ByteArrayInputStream(body), length, ROW, memory.begin()));
  }

  @Test
  void bytesTooFewOrTooManyAreRefused() {
    String header = header("[1,2]", "FP32", 8);
    for (int given : new int[] {0, 7, 9}) {
      byte[] body = join(header, new byte[given]);
      assertThatExceptionOfType(ProblemException.class)
          .isThrownBy(
              () ->
                  reader.read(
                      new ByteArrayInputStream(body),
                      OptionalLong.of(header.length()),
                      ROW,
                      memory.begin()));
    }
  }

  @Test
  void notANumberIsAMissingOne() throws IOException {
    byte[] data = bytes(8, it -> it.putFloat(1).putFloat(Float.NaN));
    assertThat(readBinary(header("[1,2]", "FP32", 8), data, ROW).values())
        .containsExactly(1, Double.NaN);
    assertThat(read(tensor("[1,2]", "INT8", "[1,null]"), ROW).values())
        .containsExactly(1, Double.NaN);
  }

  @Test
  void numbersThatAreNotFiniteAreRefused() {
    for (float odd : new float[] {Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY}) {
      String header = header("[1,2]", "FP32", 8);
      byte[] body = join(header, bytes(8, it -> it.putFloat(1).putFloat(odd)));
      assertThatExceptionOfType(ProblemException.class)
          .isThrownBy(
              () ->
                  reader.read(
                      new ByteArrayInputStream(body),
                      OptionalLong.of(header.length()),
                      ROW,
                      memory.begin()))
          .withMessageContaining("element 1");
    }
  }

  private static String tensor(String shape, String type, String data) {
    return "{\"inputs\":[{\"name\":\"input\",\"shape\":%s,\"datatype\":\"%s\",\"data\":%s}]}"
        .formatted(shape, type, data);
  }

  private static String header(String shape, String type, int size) {
    return ("{\"inputs\":[{\"name\":\"input\",\"shape\":%s,\"datatype\":\"%s\",\"parameters\":"
            + "{\"binary_data_size\":%d}}],\"outputs\":[{\"name\":\"output\",\"parameters\":"
            + "{\"binary_data\":true}}]}")
        .formatted(shape, type, size);
  }

  private static byte[] bytes(int size, Consumer<ByteBuffer> fill) {
    ByteBuffer bytes = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    fill.accept(bytes);
    return bytes.array();
  }

  private static byte[] join(String header, byte[] data) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(header.getBytes(StandardCharsets.UTF_8));
    out.writeBytes(data);
    return out.toByteArray();
  }

  private InferRequest read(String json, Shape shape) throws IOException {
    byte[] body = json.getBytes(StandardCharsets.UTF_8);
    return reader.read(new ByteArrayInputStream(body), OptionalLong.empty(), shape, memory.begin());
  }

  private InferRequest readBinary(String header, byte[] data, Shape shape) throws IOException {
    byte[] body = join(header, data);
    return reader.read(
        new ByteArrayInputStream(body), OptionalLong.of(header.length()), shape, memory.begin());
  }

  private ProblemException refused(String json, Shape shape) {
    return refused(json, OptionalLong.empty(), shape);
  }

  private ProblemException refused(String json, OptionalLong length, Shape shape) {
    byte[] body = json.getBytes(StandardCharsets.UTF_8);
    ProblemException[] refusal = new ProblemException[1];
    assertThatExceptionOfType(ProblemException.class)
        .isThrownBy(
            () -> reader.read(new ByteArrayInputStream(body), length, shape, memory.begin()))
        .satisfies(it -> refusal[0] = it);
    assertThat(refusal[0].kind())
        .isIn(ProblemKind.UNREADABLE, ProblemKind.INVALID, ProblemKind.TOO_LARGE);
    return refusal[0];
  }
}
