package io.descent.insight;

import io.descent.engine.GradientCheck;
import io.descent.engine.Outline;
import io.descent.web.FieldError;
import io.descent.web.Limits;
import io.descent.web.ProblemException;
import io.descent.web.ProblemKind;
import java.util.List;
import java.util.Locale;
import java.util.stream.LongStream;
import org.springframework.stereotype.Component;

/** How much one trace may hold and compute. */
@Component
public final class TraceBudget {

  /** Of values and gradients, before and after the updates, and of copies in client order. */
  private static final long BYTES_A_NUMBER = 32;

  private final Limits limits;

  TraceBudget(Limits limits) {
    this.limits = limits;
  }

  int mostSteps() {
    return limits.traceSteps();
  }

  void checkParameters(Outline outline) {
    refuseOver(
        limits.traceNumbers(), outline.layers().stream().mapToLong(Outline.Layer::parameters), 1);
  }

  /** The batch that a client sends. */
  void checkBatch(int samples, Outline outline) {
    checkFlow(limits.traceNumbers(), samples, outline);
  }

  /** The batch of a step of a job, whose large tensors are only summed up. */
  void checkReplay(int samples, Outline outline) {
    checkFlow(limits.replayNumbers(), samples, outline);
  }

  /** Everything that flows forward; as much flows back. */
  private static void checkFlow(long numbers, int samples, Outline outline) {
    refuseOver(numbers, outline.layers().stream().mapToLong(l -> l.input().size()), samples);
    refuseOver(numbers, outline.layers().stream().mapToLong(l -> l.output().size()), samples);
  }

  private static void refuseOver(long numbers, LongStream sizes, int samples) {
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

  /** Bytes of a step with all that is shown of it, as numbers and as they are written. */
  static long memory(TraceRequest request) {
    Outline outline = Outline.of(request.model());
    long flow =
        outline.layers().stream().mapToLong(l -> l.input().size() + l.output().size()).sum();
    return BYTES_A_NUMBER * (outline.parameters() + request.start().samples() * flow);
  }

  /** A step is a pass forward and two of the same size back. */
  void checkWork(TraceRequest request, Outline outline) {
    double learnt = request.start().samples() + request.updated();
    refuseFlops("/after/steps", 3 * learnt * flops(outline));
    request.surface().ifPresent(it -> checkSurface("/surface", it.grid(), it.units(), outline));
    if (request.gradientCheck()) {
      int samples = request.start().samples();
      refuseFlops("/gradient_check", GradientCheck.flops(request.model(), samples));
    }
  }

  /**
   * @param pointer of what asks for the grid
   * @param units whether each unit is shown, not the output alone
   */
  void checkSurface(String pointer, Grid grid, boolean units, Outline outline) {
    refuseFlops(pointer + "/resolution", grid.count() * flops(outline));
    int shown = units ? 0 : Math.max(0, outline.layers().size() - 1);
    refuseOver(
        limits.traceNumbers(),
        outline.layers().stream().skip(shown).mapToLong(l -> l.output().size()),
        grid.count());
  }

  /** Layers that only look at each value count one operation a value. */
  private static double flops(Outline outline) {
    return outline.layers().stream().mapToDouble(l -> Math.max(l.flops(), l.output().size())).sum();
  }

  private void refuseFlops(String pointer, double flops) {
    if (flops > limits.traceFlops()) {
      String detail =
          String.format(
              Locale.ROOT,
              "takes %.0f FLOPs, the limit is %d; take a smaller batch or network",
              flops,
              limits.traceFlops());
      throw ProblemException.fields(ProblemKind.INVALID, List.of(new FieldError(pointer, detail)));
    }
  }
}
