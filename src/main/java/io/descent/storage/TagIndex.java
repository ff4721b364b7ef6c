package io.descent.storage;

import io.descent.web.TagFilter;
import io.descent.web.Tags;
import jakarta.persistence.criteria.CriteriaBuilder;
import jakarta.persistence.criteria.CriteriaQuery;
import jakarta.persistence.criteria.Expression;
import jakarta.persistence.criteria.Predicate;
import jakarta.persistence.criteria.Root;
import jakarta.persistence.criteria.Subquery;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Finds things by their tags. What is written joins the caller's transaction. */
@Component
@Transactional(propagation = Propagation.MANDATORY)
public class TagIndex {

  private final TagRows rows;
  private final StatelessRows writer;

  TagIndex(TagRows rows, StatelessRows writer) {
    this.rows = rows;
    this.writer = writer;
  }

  /** Of a new thing. */
  public void add(String owner, UUID item, Tags tags) {
    List<TagRow> words = tags.words().stream().map(word -> new TagRow(item, word, owner)).toList();
    if (!words.isEmpty()) {
      writer.insert(words);
    }
  }

  /** In place of those it had. */
  public void replace(String owner, UUID item, Tags tags) {
    remove(owner, item);
    add(owner, item, tags);
  }

  /** Of a thing that goes. */
  public void remove(String owner, UUID item) {
    remove(owner, List.of(item));
  }

  /** Of things that go. */
  public void remove(String owner, Collection<UUID> items) {
    rows.remove(items, owner);
  }

  /** Whether a thing of the owner has all of the tags. */
  public static Predicate hasAll(
      Expression<UUID> item,
      String owner,
      TagFilter tags,
      CriteriaQuery<?> query,
      CriteriaBuilder where) {
    return where.and(
        tags.words().stream()
            .map(word -> has(item, owner, word, query, where))
            .toArray(Predicate[]::new));
  }

  private static Predicate has(
      Expression<UUID> item,
      String owner,
      String word,
      CriteriaQuery<?> query,
      CriteriaBuilder where) {
    Subquery<UUID> found = query.subquery(UUID.class);
    Root<TagRow> tag = found.from(TagRow.class);
    found.select(tag.get("itemId"));
    found.where(where.equal(tag.get("owner"), owner), where.equal(tag.get("word"), word));
    return item.in(found);
  }
}
