package io.descent.security;

/**
 * Whose data sets, jobs and models a request may see; what belongs to another owner does not exist
 * for it. A controller takes it as an argument.
 */
public record Owner(String name) {

  /** Everything belongs to this owner where there are no keys. */
  public static final Owner LOCAL = new Owner("local");
}
