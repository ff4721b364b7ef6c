// The one place that knows where the template library lives.

export { html, mathml, nothing, render, svg } from "../webjars/lit-html/lit-html.js";
