package io.descent.dataset;

import io.descent.storage.JsonColumn;
import org.hibernate.annotations.Immutable;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** The stored form of a description. */
@Immutable
final class DescriptionJson extends JsonColumn<Description> {

  static final DescriptionJson SHARED = new DescriptionJson();

  DescriptionJson() {
    // What was stored by an earlier version lacks what came later: false, 0, or none
    super(
        Description.class,
        JsonMapper.builder().disable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES).build());
  }
}
