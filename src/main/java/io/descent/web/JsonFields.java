package io.descent.web;

/**
 * Reads one JSON object strictly: typed fields with pointers, nearest known name for an unknown
 * one, and all problems collected, unreadable ones apart from wrong ones.
 */
public final class JsonFields {

  private JsonFields() {}
}
