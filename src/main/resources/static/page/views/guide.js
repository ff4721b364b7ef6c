// Twelve cards through what the lecture teaches, each beside a piece of the page that it drives.

import { post } from "../api.js";
import { html, nothing } from "../lit.js";
import { address, go } from "../router.js";
import { number } from "../format.js";
import { CARDS } from "../guide/cards.js";
import { demoOf } from "../guide/demos.js";
import { heading } from "../parts/words.js";
import { state } from "../store.js";
import { add, t } from "../text/text.js";

const words = async () => add((state.language === "ko" ? await import("../text/guide-ko.js") : await import("../text/guide-en.js")).default);

export async function open(page) {
  await words();
  const at = Math.min(CARDS.length, Math.max(1, Number(page.query.get("card")) || 1));
  const card = CARDS[at - 1];
  const demo = demoOf(page, card.demo);
  let given = "";
  let verdict = null;

  const move = (by) => go(address("guide", { card: Math.min(CARDS.length, Math.max(1, at + by)) }));

  /** What is right follows from what the service computed. */
  async function check(event) {
    event?.preventDefault();
    const { question } = card;
    if (question.kind === "choice") {
      verdict = { right: Number(given) === question.right };
    } else {
      const expected = question.check ? (await post("specs/check", { model: question.check })).parameters : question.expect(demo.answer());
      verdict = typeof expected === "number" && Number.isFinite(expected) ? { right: Math.abs(Number(given) - expected) <= Math.max(0.006 * Math.abs(expected), 1e-9), expected } : { unknown: true };
    }
    page.announce(t(verdict.unknown ? "guide.unknown" : verdict.right ? "guide.yes" : "guide.no"));
    page.update();
  }

  function question() {
    const key = `guide.${card.name}.`;
    const options = [0, 1, 2].filter((i) => t(key + "option" + i) !== key + "option" + i);
    return html`
      <form class="question" @submit=${check}><h3>${t("guide.question")}</h3><p>${t(key + "question")}</p>
        ${card.question.kind === "choice" ? html`<fieldset><legend class="unseen">${t("guide.question")}</legend>${options.map((i) => html`
          <label class="check"><input type="radio" name="answer" value=${i} .checked=${given === String(i)} @change=${() => { given = String(i); verdict = null; page.update(); }}> ${t(key + "option" + i)}</label>`)}</fieldset>`
          : html`<label>${t("guide.answer")} <input type="number" step="any" required .value=${given} @input=${(event) => { given = event.target.value; verdict = null; }}></label>`}
        <p class="row"><button ?disabled=${card.question.kind === "choice" && given === ""}>${t("guide.check")}</button>
          ${verdict ? html`<strong class=${verdict.right ? "yes" : "no"}>${t(verdict.unknown ? "guide.unknown" : verdict.right ? "guide.yes" : "guide.no")}${verdict.right === false && verdict.expected !== undefined ? html` <small>${t("guide.expected", { value: number(verdict.expected) })}</small>` : nothing}</strong>` : nothing}</p>
        ${verdict && !verdict.unknown ? html`<p>${t(key + "why")}</p>` : nothing}
      </form>`;
  }

  return {
    words,
    title: () => `${at}. ${t(`guide.${card.name}.title`)}`,
    keys: demo.keys,
    render: () => html`
      ${heading(html`${at}. ${t(`guide.${card.name}.title`)}`, t("guide.place", { at, all: CARDS.length }))}
      <div class="guide">
        <article class="panel card-text">
          ${t(`guide.${card.name}.text`).split("\n").map((part) => html`<p>${part}</p>`)}
          <p class="do"><strong>${t("guide.try")}</strong> ${t(`guide.${card.name}.try`)}</p>
        </article>
        <div class="demo">${demo.render()}</div>
        <section class="panel card-question">
          ${question()}
          <p class="row"><button ?disabled=${at === 1} @click=${() => move(-1)}>${t("guide.previous")}</button><button class="main" ?disabled=${at === CARDS.length} @click=${() => move(1)}>${t("guide.next")}</button></p>
          <ol class="cards">${CARDS.map((it, i) => html`<li><a href=${address("guide", { card: i + 1 })} aria-current=${i + 1 === at ? "step" : nothing}>${t(`guide.${it.name}.title`)}</a></li>`)}</ol>
        </section>
      </div>`,
  };
}
