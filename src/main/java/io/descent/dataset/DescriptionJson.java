package io.descent.dataset;

import tools.jackson.databind.json.JsonMapper;

/** The stored form of a description; apart from how answers are written, which may change. */
final class DescriptionJson {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private DescriptionJson() {}

  static String write(Description description) {
    return JSON.writeValueAsString(description);
  }

  static Description read(String json) {
    return JSON.readValue(json, Description.class);
  }
}
