// Gradients against central differences, a light for each tensor.

import { html, nothing } from "../lit.js";
import { number } from "../format.js";
import { t } from "../text/text.js";

const CLOSE = 1e-3;

function judged(entry) {
  const error = typeof entry === "number" ? entry : entry?.max_relative_error;
  if (error === null || error === undefined) {
    return { light: "none", sign: "–", error: null };
  }
  return error <= CLOSE ? { light: "right", sign: "✓", error } : { light: "wrong", sign: "✕", error };
}

/** @param missing why there is no check */
export function checkList(check, missing = "") {
  if (!check) {
    return html`<p class="hint">${missing || t("check.none")}</p>`;
  }
  const remarks = check.remarks ?? [];
  return html`
    <ul class="lights" aria-label=${t("check.title")}>
      ${Object.entries(check.by_parameter ?? {}).map(([name, entry]) => {
        const { light, sign, error } = judged(entry);
        const worst = entry?.worst;
        return html`<li data-light=${light}><span class="light" aria-hidden="true">${sign}</span><span><code>${name}</code>
          ${error === null ? t("check.uncompared") : t(light === "right" ? "check.right" : "check.wrong", { error: number(error, 2), n: entry?.compared ?? "" })}
          ${worst ? html`<small>${t("check.worst", { index: `[${(worst.index ?? []).map((it) => it + 1).join(", ")}]`, analytic: number(worst.analytic), numeric: number(worst.numeric) })}</small>` : nothing}</span></li>`;
      })}
      ${remarks.map((it) => html`<li data-light="apart"><span class="light" aria-hidden="true">△</span><span><strong>${t("check." + it.reason)}</strong> ${t("trace.layer", { layer: it.layer })}, ${it.type}: ${it.detail}</span></li>`)}
    </ul>`;
}
