package io.descent.security;

import java.time.InstantSource;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.stereotype.Component;

/**
 * Sees to it, before the first request, that somebody can make keys: with the text that whoever
 * starts the service gave, or with one that is written to standard output once.
 */
@Component
class AdminKey implements SmartInitializingSingleton {

  private final SecuritySettings settings;
  private final Access access;
  private final AdminKeys rows;
  private final Keys keys;
  private final InstantSource clock;

  AdminKey(
      SecuritySettings settings, Access access, AdminKeys rows, Keys keys, InstantSource clock) {
    this.settings = settings;
    this.access = access;
    this.rows = rows;
    this.keys = keys;
    this.clock = clock;
  }

  @Override
  public void afterSingletonsInstantiated() {
    if (!access.byKeys()) {
      return;
    }
    if (settings.adminKey().isPresent()) {
      keep(settings.adminKey().get());
    } else if (rows.countValid(Scope.ADMIN.wire(), clock.instant()) == 0) {
      print(keys.make(NewKey.admin(false)).text());
    }
  }

  /** One that was given at an earlier start is no key any more. */
  private void keep(String given) {
    String digest = KeyRow.digest(given);
    rows.deleteOthersFromEnvironment(digest);
    if (rows.findBySha256(digest).isEmpty()) {
      keys.make(NewKey.admin(true), given);
    }
  }

  // Past every logger, since what is logged is kept, copied and sent on
  private static void print(String text) {
    System.out.println("The key of the administrator, shown this once: " + text);
  }
}
