import java.util.ArrayList;
import java.util.List;

/**
 * A training job but for its length.
 *
 * @param layers and the next two: parts of the request
 * @param epochs of a first run, of about a second
 */
record Kind(String name, Data data, String layers, String loss, String training, int epochs) {

  /** What is trained on. */
  enum Data {
    DIGITS,
    IRIS,
    TWO_CLASSES,
    NUMBERS
  }

  private static final String AFFINE = "{\"type\": \"affine\", \"out\": %d}";
  private static final String RELU = "{\"type\": \"relu\"}";
  private static final String POOL = "{\"type\": \"maxpool2d\", \"kernel\": 2}";

  /** The jobs that are compared with other frameworks. */
  static final List<Kind> JOBS =
      List.of(
          new Kind(
              "a",
              Data.DIGITS,
              mlp("relu", 128, 10),
              "softmax_ce",
              training(64, "sgd", "\"lr\": 0.1"),
              60),
          new Kind(
              "b",
              Data.DIGITS,
              mlp("relu", 512, 512, 10),
              "softmax_ce",
              training(128, "adam", "\"lr\": 0.001"),
              8),
          new Kind(
              "c",
              Data.DIGITS,
              cnn(5, 16, 32, 128),
              "softmax_ce",
              training(64, "sgd", "\"lr\": 0.01, \"momentum\": 0.9"),
              4),
          new Kind(
              "d",
              Data.IRIS,
              mlp("relu", 16, 3),
              "softmax_ce",
              training(16, "sgd", "\"lr\": 0.1"),
              10_000),
          new Kind(
              "e",
              Data.DIGITS,
              mlp("relu", 2048, 2048, 2048, 10),
              "softmax_ce",
              training(512, "adam", "\"lr\": 0.001"),
              1));

  /** Of every layer, loss and optimizer, and of batches from 4 to 512. */
  static final List<Kind> OTHERS =
      List.of(
          other(Data.DIGITS, mlp("tanh", 32, 10), "softmax_ce", training(32, "adam", "")),
          other(Data.IRIS, mlp("sigmoid", 8, 3), "mse", training(4, "rmsprop", "")),
          other(Data.DIGITS, cnn(3, 8, 8, 32), "softmax_ce", training(32, "adamw", "")),
          other(Data.NUMBERS, mlp("gelu", 64, 64, 1), "mse", training(50, "adam", "")),
          other(
              Data.TWO_CLASSES,
              mlp("leaky_relu", 24, 1),
              "bce_logits",
              training(100, "adagrad", "")),
          other(Data.DIGITS, mlp("gelu", 200, 100, 10), "softmax_ce", training(256, "rmsprop", "")),
          other(
              Data.DIGITS, normalized(12), "softmax_ce", training(48, "sgd", "\"momentum\": 0.8")),
          other(Data.IRIS, mlp("relu", 32, 32, 3), "softmax_ce", training(30, "adam", "")),
          other(
              Data.DIGITS, mlp("leaky_relu", 300, 10), "mse", training(20, "sgd", "\"lr\": 0.01")),
          other(
              Data.TWO_CLASSES, mlp("tanh", 10, 10, 10, 2), "softmax_ce", training(8, "adamw", "")),
          other(Data.NUMBERS, mlp("sigmoid", 128, 1), "mse", training(512, "adagrad", "")),
          other(Data.DIGITS, cnn(5, 6, 16, 84), "softmax_ce", training(128, "rmsprop", "")),
          other(
              Data.DIGITS,
              dropped(96),
              "softmax_ce",
              training(96, "sgd", "\"momentum\": 0.9, \"nesterov\": true")),
          other(Data.IRIS, mlp("gelu", 5, 3), "softmax_ce", training(7, "adagrad", "")),
          other(Data.DIGITS, mlp("relu", 40, 30, 20, 10), "softmax_ce", training(10, "sgd", "")),
          other(Data.TWO_CLASSES, mlp("relu", 256, 2), "mse", training(64, "adam", "")),
          other(Data.DIGITS, averaged(20), "softmax_ce", training(64, "adam", "")),
          other(Data.NUMBERS, mlp("relu", 16, 16, 1), "mse", training(16, "sgd", "\"lr\": 0.01")),
          other(Data.DIGITS, mlp("sigmoid", 77, 10), "softmax_ce", training(77, "adamw", "")),
          other(
              Data.DIGITS, cnn(4, 24, 24, 50), "softmax_ce", training(24, "sgd", "\"lr\": 0.02")));

  private static Kind other(Data data, String layers, String loss, String training) {
    return new Kind("other", data, layers, loss, training, 1);
  }

  private static String normalized(int channels) {
    return String.join(
        ", ", conv(channels, 3), "{\"type\": \"batchnorm2d\"}", RELU, POOL, mlp("relu", 40, 10));
  }

  private static String averaged(int channels) {
    return String.join(
        ", ", conv(channels, 3), RELU, "{\"type\": \"avgpool2d\", \"kernel\": 2}", mlp("tanh", 10));
  }

  private static String dropped(int width) {
    return String.join(
        ",",
        AFFINE.formatted(width),
        "{\"type\": \"batchnorm1d\"}",
        RELU,
        "{\"type\": \"dropout\", \"rate\": 0.2}",
        AFFINE.formatted(10));
  }

  private static String mlp(String activation, int... widths) {
    List<String> layers = new ArrayList<>();
    for (int width : widths) {
      layers.add(AFFINE.formatted(width));
      layers.add("{\"type\": \"" + activation + "\"}");
    }
    layers.removeLast();
    return String.join(", ", layers);
  }

  private static String cnn(int kernel, int first, int second, int width) {
    return String.join(
        ", ",
        conv(first, kernel),
        RELU,
        POOL,
        conv(second, kernel),
        RELU,
        POOL,
        mlp("relu", width, 10));
  }

  private static String conv(int out, int kernel) {
    return "{\"type\": \"conv2d\", \"out\": %d, \"kernel\": %d}".formatted(out, kernel);
  }

  private static String training(int batch, String optimizer, String settings) {
    return "\"batch_size\": %d, \"seed\": 1, \"optimizer\": {\"type\": \"%s\"%s}"
        .formatted(batch, optimizer, settings.isEmpty() ? "" : ", " + settings);
  }
}
