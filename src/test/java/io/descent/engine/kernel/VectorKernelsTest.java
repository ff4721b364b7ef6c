package io.descent.engine.kernel;

import io.descent.engine.kernel.provider.TestKernels;

class VectorKernelsTest extends KernelsContract {

  @Override
  protected Kernels kernels() {
    return TestKernels.vector();
  }
}
