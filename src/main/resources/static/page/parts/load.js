// Something that is asked of the service: on its way, there, or refused.

/**
 * @param ask gives a promise of the value; `first` is there when it has come or was refused, `renew` asks
 *   for it again without anybody having wished it
 */
export function resource(page, ask) {
  const it = { value: null, problem: null, loading: false, load: () => load(page.update), renew: () => load(page.news) };
  let turn = 0;

  /** @param draw by which the page is to show it */
  async function load(draw) {
    const mine = ++turn;
    it.loading = true;
    try {
      const value = await ask();
      if (mine === turn) {
        it.value = value;
        it.problem = null;
      }
    } catch (problem) {
      if (mine === turn && problem.name !== "AbortError") {
        it.problem = problem;
      }
    }
    if (mine === turn) {
      it.loading = false;
      draw();
    }
    return it.value;
  }

  it.first = it.load();
  return it;
}

/**
 * A part of a view that is as it was while nobody sees it and nobody asked: what comes by itself is drawn
 * when it is in sight.
 */
export function whenSeen(page, selector) {
  let kept = null;
  return (draw) => {
    const box = kept && page.unasked ? document.querySelector(selector)?.getBoundingClientRect() : null;
    if (!box || (box.top < innerHeight && box.bottom > 0)) {
      kept = draw();
    }
    return kept;
  };
}

/** Calls at most once a while, and always with the last values. */
export function later(ms, call) {
  let timer = 0;
  return (...values) => {
    clearTimeout(timer);
    timer = setTimeout(() => call(...values), ms);
  };
}
