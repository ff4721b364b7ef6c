package io.descent.storage;

import java.util.UUID;

/** A stored sequence of bytes: its id and its size. */
public record Blob(UUID id, long size) {}
