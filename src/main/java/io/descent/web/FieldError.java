package io.descent.web;

/**
 * One thing wrong with a request body or a query parameter.
 *
 * @param pointer JSON pointer into the request, or the name of a query parameter
 */
public record FieldError(String pointer, String detail) {}
