package io.descent.engine.kernel;

class PlainKernelsTest extends KernelsContract {

  @Override
  protected Kernels kernels() {
    return new PlainKernels();
  }
}
