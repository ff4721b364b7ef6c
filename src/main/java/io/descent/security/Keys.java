package io.descent.security;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.descent.web.ProblemException;
import io.descent.web.ProblemKind;
import io.descent.web.RepeatedLines;
import io.descent.web.UuidV7;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Service;
import org.springframework.transaction.TransactionException;

/**
 * The keys that let callers in. Each process remembers for 3 seconds what it read of a key, so that
 * one that is deleted is refused by all of them before 5 seconds have passed.
 */
@Service
class Keys {

  private static final Logger log = LoggerFactory.getLogger(Keys.class);

  /** What every key begins with that was made here, so that it is recognised where it leaked. */
  static final String BEGINS = "descent_";

  /** How many keys there may be. */
  static final int MOST = 10_000;

  private static final Duration REMEMBERED = Duration.ofSeconds(3);
  private static final Duration USE_NOTED_AFTER = Duration.ofMinutes(1);
  private static final int SECRET_BYTES = 32;
  private static final int LONGEST = 255;

  private final AdminKeys rows;
  private final UuidV7 uuids;
  private final InstantSource clock;
  private final SecureRandom random = new SecureRandom();
  private final Cache<String, Optional<KeyRow>> known;

  Keys(AdminKeys rows, UuidV7 uuids, InstantSource clock) {
    this.rows = rows;
    this.uuids = uuids;
    this.clock = clock;
    this.known = Caffeine.newBuilder().maximumSize(MOST).expireAfterWrite(REMEMBERED).build();
  }

  /** A key with its text, which is shown this once. */
  record Made(KeyRow row, String text) {

    /** For logs, where no key may stand. */
    @Override
    public String toString() {
      return "key " + row.prefix + "…";
    }
  }

  String newText() {
    byte[] secret = new byte[SECRET_BYTES];
    random.nextBytes(secret);
    return BEGINS + Base64.getUrlEncoder().withoutPadding().encodeToString(secret);
  }

  Made make(NewKey wish) {
    if (rows.count() >= MOST) {
      throw ProblemException.of(
          ProblemKind.CONFLICT, "there are " + MOST + " keys, and no more are made; delete some");
    }
    return make(wish, newText());
  }

  Made make(NewKey wish, String text) {
    return new Made(rows.save(new KeyRow(uuids.next(), wish, text, clock.instant())), text);
  }

  void delete(UUID id) {
    if (rows.delete(id) == 0) {
      throw ProblemException.notFound("key", id);
    }
    known.invalidateAll();
  }

  /** Who sends this text; empty where it is no key, or one that has expired. */
  Optional<Caller> caller(String text) {
    if (text.length() > LONGEST) {
      return Optional.empty();
    }
    String digest = KeyRow.digest(text);
    Instant now = clock.instant();
    return known
        .get(digest, it -> read(it, now))
        .filter(row -> row.isOf(digest))
        .filter(row -> row.expiresAt().map(now::isBefore).orElse(true))
        .map(KeyRow::caller);
  }

  private Optional<KeyRow> read(String digest, Instant now) {
    Optional<KeyRow> row = rows.findBySha256(digest);
    row.filter(it -> isNews(it, now)).ifPresent(it -> note(it, now));
    return row;
  }

  /** A disk that takes nothing more is no reason to refuse who only reads. */
  private void note(KeyRow row, Instant now) {
    try {
      rows.use(row.id, now);
    } catch (DataAccessException | TransactionException e) {
      log.warn(
          RepeatedLines.DATABASE,
          "It is not noted that key {} was used ({})",
          row.prefix,
          e.getMessage());
    }
  }

  private static boolean isNews(KeyRow row, Instant now) {
    return row.lastUsedAt().map(last -> last.plus(USE_NOTED_AFTER).isBefore(now)).orElse(true);
  }
}
