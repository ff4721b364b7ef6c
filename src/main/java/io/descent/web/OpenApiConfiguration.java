package io.descent.web;

import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.info.Info;
import io.swagger.v3.oas.models.servers.Server;
import io.swagger.v3.oas.models.tags.Tag;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springdoc.core.utils.SpringDocUtils;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.CacheControl;
import org.springframework.util.unit.DataSize;
import org.springframework.web.servlet.config.annotation.ResourceHandlerRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** The head of the OpenAPI document, and the looks of the console that is made from it. */
@Configuration(proxyBeanMethods = false)
class OpenApiConfiguration implements WebMvcConfigurer {

  private static final String ABOUT =
      """
      Training-as-a-service for neural networks: upload a data set, train a network on it, predict.
      Errors are problem documents (RFC 9457).\
      """;

  /** In the order in which a newcomer needs them. */
  private static final Map<String, String> TAGS = tags();

  private static Map<String, String> tags() {
    Map<String, String> tags = new LinkedHashMap<>();
    tags.put("Data sets", "What networks are trained on");
    tags.put("Specs", "Networks and trainings, checked before anything runs");
    tags.put("Jobs", "Trainings that were asked for");
    tags.put("Models", "What jobs have learnt");
    tags.put("Predictions", "Answers from a model");
    tags.put("Sweeps", "Many trainings that differ in some settings");
    tags.put("Insight", "Backpropagation made visible: one step of learning with every number");
    tags.put("Open Inference Protocol", "Version 2 of the protocol that inference servers share");
    tags.put("Keys", "Who may do what");
    tags.put("Service", "What this service is, how it is, and what it refuses");
    return tags;
  }

  private static Tag tag(Map.Entry<String, String> tag) {
    return new Tag().name(tag.getKey()).description(tag.getValue());
  }

  @Bean
  OpenAPI openApi(Build build) {
    SpringDocUtils.getConfig()
        .replaceWithClass(DataSize.class, Long.class)
        .replaceWithClass(Duration.class, Long.class);
    return new OpenAPI()
        .info(new Info().title("Descent").version(build.version()).description(ABOUT))
        .servers(List.of(new Server().url("/")))
        .tags(TAGS.entrySet().stream().map(OpenApiConfiguration::tag).toList())
        .components(new Components().responses(OperationRefusals.components()));
  }

  /** A style sheet of the console's that holds nothing but what a page needs, and ours more. */
  @Override
  public void addResourceHandlers(ResourceHandlerRegistry registry) {
    registry
        .addResourceHandler("/swagger-ui/index.cs*")
        .addResourceLocations("classpath:/console/")
        .setCacheControl(CacheControl.noCache());
  }
}
