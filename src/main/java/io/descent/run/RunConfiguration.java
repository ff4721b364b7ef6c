package io.descent.run;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/** The clock of durations, and room in the pool. */
@Configuration(proxyBeanMethods = false)
class RunConfiguration {

  @Bean
  static PoolSize poolSize(Environment settings) {
    return new PoolSize(settings);
  }

  @Bean
  NanoClock nanoClock() {
    return System::nanoTime;
  }
}
