package io.descent.security;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * By what the service may be called: a name, an address, or {@code *.example.org} for every name
 * below that one.
 *
 * @param text in lower case; an address of IPv6 in brackets
 */
record HostPattern(String text) {

  private static final Pattern NAME =
      Pattern.compile(
          "(\\*\\.)?[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?(\\.[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?)*");
  private static final Pattern ADDRESS = Pattern.compile("[0-9a-f:]*:[0-9a-f:.]*");
  private static final String ANY_BELOW = "*";

  HostPattern {
    String lower = text.trim().toLowerCase(Locale.ROOT);
    String bare = lower.replaceFirst("^\\[(.*)]$", "$1");
    boolean address = ADDRESS.matcher(bare).matches();
    text = address ? "[" + bare + "]" : lower;
    if (!address && !NAME.matcher(lower).matches()) {
      throw new RefusedStart(
          "descent.security.hosts holds \""
              + lower.replaceAll("\\p{Cntrl}", "?")
              + "\", which must be a name, an address or *.example.org, without scheme, port and"
              + " path");
    }
  }

  /** The name of a Host header or of an origin, in lower case and without its port. */
  boolean matches(String name) {
    return text.startsWith(ANY_BELOW)
        ? name.endsWith(text.substring(1)) && name.length() >= text.length()
        : name.equals(text);
  }
}
