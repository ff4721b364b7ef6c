// The one place that knows where the template library lives.

export { html, mathml, nothing, render, svg } from "../webjars/lit-html/lit-html.js";
export { live } from "../webjars/lit-html/directives/live.js";
export { repeat } from "../webjars/lit-html/directives/repeat.js";
