package io.descent.inference;

import io.descent.web.Problems;
import tools.jackson.core.JsonParser;

/** Reads one instance, of which the parser is at the first token, and stops at its last. */
sealed interface InstanceForm permits TableInstances, ImageInstances {

  /** Encodes the instance to {@code into[at…]}, or notes what is wrong with it. */
  void read(JsonParser parser, float[] into, int at, Problems problems);

  /** Where the parser is. */
  static String pointer(JsonParser parser) {
    return parser.streamReadContext().pathAsPointer().toString();
  }

  /** What the parser is at, in words for a refusal. */
  static String kind(JsonParser parser) {
    return switch (parser.currentToken()) {
      case START_OBJECT -> "an object";
      case START_ARRAY -> "an array";
      case VALUE_STRING -> "text";
      case VALUE_TRUE -> "true";
      case VALUE_FALSE -> "false";
      case VALUE_NULL -> "null";
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> "a number";
      case END_ARRAY, END_OBJECT, PROPERTY_NAME, VALUE_EMBEDDED_OBJECT, NOT_AVAILABLE -> "nothing";
    };
  }
}
