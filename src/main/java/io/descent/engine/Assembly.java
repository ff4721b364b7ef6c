package io.descent.engine;

import io.descent.engine.kernel.Kernels;
import io.descent.engine.layer.Affine;
import io.descent.engine.layer.AvgPool2d;
import io.descent.engine.layer.BatchNorm;
import io.descent.engine.layer.Conv2d;
import io.descent.engine.layer.Dropout;
import io.descent.engine.layer.Flatten;
import io.descent.engine.layer.Gelu;
import io.descent.engine.layer.Geometry;
import io.descent.engine.layer.Layer;
import io.descent.engine.layer.LayerContext;
import io.descent.engine.layer.LeakyRelu;
import io.descent.engine.layer.MaxPool2d;
import io.descent.engine.layer.Relu;
import io.descent.engine.layer.Sigmoid;
import io.descent.engine.layer.Softmax;
import io.descent.engine.layer.Tanh;
import io.descent.engine.loss.BinaryCrossEntropy;
import io.descent.engine.loss.CrossEntropy;
import io.descent.engine.loss.Loss;
import io.descent.engine.loss.MeanSquaredError;
import io.descent.engine.loss.SoftmaxCrossEntropy;
import io.descent.engine.optimizer.Adagrad;
import io.descent.engine.optimizer.Adam;
import io.descent.engine.optimizer.Optimizer;
import io.descent.engine.optimizer.RmsProp;
import io.descent.engine.optimizer.Sgd;
import io.descent.engine.schedule.Schedule;
import io.descent.engine.tensor.Parameter;
import java.util.Arrays;
import java.util.List;

/** Turns what was asked for into what works: the one place that knows both. */
final class Assembly {

  private Assembly() {}

  static Layer layer(LayerSpec spec, LayerContext context, long seed) {
    return switch (spec) {
      case LayerSpec.Affine a -> new Affine(context, a.out());
      case LayerSpec.Conv2d c ->
          new Conv2d(context, geometry(c.kernel(), c.stride(), c.padding()), c.out());
      case LayerSpec.MaxPool2d p -> new MaxPool2d(context, geometry(p));
      case LayerSpec.AvgPool2d p -> new AvgPool2d(context, geometry(p));
      case LayerSpec.BatchNorm b -> new BatchNorm(context, b.eps(), b.momentum());
      case LayerSpec.Dropout d -> new Dropout(context, d.rate(), seed);
      case LayerSpec.Flatten _ -> new Flatten(context);
      case LayerSpec.Softmax _ -> new Softmax(context);
      case LayerSpec.Relu _ -> new Relu(context);
      case LayerSpec.LeakyRelu l -> new LeakyRelu(context, l.slope());
      case LayerSpec.Gelu g -> new Gelu(context, g.tanh());
      case LayerSpec.Sigmoid _ -> new Sigmoid(context);
      case LayerSpec.Tanh _ -> new Tanh(context);
    };
  }

  private static Geometry geometry(LayerSpec.Pool pool) {
    return geometry(pool.kernel(), pool.stride(), Extent.ZERO);
  }

  private static Geometry geometry(Extent kernel, Extent stride, Extent padding) {
    return new Geometry(
        kernel.height(),
        kernel.width(),
        stride.height(),
        stride.width(),
        padding.height(),
        padding.width());
  }

  /**
   * @param weights how much each class counts; empty where all count the same
   */
  static Loss loss(LossSpec spec, Kernels kernels, int batch, int outputs, double[] weights) {
    return switch (spec) {
      case SOFTMAX_CE -> new SoftmaxCrossEntropy(kernels, batch, outputs, weights);
      case MSE -> new MeanSquaredError(batch, outputs, weights);
      case CROSS_ENTROPY -> new CrossEntropy(batch, outputs, weights);
      case BCE_LOGITS -> new BinaryCrossEntropy(kernels, batch, outputs, weights);
    };
  }

  static Optimizer optimizer(OptimizerSpec spec, Kernels kernels, List<Parameter> parameters) {
    double decay = spec.weightDecay();
    return switch (spec) {
      case OptimizerSpec.Sgd s -> new Sgd(kernels, parameters, s.momentum(), s.nesterov(), decay);
      case OptimizerSpec.Adagrad a -> new Adagrad(kernels, parameters, a.eps(), decay);
      case OptimizerSpec.RmsProp r -> new RmsProp(kernels, parameters, r.alpha(), r.eps(), decay);
      case OptimizerSpec.Adam a ->
          new Adam(kernels, parameters, a.beta1(), a.beta2(), a.eps(), decay, false);
      case OptimizerSpec.AdamW a ->
          new Adam(kernels, parameters, a.beta1(), a.beta2(), a.eps(), decay, true);
    };
  }

  /** The rate of every epoch, so that no step computes one. */
  static double[] rates(TrainingPlan plan) {
    Schedule schedule = schedule(plan.schedule());
    double[] rates = new double[plan.epochs()];
    Arrays.setAll(rates, epoch -> schedule.lr(plan.optimizer().lr(), epoch));
    return rates;
  }

  static Schedule schedule(ScheduleSpec spec) {
    return switch (spec) {
      case ScheduleSpec.Constant _ -> new Schedule.Constant();
      case ScheduleSpec.Step s -> new Schedule.Step(s.stepSize(), s.gamma());
      case ScheduleSpec.Exponential e -> new Schedule.Exponential(e.gamma());
      case ScheduleSpec.Cosine c -> new Schedule.Cosine(c.total(), c.minLr());
      case ScheduleSpec.WarmupCosine w ->
          new Schedule.WarmupCosine(w.warmup(), w.startFactor(), w.total(), w.minLr());
    };
  }
}
