// Fills the list of suggestions of a field that takes a proposal, while the reader types.

const address = document.querySelector("script[data-find]").dataset.find;
const suggestions = document.getElementById("proposals");
const PAUSE = 200;
let timer;

async function suggest(words) {
  const answer = await fetch(`${address}?q=${encodeURIComponent(words)}`);
  if (!answer.ok) return;
  const { proposals } = await answer.json();
  suggestions.replaceChildren(
    ...proposals.map(({ reference, title }) => {
      const option = document.createElement("option");
      option.value = `${reference} ${title}`;
      return option;
    }),
  );
}

document.addEventListener("input", (event) => {
  if (!event.target.matches("[data-find='proposals']")) return;
  clearTimeout(timer);
  timer = setTimeout(suggest, PAUSE, event.target.value);
});
