// Something that is asked of the service: on its way, there, or refused.

/**
 * @param ask gives a promise of the value; first is there when it has come or was refused
 */
export function resource(page, ask) {
  const it = { value: null, problem: null, loading: false, load };
  let turn = 0;

  async function load() {
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
      page.update();
    }
    return it.value;
  }

  it.first = load();
  return it;
}

/** Calls at most once a while, and always with the last values. */
export function later(ms, call) {
  let timer = 0;
  return (...values) => {
    clearTimeout(timer);
    timer = setTimeout(() => call(...values), ms);
  };
}
