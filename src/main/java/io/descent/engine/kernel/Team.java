package io.descent.engine.kernel;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The threads of one training. The thread that steps shares out an operation by ranges of its
 * outputs, which it and its helpers claim one after another from one counter; it never waits for a
 * helper that has claimed nothing. A helper spins for a moment, then parks, and ends after a while
 * without work; {@link #close} ends all of them. Sharing allocates nothing.
 *
 * <p>But for {@link #threads()}, used by one thread at a time.
 */
public final class Team implements AutoCloseable {

  /** The most threads of a training. */
  public static final int MOST = 64;

  private static final int PARTS_OF_A_THREAD = 2;
  private static final int ELEMENTS = 1024;
  private static final int SPINS = 64;
  private static final int TRIES = 200;
  private static final long SPIN_NANOS = 100_000;
  private static final long NAP_NANOS = 50_000;
  private static final long IDLE_NANOS = 5_000_000_000L;

  private final Supplier<Kernels> maker;
  private final Supplier<Pace> pace;
  private final Kernels own;
  private final Kernels shared;
  private final Helper[] helpers = new Helper[MOST - 1];

  /** The parts of an operation in the upper half, the next to be claimed in the lower one. */
  private final AtomicLong claims = new AtomicLong();

  private final AtomicInteger done = new AtomicInteger();
  private volatile int threads = 1;
  private volatile @Nullable Throwable failure;
  private Share work = (_, _, _) -> {};
  private int from;
  private int to;
  private int step;

  /**
   * @param maker makes kernels for one thread
   * @param pace by which it is judged what is worth sharing out
   * @param sharing makes of a team the kernels that share their operations out to it
   */
  public Team(Supplier<Kernels> maker, Supplier<Pace> pace, Function<Team, Kernels> sharing) {
    this.maker = maker;
    this.pace = pace;
    own = maker.get();
    shared = sharing.apply(this);
  }

  /** A team of one, however many threads are asked for. */
  public static Team alone(Kernels kernels) {
    return new Team(() -> kernels, Pace::current, _ -> kernels);
  }

  /** Kernels whose operations this team shares, for the thread that steps. */
  public Kernels kernels() {
    return shared;
  }

  /** Kernels of the thread that steps, which share nothing. */
  public Kernels own() {
    return own;
  }

  public int threads() {
    return threads;
  }

  /** How many threads work from the next operation on; legal between any two. */
  public void threads(int count) {
    if (count == threads) {
      return;
    }
    if (count < 1) {
      throw new IllegalArgumentException("a training has at least one thread, got " + count);
    }
    threads = Math.min(count, MOST);
  }

  /**
   * Computes all outputs of a product or what is like one, by more than one thread where that is
   * worth it.
   *
   * @param group outputs that are not to be parted, such as the rows of a tile
   * @param least outputs of a part, unless threads would be without work
   * @param operations of all outputs, a multiply-add counting as two
   */
  public void shareProduct(Share work, int from, int to, int group, int least, double operations) {
    share(work, from, to, group, least, operations, pace.get().nanosPerOperation());
  }

  /**
   * The same of what moves bytes more than it computes.
   *
   * @param bytes of all outputs that are read and written
   */
  public void shareBytes(Share work, int from, int to, int group, double bytes) {
    share(work, from, to, group, group, bytes, pace.get().nanosPerByte());
  }

  /**
   * The same of single values, of which enough for a loop in lanes, and whole cache lines, stay
   * together.
   *
   * @param bytes of each that are read and written
   */
  public void shareElements(Share work, int from, int to, double bytes) {
    shareBytes(work, from, to, ELEMENTS, bytes * (to - from));
  }

  private void share(
      Share work, int from, int to, int group, int least, double amount, double nanos) {
    int parts = threads == 1 ? 1 : parts(to - from, group, least, amount * nanos);
    if (parts < 2) {
      work.part(own, from, to);
    } else {
      int each = Math.ceilDiv(to - from, parts);
      open(work, from, to, Math.ceilDiv(each, group) * group);
    }
  }

  private int parts(int outputs, int group, int least, double nanos) {
    double worth = nanos / (2 * pace.get().handoffNanos());
    int most = Math.max(threads, Math.min(PARTS_OF_A_THREAD * threads, outputs / least));
    return (int) Math.min(Math.min(most, worth), Math.ceilDiv(outputs, group));
  }

  private void open(Share work, int from, int to, int step) {
    this.work = work;
    this.from = from;
    this.to = to;
    this.step = step;
    int parts = Math.ceilDiv(to - from, step);
    done.set(0);
    claims.set((long) parts << Integer.SIZE);
    wake(Math.min(threads, parts) - 1);
    claim(own);
    await(parts);
    Throwable thrown = failure;
    if (thrown != null) {
      failure = null;
      Team.<RuntimeException>rethrow(thrown);
    }
  }

  private void wake(int count) {
    for (int i = 0; i < count; i++) {
      Helper helper = helpers[i];
      if (helper == null || helper.ended) {
        helper = new Helper(i, helper == null ? maker.get() : helper.kernels);
        helpers[i] = helper;
        helper.start();
      } else if (helper.parked) {
        LockSupport.unpark(helper);
      }
    }
  }

  private boolean isOpen() {
    long seen = claims.get();
    return (int) seen < (int) (seen >>> Integer.SIZE);
  }

  /**
   * Computes parts until none is left. Who has a valid claim reads the operation it belongs to,
   * since that does not end before all its parts are done.
   */
  private void claim(Kernels kernels) {
    while (isOpen()) {
      long claim = claims.getAndIncrement();
      int part = (int) claim;
      if (part < (int) (claim >>> Integer.SIZE)) {
        compute(kernels, from + part * step);
      }
    }
  }

  private void compute(Kernels kernels, int first) {
    try {
      if (failure == null) {
        work.part(kernels, first, Math.min(to, first + step));
      }
    } catch (Throwable e) {
      failure = e;
    } finally {
      done.incrementAndGet();
    }
  }

  private void await(int parts) {
    for (int i = 0; done.get() < parts; i++) {
      if (i < TRIES * SPINS) {
        Thread.onSpinWait();
      } else {
        LockSupport.parkNanos(this, NAP_NANOS);
      }
    }
  }

  @SuppressWarnings("unchecked")
  private static <T extends Throwable> void rethrow(Throwable thrown) throws T {
    throw (T) thrown;
  }

  /** Ends the helpers, which hold no part by now. A team that goes on makes new ones. */
  @Override
  public void close() {
    for (Helper helper : helpers) {
      if (helper != null) {
        helper.ending = true;
        LockSupport.unpark(helper);
      }
    }
  }

  /** Helps while there is something to do. */
  private final class Helper extends Thread {

    private final int index;
    private final Kernels kernels;
    private volatile boolean parked;
    private volatile boolean ending;
    private volatile boolean ended;

    private Helper(int index, Kernels kernels) {
      super(Thread.currentThread().getName() + "-helper-" + (index + 1));
      this.index = index;
      this.kernels = kernels;
      setDaemon(true);
    }

    @Override
    public void run() {
      long idleSince = System.nanoTime();
      while (!ending && System.nanoTime() - idleSince < IDLE_NANOS) {
        if (index + 1 < threads && isOpen()) {
          claim(kernels);
          idleSince = System.nanoTime();
        } else if (index + 1 >= threads || System.nanoTime() - idleSince > SPIN_NANOS) {
          park();
        } else {
          spin();
        }
      }
      ended = true;
    }

    private void spin() {
      for (int i = 0; i < SPINS && !isOpen(); i++) {
        Thread.onSpinWait();
      }
    }

    private void park() {
      parked = true;
      if (!ending && !(index + 1 < threads && isOpen())) {
        LockSupport.parkNanos(Team.this, IDLE_NANOS);
      }
      parked = false;
    }
  }
}
