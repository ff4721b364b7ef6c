package io.descent.engine.kernel;

import io.descent.engine.kernel.provider.TestKernels;
import org.junit.jupiter.api.AfterAll;

/** Operations that three threads share. */
class SharedKernelsTest extends KernelsContract {

  private static final Team TEAM = TestKernels.eagerTeam("vector");

  @Override
  protected Kernels kernels() {
    TEAM.threads(3);
    return TEAM.kernels();
  }

  @AfterAll
  static void endHelpers() {
    TEAM.close();
  }
}
