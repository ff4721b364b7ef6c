package io.descent.engine.kernel.team;

import io.descent.engine.kernel.Kernels;
import io.descent.engine.kernel.Pace;
import io.descent.engine.kernel.Team;
import java.util.function.Supplier;

/** Every group of operations, shared out to a team. */
public final class SharedKernels {

  private SharedKernels() {}

  /**
   * A team of one thread for now.
   *
   * @param maker makes kernels for one thread
   * @param pace by which it is judged what is worth sharing out
   */
  public static Team team(Supplier<Kernels> maker, Supplier<Pace> pace) {
    return new Team(maker, pace, SharedKernels::of);
  }

  private static Kernels of(Team team) {
    return new Kernels(
        team.own().name(),
        new Kernels.Form(
            new SharedPixels(team),
            new SharedProducts(team),
            new SharedPixelProducts(team),
            new SharedConvolutions(team),
            new SharedPooling(team),
            new SharedActivations(team),
            new SharedRows(team),
            new SharedUpdates(team)));
  }
}
