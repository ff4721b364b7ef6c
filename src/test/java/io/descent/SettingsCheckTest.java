package io.descent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

import io.descent.security.RefusedStart;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.SimpleCommandLinePropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

class SettingsCheckTest {

  private final StandardEnvironment environment = new StandardEnvironment();

  @ParameterizedTest
  @CsvSource({
    "--descent.wokers=2, descent.wokers, descent.workers",
    "--descent.limits.jsn=1MB, descent.limits.jsn, descent.limits.json",
    "--descent.retention.event=7d, descent.retention.event, descent.retention.events",
    "--descent.security.host=a, descent.security.host, descent.security.hosts",
    "--descent.hom=x, descent.hom, descent.home"
  })
  void aMisspeltSettingIsRefusedNamingTheNearest(String option, String wrong, String right) {
    assertThatExceptionOfType(RefusedStart.class)
        .isThrownBy(() -> check(option))
        .withMessage("there is no setting %s; did you mean %s?", wrong, right);
  }

  @Test
  void whatIsNearNothingIsRefusedToo() {
    assertThatExceptionOfType(RefusedStart.class)
        .isThrownBy(() -> check("--descent.something.else.altogether.that.is.long=1"))
        .withMessageContaining("there is no setting descent.something");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--descent.workers=2",
        "--descent.limits.json-depth=9",
        "--descent.limits.jsonDepth=9",
        "--descent.security.hosts[0]=a.example.org",
        "--descent.retention.audit=90d",
        "--descent.home=here",
        "--server.port=1"
      })
  void aSettingIsTakenHoweverItIsWritten(String option) {
    assertThatNoException().isThrownBy(() -> check(option));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--descent.workers=2",
        "--server.port=1",
        "--server.ssl.bundle=x",
        "--logging.level.root=debug",
        "--spring.profiles.active=postgres",
        "--spring.datasource.hikari.maximum-pool-size=3",
        "--spring.datasource.url=jdbc:postgresql:x"
      })
  void aSettingThatDecidesOnNoBeanKeepsThoseOfTheBuild(String option) {
    environment.getPropertySources().addFirst(new SimpleCommandLinePropertySource(option));

    assertThat(SettingsCheck.keepsBeans(environment)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--management.server.port=9090",
        "--management.endpoint.health.probes.enabled=false",
        "--spring.autoconfigure.exclude=x",
        "--spring.datasource.type=x",
        "--spring.threads.virtual.enabled=false",
        "--springdoc.swagger-ui.enabled=false",
        "--server.forward-headers-strategy=framework"
      })
  void aSettingThatMayDecideOnBeansDoesWithoutThoseOfTheBuild(String option) {
    environment.getPropertySources().addFirst(new SimpleCommandLinePropertySource(option));

    assertThat(SettingsCheck.keepsBeans(environment)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"MANAGEMENT_SERVER_PORT", "OTEL_EXPORTER_OTLP_ENDPOINT"})
  void aVariableMayDecideToo(String name) {
    environment
        .getPropertySources()
        .addFirst(new SystemEnvironmentPropertySource("variables", Map.of(name, "x")));

    assertThat(SettingsCheck.keepsBeans(environment)).isFalse();
  }

  @Test
  void aVariableIsRefusedWhereItIsNearlyASetting() {
    assertThatNoException()
        .isThrownBy(
            () ->
                variables(
                    Map.of(
                        "DESCENT_WORKERS", "2",
                        "DESCENT_LIMITS_JSONDEPTH", "9",
                        "DESCENT_SECURITY_HOSTS_0", "a",
                        "DESCENT_DB_URL", "x",
                        "DESCENT_DB_USER", "x",
                        "DESCENT_DB_PASSWORD", "x",
                        "DESCENT_ADMIN_KEY", "x")));
    assertThatNoException()
        .isThrownBy(
            () -> variables(Map.of("DESCENT_URL", "x", "DESCENT_KEY", "x", "DESCENT_JAR", "x")));
    assertThatExceptionOfType(RefusedStart.class)
        .isThrownBy(() -> variables(Map.of("DESCENT_WOKERS", "2")))
        .withMessageContaining("DESCENT_WOKERS; did you mean descent.workers?");
  }

  @Test
  void aFileIsLookedThroughToo() {
    environment
        .getPropertySources()
        .addLast(new MapPropertySource("file", Map.of("descent.kernal", "plain")));
    assertThatExceptionOfType(RefusedStart.class)
        .isThrownBy(() -> SettingsCheck.check(environment))
        .withMessageContaining("descent.kernel");
    assertThat(SettingsCheck.known()).contains("descent.limits.cell", "descent.lock-and-fetch");
  }

  private void variables(Map<String, Object> variables) {
    StandardEnvironment of = new StandardEnvironment();
    of.getPropertySources().addFirst(new SystemEnvironmentPropertySource("variables", variables));
    SettingsCheck.check(of);
  }

  private void check(String option) {
    environment.getPropertySources().addFirst(new SimpleCommandLinePropertySource(option));
    SettingsCheck.check(environment);
  }
}
