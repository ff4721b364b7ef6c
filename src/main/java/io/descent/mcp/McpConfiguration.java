package io.descent.mcp;

import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.context.support.HttpRequestHandlerServlet;

/** Puts the tools for agents beside the API, behind the same filters. */
@Configuration(proxyBeanMethods = false)
class McpConfiguration {

  /** Finds its bean with the first request: the container is there before most beans are. */
  @Bean
  static ServletRegistrationBean<HttpRequestHandlerServlet> mcpServlet() {
    ServletRegistrationBean<HttpRequestHandlerServlet> registration =
        new ServletRegistrationBean<>(new HttpRequestHandlerServlet(), McpEndpoint.PATH);
    registration.setName(McpEndpoint.NAME);
    return registration;
  }
}
