package io.descent;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;

/**
 * Traces by OpenTelemetry, where its standard variables say where they go. Otherwise none of it is
 * even configured, as application.yaml has it, and a start and a request cost nothing more.
 */
final class Traces {

  private static final String EXCLUDED = "spring.autoconfigure.exclude";
  private static final String SHARE = "management.tracing.sampling.probability";

  private Traces() {}

  static void wished(ConfigurableApplicationContext context) {
    wished(context.getEnvironment());
  }

  static void wished(ConfigurableEnvironment environment) {
    if (areWished(environment)) {
      environment.getPropertySources().addFirst(new MapPropertySource("traces", on(environment)));
    }
  }

  static boolean areWished(ConfigurableEnvironment environment) {
    return Stream.of("OTEL_EXPORTER_OTLP_ENDPOINT", "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT")
        .anyMatch(name -> !environment.getProperty(name, "").isBlank());
  }

  /** All requests, unless another share of them is asked for. */
  private static Map<String, Object> on(ConfigurableEnvironment environment) {
    List<String> excluded =
        Binder.get(environment).bind(EXCLUDED, Bindable.listOf(String.class)).orElse(List.of());
    Map<String, Object> settings = new LinkedHashMap<>();
    settings.put(
        EXCLUDED,
        String.join(
            ",", excluded.stream().filter(it -> !it.matches(".*(tracing|telemetry).*")).toList()));
    if (!environment.containsProperty(SHARE)) {
      settings.put(SHARE, "1.0");
    }
    return settings;
  }
}
