package io.descent.model;

import io.descent.security.Owner;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Gives the cards of models. */
@RestController
@Tag(name = "Models")
@RequestMapping("/api/v1/models/{id}/card")
class CardController {

  private static final String MARKDOWN = "text/markdown";

  private final ModelStore models;

  CardController(ModelStore models) {
    this.models = models;
  }

  @Operation(operationId = "getCard", summary = "What one needs to trust a model or make it again")
  @GetMapping(produces = MediaType.APPLICATION_JSON_VALUE)
  ModelCard json(Owner owner, @PathVariable UUID id) {
    return card(owner, id);
  }

  @Operation(operationId = "getCard", summary = "What one needs to trust a model or make it again")
  @GetMapping(produces = MARKDOWN)
  ResponseEntity<String> markdown(Owner owner, @PathVariable UUID id) {
    return ResponseEntity.ok()
        .contentType(new MediaType(MediaType.parseMediaType(MARKDOWN), StandardCharsets.UTF_8))
        .body(CardMarkdown.of(card(owner, id)));
  }

  private ModelCard card(Owner owner, UUID id) {
    return ModelCard.of(models.get(owner, id));
  }
}
