package io.descent.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.descent.security.Holdings.Held;
import io.descent.security.Holdings.Kind;
import io.descent.web.ProblemException;
import io.descent.web.ProblemKind;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.support.StaticListableBeanFactory;
import org.springframework.security.authentication.TestingAuthenticationToken;
import org.springframework.security.core.context.SecurityContextHolder;

class QuotaTest {

  private static final Owner OWNER = new Owner("somebody");

  private final AtomicLong stored = new AtomicLong();
  private final Holdings holdings =
      owner -> Map.of(Kind.DATASETS, new Held(1, owner.equals(OWNER) ? stored.get() : 0));
  private final Quota quota =
      new Quota(
          new StaticListableBeanFactory(Map.of("holdings", holdings))
              .getBeanProvider(Holdings.class),
          (_, _) -> List.of());

  @AfterEach
  void nobodyCalls() {
    SecurityContextHolder.clearContext();
  }

  private Quota.Room room(Owner owner, long most) {
    KeyLimits limits = new KeyLimits(null, most, null, null);
    Caller caller = new Caller(owner, Set.of(), Optional.empty(), limits);
    SecurityContextHolder.getContext()
        .setAuthentication(new TestingAuthenticationToken(caller, ""));
    return quota.reserve(owner);
  }

  private static void refused(Runnable taking) {
    assertThatThrownBy(taking::run)
        .isInstanceOfSatisfying(
            ProblemException.class,
            refusal -> assertThat(refusal.kind()).isEqualTo(ProblemKind.TOO_LARGE));
  }

  @Test
  void whatAnotherRequestOfTheOwnerIsStoringCounts() {
    stored.set(30);
    try (Quota.Room one = room(OWNER, 100);
        Quota.Room two = room(OWNER, 100);
        Quota.Room other = room(new Owner("other"), 100)) {
      one.take(50);
      refused(() -> two.take(21));
      two.take(20);
      refused(() -> one.takeUpTo(51));
      other.take(100);
      one.give(10);
      two.takeUpTo(30);
      refused(() -> one.take(1));
    }
    try (Quota.Room next = room(OWNER, 100)) {
      next.take(70);
    }
  }

  @Test
  void whatWasStoredCountsAsSuchForRequestsUnderWay() {
    try (Quota.Room slow = room(OWNER, 100)) {
      try (Quota.Room quick = room(OWNER, 100)) {
        quick.take(60);
        stored.set(60);
      }
      refused(() -> slow.take(41));
      slow.take(40);
    }
  }

  @Test
  void requestsAtOnceNeverStoreMoreThanTheirKeyMay() throws Exception {
    Callable<Integer> request =
        () -> {
          try (Quota.Room room = room(OWNER, 1000)) {
            for (int i = 0; i < 10; i++) {
              room.take(7);
            }
            stored.addAndGet(70);
            return 1;
          } catch (ProblemException refusal) {
            return 0;
          }
        };
    try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
      int done = 0;
      for (var each : threads.invokeAll(IntStream.range(0, 200).mapToObj(_ -> request).toList())) {
        done += each.get();
      }
      assertThat(stored.get()).isEqualTo(70L * done).isBetween(700L, 1000L);
    }
  }

  @Test
  void whatAnotherProcessStoredMeanwhileCountsWhereItIsStored() {
    try (Quota.Room room = room(OWNER, 100)) {
      room.take(60);
      stored.set(60);
      room.confirm();
      stored.set(101);
      refused(room::confirm);
    }
  }

  @Test
  void aKeyWithoutThisLimitStoresWhatItLikes() {
    assertThat(quota.reserve(OWNER)).isSameAs(Quota.Room.ENDLESS);
  }
}
