package io.descent.security;

import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.springframework.security.core.AuthenticatedPrincipal;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;

/**
 * Who sent a request, and what they may do. A controller takes it as an argument.
 *
 * @param key the key that was sent; absent where the service asks for none
 */
public record Caller(Owner owner, Set<Scope> scopes, Optional<UUID> key, KeyLimits limits)
    implements AuthenticatedPrincipal {

  /** Whoever can reach a service that asks for no keys. */
  static final Caller LOCAL =
      new Caller(Owner.LOCAL, EnumSet.allOf(Scope.class), Optional.empty(), KeyLimits.NONE);

  /** Who sent no key where one is needed. */
  static final Caller NOBODY =
      new Caller(new Owner(""), Set.of(), Optional.empty(), KeyLimits.NONE);

  public Caller {
    scopes = Set.copyOf(scopes);
  }

  /** The sender of the request that this thread answers; without one, nobody. */
  public static Caller current() {
    Authentication authentication = SecurityContextHolder.getContext().getAuthentication();
    return authentication != null && authentication.getPrincipal() instanceof Caller caller
        ? caller
        : NOBODY;
  }

  /** Work that another thread does for the request that this thread answers. */
  public static <A, T> Function<A, T> carried(Function<A, T> work) {
    SecurityContext context = SecurityContextHolder.getContext();
    return argument -> {
      SecurityContextHolder.setContext(context);
      try {
        return work.apply(argument);
      } finally {
        SecurityContextHolder.clearContext();
      }
    };
  }

  /** What a request's remote user is. */
  @Override
  public String getName() {
    return owner.name();
  }

  public boolean may(Scope scope) {
    return scopes.contains(scope);
  }
}
