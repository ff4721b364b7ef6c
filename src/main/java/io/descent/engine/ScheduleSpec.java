package io.descent.engine;

import static io.descent.engine.Field.optional;
import static io.descent.engine.Field.required;
import static io.descent.engine.Field.sameAs;

import io.descent.engine.FieldType.Real;
import io.descent.engine.FieldType.Whole;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** The learning rate over the epochs; steps once an epoch. */
public sealed interface ScheduleSpec extends Described {

  /** All there are, in the order in which they are listed. */
  static List<Kind<? extends ScheduleSpec>> kinds() {
    return List.of(Constant.KIND, Step.KIND, Exponential.KIND, Cosine.KIND, WarmupCosine.KIND);
  }

  @Override
  default Settings settings() {
    return switch (this) {
      case Constant s -> Constant.KIND.settings(s);
      case Step s -> Step.KIND.settings(s);
      case Exponential s -> Exponential.KIND.settings(s);
      case Cosine s -> Cosine.KIND.settings(s);
      case WarmupCosine s -> WarmupCosine.KIND.settings(s);
    };
  }

  record Constant() implements ScheduleSpec {
    static final Kind<Constant> KIND =
        Kind.of("constant", "The rate stays as it is", Constant::new);
  }

  record Step(int stepSize, double gamma) implements ScheduleSpec {
    static final Kind<Step> KIND =
        Kind.of(
            "step",
            "Times gamma every step_size epochs",
            Step::new,
            required("step_size", Whole.from(1), Step::stepSize, 10, "epochs of one rate"),
            decay(Step::gamma));
  }

  record Exponential(double gamma) implements ScheduleSpec {
    static final Kind<Exponential> KIND =
        Kind.of(
            "exponential", "Times gamma every epoch", Exponential::new, decay(Exponential::gamma));
  }

  record Cosine(int total, double minLr) implements ScheduleSpec {
    static final Kind<Cosine> KIND =
        Kind.of(
            "cosine",
            "Down to min_lr along half a cosine",
            Cosine::new,
            length(Cosine::total),
            lowest(Cosine::minLr));
  }

  record WarmupCosine(int warmup, double startFactor, int total, double minLr)
      implements ScheduleSpec {

    static final Kind<WarmupCosine> KIND =
        Kind.of(
            "warmup_cosine",
            "Up to the rate, then down along half a cosine",
            WarmupCosine::new,
            required(
                "warmup",
                Whole.from(1),
                WarmupCosine::warmup,
                5,
                "epochs on the way up; below total"),
            optional(
                "start_factor",
                new Real(0, false, 1, true),
                WarmupCosine::startFactor,
                0.1,
                "share of the rate at the start"),
            length(WarmupCosine::total),
            lowest(WarmupCosine::minLr));

    @Override
    public Optional<Problem> problem() {
      String detail = "must be below total, which is " + total + ", is " + warmup;
      return warmup < total ? Optional.empty() : Optional.of(new Problem("warmup", detail));
    }
  }

  private static <S> Field<S, Double> decay(Function<S, Double> of) {
    return required("gamma", Real.above(0), of, 0.9, "factor of the rate");
  }

  private static <S> Field<S, Integer> length(Function<S, Integer> of) {
    return sameAs(
        TrainingPlan.EPOCHS, "total", of, "epochs of the whole way; the rate stays after them");
  }

  private static <S> Field<S, Double> lowest(Function<S, Double> of) {
    return optional("min_lr", Real.atLeast(0), of, 0.0, "rate at the end");
  }
}
