package io.descent.run;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The clock of durations. */
@Configuration(proxyBeanMethods = false)
class RunConfiguration {

  @Bean
  NanoClock nanoClock() {
    return System::nanoTime;
  }
}
