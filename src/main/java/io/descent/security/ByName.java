package io.descent.security;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The id in the path may be a name, though the operation is no {@code GET}, which all may; or the
 * id in a parameter of a query may be one.
 */
@Target({ElementType.METHOD, ElementType.PARAMETER})
@Retention(RetentionPolicy.RUNTIME)
public @interface ByName {

  /** Of a parameter: the kind of thing, as it stands in paths. */
  String value() default "";
}
