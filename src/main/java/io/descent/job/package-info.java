/** What was asked for: jobs, their state machine, their metrics and their queue. Does not train. */
@NullMarked
package io.descent.job;

import org.jspecify.annotations.NullMarked;
