package io.descent.storage;

import io.descent.web.JsonFields;
import io.descent.web.Limits;
import io.descent.web.Problems;
import io.descent.web.StorableText;
import io.descent.web.Tags;
import jakarta.persistence.Column;
import jakarta.persistence.Convert;
import jakarta.persistence.Embeddable;
import java.util.Optional;
import org.hibernate.annotations.Immutable;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** What a client says of a thing beside its name: tags, and a text of up to 2 000 characters. */
@Embeddable
public record Labels(
    @Column(name = "tags_json") @Convert(converter = TagsColumn.class) Tags tags,
    @Nullable @Column(name = "about") String description) {

  public static final Labels NONE = new Labels(Tags.NONE, null);
  static final String DESCRIPTION = "description";

  @Immutable
  static final class TagsColumn extends JsonColumn<Tags> {
    TagsColumn() {
      super(Tags.class, JsonMapper.shared());
    }
  }

  /** Of a form's fields, or a query's: tags are JSON as text. */
  public static Labels parse(
      Optional<String> tags, Optional<String> description, Problems problems) {
    description
        .flatMap(it -> StorableText.problem(it, Limits.DESCRIPTION))
        .ifPresent(it -> problems.invalid(DESCRIPTION, it));
    return new Labels(
        tags.map(it -> Tags.parse(it, problems)).orElse(Tags.NONE), description.orElse(null));
  }

  /** Of a new thing. */
  public static Labels read(JsonFields fields) {
    fields.nullable(DESCRIPTION);
    return new Labels(
        Tags.read(fields),
        fields.optionalTextOrEmpty(DESCRIPTION, Limits.DESCRIPTION).orElse(null));
  }
}
