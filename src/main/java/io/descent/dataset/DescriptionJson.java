package io.descent.dataset;

import io.descent.storage.JsonColumn;
import org.hibernate.annotations.Immutable;
import tools.jackson.databind.json.JsonMapper;

/** The stored form of a description. */
@Immutable
final class DescriptionJson extends JsonColumn<Description> {

  DescriptionJson() {
    super(Description.class, JsonMapper.builder().build());
  }
}
