package io.descent.engine;

import java.util.OptionalDouble;

/**
 * How the updates of a training differ from one another: by the rate that its schedule gives each
 * epoch, and by the clipping of gradients.
 *
 * @param batches updates of an epoch
 * @param clipNorm the largest L2 norm a gradient may have before an update
 */
public record Course(ScheduleSpec schedule, long batches, OptionalDouble clipNorm) {

  /** One rate for ever, and nothing clipped. */
  static final Course NONE =
      new Course(new ScheduleSpec.Constant(), Long.MAX_VALUE, OptionalDouble.empty());

  static Course of(TrainingPlan plan, int batches) {
    return new Course(plan.schedule(), batches, plan.clipNorm());
  }

  /**
   * The rate of an update.
   *
   * @param base the optimizer's learning rate
   * @param before updates before it
   */
  double rate(double base, long before) {
    return Assembly.schedule(schedule).lr(base, Math.toIntExact(before / batches));
  }
}
