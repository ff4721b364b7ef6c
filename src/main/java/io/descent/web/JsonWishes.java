package io.descent.web;

import java.util.Optional;

/** A JSON body that a request may leave out. A controller takes it as an argument. */
public record JsonWishes(Optional<JsonBody> body) {}
