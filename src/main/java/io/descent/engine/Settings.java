package io.descent.engine;

import java.util.List;

/**
 * A specification as names and values: its type, and each of its fields in the order of its table.
 */
public record Settings(String type, List<Setting> values) {

  public Settings {
    values = List.copyOf(values);
  }

  /**
   * One field's value.
   *
   * @param standard whether it is the default
   */
  public record Setting(String name, Value value, boolean start, boolean standard) {}

  /** A value as it is written. */
  public sealed interface Value {}

  public record Whole(int value) implements Value {}

  public record Real(double value) implements Value {}

  public record Flag(boolean value) implements Value {}

  public record Word(String value) implements Value {}

  public record Pair(int height, int width) implements Value {}

  /** What a trained network depends on: all but how training started. */
  public Settings trained() {
    return new Settings(type, values.stream().filter(it -> !it.start()).toList());
  }
}
