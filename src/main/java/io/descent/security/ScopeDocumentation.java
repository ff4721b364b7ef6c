package io.descent.security;

import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.security.SecurityRequirement;
import io.swagger.v3.oas.models.security.SecurityScheme;
import org.springdoc.core.customizers.GlobalOperationCustomizer;
import org.springdoc.core.customizers.OpenApiCustomizer;
import org.springframework.stereotype.Component;
import org.springframework.web.method.HandlerMethod;

/** Documents the keys, and which scope each operation needs. */
@Component
final class ScopeDocumentation implements OpenApiCustomizer, GlobalOperationCustomizer {

  private static final String SCHEME = "key";

  @Override
  public void customise(OpenAPI document) {
    document
        .getComponents()
        .addSecuritySchemes(
            SCHEME,
            new SecurityScheme()
                .type(SecurityScheme.Type.HTTP)
                .scheme("bearer")
                .description(
                    "Needed where the service asks for keys; see `descent.security.mode`"));
  }

  @Override
  public Operation customize(Operation operation, HandlerMethod method) {
    Access.scope(method).map(Scope::wire).ifPresent(scope -> describe(operation, scope));
    return operation;
  }

  private static void describe(Operation operation, String scope) {
    String said = operation.getDescription() == null ? "" : operation.getDescription() + "\n\n";
    operation
        .description(said + "With keys on, the key needs the scope `" + scope + "`.")
        .addSecurityItem(new SecurityRequirement().addList(SCHEME, scope));
  }
}
