import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the JSON lines of measurements say, as Markdown: {@code java benchmarks/Summary.java FILE}.
 * Medians of all runs of the same peer, job and threads, and by how much each is faster than the
 * peers that are not this project's, on as many threads.
 */
final class Summary {

  private static final Pattern LINE =
      Pattern.compile(
          "\"peer\": ?\"([^\"]+)\", ?\"job\": ?\"([^\"]+)\", ?\"threads\": ?(\\d+), ?"
              + "\"(samples_per_s|median_us|seconds)\": ?([0-9.]+)");
  private static final Pattern RUNS = Pattern.compile("\"runs\": ?\\[([^\\]]*)\\]");
  private static final Pattern ACCURACY = Pattern.compile("\"accuracy\": ?([0-9.]+)");

  /** What runs can be compared with each other. */
  private record Key(String job, int threads, String unit) implements Comparable<Key> {

    @Override
    public int compareTo(Key other) {
      return Comparator.comparing(Key::job)
          .thenComparing(Key::threads)
          .thenComparing(Key::unit)
          .compare(this, other);
    }

    /** By how much the first is better. */
    double ratio(double first, double second) {
      return unit.equals("samples_per_s") ? first / second : second / first;
    }

    double best(double[] sorted) {
      return unit.equals("samples_per_s") ? sorted[sorted.length - 1] : sorted[0];
    }
  }

  private final Map<Key, Map<String, List<Double>>> runs = new TreeMap<>();
  private final Map<String, String> accuracies = new TreeMap<>();

  public static void main(String[] arguments) throws IOException {
    Summary summary = new Summary();
    Files.readAllLines(Path.of(arguments[0])).forEach(summary::read);
    summary.print();
  }

  private void read(String line) {
    Matcher found = LINE.matcher(line);
    if (!found.find()) {
      return;
    }
    Key key = new Key(found.group(2), Integer.parseInt(found.group(3)), found.group(4));
    Matcher each = RUNS.matcher(line);
    String values = each.find() ? each.group(1) : found.group(5);
    List<Double> known =
        runs.computeIfAbsent(key, _ -> new TreeMap<>())
            .computeIfAbsent(found.group(1), _ -> new ArrayList<>());
    Arrays.stream(values.split(",")).map(Double::valueOf).forEach(known::add);
    Matcher accuracy = ACCURACY.matcher(line);
    if (accuracy.find()) {
      accuracies.put(found.group(1) + key, accuracy.group(1));
    }
  }

  private void print() {
    System.out.println(
        "| job | threads | who | unit | median | best | runs | accuracy | against |\n"
            + "| --- | --- | --- | --- | --- | --- | --- | --- | --- |");
    runs.forEach((key, peers) -> peers.keySet().forEach(peer -> print(key, peers, peer)));
  }

  private void print(Key key, Map<String, List<Double>> peers, String peer) {
    double[] sorted = sorted(peers.get(peer));
    List<String> against = new ArrayList<>();
    for (String other : peers.keySet()) {
      if (isOurs(peer) && !isOurs(other)) {
        double ratio = key.ratio(median(sorted), median(sorted(peers.get(other))));
        against.add(String.format(Locale.ROOT, "%.2f × %s", ratio, other));
      }
    }
    System.out.printf(
        Locale.ROOT,
        "| %s | %d | %s | %s | %.2f | %.2f | %d | %s | %s |%n",
        key.job(),
        key.threads(),
        peer,
        key.unit(),
        median(sorted),
        key.best(sorted),
        sorted.length,
        accuracies.getOrDefault(peer + key, ""),
        String.join(", ", against));
  }

  private static boolean isOurs(String peer) {
    return peer.startsWith("descent-");
  }

  private static double[] sorted(List<Double> values) {
    return values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
  }

  private static double median(double[] sorted) {
    return sorted[sorted.length / 2];
  }
}
