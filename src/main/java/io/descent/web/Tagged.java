package io.descent.web;

import java.security.MessageDigest;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/**
 * Answers with the tag of their content, so that a client that has it already is told so. The tag
 * is weak, as the same content may be sent compressed.
 */
@Component
public class Tagged {

  private final JsonMapper json;

  Tagged(JsonMapper json) {
    this.json = json;
  }

  public <T> ResponseEntity<T> json(T view) {
    return ResponseEntity.ok().eTag(tag(json.writeValueAsBytes(view))).body(view);
  }

  /** An answer in full, for one that is kept for whoever asks again. */
  public record Answer(byte[] json, String tag) {

    public ResponseEntity<byte[]> entity() {
      return ResponseEntity.ok().contentType(MediaType.APPLICATION_JSON).eTag(tag).body(json);
    }
  }

  /** One that is written already. */
  public static Answer answer(byte[] written) {
    return new Answer(written, tag(written));
  }

  private static String tag(byte[] written) {
    MessageDigest digest = Sha256.start();
    digest.update(written);
    return "W/\"" + Sha256.hex(digest).substring(0, 32) + '"';
  }
}
