package io.descent.web;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Documents which kinds of refusal a handler method has beyond those that follow from its
 * arguments: 400, 401, 403, 429, 500 and 503 on every operation, 406 where something is given, 404
 * with an id in the path, 408, 413, 415 and 422 with a JSON body, 409 and 422 with an {@link
 * IdempotencyKey}, 507 on all but a GET.
 */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface Refusals {
  ProblemKind[] value();

  /** What would follow from its arguments, and is answered otherwise. */
  ProblemKind[] never() default {};
}
