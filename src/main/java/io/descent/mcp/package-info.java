/**
 * The service as tools for agents: the Model Context Protocol at {@code /mcp}, by the official SDK.
 * A tool is done by operations of the API, called within this process as whoever calls the tool, so
 * that it can do what they can and nothing else. Knows the API, its schemas and the manners of the
 * edge, and none of what is behind them.
 */
@ApplicationModule(allowedDependencies = {"security", "spec", "web"})
@NullMarked
package io.descent.mcp;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
