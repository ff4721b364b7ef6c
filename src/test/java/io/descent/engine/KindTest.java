package io.descent.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.descent.engine.Settings.Pair;
import io.descent.engine.Settings.Real;
import io.descent.engine.Settings.Setting;
import io.descent.engine.Settings.Whole;
import io.descent.engine.Settings.Word;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class KindTest {

  @Test
  void everyRecordIsListedOnceWithItsOwnName() {
    assertListed(LayerSpec.class, LayerSpec.kinds());
    assertListed(OptimizerSpec.class, OptimizerSpec.kinds());
    assertListed(ScheduleSpec.class, ScheduleSpec.kinds());
  }

  private static <S extends Described> void assertListed(
      Class<S> family, List<Kind<? extends S>> kinds) {
    Stream<Class<?>> listed = kinds.stream().map(kind -> kind.standard().getClass());
    assertThat(listed).containsExactlyInAnyOrderElementsOf(records(family).toList());
    assertThat(kinds).extracting(Kind::type).doesNotHaveDuplicates();
    assertThat(kinds)
        .allSatisfy(kind -> assertThat(kind.standard().settings().type()).isEqualTo(kind.type()));
  }

  private static Stream<Class<?>> records(Class<?> family) {
    return family.isRecord()
        ? Stream.of(family)
        : Arrays.stream(family.getPermittedSubclasses()).flatMap(KindTest::records);
  }

  @Test
  void everyPartOfARecordIsAField() {
    Stream.of(LayerSpec.kinds(), OptimizerSpec.kinds(), ScheduleSpec.kinds())
        .flatMap(List::stream)
        .forEach(
            kind ->
                assertThat(kind.fields())
                    .as(kind.type())
                    .hasSize(kind.standard().getClass().getRecordComponents().length)
                    .extracting(Field::name)
                    .doesNotHaveDuplicates());
  }

  @Test
  void settingsAreNamesAndValuesInTheOrderOfTheTable() {
    LayerSpec convolution =
        new LayerSpec.Conv2d(6, new Extent(3, 2), Extent.ONE, new Extent(0, 1), Initializer.XAVIER);

    assertThat(convolution.settings())
        .isEqualTo(
            new Settings(
                "conv2d",
                List.of(
                    new Setting("out", new Whole(6), false, false),
                    new Setting("kernel", new Pair(3, 2), false, false),
                    new Setting("stride", new Pair(1, 1), false, true),
                    new Setting("padding", new Pair(0, 1), false, false),
                    new Setting("init", new Word("xavier"), true, false))));
    assertThat(new OptimizerSpec.Adagrad(0.5, 1e-10, 0.25).settings().values())
        .extracting(Setting::value)
        .containsExactly(new Real(0.5), new Real(1e-10), new Real(0.25));
  }

  @Test
  void aTrainedNetworkDoesNotDependOnHowItsWeightsStarted() {
    assertThat(network(Initializer.HE, 0.1).takesWeightsOf(network(Initializer.ZEROS, 0.1)))
        .isTrue();
    assertThat(network(Initializer.HE, 0.1).takesWeightsOf(network(Initializer.HE, 0.2))).isFalse();
  }

  private static ModelSpec network(Initializer init, double slope) {
    return new ModelSpec(
        Shape.of(4),
        List.of(new LayerSpec.Affine(3, init), new LayerSpec.LeakyRelu(slope)),
        LossSpec.MSE);
  }
}
