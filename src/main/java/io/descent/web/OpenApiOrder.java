package io.descent.web;

import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.PathItem;
import io.swagger.v3.oas.models.Paths;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.responses.ApiResponse;
import io.swagger.v3.oas.models.tags.Tag;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.springdoc.core.customizers.OpenApiCustomizer;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;

/**
 * Puts the OpenAPI document in an order: paths as their tags are, and of an answer's forms first
 * the one that a generated client is to take.
 */
@Component
class OpenApiOrder implements OpenApiCustomizer {

  private static final List<String> FORMS =
      List.of(MediaType.APPLICATION_OCTET_STREAM_VALUE, MediaType.APPLICATION_JSON_VALUE);

  @Override
  public void customise(OpenAPI document) {
    List<String> tags = document.getTags().stream().map(Tag::getName).toList();
    Paths paths = new Paths();
    document.getPaths().entrySet().stream()
        .sorted(
            Comparator.comparingInt((Map.Entry<String, PathItem> it) -> tag(it.getValue(), tags))
                .thenComparing(Map.Entry::getKey))
        .forEach(it -> paths.addPathItem(it.getKey(), it.getValue()));
    document.setPaths(paths);
    paths.values().stream()
        .flatMap(path -> path.readOperations().stream())
        .flatMap(operation -> operation.getResponses().values().stream())
        .forEach(OpenApiOrder::sortForms);
  }

  private static int tag(PathItem path, List<String> tags) {
    return tags.indexOf(path.readOperations().getFirst().getTags().getFirst());
  }

  private static void sortForms(ApiResponse response) {
    if (response.getContent() == null) {
      return;
    }
    Content sorted = new Content();
    response.getContent().entrySet().stream()
        .sorted(Comparator.comparingInt(it -> Math.floorMod(FORMS.indexOf(it.getKey()), 3)))
        .forEach(it -> sorted.addMediaType(it.getKey(), it.getValue()));
    response.setContent(sorted);
  }
}
