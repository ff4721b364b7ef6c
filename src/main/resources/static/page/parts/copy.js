// What is copied has all figures of its numbers, though fewer are shown.

/** Puts the selection into the clipboard with every number in full; other text stays as it is. */
export function copyInFull(event) {
  const selection = getSelection();
  if (selection.isCollapsed || event.target.closest?.("input, textarea")) {
    return;
  }
  const range = selection.getRangeAt(0);
  const around = range.commonAncestorContainer;
  const number = (around.nodeType === Node.ELEMENT_NODE ? around : around.parentElement).closest("data[value]");
  const text = number ? (selection.toString().trim() === number.textContent.trim() ? number.value : "") : inFull(range);
  if (text) {
    event.clipboardData.setData("text/plain", text);
    event.preventDefault();
  }
}

/** Nothing where no number was shortened. */
function inFull(range) {
  const part = range.cloneContents();
  const numbers = part.querySelectorAll("data[value]");
  if (!numbers.length) {
    return "";
  }
  numbers.forEach((it) => (it.textContent = it.value));
  // Only what is laid out has the tabs and line ends of a table
  const aside = document.createElement("div");
  aside.className = "aside";
  aside.append(part);
  document.body.append(aside);
  const text = aside.innerText;
  aside.remove();
  return text;
}
