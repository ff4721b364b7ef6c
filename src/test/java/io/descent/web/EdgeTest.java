package io.descent.web;

import io.descent.security.Owner;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.boot.autoconfigure.AutoConfigurationPackage;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.ComponentScan;

/** A test of the edge alone, over HTTP, with {@link EdgeProbe} as the only feature behind it. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@SpringBootTest(
    classes = EdgeTest.Edge.class,
    webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
    properties = {
      "descent.db.url=jdbc:h2:mem:edge;DB_CLOSE_DELAY=-1",
      "descent.home=target/edge-test",
      "descent.limits.json=1MB",
      "descent.limits.connections=60",
      "descent.limits.head=1s",
      "descent.limits.refused-body=1s",
      "management.endpoint.health.group.readiness.include=readinessState",
      "db-scheduler.enabled=false"
    })
@interface EdgeTest {

  @EnableAutoConfiguration
  @AutoConfigurationPackage(basePackageClasses = {EdgeTest.class, Owner.class})
  @ComponentScan(basePackageClasses = {EdgeTest.class, Owner.class})
  @ConfigurationPropertiesScan(basePackageClasses = {EdgeTest.class, Owner.class})
  class Edge {}
}
