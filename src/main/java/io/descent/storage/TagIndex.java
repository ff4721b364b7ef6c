package io.descent.storage;

import io.descent.web.TagFilter;
import io.descent.web.Tags;
import jakarta.persistence.criteria.CriteriaBuilder;
import jakarta.persistence.criteria.CriteriaQuery;
import jakarta.persistence.criteria.Expression;
import jakarta.persistence.criteria.Predicate;
import jakarta.persistence.criteria.Root;
import jakarta.persistence.criteria.Subquery;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.springframework.data.domain.Limit;
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

  /**
   * What has tags.
   *
   * @param few whether one of them is on so few things that these are found first
   * @param newest of each of them: nothing that has it is newer
   */
  public record Tagged(String owner, TagFilter tags, boolean few, List<UUID> newest) {

    /** Whether a thing of the owner has all of the tags. */
    Predicate has(Expression<UUID> item, CriteriaQuery<?> query, CriteriaBuilder is) {
      return is.and(
          tags.words().stream().map(word -> has(item, word, query, is)).toArray(Predicate[]::new));
    }

    /** Of few things the database finds all, of many it asks of each whether it is among them. */
    private Predicate has(
        Expression<UUID> item, String word, CriteriaQuery<?> query, CriteriaBuilder is) {
      Subquery<UUID> found = query.subquery(UUID.class);
      Root<TagRow> tag = found.from(TagRow.class);
      Predicate worded = is.and(is.equal(tag.get("owner"), owner), is.equal(tag.get("word"), word));
      found.select(tag.get("itemId"));
      if (few) {
        found.where(worded);
        return item.in(found);
      }
      found.where(worded, is.equal(tag.get("itemId"), item));
      return is.exists(found);
    }
  }

  /** Looks how many things have them, up to a number. */
  @Transactional(propagation = Propagation.SUPPORTS)
  public Tagged find(String owner, TagFilter tags) {
    boolean few = false;
    List<UUID> newest = new ArrayList<>();
    for (String word : tags.words()) {
      List<UUID> items = rows.items(owner, word, Limit.of(Listing.FEW + 1));
      few |= items.size() <= Listing.FEW;
      items.stream().limit(1).forEach(newest::add);
    }
    return new Tagged(owner, tags, few, newest);
  }
}
