/**
 * Networks and their preprocessing as ONNX files. Knows networks and encodings, and nothing of
 * stored models; a new layer needs a branch in {@code OnnxLayers} here.
 */
@NullMarked
package io.descent.model.onnx;

import org.jspecify.annotations.NullMarked;
