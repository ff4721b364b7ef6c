package io.descent.web;

import java.security.MessageDigest;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Answers with the tag of their content, so that a client that has it already is told so. */
@Component
public class Tagged {

  private final JsonMapper json;

  Tagged(JsonMapper json) {
    this.json = json;
  }

  public <T> ResponseEntity<T> json(T view) {
    MessageDigest digest = Sha256.start();
    digest.update(json.writeValueAsBytes(view));
    return ResponseEntity.ok().eTag(Sha256.hex(digest).substring(0, 32)).body(view);
  }
}
