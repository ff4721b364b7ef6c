package io.descent.web;

import java.beans.PropertyEditorSupport;
import java.util.UUID;
import org.springframework.web.bind.WebDataBinder;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.InitBinder;

/** Reads the ids in paths and queries as those in bodies are read. */
@ControllerAdvice
final class IdParameters {
  // A converter would not do: where it refuses, Spring goes on with an editor of its own
  @InitBinder
  void ids(WebDataBinder binder) {
    binder.registerCustomEditor(
        UUID.class,
        new PropertyEditorSupport() {
          @Override
          public void setAsText(String text) {
            setValue(UuidV7.read(text).orElseThrow(IllegalArgumentException::new));
          }
        });
  }
}
