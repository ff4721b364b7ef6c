package io.descent.engine;

import io.descent.engine.kernel.Kernels;
import io.descent.engine.kernel.provider.KernelProvider;
import io.descent.engine.tensor.Parameter;
import io.descent.engine.tensor.Tensor;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.IntUnaryOperator;
import java.util.function.ObjIntConsumer;
import java.util.stream.Collectors;

/**
 * A network with its weights, fixed: it predicts and is measured, and does not learn. Shareable.
 */
public final class Network {

  private static final int EVALUATION_BATCH = 64;

  private final ModelSpec model;
  private final List<Parameter> tensors;
  private final Map<String, Parameter> byName;

  private Network(ModelSpec model) {
    this(model, net(model));
  }

  private Network(ModelSpec model, Net net) {
    this.model = model;
    tensors = net.tensors();
    byName = tensors.stream().collect(Collectors.toMap(Parameter::name, Function.identity()));
  }

  private static Net net(ModelSpec model) {
    Kernels kernels = KernelProvider.current().create();
    return new Net(model, kernels, 1, Net.Use.INFERENCE, Map.of(), 0, Learning.ALL);
  }

  /**
   * A network of given values.
   *
   * @param values parameters, then state, each in layer order and client layout
   */
  static Network of(ModelSpec model, List<float[]> values) {
    Network network = new Network(model);
    for (int i = 0; i < values.size(); i++) {
      network.tensors.get(i).write(values.get(i));
    }
    return network;
  }

  /** A network of zeros: it tells the names and shapes of a model's tensors. */
  public static Network zeros(ModelSpec model) {
    return new Network(model);
  }

  /** A network as training starts from it. */
  static Network drawn(ModelSpec model, long seed) {
    Net net = net(model);
    Initialization.draw(model, net, seed);
    return new Network(model, net);
  }

  /**
   * Takes over values of a tensor, before anybody else sees this network.
   *
   * @param source of each index, in client layout, the one in the other network's; −1: none
   */
  void overwrite(String name, Network other, IntUnaryOperator source) {
    Parameter tensor = Objects.requireNonNull(byName.get(name));
    float[] values = tensor.read();
    float[] from = Objects.requireNonNull(other.byName.get(name)).read();
    for (int i = 0; i < values.length; i++) {
      int at = source.applyAsInt(i);
      values[i] = at < 0 ? values[i] : from[at];
    }
    tensor.write(values);
  }

  /**
   * Copies the weights into those of another network.
   *
   * @throws IllegalArgumentException where names and shapes are not the same
   */
  void copyInto(List<Parameter> others) {
    List<NamedTensor> mine = tensors();
    if (mine.size() != others.size()) {
      throw new IllegalArgumentException(
          "the given network has %d tensors, the model %d".formatted(mine.size(), others.size()));
    }
    for (int i = 0; i < mine.size(); i++) {
      NamedTensor from = mine.get(i);
      Parameter to = others.get(i);
      if (!from.name().equals(to.name()) || !from.shape().dims().equals(to.layout().dims())) {
        throw new IllegalArgumentException(
            "the given network has %s %s where the model has %s %s"
                .formatted(from.name(), from.shape(), to.name(), to.layout().dims()));
      }
      to.write(from.values());
    }
  }

  /** Parameters, then state, each in layer order. The arrays are copies. */
  public List<NamedTensor> tensors() {
    return tensors.stream().map(Network::named).toList();
  }

  static NamedTensor named(Parameter parameter) {
    Shape shape = new Shape(parameter.layout().dims());
    return new NamedTensor(parameter.name(), shape, parameter.read(), parameter.trainable());
  }

  public ModelSpec model() {
    return model;
  }

  /** Whether every weight and all state is a finite number. */
  public boolean isFinite() {
    return tensors.stream().allMatch(tensor -> tensor.value().isFinite());
  }

  /** SHA-256, in hex, of what {@link #write} writes. */
  public String sha256() {
    MessageDigest digest = Fingerprint.sha256();
    try (OutputStream out = new DigestOutputStream(OutputStream.nullOutputStream(), digest)) {
      write(out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  /** All parameters, then all state, in layer order and client layout, little-endian float32. */
  public void write(OutputStream out) throws IOException {
    for (Parameter tensor : tensors) {
      ByteBuffer bytes = littleEndian(tensor.size());
      bytes.asFloatBuffer().put(tensor.read());
      out.write(bytes.array());
    }
  }

  /** Reads what {@link #write} wrote; an IOException where the length does not fit. */
  public static Network read(ModelSpec model, InputStream in) throws IOException {
    Network network = new Network(model);
    for (Parameter tensor : network.tensors) {
      ByteBuffer bytes = littleEndian(tensor.size());
      if (in.readNBytes(bytes.array(), 0, bytes.capacity()) < bytes.capacity()) {
        throw new IOException("the weights end within " + tensor.name());
      }
      float[] floats = new float[tensor.size()];
      bytes.asFloatBuffer().get(floats);
      tensor.write(floats);
    }
    if (in.read() >= 0) {
      throw new IOException("the weights go on after the last tensor");
    }
    return network;
  }

  private static ByteBuffer littleEndian(int floats) {
    int bytes = Math.multiplyExact(floats, Float.BYTES);
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  /** A new predictor with buffers of its own over the shared weights; for one thread. */
  public Predictor predictor(int maxBatch) {
    return new Predictor(inferring(maxBatch));
  }

  private Net inferring(int batch) {
    Kernels kernels = KernelProvider.current().create();
    return new Net(model, kernels, batch, Net.Use.INFERENCE, byName, 0, Learning.ALL);
  }

  /**
   * The mean loss over all samples, in inference mode; {@code outputs} is shown the raw outputs of
   * each row in turn (the array is reused). Sums run in double in row order.
   */
  public double evaluate(Samples samples, ObjIntConsumer<float[]> outputs) {
    return evaluate(samples, (raw, _, row) -> outputs.accept(raw, row));
  }

  /** Takes the outputs of each row in turn. */
  public interface RowOutputs {

    /**
     * @param raw as the last layer gives them; used again for the next row
     * @param meaning what the loss says they mean, as {@link Predictor#activateInPlace}; likewise
     */
    void take(float[] raw, float[] meaning, int row);
  }

  /** As {@link #evaluate(Samples, ObjIntConsumer)}, with what the outputs mean. */
  public double evaluate(Samples samples, RowOutputs outputs) {
    int batch = Math.clamp(samples.rows(), 1, EVALUATION_BATCH);
    Net net = inferring(batch);
    double sum = 0;
    for (int from = 0; from < samples.rows(); from += batch) {
      int rows = Math.min(batch, samples.rows() - from);
      net.batch().load(samples, from, rows);
      net.measure(rows);
      sum = net.addErrors(rows, sum);
      show(net, from, rows, outputs);
    }
    return sum / samples.rows();
  }

  private static void show(Net net, int from, int rows, RowOutputs outputs) {
    Tensor y = net.output();
    int width = net.outputs();
    float[] raw = new float[width];
    float[] meaning = new float[width];
    float[] meanings = y.rows(rows);
    net.loss().activateInPlace(meanings, width, rows);
    for (int r = 0; r < rows; r++) {
      System.arraycopy(y.data(), r * y.stride(), raw, 0, width);
      System.arraycopy(meanings, r * width, meaning, 0, width);
      outputs.take(raw, meaning, from + r);
    }
  }
}
