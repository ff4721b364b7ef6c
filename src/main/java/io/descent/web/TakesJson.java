package io.descent.web;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Documents the form of a handler method's {@link JsonBody} or {@link JsonTokens}: the name of a
 * JSON Schema in {@code openapi/schemas/NAME.json}, which becomes a component of the OpenAPI
 * document.
 */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface TakesJson {
  String value();
}
