package io.descent.engine;

import io.descent.engine.kernel.Kernels;
import io.descent.engine.kernel.provider.KernelProvider;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/**
 * Gradients of a step compared with central differences, (E(w + h) − E(w − h)) / 2h, of the whole
 * network in double precision.
 *
 * @param maxRelativeError the largest of {@code byParameter}; empty where nothing was compared
 * @param remarks what a difference cannot see, by layer
 */
public record GradientCheck(
    OptionalDouble maxRelativeError, Map<String, Comparison> byParameter, List<Remark> remarks) {

  /**
   * The gradients of one parameter.
   *
   * @param numeric by differences; NaN where a nudge meets a kink, so that nothing is compared
   * @param maxRelativeError max |analytic − numeric| ÷ max(largest |numeric| of the parameter, 10⁻²
   *     × largest |numeric| of all); empty where nothing was compared
   */
  public record Comparison(
      NamedTensor analytic, double[] numeric, OptionalDouble maxRelativeError) {

    static Comparison of(NamedTensor analytic, double[] numeric, double largest) {
      double scale = Math.max(Check.largest(numeric), 1e-2 * largest);
      Comparison bare = new Comparison(analytic, numeric, OptionalDouble.empty());
      OptionalInt at = bare.worst();
      if (at.isEmpty()) {
        return bare;
      }
      double worst = bare.error(at.getAsInt());
      return new Comparison(analytic, numeric, OptionalDouble.of(worst == 0 ? 0 : worst / scale));
    }

    /** Values that were compared. */
    public int compared() {
      return (int) Arrays.stream(numeric).filter(n -> !Double.isNaN(n)).count();
    }

    /** Where the two differ most. */
    public OptionalInt worst() {
      return IntStream.range(0, numeric.length)
          .filter(i -> !Double.isNaN(numeric[i]))
          .reduce((a, b) -> Double.compare(error(b), error(a)) > 0 ? b : a);
    }

    private double error(int at) {
      return Math.abs(analytic.values()[at] - numeric[at]);
    }
  }

  /** Why a layer was treated apart. */
  public enum Reason {
    /** A nudge crosses the kink of a rectifier, where there is no derivative: not compared. */
    KINK,
    /** A nudge changes which value wins a window: not compared. */
    TIE,
    /** Dropout: compared with the mask of the step held fixed. */
    FIXED_MASK
  }

  /**
   * @param values of all parameters whose nudges met it; 0 where nothing was left out
   */
  public record Remark(int layer, String type, Reason reason, int values) {}

  private static final double NUDGE = 1e-6;

  public GradientCheck {
    remarks = List.copyOf(remarks);
  }

  /** Checks the gradients that {@link StepTrace#of} gives. */
  public static GradientCheck of(StepTrace.Start start) {
    return of(start, KernelProvider.current().create());
  }

  static GradientCheck of(StepTrace.Start start, Kernels kernels) {
    return of(start, StepTrace.of(start, kernels).gradients());
  }

  /** Checks given gradients. */
  static GradientCheck of(StepTrace.Start start, List<NamedTensor> gradients) {
    return new Check(start).compare(gradients);
  }

  /** FLOPs that a check takes, about; saturates. */
  public static long flops(ModelSpec model, int samples) {
    Outline outline = Outline.of(model);
    return Saturating.product(2, samples, outline.parameters(), outline.flops());
  }

  /** One check under way. */
  private static final class Check {

    private final StepTrace.Start start;
    private final DoubleNet net;
    private final int[][] choices;
    private final int[] crossings;

    Check(StepTrace.Start start) {
      this.start = start;
      net = new DoubleNet(start, start.initial());
      net.loss();
      choices = net.choices();
      crossings = new int[choices.length];
    }

    GradientCheck compare(List<NamedTensor> gradients) {
      List<double[]> numeric = gradients.stream().map(g -> differences(g.name())).toList();
      double largest = numeric.stream().mapToDouble(Check::largest).max().orElse(0);
      Map<String, Comparison> compared = new LinkedHashMap<>();
      for (int i = 0; i < numeric.size(); i++) {
        NamedTensor analytic = gradients.get(i);
        compared.put(analytic.name(), Comparison.of(analytic, numeric.get(i), largest));
      }
      OptionalDouble max =
          compared.values().stream()
              .flatMapToDouble(c -> c.maxRelativeError().stream())
              .reduce(Math::max);
      return new GradientCheck(max, compared, remarks());
    }

    /** NaN where a nudge meets a kink. */
    private double[] differences(String name) {
      double[] values = net.tensor(name);
      double[] slopes = new double[values.length];
      for (int i = 0; i < values.length; i++) {
        double value = values[i];
        double nudge = NUDGE * Math.max(1, Math.abs(value));
        values[i] = value + nudge;
        double above = net.loss();
        boolean[] met = met();
        values[i] = value - nudge;
        double below = net.loss();
        boolean smooth = !count(met, met());
        values[i] = value;
        slopes[i] = smooth ? (above - below) / (2 * nudge) : Double.NaN;
      }
      return slopes;
    }

    private boolean[] met() {
      int[][] now = net.choices();
      boolean[] met = new boolean[now.length];
      for (int layer = 0; layer < now.length; layer++) {
        met[layer] = !Arrays.equals(now[layer], choices[layer]);
      }
      return met;
    }

    private boolean count(boolean[] above, boolean[] below) {
      boolean any = false;
      for (int layer = 0; layer < above.length; layer++) {
        if (above[layer] || below[layer]) {
          crossings[layer]++;
          any = true;
        }
      }
      return any;
    }

    private static double largest(double[] values) {
      return Arrays.stream(values).filter(Double::isFinite).map(Math::abs).max().orElse(0);
    }

    private List<Remark> remarks() {
      return Outline.of(start.model()).layers().stream()
          .filter(l -> l.spec() instanceof LayerSpec.Dropout || crossings[l.index()] > 0)
          .map(l -> new Remark(l.index(), l.type(), reason(l.spec()), crossings[l.index()]))
          .toList();
    }

    private static Reason reason(LayerSpec layer) {
      return switch (layer) {
        case LayerSpec.Dropout _ -> Reason.FIXED_MASK;
        case LayerSpec.Pool _ -> Reason.TIE;
        case LayerSpec _ -> Reason.KINK;
      };
    }
  }
}
