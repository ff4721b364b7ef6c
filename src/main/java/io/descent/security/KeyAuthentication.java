package io.descent.security;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.http.HttpHeaders;
import org.springframework.security.authentication.AuthenticationManager;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.authority.AuthorityUtils;
import org.springframework.security.web.authentication.AuthenticationConverter;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/** Knows a caller by the key in {@code Authorization: Bearer KEY}. */
@Component
final class KeyAuthentication implements AuthenticationConverter, AuthenticationManager {

  /** What a caller may do is said by scopes; Spring wants an authority besides. */
  static final List<GrantedAuthority> ANY = AuthorityUtils.createAuthorityList("CALLER");

  private static final String SCHEME = "Bearer ";

  private final Keys keys;

  KeyAuthentication(Keys keys) {
    this.keys = keys;
  }

  @Override
  public @Nullable Authentication convert(HttpServletRequest request) {
    return text(request)
        .map(it -> UsernamePasswordAuthenticationToken.unauthenticated("", it))
        .orElse(null);
  }

  private static Optional<String> text(HttpServletRequest request) {
    List<String> sent = Collections.list(request.getHeaders(HttpHeaders.AUTHORIZATION));
    return sent.size() == 1 && sent.getFirst().regionMatches(true, 0, SCHEME, 0, SCHEME.length())
        ? Optional.of(sent.getFirst().substring(SCHEME.length()).trim())
        : Optional.empty();
  }

  /** Whether a request's key still lets its sender in; a database that is away changes nothing. */
  boolean isValid(HttpServletRequest request) {
    try {
      return text(request).flatMap(keys::caller).isPresent();
    } catch (DataAccessException | TransactionException e) {
      return true;
    }
  }

  @Override
  public Authentication authenticate(Authentication sent) {
    Caller caller =
        keys.caller(String.valueOf(sent.getCredentials()))
            .orElseThrow(() -> new BadCredentialsException("no such key"));
    return UsernamePasswordAuthenticationToken.authenticated(caller, "", ANY);
  }
}
