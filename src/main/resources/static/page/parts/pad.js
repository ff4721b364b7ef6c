// A pad to draw on, by pointer or by arrow keys.

const SIZE = 112;
const PEN = 8;
const STEP = 4;

/** Property `onDraw`: called with the ink (0 to 1, row by row) and the size whenever it changes. */
class Pad extends HTMLElement {
  #canvas = document.createElement("canvas");
  #pen = null;
  #cursor = { x: SIZE / 2, y: SIZE / 2, down: false };
  #told = 0;

  connectedCallback() {
    if (this.#canvas.isConnected) {
      return;
    }
    this.#canvas.width = SIZE;
    this.#canvas.height = SIZE;
    this.append(this.#canvas);
    this.tabIndex = 0;
    this.addEventListener("pointerdown", (event) => this.#begin(event));
    this.addEventListener("pointermove", (event) => this.#draw(event));
    this.addEventListener("pointerup", () => this.#end());
    this.addEventListener("pointercancel", () => this.#end());
    this.addEventListener("keydown", (event) => this.#key(event));
    this.addEventListener("blur", () => this.#show(false));
    this.addEventListener("focus", () => this.#show(true));
  }

  clear() {
    this.#context().clearRect(0, 0, SIZE, SIZE);
    this.#tell();
  }

  #context() {
    return this.#canvas.getContext("2d", { willReadFrequently: true });
  }

  #at(event) {
    const box = this.#canvas.getBoundingClientRect();
    return { x: ((event.clientX - box.left) * SIZE) / box.width, y: ((event.clientY - box.top) * SIZE) / box.height };
  }

  #begin(event) {
    this.setPointerCapture(event.pointerId);
    this.#pen = this.#at(event);
    this.#line(this.#pen, this.#pen);
  }

  #draw(event) {
    if (this.#pen) {
      const next = this.#at(event);
      this.#line(this.#pen, next);
      this.#pen = next;
    }
  }

  #end() {
    this.#pen = null;
  }

  #line(from, to) {
    const context = this.#context();
    context.lineWidth = PEN;
    context.lineCap = "round";
    context.strokeStyle = getComputedStyle(this).color;
    context.beginPath();
    context.moveTo(from.x, from.y);
    context.lineTo(to.x, to.y + 0.01);
    context.stroke();
    cancelAnimationFrame(this.#told);
    this.#told = requestAnimationFrame(() => this.#tell());
  }

  #tell() {
    const { data } = this.#context().getImageData(0, 0, SIZE, SIZE);
    const ink = Float32Array.from({ length: SIZE * SIZE }, (_, i) => data[4 * i + 3] / 255);
    this.onDraw?.(ink, SIZE);
  }

  /** Arrow keys move the pen, the space bar puts it down and lifts it. */
  #key(event) {
    const by = { ArrowLeft: [-STEP, 0], ArrowRight: [STEP, 0], ArrowUp: [0, -STEP], ArrowDown: [0, STEP] }[event.key];
    if (by) {
      const to = { x: clamp(this.#cursor.x + by[0]), y: clamp(this.#cursor.y + by[1]) };
      if (this.#cursor.down) {
        this.#line(this.#cursor, to);
      }
      this.#cursor = { ...this.#cursor, ...to };
    } else if (event.key === " ") {
      this.#cursor.down = !this.#cursor.down;
      if (this.#cursor.down) {
        this.#line(this.#cursor, this.#cursor);
      }
    } else if (event.key === "Delete" || event.key === "Backspace") {
      this.clear();
    } else {
      return;
    }
    event.preventDefault();
    event.stopPropagation();
    this.#show(true);
  }

  /** Where the pen is, for who draws by keys. */
  #show(on) {
    this.dataset.pen = on && this.matches(":focus-visible") ? (this.#cursor.down ? "down" : "up") : "";
    this.style.setProperty("--pen-x", `${(100 * this.#cursor.x) / SIZE}%`);
    this.style.setProperty("--pen-y", `${(100 * this.#cursor.y) / SIZE}%`);
  }
}

const clamp = (value) => Math.min(SIZE - 4, Math.max(4, value));

customElements.define("d-pad", Pad);
