package io.descent.insight;

import io.descent.engine.Outline;
import io.descent.web.FieldError;
import io.descent.web.ProblemException;
import io.descent.web.ProblemKind;
import java.util.List;

/** How much one trace may hold and compute. */
final class TraceBudget {

  static final int MOST_STEPS = 10_000;

  private static final long MOST_NUMBERS = 1_000_000;
  private static final long MOST_FLOPS = 1_000_000_000;

  private TraceBudget() {}

  static void checkParameters(Outline outline) {
    refuseOver(outline.layers().stream().mapToLong(Outline.Layer::parameters), 1);
  }

  /** Everything that flows forward, each with its gradient. */
  static void checkBatch(int samples, Outline outline) {
    refuseOver(outline.layers().stream().mapToLong(l -> l.input().size()), samples);
    refuseOver(outline.layers().stream().mapToLong(l -> l.output().size()), samples);
  }

  private static void refuseOver(java.util.stream.LongStream sizes, int samples) {
    double numbers = sizes.asDoubleStream().sum() * samples;
    if (numbers > MOST_NUMBERS) {
      throw ProblemException.of(
          ProblemKind.TOO_LARGE,
          String.format(
              java.util.Locale.ROOT,
              "a trace shows at most %d numbers a kind, this one has %.0f;"
                  + " take a smaller batch or network",
              MOST_NUMBERS,
              numbers));
    }
  }

  /** A step is a pass forward and two of the same size back; a check two passes a number. */
  static void check(TraceRequest request, Outline outline) {
    double pass = request.start().samples() * flops(outline);
    double steps = 1 + request.after().map(TraceRequest.After::steps).orElse(0);
    refuseFlops("/after/steps", 3 * pass * steps);
    if (request.gradientCheck()) {
      double numbers =
          outline.layers().stream().mapToDouble(Outline.Layer::parameters).sum()
              + request.start().x().length;
      refuseFlops("/gradient_check", 2 * pass * numbers);
    }
  }

  /** Layers that only look at each value count one operation a value. */
  private static double flops(Outline outline) {
    return outline.layers().stream().mapToDouble(l -> Math.max(l.flops(), l.output().size())).sum();
  }

  private static void refuseFlops(String pointer, double flops) {
    if (flops > MOST_FLOPS) {
      String detail =
          String.format(
              java.util.Locale.ROOT,
              "takes %.0f FLOPs, the limit is %d; take a smaller batch or network",
              flops,
              MOST_FLOPS);
      throw ProblemException.fields(ProblemKind.INVALID, List.of(new FieldError(pointer, detail)));
    }
  }
}
