package io.descent.security;

import io.descent.web.Sha256;
import jakarta.persistence.Embedded;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.data.domain.Persistable;

/** A key as it is kept: the digest of its text, whose it is and what it allows. */
@Entity
@Table(name = "api_key")
@SuppressWarnings("NullAway.Init")
class KeyRow implements Persistable<UUID> {

  /** How many characters of a text that was made here are kept to recognise it by. */
  static final int SHOWN = 14;

  /** The same of one that somebody thought of, and which may be short. */
  private static final int SHOWN_OF_GIVEN = 4;

  @Id UUID id;
  String owner;
  private String sha256;
  String prefix;
  private String scopes;
  @Embedded private @Nullable KeyLimits limits;
  boolean fromEnvironment;
  Instant createdAt;
  private @Nullable Instant expiresAt;
  private @Nullable Instant lastUsedAt;

  protected KeyRow() {}

  /** Of a key's text, which is not kept. */
  KeyRow(UUID id, NewKey wish, String text, Instant now) {
    this.id = id;
    owner = wish.owner();
    sha256 = digest(text);
    prefix = text.substring(0, wish.fromEnvironment() ? SHOWN_OF_GIVEN : SHOWN);
    scopes = wish.scopes().stream().sorted().map(Scope::wire).collect(Collectors.joining(","));
    limits = wish.limits();
    fromEnvironment = wish.fromEnvironment();
    createdAt = now;
    expiresAt = wish.expiresAt().orElse(null);
  }

  static String digest(String text) {
    return Sha256.hex(text);
  }

  /** Takes as long wherever the two begin to differ. */
  boolean isOf(String digest) {
    return MessageDigest.isEqual(
        sha256.getBytes(StandardCharsets.US_ASCII), digest.getBytes(StandardCharsets.US_ASCII));
  }

  Set<Scope> scopes() {
    return Arrays.stream(scopes.split(","))
        .flatMap(word -> Scope.of(word).stream())
        .collect(Collectors.toUnmodifiableSet());
  }

  KeyLimits limits() {
    return Optional.ofNullable(limits).orElse(KeyLimits.NONE);
  }

  Optional<Instant> expiresAt() {
    return Optional.ofNullable(expiresAt);
  }

  Optional<Instant> lastUsedAt() {
    return Optional.ofNullable(lastUsedAt);
  }

  Caller caller() {
    return new Caller(new Owner(owner), scopes(), Optional.of(id), limits());
  }

  @Override
  public UUID getId() {
    return id;
  }

  /** Nothing else is ever saved. */
  @Override
  public boolean isNew() {
    return true;
  }
}
