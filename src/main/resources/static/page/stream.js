// What happens to jobs, as it happens: one stream for all tabs of the browser, which opens only six
// connections to a host. The tab that holds the lock reads and tells the others; where there is no
// stream the listeners are told to look again from time to time.

import { askKey, get, headers } from "./api.js";

const POLL_MS = 1_500;
const RECHECK_MS = 15_000;
const LONGEST_WAIT_MS = 30_000;

const listeners = new Set();
let channel = null;
let started = false;
let streaming = false;
// Whether this tab reads the stream for all, and has it open
let leading = false;

/** Calls with {kind: "status" | "epoch" | "progress", data} or {kind: "tick"}; gives what ends it. */
export function follow(listener) {
  listeners.add(listener);
  if (!started) {
    started = true;
    start();
  }
  return () => listeners.delete(listener);
}

async function start() {
  // Tabs with keys of other owners have a stream of their own
  const owner = (await get("/api/v1").catch(() => null))?.caller?.owner ?? "";
  const name = `descent-events ${owner}`;
  if ("BroadcastChannel" in globalThis) {
    channel = new BroadcastChannel(name);
    channel.onmessage = ({ data }) => (data.kind === "hello" ? leading && share({ kind: "open" }) : take(data));
    channel.postMessage({ kind: "hello" });
  }
  if (channel && navigator.locks) {
    navigator.locks.request(name, () => read());
  } else {
    read();
  }
  tick();
}

function tick() {
  setTimeout(() => {
    if (!document.hidden) {
      tell({ kind: "tick" });
    }
    tick();
  }, streaming ? RECHECK_MS : POLL_MS);
}

/** "open" and "lost" are of the stream itself; all else is what happened. */
function take(event) {
  streaming = event.kind !== "lost";
  if (event.data) {
    tell(event);
  }
}

function tell(event) {
  listeners.forEach((listener) => listener(event));
}

function share(event) {
  channel?.postMessage(event);
  take(event);
}

async function read() {
  let wait = 1_000;
  let last = "";
  for (;;) {
    try {
      const response = await fetch("/api/v1/events", {
        headers: headers(last ? { Accept: "text/event-stream", "Last-Event-ID": last } : { Accept: "text/event-stream" }),
      });
      if (response.status === 401) {
        wait = (await askKey()) ? 0 : LONGEST_WAIT_MS;
      } else if (response.ok && response.body) {
        leading = true;
        share({ kind: "open" });
        wait = 1_000;
        await frames(response.body, (frame) => {
          last = frame.id || last;
          share({ kind: frame.event, data: JSON.parse(frame.data) });
        });
      } else {
        wait = last || response.status === 429 ? wait : LONGEST_WAIT_MS;
        last = "";
      }
    } catch {
      // The connection was lost; the next turn of the loop opens another
    }
    leading = false;
    share({ kind: "lost" });
    await new Promise((go) => setTimeout(go, wait));
    wait = Math.min(LONGEST_WAIT_MS, Math.max(1_000, wait * 2));
  }
}

/** Reads frames of Server-Sent Events; comments are passed over. */
export async function frames(body, onFrame) {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  let text = "";
  for (;;) {
    const { value, done } = await reader.read();
    if (done) {
      return;
    }
    text += value.replaceAll("\r\n", "\n");
    const parts = text.split("\n\n");
    text = parts.pop();
    parts.map(frame).filter((it) => it.data).forEach(onFrame);
  }
}

function frame(text) {
  const result = { id: "", event: "message", data: "" };
  for (const line of text.split("\n")) {
    const [, name, value] = /^(\w+): ?(.*)$/.exec(line) ?? [];
    if (name === "data") {
      result.data += value;
    } else if (name) {
      result[name] = value;
    }
  }
  return result;
}
