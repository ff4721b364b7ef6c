package io.descent.web;

import com.fasterxml.jackson.annotation.JsonValue;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.springframework.boot.jackson.autoconfigure.JsonMapperBuilderCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;
import org.springframework.http.MediaType;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.util.unit.DataSize;
import org.springframework.web.HttpMediaTypeNotAcceptableException;
import org.springframework.web.accept.ContentNegotiationStrategy;
import org.springframework.web.accept.HeaderContentNegotiationStrategy;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.servlet.config.annotation.ContentNegotiationConfigurer;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.module.SimpleModule;

/**
 * Gives every controller the shared arguments, and every operation the shared checks; the process
 * its one clock, and the ids that follow it.
 */
@Configuration(proxyBeanMethods = false)
@EnableScheduling
class WebConfiguration implements WebMvcConfigurer {
  private final StrictJson json;
  private final RequestMemory memory;

  WebConfiguration(StrictJson json, RequestMemory memory) {
    this.json = json;
    this.memory = memory;
    RepeatedLines.install();
  }

  @Bean
  @Primary
  static InstantSource clock() {
    return InstantSource.system();
  }

  @Bean
  static UuidV7 uuids(InstantSource clock) {
    return new UuidV7(clock);
  }

  /** Sizes are bytes in every answer, and times are seconds. */
  @Bean
  static JsonMapperBuilderCustomizer units() {
    SimpleModule seconds = new SimpleModule().addSerializer(Duration.class, new Seconds());
    return mapper -> mapper.addMixIn(DataSize.class, Bytes.class).addModule(seconds);
  }

  private interface Bytes {
    @JsonValue
    long toBytes();
  }

  private static final class Seconds extends ValueSerializer<Duration> {
    @Override
    public void serialize(Duration value, JsonGenerator json, SerializationContext context) {
      json.writeNumber(value.toSeconds());
    }
  }

  @Override
  public void addArgumentResolvers(List<HandlerMethodArgumentResolver> resolvers) {
    resolvers.add(new RequestArgument<>(PageRequest.class, PageRequest::of));
    resolvers.add(new RequestArgument<>(TagFilter.class, TagFilter::of));
    resolvers.add(new RequestArgument<>(JsonBody.class, json::body));
    resolvers.add(new RequestArgument<>(JsonWishes.class, json::wishes));
    resolvers.add(new RequestArgument<>(JsonTokens.class, json::tokens));
    resolvers.add(new RequestArgument<>(RequestMemory.Taken.class, memory::of));
    resolvers.add(new RequestArgument<>(IdempotencyKey.class, IdempotencyKey::of));
  }

  @Override
  public void configureContentNegotiation(ContentNegotiationConfigurer negotiation) {
    negotiation.strategies(List.of(WebConfiguration::accepted));
  }

  /**
   * The forms that {@code Accept} names. A client that names the form of refusals alone, as those
   * do that are generated from the OpenAPI document, takes whatever the operation gives.
   */
  private static List<MediaType> accepted(NativeWebRequest request)
      throws HttpMediaTypeNotAcceptableException {
    List<MediaType> named = new HeaderContentNegotiationStrategy().resolveMediaTypes(request);
    List<MediaType> answers =
        named.stream().filter(it -> !it.equals(MediaType.APPLICATION_PROBLEM_JSON)).toList();
    if (answers.isEmpty()) {
      return ContentNegotiationStrategy.MEDIA_TYPE_ALL_LIST;
    }
    // A weight of 0 says what is not wanted
    List<MediaType> wanted = answers.stream().filter(it -> it.getQualityValue() > 0).toList();
    if (wanted.isEmpty()) {
      throw new HttpMediaTypeNotAcceptableException("every form that Accept names is unwanted");
    }
    return wanted;
  }

  @Override
  public void addInterceptors(InterceptorRegistry registry) {
    registry.addInterceptor(memory);
    registry.addInterceptor(new KnownParameters());
    registry.addInterceptor(new ChangeLog());
  }
}
