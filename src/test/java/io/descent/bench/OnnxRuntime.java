package io.descent.bench;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.descent.engine.Shape;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Map;
import java.util.stream.LongStream;

/** A network in ONNX Runtime, on one thread; inputs go through a buffer outside of the heap. */
final class OnnxRuntime implements PredictBench.Forward, AutoCloseable {

  private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
  private final OrtSession session;
  private final FloatBuffer buffer;
  private final long[] shape;

  OnnxRuntime(byte[] file, Shape input) throws OrtException {
    OrtSession.SessionOptions options = new OrtSession.SessionOptions();
    options.setIntraOpNumThreads(1);
    options.setInterOpNumThreads(1);
    session = environment.createSession(file, options);
    int bytes = Math.toIntExact(input.size()) * Float.BYTES;
    buffer = ByteBuffer.allocateDirect(bytes).order(ByteOrder.nativeOrder()).asFloatBuffer();
    LongStream sample = input.dims().stream().mapToLong(Integer::longValue);
    shape = LongStream.concat(LongStream.of(1), sample).toArray();
  }

  @Override
  public void answer(float[] input, float[] output) throws OrtException {
    buffer.clear().put(input).flip();
    try (OnnxTensor tensor = OnnxTensor.createTensor(environment, buffer, shape);
        OrtSession.Result result = session.run(Map.of("input", tensor))) {
      float[][] rows = (float[][]) result.get(0).getValue();
      System.arraycopy(rows[0], 0, output, 0, output.length);
    }
  }

  @Override
  public void close() throws OrtException {
    session.close();
  }
}
