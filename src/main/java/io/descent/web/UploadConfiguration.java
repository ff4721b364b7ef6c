package io.descent.web;

import org.apache.coyote.http11.AbstractHttp11Protocol;
import org.springframework.boot.tomcat.TomcatConnectorCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** How long the server waits for the next bytes of a body. */
@Configuration(proxyBeanMethods = false)
class UploadConfiguration {

  @Bean
  TomcatConnectorCustomizer uploadTimeout(Limits limits) {
    return connector -> {
      if (connector.getProtocolHandler() instanceof AbstractHttp11Protocol<?> http) {
        http.setDisableUploadTimeout(false);
        http.setConnectionUploadTimeout(Math.toIntExact(limits.uploadIdle().toMillis()));
      }
    };
  }
}
