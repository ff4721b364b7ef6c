package io.descent.web;

import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.media.ArraySchema;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.IntegerSchema;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.ObjectSchema;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.media.StringSchema;
import io.swagger.v3.oas.models.parameters.HeaderParameter;
import io.swagger.v3.oas.models.parameters.Parameter;
import io.swagger.v3.oas.models.parameters.QueryParameter;
import io.swagger.v3.oas.models.parameters.RequestBody;
import java.math.BigDecimal;
import java.util.List;
import java.util.Objects;
import org.springdoc.core.customizers.GlobalOperationCustomizer;
import org.springframework.core.MethodParameter;
import org.springframework.stereotype.Component;
import org.springframework.web.method.HandlerMethod;

/** Documents the shared arguments of handler methods: page, JSON body, idempotency key, ids. */
@Component
class OperationArguments implements GlobalOperationCustomizer {

  private static final String ID = "019a3c5e-7b1d-7c3a-9f42-5d2c8e6b1a70";

  @Override
  public Operation customize(Operation operation, HandlerMethod method) {
    for (MethodParameter argument : method.getMethodParameters()) {
      Class<?> type = argument.getParameterType();
      if (type == PageRequest.class) {
        add(operation, limit());
        add(operation, cursor());
      } else if (type == TagFilter.class) {
        add(operation, tag());
      } else if (type == IdempotencyKey.class) {
        add(operation, idempotencyKey());
      } else if (type == JsonBody.class || type == JsonTokens.class) {
        operation.requestBody(body(method, true));
      } else if (type == JsonWishes.class) {
        operation.requestBody(body(method, false));
      }
    }
    if (operation.getParameters() != null) {
      operation.getParameters().forEach(OperationArguments::exampleOfId);
    }
    return operation;
  }

  /** Once, where an operation has a method for each form of its answer. */
  private static void add(Operation operation, Parameter parameter) {
    List<Parameter> there = Objects.requireNonNullElse(operation.getParameters(), List.of());
    if (there.stream().noneMatch(it -> parameter.getName().equals(it.getName()))) {
      operation.addParametersItem(parameter);
    }
  }

  private static Parameter limit() {
    IntegerSchema schema = new IntegerSchema();
    schema.setMinimum(BigDecimal.ONE);
    schema.setMaximum(BigDecimal.valueOf(Limits.PAGE));
    schema.setDefault(PageRequest.DEFAULT_LIMIT);
    return new QueryParameter()
        .name(PageRequest.LIMIT)
        .description("How many items at most")
        .required(false)
        .schema(schema)
        .example(PageRequest.DEFAULT_LIMIT);
  }

  private static Parameter cursor() {
    return new QueryParameter()
        .name(PageRequest.CURSOR)
        .description("`next_cursor` of the page before, with the same filters")
        .required(false)
        .schema(new StringSchema());
  }

  private static Parameter tag() {
    return new QueryParameter()
        .name(TagFilter.TAG)
        .description("`team:botany`: key and value, which all of them have; may be repeated")
        .required(false)
        .schema(new ArraySchema().items(new StringSchema()));
  }

  private static Parameter idempotencyKey() {
    return new HeaderParameter()
        .name(IdempotencyKey.HEADER)
        .description(
            "Makes the request safe to repeat for 24 hours: with the same key and body it gives"
                + " the same resource again")
        .required(false)
        .schema(new StringSchema().pattern("^[!-~]+$").maxLength(IdempotencyKey.LONGEST));
  }

  private static RequestBody body(HandlerMethod method, boolean required) {
    TakesJson form = method.getMethodAnnotation(TakesJson.class);
    Schema<?> schema =
        form == null
            ? new ObjectSchema()
            : new Schema<>().$ref("#/components/schemas/" + form.value());
    MediaType json = new MediaType().schema(schema);
    return new RequestBody()
        .required(required)
        .content(
            new Content()
                .addMediaType(org.springframework.http.MediaType.APPLICATION_JSON_VALUE, json));
  }

  private static void exampleOfId(Parameter parameter) {
    boolean id = parameter.getSchema() != null && "uuid".equals(parameter.getSchema().getFormat());
    // The console fills an example in, and a filter by it would find nothing
    if (id && Boolean.TRUE.equals(parameter.getRequired()) && parameter.getExample() == null) {
      parameter.example(ID);
    }
  }
}
