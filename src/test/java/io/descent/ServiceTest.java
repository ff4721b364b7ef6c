package io.descent;

import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;
import org.springframework.boot.webmvc.test.autoconfigure.MockMvcBuilderCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.test.web.servlet.request.MockMvcRequestBuilders;

/**
 * A test of the whole service on a port of its own ({@code @LocalServerPort}), with an H2 database
 * in memory; a {@code MockMvcTester} is there too. All such tests share one context: give it no
 * properties, profiles or beans of one test's own, and let a test make what it needs and look at
 * that only.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Inherited
@SpringBootTest(
    webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
    properties = {
      "descent.db.url=jdbc:h2:mem:service;DB_CLOSE_DELAY=-1;LOCK_TIMEOUT=10000",
      "descent.home=target/service-test"
    })
@AutoConfigureMockMvc
@Import(ServiceTest.OwnHost.class)
public @interface ServiceTest {

  /** A {@code MockMvcTester} calls the service by its own name, as a browser would. */
  class OwnHost {

    @Bean
    MockMvcBuilderCustomizer host() {
      return builder ->
          builder.defaultRequest(MockMvcRequestBuilders.get("/").header("Host", "localhost"));
    }
  }
}
