package io.descent.storage;

import jakarta.persistence.EntityManagerFactory;
import org.hibernate.SessionFactory;
import org.hibernate.StatelessSession;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.orm.jpa.hibernate.SharedSessionCreator;
import org.springframework.scheduling.annotation.EnableScheduling;

/** Lets the sweep run in the background, and gives the session that {@link BatchInserts} needs. */
@Configuration(proxyBeanMethods = false)
@EnableScheduling
class StorageConfiguration {

  /** One that joins each caller's transaction. */
  @Bean
  StatelessSession statelessSession(EntityManagerFactory entities) {
    return SharedSessionCreator.createSharedStatelessSession(entities.unwrap(SessionFactory.class));
  }
}
