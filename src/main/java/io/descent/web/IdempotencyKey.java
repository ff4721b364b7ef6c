package io.descent.web;

/**
 * What a controller takes as an argument to make a POST safe to repeat: the request's {@code
 * Idempotency-Key} with the digest of its body, or none.
 */
public record IdempotencyKey(String value, String bodySha256) {}
