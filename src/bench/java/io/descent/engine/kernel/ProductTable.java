package io.descent.engine.kernel;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * Runs {@link ProductBench} and {@link PeakBench} and shows each product as a row of Markdown:
 * billions of floating point operations a second in the best of 25 short iterations, and their
 * share of the peak of the same run.
 */
public final class ProductTable {

  private static final List<String> KINDS = List.of("vector", "plain", "control", "ojalgo");

  private ProductTable() {}

  public static void main(String[] args) throws RunnerException {
    Options options =
        new OptionsBuilder()
            .include(ProductBench.class.getName())
            .include(PeakBench.class.getName())
            .verbosity(VerboseMode.SILENT)
            .build();
    double peak = 0;
    Map<String, Map<String, Double>> rows = new TreeMap<>();
    for (RunResult result : new Runner(options).run()) {
      double micros = result.getPrimaryResult().getStatistics().getMin();
      String product = result.getParams().getParam("product");
      if (product == null) {
        peak = PeakBench.FLOPS / micros / 1e3;
      } else {
        rows.computeIfAbsent(product, _ -> new TreeMap<>())
            .put(result.getPrimaryResult().getLabel(), flops(product) / micros / 1e3);
      }
    }
    print(rows, peak);
  }

  private static double flops(String product) {
    String[] words = product.split(" ");
    double flops = 2;
    for (int i = 1; i < words.length; i++) {
      flops *= Integer.parseInt(words[i]);
    }
    return flops;
  }

  private static void print(Map<String, Map<String, Double>> rows, double peak) {
    System.out.printf(
        Locale.ROOT, "Peak of the multiply-adders: %.1f GFLOP/s, one thread%n%n", peak);
    System.out.println("| product m n k | " + String.join(" | ", KINDS) + " | vector ÷ peak |");
    System.out.println("| --- |" + " --- |".repeat(KINDS.size() + 1));
    rows.forEach(
        (product, rates) -> {
          List<String> cells = new ArrayList<>(List.of(product));
          KINDS.forEach(
              kind ->
                  cells.add(
                      String.format(Locale.ROOT, "%.1f", rates.getOrDefault(kind, Double.NaN))));
          cells.add(
              String.format(Locale.ROOT, "%.2f", rates.getOrDefault("vector", Double.NaN) / peak));
          System.out.println("| " + String.join(" | ", cells) + " |");
        });
  }
}
