package io.descent.engine.kernel;

import io.descent.engine.kernel.provider.TestKernels;

class PlainKernelsTest extends KernelsContract {

  @Override
  protected Kernels kernels() {
    return TestKernels.plain();
  }
}
