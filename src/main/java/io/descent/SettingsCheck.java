package io.descent;

import io.descent.security.RefusedStart;
import io.descent.web.Spelling;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.context.annotation.ClassPathScanningCandidateComponentProvider;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.core.type.filter.AnnotationTypeFilter;
import org.springframework.util.ClassUtils;

/**
 * Refuses to start with a setting that does not exist: one that is misspelt would have no effect,
 * and nobody would see. A variable of the environment is refused only where it is nearly a setting,
 * as others may be named for the service too.
 */
final class SettingsCheck {

  private static final String OURS = "descent.";

  /** Those that are read alone, and not by a record. */
  private static final Set<String> ALONE =
      Set.of(
          "descent.home",
          "descent.scratch",
          "descent.kernel",
          "descent.db.url",
          "descent.security.admin-key");

  private static final Set<String> VARIABLES =
      Set.of("descent.db.user", "descent.db.password", "descent.admin.key");

  /** Of the script that starts the service. */
  private static final Set<String> LAUNCHER =
      Set.of("DESCENT_JAR", "DESCENT_CACHE", "DESCENT_RAM", "DESCENT_JVM");

  /** Of Spring, and of what it configures by itself: what may decide which beans there are. */
  private static final Predicate<String> DECIDING =
      word(
          "(spring|management|springdoc|db-scheduler|dbscheduler)\\..*"
              + "|server\\.forward-?headers-?strategy");

  private static final Predicate<String> DECIDING_NOTHING =
      word(
          "spring\\.(application|profiles|config|lifecycle|output|aot)\\..*"
              + "|spring\\.datasource\\.(url|username|password|hikari\\..*)");

  private SettingsCheck() {}

  private static Predicate<String> word(String expression) {
    return Pattern.compile(expression).asMatchPredicate();
  }

  /**
   * Whether the beans are those that the jar was built with: no setting from outside of it decides
   * which there are.
   */
  static boolean keepsBeans(ConfigurableEnvironment environment) {
    return !Traces.areWished(environment)
        && environment.getPropertySources().stream()
            .filter(source -> !source.getName().contains("class path resource"))
            .filter(EnumerablePropertySource.class::isInstance)
            .flatMap(source -> Stream.of(((EnumerablePropertySource<?>) source).getPropertyNames()))
            .map(name -> name.toLowerCase(Locale.ROOT).replace('_', '.'))
            .noneMatch(DECIDING.and(Predicate.not(DECIDING_NOTHING)));
  }

  static void check(ConfigurableEnvironment environment) {
    // All records of settings are looked for only where the usual names do not do
    if (environment.getPropertySources().stream().allMatch(SettingsCheck::isUsual)) {
      return;
    }
    Set<String> known = known();
    for (PropertySource<?> source : environment.getPropertySources()) {
      if (source instanceof EnumerablePropertySource<?> named) {
        unknown(named, known)
            .ifPresent(
                sentence -> {
                  throw new RefusedStart(sentence);
                });
      }
    }
  }

  private static boolean isUsual(PropertySource<?> source) {
    return !(source instanceof EnumerablePropertySource<?> named)
        || ours(named).allMatch(name -> isKnown(name, ALONE));
  }

  private static Stream<String> ours(EnumerablePropertySource<?> source) {
    boolean variables = source instanceof SystemEnvironmentPropertySource;
    return Stream.of(source.getPropertyNames())
        .filter(name -> name.toLowerCase(Locale.ROOT).matches("descent[._].*"))
        .filter(name -> !(variables && LAUNCHER.contains(name)));
  }

  static Set<String> known() {
    ClassPathScanningCandidateComponentProvider records =
        new ClassPathScanningCandidateComponentProvider(false);
    records.addIncludeFilter(new AnnotationTypeFilter(ConfigurationProperties.class));
    Set<String> known = new TreeSet<>(ALONE);
    for (BeanDefinition found : records.findCandidateComponents("io.descent")) {
      Class<?> type = ClassUtils.resolveClassName(String.valueOf(found.getBeanClassName()), null);
      String prefix = type.getAnnotation(ConfigurationProperties.class).value();
      Arrays.stream(type.getRecordComponents())
          .map(RecordComponent::getName)
          .forEach(name -> known.add(prefix + "." + dashed(name)));
    }
    return known;
  }

  private static String dashed(String name) {
    return name.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
  }

  private static Optional<String> unknown(EnumerablePropertySource<?> source, Set<String> known) {
    boolean variables = source instanceof SystemEnvironmentPropertySource;
    return ours(source)
        .filter(name -> !isKnown(name, known))
        .flatMap(name -> sentence(name, known, variables).stream())
        .findFirst();
  }

  /** However it is written: capitals, dashes and underscores make no difference. */
  private static boolean isKnown(String name, Set<String> known) {
    String bare = bare(name);
    return Stream.concat(known.stream(), VARIABLES.stream()).anyMatch(it -> bare(it).equals(bare));
  }

  private static String bare(String name) {
    return name.toLowerCase(Locale.ROOT).replaceAll("\\[.*?]|_[0-9]+$|[-._]", "");
  }

  private static Optional<String> sentence(String name, Set<String> known, boolean variable) {
    String asked = OURS + name.substring(OURS.length()).toLowerCase(Locale.ROOT).replace('_', '.');
    Optional<String> near = Spelling.nearest(asked, known, variable ? 2 : asked.length() / 3);
    if (variable && near.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        "there is no setting "
            + name
            + near.map(it -> "; did you mean " + it + "?").orElse("; see docs/operations.md"));
  }
}
