// Whether a step that was computed again leads to what was recorded when it was trained.

import { html, nothing } from "../lit.js";
import { count } from "../format.js";
import { t } from "../text/text.js";

export function recorded(answer) {
  if (!answer) {
    return nothing;
  }
  const { replayed } = answer;
  if (!replayed) {
    return html`<p class="hint recorded">${t("recorded.absent")}</p>`;
  }
  const from = t("recorded.from", { from: count(replayed.from_update), n: count(replayed.updates) });
  const { equals_recorded: equal } = replayed;
  return html`<p class="recorded" data-equal=${String(equal)}>${equal === true ? html`<span aria-hidden="true">✓</span> ${t("recorded.equal")}` : t(equal === null ? "recorded.open" : "recorded.other")} <small>${from}</small></p>`;
}
