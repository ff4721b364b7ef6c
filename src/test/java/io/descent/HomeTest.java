package io.descent;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;

class HomeTest {

  @ParameterizedTest
  @ValueSource(strings = {"descent-data", "./descent-data", "other/../descent-data"})
  void aRelativeHomeIsOfTheWorkingDirectory(String home) {
    StandardEnvironment environment = new StandardEnvironment();
    environment
        .getPropertySources()
        .addFirst(new MapPropertySource("given", Map.of("descent.home", home)));
    GenericApplicationContext context = new GenericApplicationContext();
    context.setEnvironment(environment);

    DescentApplication.resolveHome(context);

    assertThat(environment.getProperty("descent.home"))
        .isEqualTo(Path.of("descent-data").toAbsolutePath().toString());
  }
}
