package io.descent.security;

import io.descent.web.ProblemException;
import io.descent.web.Spelling;
import io.descent.web.UuidV7;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.media.StringSchema;
import io.swagger.v3.oas.models.parameters.Parameter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springdoc.core.customizers.GlobalOperationCustomizer;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.core.convert.TypeDescriptor;
import org.springframework.core.convert.converter.ConditionalGenericConverter;
import org.springframework.stereotype.Component;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.HandlerMapping;

/**
 * Lets a path, and a query where {@link ByName} says so, hold the name of a data set, a job or a
 * model where its id is asked for: the newest of that name is meant. What changes or ends something
 * takes ids only.
 */
@Component
class NamesForIds
    implements HandlerInterceptor, ConditionalGenericConverter, GlobalOperationCustomizer {

  private static final String ID = "id";
  private static final String API = "/api/v1/";

  private final List<Named> named;

  NamesForIds(List<Named> named) {
    this.named = named;
  }

  @Override
  public boolean preHandle(
      HttpServletRequest request, HttpServletResponse response, Object handler) {
    if (handler instanceof HandlerMethod method
        && takesNames(method)
        && request.getAttribute(HandlerMapping.URI_TEMPLATE_VARIABLES_ATTRIBUTE)
            instanceof Map<?, ?> variables
        && variables.get(ID) instanceof String text
        && UuidV7.read(text).isEmpty()) {
      inPath(request.getRequestURI()).ifPresent(it -> replace(request, variables, id(it, text)));
    }
    return true;
  }

  @Override
  public Set<ConvertiblePair> getConvertibleTypes() {
    return Set.of(new ConvertiblePair(String.class, UUID.class));
  }

  @Override
  public boolean matches(TypeDescriptor source, TypeDescriptor target) {
    return target.hasAnnotation(ByName.class);
  }

  @Override
  public @Nullable Object convert(@Nullable Object source, TypeDescriptor from, TypeDescriptor to) {
    String text = String.valueOf(source);
    String collection = Objects.requireNonNull(to.getAnnotation(ByName.class)).value();
    return UuidV7.read(text).orElseGet(() -> id(of(collection), text));
  }

  private Named of(String collection) {
    return named.stream()
        .filter(it -> it.collection().equals(collection))
        .findFirst()
        .orElseThrow();
  }

  private static boolean takesNames(HandlerMethod method) {
    return method.hasMethodAnnotation(GetMapping.class) || method.hasMethodAnnotation(ByName.class);
  }

  private Optional<Named> inPath(String path) {
    return named.stream().filter(it -> path.startsWith(API + it.collection() + "/")).findFirst();
  }

  private static UUID id(Named kind, String name) {
    return kind.newest(Caller.current().owner(), name)
        .orElseThrow(() -> ProblemException.notFound(kind.thing(), Spelling.quoted(name)));
  }

  private static void replace(HttpServletRequest request, Map<?, ?> variables, UUID id) {
    Map<Object, Object> replaced = new HashMap<>(variables);
    replaced.put(ID, id.toString());
    request.setAttribute(HandlerMapping.URI_TEMPLATE_VARIABLES_ATTRIBUTE, replaced);
  }

  @Override
  public Operation customize(Operation operation, HandlerMethod method) {
    if (takesNames(method)
        && operation.getParameters() != null
        && paths(method).anyMatch(this::isNamed)) {
      operation.getParameters().stream().filter(NamesForIds::isId).forEach(NamesForIds::describe);
    }
    return operation;
  }

  private static Stream<String> paths(HandlerMethod method) {
    RequestMapping ofAll =
        AnnotatedElementUtils.findMergedAnnotation(method.getBeanType(), RequestMapping.class);
    RequestMapping own = method.getMethodAnnotation(RequestMapping.class);
    String before = ofAll == null || ofAll.path().length == 0 ? "" : ofAll.path()[0];
    if (own == null || own.path().length == 0) {
      return Stream.of(before);
    }
    return Arrays.stream(own.path()).map(before::concat);
  }

  private boolean isNamed(String path) {
    return inPath(path).isPresent();
  }

  private static boolean isId(Parameter parameter) {
    return ID.equals(parameter.getName())
        && "path".equals(parameter.getIn())
        && parameter.getSchema() != null
        && "uuid".equals(parameter.getSchema().getFormat());
  }

  private static void describe(Parameter parameter) {
    parameter.description("Id, or name: then the newest of that name").example("iris");
    parameter.setSchema(new StringSchema());
  }
}
