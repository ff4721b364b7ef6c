package io.descent;

import java.util.regex.Pattern;
import org.springframework.data.jpa.repository.query.DeclaredQuery;
import org.springframework.data.jpa.repository.query.QueryEnhancerFactories;
import org.springframework.data.jpa.repository.query.QueryEnhancerFactory;
import org.springframework.data.jpa.repository.query.QueryEnhancerSelector;

/**
 * Leaves the queries of repositories as they are written. Hibernate parses each of them; to parse
 * them before with a grammar of its own takes Spring Data a tenth of a start. Only those that give
 * several values need that, as it makes them a record. Public for the beans that the build writes.
 */
public final class PlainQueries implements QueryEnhancerSelector {

  private static final Pattern SEVERAL_VALUES =
      Pattern.compile("select (?:(?! from ).)*,.*", Pattern.DOTALL);

  @Override
  public QueryEnhancerFactory select(DeclaredQuery query) {
    String words = query.getQueryString().strip().replaceAll("\\s+", " ");
    return SEVERAL_VALUES.matcher(words).matches()
        ? QueryEnhancerFactories.hql()
        : QueryEnhancerFactories.fallback();
  }
}
