package io.descent.engine.kernel;

class VectorKernelsTest extends KernelsContract {

  @Override
  protected Kernels kernels() {
    return VectorKernels.always();
  }
}
