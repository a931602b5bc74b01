// The review screen's keys, the tie between marks and cards, and findings marked by hand.

const cards = [...document.querySelectorAll("[data-card]")];
const marks = [...document.querySelectorAll("mark[data-cards]")];
const chosen = document.querySelector(".card.is-chosen");

// Marks and cards light up together.

function names(element) {
  return (element.dataset.cards ?? element.dataset.card).split(" ").filter(Boolean);
}

function light(element, isNear) {
  const wanted = new Set(names(element));
  for (const other of [...cards, ...marks]) {
    if (names(other).some((name) => wanted.has(name))) other.classList.toggle("is-near", isNear);
  }
}

for (const element of [...cards, ...marks]) {
  element.addEventListener("pointerenter", () => light(element, true));
  element.addEventListener("pointerleave", () => light(element, false));
}

// The chosen finding's words are in sight, in the text and among the cards.

const isBesideText = matchMedia("(min-width: 1025px)").matches;
if (chosen && isBesideText && !/^#(evidence|finding)/.test(location.hash)) {
  document.querySelector("mark.is-chosen")?.scrollIntoView({ block: "center" });
  chosen.scrollIntoView({ block: "nearest" });
}
document.getElementById(location.hash.slice(1))?.nextElementSibling?.classList.add("is-near");

// Keys.

function isTyping(target) {
  return target.closest("input:not([type='radio']), textarea, select, [contenteditable]");
}

function go(step) {
  const here = cards.indexOf(chosen);
  cards[here + step]?.querySelector("h2 a")?.click();
}

function decide(decision) {
  const choice = chosen?.querySelector(`[name='decision'][value='${decision}']`);
  if (!choice) return;
  choice.checked = true;
  const form = chosen.querySelector(`form[data-decision='${decision}']`);
  form.querySelector("textarea, select, input:not([type='hidden'])")?.focus();
}

function showKeys() {
  const keys = document.querySelector(".keys");
  keys.open = !keys.open;
  if (keys.open) keys.querySelector("summary").focus();
}

const KEYS = {
  j: () => go(1),
  k: () => go(-1),
  a: () => decide("accept"),
  t: () => decide("attach"),
  d: () => decide("dismiss"),
  u: () => chosen?.querySelector(".undo")?.requestSubmit(),
  n: () => document.querySelector("[data-key='n']")?.click(),
};

document.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
    const decision = chosen?.querySelector("[name='decision']:checked")?.value;
    chosen?.querySelector(`form[data-decision='${decision}']`)?.requestSubmit();
    return;
  }
  if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
  if ("?؟".includes(event.key)) {
    showKeys();
    return;
  }
  // A physical key, so that it works while the keyboard is Arabic or Persian.
  const action = KEYS[event.code.replace("Key", "").toLowerCase()];
  if (action) {
    event.preventDefault();
    action();
  }
});

// Words marked by hand. Offsets count code points, as the kept text does.

const byHand = document.querySelector("[data-by-hand]");
const text = document.querySelector("[data-text]");

function offset(node, within) {
  const piece = node.parentElement?.closest("[data-start]");
  if (!piece || !text.contains(piece) || node.nodeType !== Node.TEXT_NODE) return null;
  return Number(piece.dataset.start) + [...node.data.slice(0, within)].length;
}

document.addEventListener("selectionchange", () => {
  if (!byHand) return;
  const selection = document.getSelection();
  const range = selection.rangeCount && !selection.isCollapsed ? selection.getRangeAt(0) : null;
  const start = range && offset(range.startContainer, range.startOffset);
  const end = range && offset(range.endContainer, range.endOffset);
  const isMarked = start !== null && end !== null && end > start;
  byHand.hidden = !isMarked;
  if (isMarked) {
    byHand.elements.start.value = start;
    byHand.elements.end.value = end;
  }
});
