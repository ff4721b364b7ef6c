package io.descent.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.descent.engine.Outline.Problem;
import java.util.List;
import org.junit.jupiter.api.Test;

class OutlineTest {

  private static final Extent ONE = new Extent(1, 1);
  private static final Extent NONE = new Extent(0, 0);

  private static Outline outline(Shape input, LayerSpec... layers) {
    return Outline.of(new ModelSpec(input, List.of(layers), LossSpec.SOFTMAX_CE));
  }

  private static LayerSpec conv(int out, int kernel, int padding) {
    Extent extent = new Extent(kernel, kernel);
    return new LayerSpec.Conv2d(out, extent, ONE, new Extent(padding, padding), Initializer.HE);
  }

  @Test
  void aDenseNetworkIsCounted() {
    Outline outline =
        outline(Shape.of(1, 28, 28), Nets.affine(128), new LayerSpec.Relu(), Nets.affine(10));
    assertThat(outline.problems()).isEmpty();
    assertThat(outline.parameters()).isEqualTo(101_770);
    assertThat(outline.layers().getFirst().parameters()).isEqualTo(100_480);
    assertThat(outline.layers().getFirst().flops()).isEqualTo(2 * 784 * 128);
    assertThat(outline.output()).contains(Shape.of(10));
  }

  @Test
  void everyLayerKnowsItsShape() {
    Outline outline = Outline.of(Nets.convolutional());
    assertThat(outline.problems()).isEmpty();
    assertThat(outline.layers())
        .extracting(l -> l.output().toString())
        .containsExactly(
            "[6, 9, 9]",
            "[6, 9, 9]",
            "[6, 9, 9]",
            "[6, 4, 4]",
            "[9, 3, 3]",
            "[9, 3, 3]",
            "[9, 2, 2]",
            "[9, 2, 2]",
            "[36]",
            "[4]");
    assertThat(outline.layers().getFirst().parameters()).isEqualTo(6 * 2 * 3 * 2 + 6);
    assertThat(outline.layers().get(1).parameters()).isEqualTo(12);
    assertThat(outline.layers().getFirst().flops()).isEqualTo(2L * 2 * 3 * 2 * 6 * 81);
  }

  @Test
  void aKernelLargerThanItsMapIsAProblem() {
    Outline outline = outline(Shape.of(1, 4, 6), conv(2, 3, 0), conv(2, 5, 1), Nets.affine(3));
    assertThat(outline.problems())
        .containsExactly(
            new Problem(
                1, "kernel", "got [5, 5], but layer 0 gives [2, 2, 4] with padding [1, 1]"));
    assertThat(outline.layers()).hasSize(1);
    assertThat(outline.output()).isEmpty();
  }

  @Test
  void aLayerForMapsRefusesFlatData() {
    Problem problem = outline(Shape.of(4), conv(2, 1, 0)).problems().getFirst();
    assertThat(problem.detail())
        .isEqualTo("takes [channels, height, width], but the input gives [4]");
    assertThat(outline(Shape.of(2, 3, 3), new LayerSpec.BatchNorm1d(1e-5, 0.1)).problems())
        .hasSize(1);
    assertThat(outline(Shape.of(4), new LayerSpec.BatchNorm2d(1e-5, 0.1)).problems()).hasSize(1);
    assertThat(outline(Shape.of(2, 3, 3), new LayerSpec.Softmax()).problems()).hasSize(1);
    assertThat(outline(Shape.of(4), new LayerSpec.Softmax()).output()).contains(Shape.of(4));
    assertThat(outline(Shape.of(4), new LayerSpec.MaxPool2d(ONE, ONE)).problems()).hasSize(1);
  }

  @Test
  void numbersBeyondAllBoundsAreProblemsAndNotErrors() {
    int huge = Integer.MAX_VALUE;
    assertThat(outline(Shape.of(huge, huge, huge), Nets.affine(huge)).problems())
        .extracting(Problem::field)
        .containsExactly("out");
    assertThat(outline(Shape.of(huge, 1, 1), new LayerSpec.Flatten(), Nets.affine(2)).problems())
        .hasSize(1);
    assertThat(outline(Shape.of(huge, huge, 2), new LayerSpec.Flatten()).problems()).hasSize(1);
    assertThat(outline(Shape.of(1, 3, 3), conv(huge, 1, huge)).problems()).hasSize(1);
    assertThat(outline(Shape.of(huge, 3, 3), conv(huge, 2, 0)).problems()).hasSize(1);
    assertThat(outline(Shape.of(3), Nets.affine(0)).problems()).hasSize(1);
    LayerSpec pool = new LayerSpec.MaxPool2d(new Extent(0, 1), NONE);
    assertThat(outline(Shape.of(1, 3, 3), pool).problems()).hasSize(1);
  }

  @Test
  void aLastBatchOfOneRowIsAProblemOfFlatBatchNormalization() {
    Outline dense = Outline.of(Nets.dense());
    assertThat(dense.batchProblem(103, 51).orElseThrow().layer()).isEqualTo(4);
    assertThat(dense.batchProblem(103, 1)).isPresent();
    assertThat(dense.batchProblem(1, 64)).isPresent();
    assertThat(dense.batchProblem(103, 50)).isEmpty();
    assertThat(dense.batchProblem(102, 51)).isEmpty();
    assertThat(Outline.of(Nets.convolutional()).batchProblem(103, 51)).isEmpty();
  }

  @Test
  void memoryGrowsWithTheBatchAndSaturates() {
    long small = Trainer.memory(Nets.dense(), Nets.plan(1, 16, Nets.adam()));
    long large = Trainer.memory(Nets.dense(), Nets.plan(1, 1600, Nets.adam()));
    assertThat(large).isGreaterThan(small);
    ModelSpec endless =
        new ModelSpec(Shape.of(2_000_000_000), List.of(Nets.affine(1)), LossSpec.MSE);
    assertThat(Trainer.memory(endless, Nets.plan(1, Integer.MAX_VALUE, Nets.adam()))).isPositive();
  }
}
