package io.descent.engine;

import io.descent.engine.kernel.provider.KernelProvider;
import io.descent.engine.layer.Layer;
import io.descent.engine.tensor.Parameter;
import io.descent.engine.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What a network gives for many points, in inference mode.
 *
 * @param outputs by output: its value at each point
 * @param probabilities what the outputs mean to the loss, in the same form
 * @param units by layer, then by unit, in client order: its value at each point
 */
public record Surface(float[][] outputs, float[][] probabilities, List<float[][]> units) {

  /** Points that go through the network together, where none of its layers is very wide. */
  private static final int AT_ONCE = 64;

  private static final long NUMBERS_AT_ONCE = 1 << 20;

  /** Where a network is asked. */
  public interface Points {

    int count();

    /** Copies the encoded input of a point, in client order, to {@code into[at…]}. */
    void input(int point, float[] into, int at);
  }

  /**
   * @param tensors all parameters and state
   * @param units whether the layers' units are wanted too
   */
  public static Surface of(
      ModelSpec model, List<NamedTensor> tensors, Points points, boolean units) {
    return new Walk(model, tensors, points, units).surface();
  }

  /** One walk over the points. */
  private static final class Walk {

    private final Points points;
    private final int atOnce;
    private final Net net;
    private final List<Outline.Layer> outline;
    private final float[] inputs;
    private final float[][] outputs;
    private final float[][] probabilities;
    private final List<float[][]> units = new ArrayList<>();

    Walk(ModelSpec model, List<NamedTensor> tensors, Points points, boolean wanted) {
      this.points = points;
      Outline all = Outline.of(model);
      long widest = all.layers().stream().mapToLong(l -> l.output().size()).max().orElse(1);
      atOnce = Math.clamp(NUMBERS_AT_ONCE / widest, 1, AT_ONCE);
      net =
          new Net(
              model,
              KernelProvider.current().create(),
              atOnce,
              Net.Use.INFERENCE,
              Map.of(),
              0,
              Learning.ALL);
      List<Parameter> mine = net.tensors();
      for (int i = 0; i < mine.size(); i++) {
        mine.get(i).write(tensors.get(i).values());
      }
      outline = wanted ? all.layers() : List.of();
      inputs = new float[atOnce * Math.toIntExact(model.inputShape().size())];
      outputs = new float[net.outputs()][points.count()];
      probabilities = new float[net.outputs()][points.count()];
      for (Outline.Layer layer : outline) {
        units.add(new float[Math.toIntExact(layer.output().size())][points.count()]);
      }
    }

    Surface surface() {
      for (int from = 0; from < points.count(); from += atOnce) {
        walk(from, Math.min(atOnce, points.count() - from));
      }
      return new Surface(outputs, probabilities, units);
    }

    private void walk(int from, int count) {
      int size = inputs.length / atOnce;
      for (int i = 0; i < count; i++) {
        points.input(from + i, inputs, i * size);
      }
      net.batch().loadInputs(inputs, count);
      Tensor x = net.batch().input();
      for (int i = 0; i < net.layers().size(); i++) {
        Layer layer = net.layers().get(i);
        x = layer.infer(x, count);
        if (i < outline.size()) {
          keep(x.planes(count, outline.get(i).output().size()), from, count, units.get(i));
        }
      }
      float[] rows = x.rows(count);
      keep(rows, from, count, outputs);
      net.loss().activateInPlace(rows, net.outputs(), count);
      keep(rows, from, count, probabilities);
    }

    private static void keep(float[] rows, int from, int count, float[][] units) {
      for (int i = 0; i < count; i++) {
        for (int u = 0; u < units.length; u++) {
          units[u][from + i] = rows[i * units.length + u];
        }
      }
    }
  }
}
