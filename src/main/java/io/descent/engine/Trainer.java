package io.descent.engine;

import io.descent.engine.kernel.Kernels;
import io.descent.engine.kernel.Team;
import io.descent.engine.kernel.provider.KernelProvider;
import io.descent.engine.optimizer.Optimizer;
import io.descent.engine.tensor.Noise;
import io.descent.engine.tensor.Noise.Purpose;
import io.descent.engine.tensor.Parameter;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Trains one network, a step at a time. {@link #save} is legal after any step; {@link #restore}
 * into a trainer made from the same model, plan and data goes on with the same bits. A step may be
 * shared out to {@link #threads} of its own, and has the same bits with any number of them; but for
 * that a trainer is not shareable between threads. A step allocates nothing.
 */
public final class Trainer implements AutoCloseable {

  /** The most threads of a step. */
  public static final int MOST_THREADS = Team.MOST;

  /** What a step did. */
  public enum Step {
    /** One mini-batch was learnt from. */
    BATCH,
    /** Some rows of the validation part were measured. */
    EVALUATION,
    /** As the one before it, and an epoch is finished: see {@link #finishedEpoch()}. */
    EPOCH,
    /** As {@link #EPOCH}, and it was the last: {@link #earlyStopped()} says why. */
    DONE,
    /** The batch's loss is not finite; nothing of it was kept, and no further step is legal. */
    DIVERGED
  }

  private enum Phase {
    TRAINING,
    EVALUATION,
    DONE,
    DIVERGED,
    /** A restore failed half-way. */
    BROKEN
  }

  private final ModelSpec model;
  private final TrainingPlan plan;
  private final Samples train;
  private final Samples validation;
  private final Net net;
  private final Team team;

  /** The most that go through the net at once. */
  private final int rows;

  private final Optimizer optimizer;
  private final GradientNorm norm;
  private final LayerWatch watch;
  private final MetricAccumulator trainScore;
  private final MetricAccumulator validationScore;
  private final EarlyStopper earlyStopper;
  private final BestWeights best;
  private final TrainingPosition counts = new TrainingPosition();
  private final double[] rates;
  private final Fingerprint fingerprint;
  private final int[] order;
  private Phase phase = Phase.TRAINING;
  private int ordered = -1;

  private Trainer(
      ModelSpec model,
      TrainingPlan plan,
      Samples train,
      Samples validation,
      Team team,
      String start) {
    TrainingFit.check(model, plan, train, validation);
    this.model = model;
    this.plan = plan;
    this.train = train;
    this.validation = validation;
    this.team = team;
    Kernels kernels = team.kernels();
    rows = Math.max(plan.batchSize(), Math.min(Memory.rows(model, plan), validation.rows()));
    net = Net.training(model, plan, kernels, rows, train);
    optimizer = Assembly.optimizer(plan.optimizer(), kernels, net.learning());
    rates = Assembly.rates(plan);
    fingerprint = new Fingerprint(model, plan, train, validation, start);
    norm = new GradientNorm(kernels, net.learning());
    watch = new LayerWatch(net, norm, train.rows(), plan.epochs());
    trainScore = new MetricAccumulator(plan.task(), model.loss());
    validationScore = new MetricAccumulator(plan.task(), model.loss());
    earlyStopper = new EarlyStopper(plan.earlyStopping());
    best = new BestWeights(net.tensors(), plan.keepBest());
    order = new int[train.rows()];
  }

  /**
   * @param validation may have no rows
   * @throws IllegalArgumentException where model, plan and data do not fit
   */
  public static Trainer start(
      ModelSpec model, TrainingPlan plan, Samples train, Samples validation) {
    return start(model, plan, train, validation, Optional.empty(), false);
  }

  static Trainer start(
      ModelSpec model, TrainingPlan plan, Samples train, Samples validation, Kernels kernels) {
    return start(model, plan, train, validation, Team.alone(kernels));
  }

  static Trainer start(
      ModelSpec model, TrainingPlan plan, Samples train, Samples validation, Team team) {
    Trainer trainer = new Trainer(model, plan, train, validation, team, "");
    Initialization.draw(model, trainer.net, plan.seed());
    return trainer;
  }

  /** As {@link #start(ModelSpec, TrainingPlan, Samples, Samples)}, from given weights. */
  public static Trainer start(
      ModelSpec model, TrainingPlan plan, Samples train, Samples validation, Network from) {
    return start(model, plan, train, validation, Optional.of(from), false);
  }

  /**
   * As {@link #start(ModelSpec, TrainingPlan, Samples, Samples)}, from given weights if there are.
   *
   * @param shared whether a step may have more {@link #threads} than the caller's, which costs
   *     small networks up to a seventh of their speed even while it has one
   */
  public static Trainer start(
      ModelSpec model,
      TrainingPlan plan,
      Samples train,
      Samples validation,
      Optional<Network> from,
      boolean shared) {
    KernelProvider kernels = KernelProvider.current();
    Team team = shared ? kernels.team() : Team.alone(kernels.create());
    if (from.isEmpty()) {
      return start(model, plan, train, validation, team);
    }
    Trainer trainer = new Trainer(model, plan, train, validation, team, from.get().sha256());
    from.get().copyInto(trainer.net.tensors());
    return trainer;
  }

  /**
   * How many threads work on a step from the next one on, the caller's among them; one until it is
   * told, and in a trainer that is not shared. No bit depends on it.
   */
  public void threads(int count) {
    team.threads(count);
  }

  /** Ends the threads beside the caller's. */
  @Override
  public void close() {
    team.close();
  }

  public Step step() {
    return switch (phase) {
      case TRAINING -> learn();
      case EVALUATION -> evaluate();
      case DONE, DIVERGED, BROKEN ->
          throw new IllegalStateException("no step is legal when training is " + phase);
    };
  }

  private Step learn() {
    shuffleOnce();
    int from = counts.batch * plan.batchSize();
    int samples = Math.min(plan.batchSize(), order.length - from);
    net.batch().load(train, order, from, samples);
    counts.lastLoss = net.forward(samples, counts.updates);
    if (!Double.isFinite(counts.lastLoss)) {
      phase = Phase.DIVERGED;
      return Step.DIVERGED;
    }
    trainScore.add(net, samples);
    net.backward(samples);
    boolean last = from + samples == order.length;
    update(last);
    return last ? endTraining() : Step.BATCH;
  }

  /** An epoch's order follows from the seed and its number alone. */
  private void shuffleOnce() {
    if (ordered != counts.epoch) {
      Noise.permutationInto(order, Noise.key(plan.seed(), Purpose.ORDER, 0, counts.epoch));
      ordered = counts.epoch;
    }
  }

  private void update(boolean last) {
    if (last || plan.clipNorm().isPresent()) {
      counts.gradNorm = norm.compute();
      norm.clipInPlace(counts.gradNorm, plan.clipNorm());
    }
    counts.updates++;
    counts.batch++;
    watch.beforeUpdate(last, counts.epoch);
    optimizer.step(rates[counts.epoch], counts.updates);
    watch.afterUpdate(last, counts.epoch);
  }

  private Step endTraining() {
    if (validation.rows() == 0) {
      watch.infer(counts.epoch, train, rows);
      return finishEpoch(Step.EPOCH);
    }
    phase = Phase.EVALUATION;
    return Step.BATCH;
  }

  private Step evaluate() {
    int samples = Math.min(rows, validation.rows() - counts.evaluated);
    net.batch().load(validation, counts.evaluated, samples);
    watch.infer(counts.epoch, counts.evaluated == 0, samples);
    net.computeLoss(samples);
    validationScore.add(net, samples);
    counts.evaluated += samples;
    return counts.evaluated == validation.rows() ? finishEpoch(Step.EPOCH) : Step.EVALUATION;
  }

  private Step finishEpoch(Step otherwise) {
    counts.finishEpoch(trainScore, validationScore, rates[counts.epoch]);
    trainScore.clear();
    validationScore.clear();
    if (earlyStopper.isBest(counts.finished(earlyStopper.metric()), counts.epoch)) {
      best.keep();
    }
    boolean done = counts.epoch == plan.epochs() || earlyStopper.isTimeToStop();
    phase = done ? Phase.DONE : Phase.TRAINING;
    return done ? Step.DONE : otherwise;
  }

  /** What the next step starts from, to be traced; none where it learns from no batch. */
  public Optional<StepTrace.Start> upcoming() {
    if (phase != Phase.TRAINING) {
      return Optional.empty();
    }
    return Optional.of(
        StepTrace.Start.of(
            model, plan, net, optimizer.slots(), counts.updates, train, upcomingRows()));
  }

  /** The rows of the training part that it learns from. */
  public int[] upcomingRows() {
    shuffleOnce();
    int from = counts.batch * plan.batchSize();
    int to = Math.min(from + plan.batchSize(), order.length);
    return Arrays.copyOfRange(order, from, to);
  }

  /** Finished epochs. */
  public int epoch() {
    return counts.epoch;
  }

  /** Mini-batches done in the current epoch. */
  public int batch() {
    return counts.batch;
  }

  /** Mini-batches of one epoch. */
  public int batches() {
    return Math.ceilDiv(order.length, plan.batchSize());
  }

  /** Updates since the start of the training. */
  public long updates() {
    return counts.updates;
  }

  /** The loss of the last mini-batch, in which each class counts as it is to. */
  public double lastLoss() {
    return counts.lastLoss;
  }

  /** Mean loss over the samples seen so far in the current epoch; NaN before the first. */
  public double runningLoss() {
    return trainScore.loss();
  }

  /** Accuracy or R² over the samples seen so far in the current epoch; NaN before the first. */
  public double runningScore() {
    return trainScore.score();
  }

  /** The metrics of the epoch that the last step finished. */
  public EpochMetrics finishedEpoch() {
    return counts.finishedEpoch(watch.figures());
  }

  /** Whether training ended before its last epoch because its metric no longer improved. */
  public boolean earlyStopped() {
    return phase == Phase.DONE && counts.epoch < plan.epochs();
  }

  /** The epoch whose weights are kept by {@code keepBest}, from 1; 0 before the first. */
  public int bestEpoch() {
    return earlyStopper.bestEpoch();
  }

  /** A copy of the weights to keep: the best, or the current. */
  public Network network() {
    return Network.of(model, best.values(earlyStopper.bestEpoch() > 0));
  }

  /** A copy of the current weights, whichever are kept. */
  public Network current() {
    return Network.of(model, net.tensors().stream().map(Parameter::read).toList());
  }

  /** What a reader of the weights should know of how they were computed; mostly nothing. */
  public List<String> warnings() {
    return counts.warnings();
  }

  /** Bytes a trainer holds in its buffers, weights and optimizer slots. */
  public static long memory(ModelSpec model, TrainingPlan plan) {
    return Memory.of(model, plan);
  }

  /** Bytes of the weights alone. */
  public static long weightsMemory(ModelSpec model) {
    return Saturating.product(Memory.weights(Outline.of(model)), Float.BYTES);
  }

  public void save(OutputStream out) throws IOException {
    if (phase == Phase.DIVERGED || phase == Phase.BROKEN) {
      throw new IllegalStateException("no state is kept when training is " + phase);
    }
    state().save(phase.ordinal(), out);
  }

  /** An IOException where the state is damaged or of another model, plan or data. */
  public void restore(InputStream in) throws IOException {
    phase = Phase.BROKEN;
    phase = Phase.values()[state().restore(in)];
  }

  LayerWatch watch() {
    return watch;
  }

  TrainerState state() {
    return new TrainerState(
        fingerprint,
        counts,
        trainScore,
        validationScore,
        earlyStopper,
        net,
        optimizer,
        best,
        watch);
  }
}
