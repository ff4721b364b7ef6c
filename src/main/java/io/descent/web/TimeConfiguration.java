package io.descent.web;

import java.time.InstantSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;

/** The one clock of the process, and the ids that follow it. */
@Configuration(proxyBeanMethods = false)
class TimeConfiguration {

  @Bean
  @Primary
  InstantSource clock() {
    return InstantSource.system();
  }

  @Bean
  UuidV7 uuids(InstantSource clock) {
    return new UuidV7(clock);
  }
}
