/**
 * The form of safetensors files: the head that says where each tensor lies, written and read. What
 * the tensors and the text mean is for the caller to say.
 */
@NullMarked
package io.descent.model.safetensors;

import org.jspecify.annotations.NullMarked;
