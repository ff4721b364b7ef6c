// An address that leads nowhere.

import { html } from "../lit.js";
import { empty, heading } from "../parts/words.js";
import { t } from "../text/text.js";

export const open = () => ({
  title: () => t("notFound"),
  render: () => html`${heading(t("notFound"))}${empty(t("notFound"), t("notFound.what"), html`<a class="button" href="#/">${t("notFound.start")}</a>`)}`,
});
