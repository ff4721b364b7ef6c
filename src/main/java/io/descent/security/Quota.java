package io.descent.security;

import io.descent.security.Holdings.Held;
import io.descent.security.Holdings.Kind;
import io.descent.web.ProblemException;
import io.descent.web.ProblemKind;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.dao.DataAccessException;
import org.springframework.data.domain.Limit;
import org.springframework.stereotype.Component;

/**
 * What an owner keeps, and whether the key of the request at hand lets them keep more. What
 * requests take is counted in this process as they come; what they leave is counted by the database
 * as it is stored, so that it stays within the limit whatever other processes store.
 */
@Component
public class Quota {

  private static final Held NOTHING = new Held(0, 0);

  /** Lets transactions that store for an owner wait for one another. */
  interface Turns {

    /** The first keys of an owner, locked until the end of the transaction. */
    List<KeyRow> locked(String owner, Limit limit);
  }

  private final ObjectProvider<Holdings> features;
  private final Turns turns;
  private final Map<String, Account> accounts = new HashMap<>();

  Quota(ObjectProvider<Holdings> features, Turns turns) {
    this.features = features;
    this.turns = turns;
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

  /** Refuses with 413 where the key of this request lets its owner store nothing more. */
  public void requireAny(Owner owner) {
    try (Room room = reserve(owner)) {
      room.take(1);
    }
  }

  /** Room for what a request stores; what other requests of the owner's are storing counts. */
  public interface Room extends AutoCloseable {

    /** Of who may store what they like. */
    Room ENDLESS =
        new Room() {
          @Override
          public void take(long bytes) {}

          @Override
          public void takeUpTo(long bytes) {}

          @Override
          public void give(long bytes) {}

          @Override
          public void confirm() {}

          @Override
          public void close() {}
        };

    /** Before so many bytes more are written; refuses with 413 what does not fit. */
    void take(long bytes);

    /** Takes what is missing to so many bytes in all. */
    void takeUpTo(long bytes);

    /** So many bytes were not needed after all. */
    void give(long bytes);

    /**
     * In the transaction that has stored what is to stay: refuses with 413 where the owner keeps
     * too much with it, by what other processes stored meanwhile. Until that transaction ends,
     * others wait here.
     */
    void confirm();

    /** What is to stay is stored, and counts as such from now on. */
    @Override
    void close();
  }

  /** The room that the key of this request leaves. */
  public Room reserve(Owner owner) {
    Long most = Caller.current().limits().storedBytes();
    if (most == null) {
      return Room.ENDLESS;
    }
    Account account;
    synchronized (accounts) {
      account = accounts.computeIfAbsent(owner.name(), _ -> new Account(owner));
      account.users++;
    }
    Reserved room = new Reserved(account, most);
    account.look();
    return room;
  }

  /** What the requests under way have taken of an owner's room. */
  private final class Account {

    private final Owner owner;
    private int users;
    private long held;
    private long pending;

    Account(Owner owner) {
      this.owner = owner;
    }

    synchronized void look() {
      try {
        held = bytes(held(owner));
      } catch (RuntimeException e) {
        leave();
        throw e;
      }
    }

    synchronized void take(long bytes, long most) {
      long left = Math.max(0, most - held - pending);
      if (bytes > left) {
        throw refusal(left);
      }
      pending += bytes;
    }

    void confirm(long taken, long most) {
      turns.locked(owner.name(), Limit.of(1));
      long all = bytes(held(owner));
      if (all > most) {
        throw refusal(Math.max(0, most - all + taken));
      }
    }

    private static ProblemException refusal(long left) {
      return ProblemException.of(
          ProblemKind.TOO_LARGE,
          "this key may store "
              + left
              + " bytes more, see stored_bytes at GET /usage; delete data sets or models");
    }

    synchronized void give(long bytes) {
      pending -= bytes;
    }

    /** What was taken is stored by now, or dropped. */
    synchronized void settle(long taken) {
      pending -= taken;
      try {
        held = bytes(held(owner));
      } catch (DataAccessException e) {
        held += taken;
      }
    }

    void leave() {
      synchronized (accounts) {
        if (--users == 0) {
          accounts.remove(owner.name());
        }
      }
    }
  }

  private static final class Reserved implements Room {

    private final Account account;
    private final long most;
    private long taken;
    private boolean closed;

    Reserved(Account account, long most) {
      this.account = account;
      this.most = most;
    }

    @Override
    public void take(long bytes) {
      account.take(bytes, most);
      taken += bytes;
    }

    @Override
    public void takeUpTo(long bytes) {
      take(Math.max(0, bytes - taken));
    }

    @Override
    public void give(long bytes) {
      account.give(bytes);
      taken -= bytes;
    }

    @Override
    public void confirm() {
      account.confirm(taken, most);
    }

    @Override
    public void close() {
      if (!closed) {
        closed = true;
        account.settle(taken);
        account.leave();
      }
    }
  }
}
