package io.descent.insight;

import io.descent.engine.GradientCheck;
import io.descent.engine.Outline;
import io.descent.web.FieldError;
import io.descent.web.ProblemException;
import io.descent.web.ProblemKind;
import java.util.List;
import java.util.Locale;
import java.util.stream.LongStream;

/**
 * How much one trace may hold and compute.
 *
 * @param numbers most numbers of each kind: parameters, what goes into layers, what comes out
 */
record TraceBudget(long numbers) {

  /** For numbers that a client sends. */
  static final TraceBudget GIVEN = new TraceBudget(1_000_000);

  /** For a step of a job, whose large tensors are only summed up. */
  static final TraceBudget REPLAY = new TraceBudget(20_000_000);

  static final int MOST_STEPS = 10_000;
  private static final long MOST_FLOPS = 1_000_000_000;

  void checkParameters(Outline outline) {
    refuseOver(outline.layers().stream().mapToLong(Outline.Layer::parameters), 1);
  }

  /** Everything that flows forward; as much flows back. */
  void checkBatch(int samples, Outline outline) {
    refuseOver(outline.layers().stream().mapToLong(l -> l.input().size()), samples);
    refuseOver(outline.layers().stream().mapToLong(l -> l.output().size()), samples);
  }

  private void refuseOver(LongStream sizes, int samples) {
    double asked = sizes.asDoubleStream().sum() * samples;
    if (asked > numbers) {
      throw ProblemException.of(
          ProblemKind.TOO_LARGE,
          String.format(
              Locale.ROOT,
              "a trace holds at most %d numbers of a kind, this one %.0f;"
                  + " take a smaller batch or network",
              numbers,
              asked));
    }
  }

  /** A step is a pass forward and two of the same size back. */
  static void checkWork(TraceRequest request, Outline outline) {
    double pass = request.start().samples() * flops(outline);
    double steps = 1 + request.after().map(TraceRequest.After::steps).orElse(0);
    refuseFlops("/after/steps", 3 * pass * steps);
    if (request.gradientCheck()) {
      int samples = request.start().samples();
      refuseFlops("/gradient_check", GradientCheck.flops(request.model(), samples));
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
              Locale.ROOT,
              "takes %.0f FLOPs, the limit is %d; take a smaller batch or network",
              flops,
              MOST_FLOPS);
      throw ProblemException.fields(ProblemKind.INVALID, List.of(new FieldError(pointer, detail)));
    }
  }
}
