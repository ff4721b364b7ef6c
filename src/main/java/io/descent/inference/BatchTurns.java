package io.descent.inference;

import io.descent.security.Owner;
import io.descent.web.AnswerExecutor;
import io.descent.web.Limits;
import io.descent.web.RequestMemory;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.springframework.stereotype.Component;

/**
 * Runs the batches of a request. The first are computed where the request is read, so that a small
 * one waits for nobody; those of a request that takes much each need a turn of the {@link
 * AnswerExecutor}, which a client that sends slowly does not keep.
 */
@Component
final class BatchTurns {

  /** Runs the batches of one request, one after another. */
  interface Runner {

    /**
     * @param flops that the batch takes
     */
    void run(double flops, Runnable batch);

    /** Takes the memory of what is kept for the answer. */
    void keep(long bytes);
  }

  private final AnswerExecutor answers;
  private final Limits limits;

  BatchTurns(AnswerExecutor answers, Limits limits) {
    this.answers = answers;
    this.limits = limits;
  }

  Runner of(Owner owner, RequestMemory.Taken memory) {
    return new Request(owner, memory);
  }

  private final class Request implements Runner {

    private final Owner owner;
    private final RequestMemory.Taken memory;
    private double spent;
    private boolean begun;

    Request(Owner owner, RequestMemory.Taken memory) {
      this.owner = owner;
      this.memory = memory;
    }

    @Override
    public void keep(long bytes) {
      memory.take(bytes);
    }

    @Override
    public void run(double flops, Runnable batch) {
      spent += flops;
      if (spent <= Limits.LIGHT_FLOPS) {
        batch.run();
        return;
      }
      try {
        if (begun) {
          answers.goOn(owner.name(), limits.answer(), _ -> done(batch));
        } else {
          answers.compute(owner.name(), limits.answer(), _ -> done(batch));
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      begun = true;
    }

    private static boolean done(Runnable batch) {
      batch.run();
      return true;
    }
  }
}
