package io.descent.dataset;

import io.swagger.v3.core.util.Json31;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.parameters.QueryParameter;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import org.springdoc.core.customizers.GlobalOperationCustomizer;
import org.springframework.core.io.ClassPathResource;
import org.springframework.stereotype.Component;
import org.springframework.web.method.HandlerMethod;

/** Documents the fields of the form as query parameters, for a file that is the body. */
@Component
class UploadParameters implements GlobalOperationCustomizer {

  static final String FORM = "openapi/schemas/DatasetUpload.json";
  static final String OPERATION = "uploadDatasetBody";

  @Override
  public Operation customize(Operation operation, HandlerMethod method) {
    if (OPERATION.equals(operation.getOperationId())) {
      form().getProperties().forEach((name, schema) -> add(operation, name, schema));
    }
    return operation;
  }

  private static void add(Operation operation, String name, Schema<?> schema) {
    if (!"binary".equals(schema.getFormat())) {
      operation.addParametersItem(
          new QueryParameter()
              .name(name)
              .description(schema.getDescription())
              .required(false)
              .schema(schema));
    }
  }

  @SuppressWarnings("unchecked")
  private static Schema<Map<String, Schema<?>>> form() {
    try (InputStream in = new ClassPathResource(FORM).getInputStream()) {
      return Json31.mapper().readValue(in, Schema.class);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
