package io.descent.security;

import io.descent.security.Holdings.Held;
import io.descent.security.Holdings.Kind;
import io.descent.web.ProblemException;
import io.descent.web.ProblemKind;
import java.util.EnumMap;
import java.util.Map;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/** What an owner keeps, and whether the key of the request at hand lets them keep more. */
@Component
public class Quota {

  private static final Held NOTHING = new Held(0, 0);

  private final ObjectProvider<Holdings> features;

  Quota(ObjectProvider<Holdings> features) {
    this.features = features;
  }

  Map<Kind, Held> held(Owner owner) {
    Map<Kind, Held> all = new EnumMap<>(Kind.class);
    for (Kind kind : Kind.values()) {
      all.put(kind, NOTHING);
    }
    features.forEach(feature -> all.putAll(feature.of(owner)));
    return all;
  }

  static long bytes(Map<Kind, Held> held) {
    return held.values().stream().mapToLong(Held::bytes).sum();
  }

  /** Bytes that the key of this request may still store for the owner; never below 0. */
  public long room(Owner owner) {
    Long most = Caller.current().limits().storedBytes();
    return most == null ? Long.MAX_VALUE : Math.max(0, most - bytes(held(owner)));
  }

  /** Refuses with 413 what does not fit into the room. */
  public static void require(long bytes, long room) {
    if (bytes > room) {
      throw ProblemException.of(
          ProblemKind.TOO_LARGE,
          "this key may store "
              + room
              + " bytes more, see stored_bytes at GET /usage; delete data sets or models");
    }
  }
}
