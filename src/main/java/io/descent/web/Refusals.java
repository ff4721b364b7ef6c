package io.descent.web;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Documents which kinds of refusal a handler method has beyond those that follow from its
 * arguments: 400, 401, 403, 500 and 503 on every operation, 406 where something is given, 404 with
 * an id in the path, 413, 415, 422 and 429 with a JSON body, 409 with an {@link IdempotencyKey},
 * 507 with a POST.
 */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface Refusals {
  ProblemKind[] value();
}
