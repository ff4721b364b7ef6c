package io.descent.dataset;

/** A class of a classification and how many rows have it. */
public record ClassCount(String label, long rows) {}
