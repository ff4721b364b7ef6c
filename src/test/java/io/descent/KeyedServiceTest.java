package io.descent;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.boot.test.context.SpringBootTest;

/**
 * A test of the whole service where callers need keys, on a port of its own, with an H2 database in
 * memory. All such tests share one context: each makes keys for owners of its own.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@SpringBootTest(
    webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
    properties = {
      "descent.db.url=jdbc:h2:mem:keyed;DB_CLOSE_DELAY=-1",
      "descent.home=target/keyed-test",
      "descent.security.mode=keys",
      "descent.security.admin-key=" + KeyedServiceTest.ADMIN
    })
public @interface KeyedServiceTest {

  /** The administrator's key, whose owner is {@code local}. */
  String ADMIN = "administrators-key-of-the-tests";
}
