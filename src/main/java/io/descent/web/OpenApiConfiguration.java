package io.descent.web;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import io.swagger.v3.core.jackson.ModelResolver;
import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.info.Info;
import io.swagger.v3.oas.models.servers.Server;
import java.time.Duration;
import java.util.List;
import org.springdoc.core.providers.ObjectMapperProvider;
import org.springdoc.core.utils.SpringDocUtils;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.util.unit.DataSize;

/** The head of the OpenAPI document. */
@Configuration(proxyBeanMethods = false)
class OpenApiConfiguration {

  private static final String ABOUT =
      """
      Training-as-a-service for neural networks: upload a data set, train a network on it, predict.
      Errors are problem documents (RFC 9457).\
      """;

  /** Records are documented under the names that they have in JSON. */
  @Bean
  ModelResolver modelResolver(ObjectMapperProvider mappers) {
    ObjectMapper mapper = mappers.jsonMapper().copy();
    mapper.setPropertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE);
    return new ModelResolver(mapper).openapi31(true);
  }

  @Bean
  OpenAPI openApi(Build build) {
    SpringDocUtils.getConfig()
        .replaceWithClass(DataSize.class, Long.class)
        .replaceWithClass(Duration.class, Long.class);
    return new OpenAPI()
        .info(new Info().title("Descent").version(build.version()).description(ABOUT))
        .servers(List.of(new Server().url("/")))
        .components(new Components());
  }
}
