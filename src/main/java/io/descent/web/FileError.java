package io.descent.web;

import org.jspecify.annotations.Nullable;

/**
 * One thing wrong with an uploaded file.
 *
 * @param line from 1, with the header; for a binary file absent
 */
public record FileError(@Nullable Long line, @Nullable String column, String detail) {}
