package io.descent.security;

import io.descent.web.ProblemException;
import io.descent.web.ProblemKind;
import io.descent.web.RequestArgument;
import io.descent.web.RequestOwner;
import jakarta.servlet.Filter;
import jakarta.servlet.ServletException;
import java.util.List;
import java.util.UUID;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.format.FormatterRegistry;
import org.springframework.security.authorization.AuthorizationDecision;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.DefaultSecurityFilterChain;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.ExceptionTranslationFilter;
import org.springframework.security.web.access.intercept.AuthorizationFilter;
import org.springframework.security.web.authentication.AnonymousAuthenticationFilter;
import org.springframework.security.web.authentication.AuthenticationFilter;
import org.springframework.security.web.context.RequestAttributeSecurityContextRepository;
import org.springframework.security.web.context.SecurityContextHolderFilter;
import org.springframework.security.web.firewall.HttpFirewall;
import org.springframework.security.web.firewall.RequestRejectedHandler;
import org.springframework.security.web.firewall.StrictHttpFirewall;
import org.springframework.security.web.servletapi.SecurityContextHolderAwareRequestFilter;
import org.springframework.security.web.util.matcher.AnyRequestMatcher;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.servlet.HandlerExceptionResolver;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import org.springframework.web.servlet.handler.MappedInterceptor;

/**
 * The chain that every request passes: where it comes from, whose it is, whether it may call at
 * all. What it may call there is decided once its handler is known.
 */
@Configuration(proxyBeanMethods = false)
class SecurityConfiguration implements WebMvcConfigurer {

  /** Which owner's part of what is shared a request takes. */
  @Bean
  static RequestOwner requestOwner() {
    return () -> Caller.current().owner().name();
  }

  @Override
  public void addArgumentResolvers(List<HandlerMethodArgumentResolver> resolvers) {
    resolvers.add(new RequestArgument<>(Owner.class, _ -> Caller.current().owner()));
    resolvers.add(new RequestArgument<>(Caller.class, _ -> Caller.current()));
  }

  private final NamesForIds names;

  SecurityConfiguration(NamesForIds names) {
    this.names = names;
  }

  @Override
  public void addFormatters(FormatterRegistry formats) {
    formats.addConverter(names);
  }

  @Override
  public void addInterceptors(InterceptorRegistry registry) {
    registry.addInterceptor(names);
  }

  /** Every mapping of handlers takes it, the actuator's too. */
  @Bean
  static MappedInterceptor scopes(
      @Qualifier("handlerExceptionResolver") ObjectProvider<HandlerExceptionResolver> problems) {
    return new MappedInterceptor(null, new ScopeInterceptor(problems::getObject));
  }

  @Bean
  static SecurityFilterChain chain(
      Access access,
      SecuritySettings settings,
      KeyAuthentication keys,
      AuditTrail trail,
      RequestRate rate,
      @Qualifier("handlerExceptionResolver") HandlerExceptionResolver problems)
      throws ServletException {
    AuthenticationEntryPoint refusal =
        (request, response, _) -> problems.resolveException(request, response, null, noKey());
    Caller other = access.byKeys() ? Caller.NOBODY : Caller.LOCAL;
    return new DefaultSecurityFilterChain(
        AnyRequestMatcher.INSTANCE,
        new SecurityContextHolderFilter(new RequestAttributeSecurityContextRepository()),
        new AuditFilter(trail, other),
        new SameOriginFilter(settings.hostPatterns(), access.byKeys(), problems),
        authentication(access, keys, refusal),
        new AnonymousAuthenticationFilter(
            UUID.randomUUID().toString(), other, KeyAuthentication.ANY),
        remoteUser(),
        new ExceptionTranslationFilter(refusal),
        new RateLimit(rate, problems),
        new LastingAnswer(keys),
        authorization(access));
  }

  /** Tells the log whose request it is. */
  private static Filter remoteUser() throws ServletException {
    SecurityContextHolderAwareRequestFilter filter = new SecurityContextHolderAwareRequestFilter();
    filter.afterPropertiesSet();
    return filter;
  }

  private static AuthenticationFilter authentication(
      Access access, KeyAuthentication keys, AuthenticationEntryPoint refusal) {
    AuthenticationFilter filter = new AuthenticationFilter(keys, keys);
    filter.setRequestMatcher(request -> !access.isOpen(request));
    filter.setSuccessHandler((_, _, _) -> {});
    filter.setFailureHandler(refusal::commence);
    return filter;
  }

  // Once, at the beginning: what the container sends on belongs to a request that was let in
  private static AuthorizationFilter authorization(Access access) {
    AuthorizationFilter filter =
        new AuthorizationFilter(
            (_, request) ->
                new AuthorizationDecision(
                    access.isOpen(request) || !Caller.current().equals(Caller.NOBODY)));
    filter.setFilterAsyncDispatch(false);
    filter.setFilterErrorDispatch(false);
    return filter;
  }

  static ProblemException noKey() {
    return ProblemException.of(
        ProblemKind.UNAUTHORIZED,
        "send a valid key, as Authorization: Bearer " + Keys.BEGINS + "…");
  }

  /**
   * Names of models stand in paths, so that any character may come encoded. What is no normal path
   * is refused.
   */
  @Bean
  static HttpFirewall firewall() {
    StrictHttpFirewall firewall = new StrictHttpFirewall();
    firewall.setUnsafeAllowAnyHttpMethod(true);
    firewall.setAllowSemicolon(true);
    firewall.setAllowUrlEncodedSlash(true);
    firewall.setAllowUrlEncodedDoubleSlash(true);
    firewall.setAllowUrlEncodedPeriod(true);
    firewall.setAllowBackSlash(true);
    firewall.setAllowNull(true);
    firewall.setAllowUrlEncodedPercent(true);
    firewall.setAllowUrlEncodedCarriageReturn(true);
    firewall.setAllowUrlEncodedLineFeed(true);
    firewall.setAllowUrlEncodedParagraphSeparator(true);
    firewall.setAllowUrlEncodedLineSeparator(true);
    firewall.setAllowedHeaderNames(_ -> true);
    firewall.setAllowedHeaderValues(_ -> true);
    firewall.setAllowedParameterNames(_ -> true);
    firewall.setAllowedParameterValues(_ -> true);
    return firewall;
  }

  @Bean
  static RequestRejectedHandler rejected(
      @Qualifier("handlerExceptionResolver") HandlerExceptionResolver problems) {
    return (request, response, _) ->
        problems.resolveException(
            request,
            response,
            null,
            ProblemException.of(ProblemKind.NOT_FOUND, "there is nothing at this address"));
  }
}
