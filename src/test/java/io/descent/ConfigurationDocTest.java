package io.descent;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.context.annotation.ClassPathScanningCandidateComponentProvider;
import org.springframework.core.type.filter.AnnotationTypeFilter;
import org.springframework.util.ClassUtils;

/** docs/operations.md has every setting with its default, and no other. */
class ConfigurationDocTest {

  private static final Pattern ROW =
      Pattern.compile("(?m)^\\| `(descent\\.[\\w.-]+)` \\|([^|]*)\\|");
  private static final Pattern READ =
      Pattern.compile(
          "(?:Property\\(\\s*\"|HOME = \"|PROPERTY = \"|\\$\\{)(descent\\.[a-z0-9.-]+)[\":}]");

  private static String page() throws IOException {
    return Files.readString(Path.of("docs", "operations.md"));
  }

  /** Names and defaults of what the records take. */
  private static Map<String, String> ofRecords() {
    ClassPathScanningCandidateComponentProvider scanner =
        new ClassPathScanningCandidateComponentProvider(false);
    scanner.addIncludeFilter(new AnnotationTypeFilter(ConfigurationProperties.class));
    return scanner.findCandidateComponents("io.descent").stream()
        .map(found -> ClassUtils.resolveClassName(found.getBeanClassName(), null))
        .flatMap(
            type ->
                Arrays.stream(type.getRecordComponents())
                    .map(component -> Map.entry(name(type, component), preset(type, component))))
        .collect(toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  private static String name(Class<?> type, RecordComponent component) {
    String prefix = type.getAnnotation(ConfigurationProperties.class).value();
    return prefix + "." + component.getName().replaceAll("([A-Z])", "-$1").toLowerCase();
  }

  private static String preset(Class<?> type, RecordComponent component) {
    int index =
        Arrays.stream(type.getRecordComponents())
            .map(it -> it.getName())
            .toList()
            .indexOf(component.getName());
    return Arrays.stream(type.getDeclaredConstructors())
        .map(it -> it.getParameters())
        .filter(it -> it.length == type.getRecordComponents().length)
        .flatMap(it -> Stream.ofNullable(it[index].getAnnotation(DefaultValue.class)))
        .map(it -> String.join(",", it.value()))
        .findFirst()
        .orElse("");
  }

  /** Names of what is read from the environment by itself. */
  private static Collection<String> readAlone() throws IOException {
    try (Stream<Path> sources = Files.walk(Path.of("src", "main", "java"))) {
      return sources
          .filter(it -> it.toString().endsWith(".java"))
          .map(ConfigurationDocTest::text)
          .flatMap(text -> READ.matcher(text).results().map(it -> it.group(1)))
          .toList();
    }
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Map<String, String> told() throws IOException {
    return ROW.matcher(page())
        .results()
        .collect(toMap(it -> it.group(1), it -> it.group(2).replace("`", "").strip()));
  }

  @Test
  void everySettingIsInTheTableAndEveryRowIsASetting() throws IOException {
    TreeSet<String> there = new TreeSet<>(ofRecords().keySet());
    there.addAll(readAlone());
    there.add("descent.db.url");

    assertThat(new TreeSet<>(told().keySet()))
        .as("rows | `descent.…` | `default` | what it is | of docs/operations.md")
        .isEqualTo(there);
  }

  /** Where the default is a number of the machine's, the page says so in words. */
  @Test
  void defaultsAreAsTold() throws IOException {
    Map<String, String> told = told();
    Map<String, String> wrong = new TreeMap<>();
    ofRecords()
        .forEach(
            (name, preset) -> {
              String said = Optional.ofNullable(told.get(name)).orElse("");
              boolean ofMachine = preset.equals("0B") || preset.equals("-1");
              if (!said.equals(preset) && !(ofMachine && !said.isEmpty())) {
                wrong.put(name, said + " instead of " + preset);
              }
            });

    assertThat(wrong).isEmpty();
  }
}
