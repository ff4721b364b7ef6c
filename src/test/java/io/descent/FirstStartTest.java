package io.descent;

import static org.assertj.core.api.Assertions.assertThat;

import io.descent.web.RawHttp;
import io.descent.web.RawHttp.Answer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.web.servlet.mvc.method.RequestMappingInfoHandlerMapping;

/** A service that was started at every address of the machine, and told nothing else. */
@ExtendWith(OutputCaptureExtension.class)
class FirstStartTest {

  private static final Pattern KEY = Pattern.compile("descent_[A-Za-z0-9_-]{43}");
  private static final Pattern OPEN =
      Pattern.compile("/error|/actuator/health.*|/swagger-ui.html|/v3/api-docs.*");

  @Test
  void withoutThePrintedKeyNotOneByteOfDataIsRead(@TempDir Path home, CapturedOutput output)
      throws IOException {
    String key;
    try (ConfigurableApplicationContext service = start(home)) {
      int port = port(service);
      assertThat(KEY.matcher(output.getOut()).results()).hasSize(1);
      key = first(output);
      assertThat(get(port, "/api/v1/datasets", key).status()).isEqualTo(200);
      for (String path : mapped(service)) {
        Answer answer = get(port, path, "descent_" + "a".repeat(43));
        assertThat(answer.status()).as(path).isEqualTo(401);
        assertThat(answer.headers()).as(path).containsEntry("www-authenticate", "Bearer");
      }
      assertThat(RawHttp.send(port, "GET / HTTP/1.1").status()).isEqualTo(200);
      assertThat(RawHttp.send(port, "GET /api/v1/jobs HTTP/1.1").status()).isEqualTo(401);
      assertThat(RawHttp.send(port, "GET /api/v1/jobs HTTP/1.1", "Host: evil.example").status())
          .isEqualTo(401);
    }
    // A line of the log begins with its time
    assertThat(output.getAll().lines().filter(line -> line.contains(key)))
        .singleElement()
        .asString()
        .startsWith("The key of the administrator");
    assertThat(startedAgain(home, key)).isEqualTo(200);
    assertThat(KEY.matcher(output.getOut()).results()).hasSize(1);
  }

  private static int startedAgain(Path home, String key) throws IOException {
    try (ConfigurableApplicationContext service = start(home)) {
      return get(port(service), "/api/v1", key).status();
    }
  }

  private static ConfigurableApplicationContext start(Path home) {
    return new SpringApplicationBuilder(DescentApplication.class)
        .initializers(DescentApplication::resolveHome)
        .run(
            "--server.address=0.0.0.0",
            "--descent.home=" + home,
            "--server.port=0",
            "--descent.workers=0");
  }

  private static List<String> mapped(ConfigurableApplicationContext service) {
    return service.getBeansOfType(RequestMappingInfoHandlerMapping.class).values().stream()
        .flatMap(mapping -> mapping.getHandlerMethods().keySet().stream())
        .flatMap(info -> info.getPatternValues().stream())
        .filter(pattern -> !OPEN.matcher(pattern).matches())
        .map(pattern -> pattern.replaceAll("\\{[^}]+}", "019a3c5e-7b1d-7c3a-9f42-5d2c8e6b1a70"))
        .distinct()
        .toList();
  }

  private static Answer get(int port, String path, String key) throws IOException {
    return RawHttp.send(port, "GET " + path + " HTTP/1.1", "Authorization: Bearer " + key);
  }

  private static int port(ConfigurableApplicationContext service) {
    return service.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
  }

  private static String first(CapturedOutput output) {
    Matcher matcher = KEY.matcher(output.getOut());
    assertThat(matcher.find()).isTrue();
    return matcher.group();
  }
}
