package io.descent.engine;

import static io.descent.engine.Field.optional;

import io.descent.engine.FieldType.Flag;
import io.descent.engine.FieldType.Real;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** How parameters follow their gradients; arithmetic and defaults are PyTorch's. */
public sealed interface OptimizerSpec extends Described {

  /** All there are, in the order in which they are listed. */
  static List<Kind<? extends OptimizerSpec>> kinds() {
    return List.of(Sgd.KIND, Adagrad.KIND, RmsProp.KIND, Adam.KIND, AdamW.KIND);
  }

  /** What is taken where nothing is said. */
  static OptimizerSpec standard() {
    return Sgd.KIND.standard();
  }

  @Override
  default Settings settings() {
    return switch (this) {
      case Sgd o -> Sgd.KIND.settings(o);
      case Adagrad o -> Adagrad.KIND.settings(o);
      case RmsProp o -> RmsProp.KIND.settings(o);
      case Adam o -> Adam.KIND.settings(o);
      case AdamW o -> AdamW.KIND.settings(o);
    };
  }

  /** The base learning rate, before the schedule. */
  double lr();

  double weightDecay();

  /** Values kept for each parameter from one update to the next. */
  int slots();

  record Sgd(double lr, double momentum, boolean nesterov, double weightDecay)
      implements OptimizerSpec {

    static final Kind<Sgd> KIND =
        Kind.of(
            "sgd",
            "Stochastic gradient descent",
            Sgd::new,
            rate(0.1),
            share("momentum", Sgd::momentum, 0, "share of the velocity that stays"),
            optional("nesterov", new Flag(), Sgd::nesterov, false, "looks ahead; needs a momentum"),
            decay(0));

    @Override
    public int slots() {
      return momentum == 0 ? 0 : 1;
    }

    @Override
    public Optional<Problem> problem() {
      return nesterov && momentum == 0
          ? Optional.of(new Problem("nesterov", "needs a momentum above 0"))
          : Optional.empty();
    }
  }

  record Adagrad(double lr, double eps, double weightDecay) implements OptimizerSpec {

    static final Kind<Adagrad> KIND =
        Kind.of(
            "adagrad",
            "Steps divided by the root of all squares",
            Adagrad::new,
            rate(0.01),
            epsilon(Adagrad::eps, 1e-10),
            decay(0));

    @Override
    public int slots() {
      return 1;
    }
  }

  record RmsProp(double lr, double alpha, double eps, double weightDecay) implements OptimizerSpec {

    static final Kind<RmsProp> KIND =
        Kind.of(
            "rmsprop",
            "Steps divided by the root of the mean square",
            RmsProp::new,
            rate(0.01),
            share("alpha", RmsProp::alpha, 0.99, "share of the mean square that stays"),
            epsilon(RmsProp::eps, 1e-8),
            decay(0));

    @Override
    public int slots() {
      return 1;
    }
  }

  /** Adam and what descends from it. */
  sealed interface Moments extends OptimizerSpec {

    double beta1();

    double beta2();

    double eps();

    @Override
    default int slots() {
      return 2;
    }

    private static <S extends Moments> Kind<S> kind(
        String type,
        String help,
        Kind.Make5<Double, Double, Double, Double, Double, S> make,
        double decay) {
      return Kind.of(
          type,
          help,
          make,
          rate(0.001),
          share("beta1", S::beta1, 0.9, "share of the mean that stays"),
          share("beta2", S::beta2, 0.999, "share of the mean square that stays"),
          epsilon(S::eps, 1e-8),
          decay(decay));
    }
  }

  record Adam(double lr, double beta1, double beta2, double eps, double weightDecay)
      implements Moments {
    static final Kind<Adam> KIND =
        Moments.kind("adam", "Steps by mean and mean square, corrected at the start", Adam::new, 0);
  }

  record AdamW(double lr, double beta1, double beta2, double eps, double weightDecay)
      implements Moments {
    static final Kind<AdamW> KIND =
        Moments.kind("adamw", "Adam with weights that decay by themselves", AdamW::new, 0.01);
  }

  private static <S extends OptimizerSpec> Field<S, Double> rate(double value) {
    return optional("lr", Real.above(0), S::lr, value, "learning rate before the schedule");
  }

  private static <S extends OptimizerSpec> Field<S, Double> decay(double value) {
    return optional(
        "weight_decay", Real.atLeast(0), S::weightDecay, value, "pull of the weights to 0");
  }

  private static <S> Field<S, Double> share(
      String name, Function<S, Double> of, double value, String help) {
    return optional(name, Real.rate(), of, value, help);
  }

  private static <S> Field<S, Double> epsilon(Function<S, Double> of, double value) {
    return optional("eps", Real.atLeast(0), of, value, "added to the root");
  }
}
