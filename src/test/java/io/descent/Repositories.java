package io.descent;

import jakarta.persistence.EntityManagerFactory;
import java.util.Map;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.hibernate.boot.model.naming.PhysicalNamingStrategySnakeCaseImpl;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.dao.annotation.PersistenceExceptionTranslationPostProcessor;
import org.springframework.data.jpa.repository.config.EnableJpaRepositories;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.orm.jpa.JpaTransactionManager;
import org.springframework.orm.jpa.LocalContainerEntityManagerFactoryBean;
import org.springframework.orm.jpa.vendor.HibernateJpaVendorAdapter;
import org.springframework.transaction.annotation.EnableTransactionManagement;
import org.springframework.transaction.support.TransactionTemplate;

/** What a test of repositories needs around them, on a database of its own. */
public final class Repositories {

  private Repositories() {}

  /**
   * Migrates the database and starts a context.
   *
   * @param configuration with {@link EnableJpaRepositories} of its own, and other beans
   */
  public static AnnotationConfigApplicationContext start(
      DataSource database, Class<?>... configuration) {
    Flyway.configure().dataSource(database).load().migrate();
    AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();
    context.registerBean("dataSource", DataSource.class, () -> database);
    context.register(Beans.class);
    context.register(configuration);
    context.refresh();
    return context;
  }

  @Configuration(proxyBeanMethods = false)
  @EnableTransactionManagement
  static class Beans {

    @Bean
    static PersistenceExceptionTranslationPostProcessor translation() {
      return new PersistenceExceptionTranslationPostProcessor();
    }

    @Bean
    LocalContainerEntityManagerFactoryBean entityManagerFactory(DataSource database) {
      LocalContainerEntityManagerFactoryBean factory = new LocalContainerEntityManagerFactoryBean();
      factory.setDataSource(database);
      factory.setPackagesToScan("io.descent");
      factory.setJpaVendorAdapter(new HibernateJpaVendorAdapter());
      factory.setJpaPropertyMap(
          Map.of(
              "hibernate.physical_naming_strategy",
              PhysicalNamingStrategySnakeCaseImpl.class.getName(),
              "hibernate.hbm2ddl.auto",
              "validate"));
      return factory;
    }

    @Bean
    JpaTransactionManager transactionManager(EntityManagerFactory entities) {
      return new JpaTransactionManager(entities);
    }

    @Bean
    TransactionTemplate transactionTemplate(JpaTransactionManager transactions) {
      return new TransactionTemplate(transactions);
    }

    @Bean
    JdbcTemplate jdbcTemplate(DataSource database) {
      return new JdbcTemplate(database);
    }
  }
}
