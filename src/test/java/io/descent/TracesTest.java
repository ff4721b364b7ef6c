package io.descent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import io.descent.web.RawHttp;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.context.ConfigurableApplicationContext;

class TracesTest {

  private static ConfigurableApplicationContext start(String... arguments) {
    SpringApplication application = new SpringApplication(DescentApplication.class);
    application.addInitializers(DescentApplication::resolveHome, Traces::wished);
    application.addInitializers(it -> ConfigurationPropertySources.attach(it.getEnvironment()));
    application.setRegisterShutdownHook(false);
    return application.run(arguments);
  }

  @Test
  void requestsAreTracedToWhereTheStandardVariableSays() throws Exception {
    Queue<String> received = new ConcurrentLinkedQueue<>();
    HttpServer collector =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    collector.createContext(
        "/",
        exchange -> {
          exchange.getRequestBody().readAllBytes();
          received.add(exchange.getRequestURI().getPath());
          exchange.sendResponseHeaders(200, -1);
          exchange.close();
        });
    collector.start();
    String endpoint = "http://127.0.0.1:" + collector.getAddress().getPort();
    try (ConfigurableApplicationContext service =
        start(
            "--descent.db.url=jdbc:h2:mem:traces",
            "--descent.home=target/traces-test",
            "--descent.workers=0",
            "--server.port=0",
            "--OTEL_EXPORTER_OTLP_ENDPOINT=" + endpoint,
            "--management.opentelemetry.tracing.export.otlp.endpoint=" + endpoint + "/v1/traces")) {
      String port = service.getEnvironment().getRequiredProperty("local.server.port");
      RawHttp.send(Integer.parseInt(port), "GET /api/v1 HTTP/1.1");

      await().until(() -> received.contains("/v1/traces"));
    } finally {
      collector.stop(0);
    }

    assertThat(received).containsOnly("/v1/traces");
  }
}
