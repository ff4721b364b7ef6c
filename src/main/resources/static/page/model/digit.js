// A drawing becomes what the network was trained on: cut out, sized and centred as the digits were.

/** The part of a drawing that has ink. */
function inked(ink, size) {
  let [left, right, top, bottom] = [size, -1, size, -1];
  for (let y = 0; y < size; y++) {
    for (let x = 0; x < size; x++) {
      if (ink[y * size + x] > 0.05) {
        left = Math.min(left, x);
        right = Math.max(right, x);
        top = Math.min(top, y);
        bottom = Math.max(bottom, y);
      }
    }
  }
  return right < 0 ? null : { left, top, width: right - left + 1, height: bottom - top + 1 };
}

/** Means over the area that each new pixel covers. */
function resized(ink, size, box, width, height) {
  const values = new Float32Array(width * height);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      values[y * width + x] = mean(ink, size, box.left + (x * box.width) / width, box.left + ((x + 1) * box.width) / width,
        box.top + (y * box.height) / height, box.top + ((y + 1) * box.height) / height);
    }
  }
  return values;
}

function mean(ink, size, left, right, top, bottom) {
  let sum = 0;
  for (let y = Math.floor(top); y < bottom; y++) {
    const high = Math.min(y + 1, bottom) - Math.max(y, top);
    for (let x = Math.floor(left); x < right; x++) {
      sum += high * (Math.min(x + 1, right) - Math.max(x, left)) * (ink[y * size + x] ?? 0);
    }
  }
  return sum / ((right - left) * (bottom - top));
}

/** 28 × 28 as MNIST: the digit in a box of 20, its centre of mass in the middle. */
function mnist(ink, size, box) {
  const scale = 20 / Math.max(box.width, box.height);
  const width = Math.max(1, Math.round(box.width * scale));
  const height = Math.max(1, Math.round(box.height * scale));
  const digit = resized(ink, size, box, width, height);
  let [mass, mx, my] = [0, 0, 0];
  digit.forEach((value, i) => {
    mass += value;
    mx += value * ((i % width) + 0.5);
    my += value * (Math.floor(i / width) + 0.5);
  });
  return placed(digit, width, height, 28, Math.round(14 - mx / mass), Math.round(14 - my / mass));
}

/** 8 × 8 as the small digits: a bitmap of 32 × 32, its ink counted in blocks of 4 × 4. */
function blocks(ink, size, box) {
  const scale = Math.min(32 / box.height, 24 / box.width);
  const width = Math.max(1, Math.round(box.width * scale));
  const height = Math.max(1, Math.round(box.height * scale));
  const digit = resized(ink, size, box, width, height).map((it) => (it > 0.5 ? 1 : it > 0.25 ? 0.5 : 0));
  const bitmap = placed(digit, width, height, 32, Math.round((32 - width) / 2), Math.round((32 - height) / 2));
  return resized(bitmap, 32, { left: 0, top: 0, width: 32, height: 32 }, 8, 8);
}

function placed(digit, width, height, side, left, top) {
  const values = new Float32Array(side * side);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const [px, py] = [x + left, y + top];
      if (px >= 0 && px < side && py >= 0 && py < side) {
        values[py * side + px] = digit[y * width + x];
      }
    }
  }
  return values;
}

/** Values from 0 to 1, row by row, or null where nothing is drawn. @param side 8 or 28 */
export function digitOf(ink, size, side) {
  const box = inked(ink, size);
  if (!box) {
    return null;
  }
  return side === 8 ? blocks(ink, size, box) : side === 28 ? mnist(ink, size, box) : resized(ink, size, { left: 0, top: 0, width: size, height: size }, side, side);
}
