// Shows what others decide on this article while it is open here; what is typed here stays.

const desk = document.querySelector("[data-live]");
const PAUSE = 5000;
// Says that nobody asked for this by hand: looking on alone doesn't keep a session alive.
const HEADERS = { Accept: "application/json, text/html", "Mithaq-Watching": "1" };
const cards = () => [...document.querySelectorAll("[data-card]")];

let isTouched = false;
desk?.addEventListener("input", () => {
  isTouched = true;
});

function differs(states) {
  const shown = cards();
  return (
    shown.length !== Object.keys(states).length ||
    shown.some((card) => states[card.dataset.finding] !== card.dataset.state)
  );
}

async function fresh() {
  const chosen = document.querySelector(".card.is-chosen")?.dataset.finding;
  const address = chosen ? `${location.pathname}?finding=${chosen}` : location.pathname;
  const answer = await fetch(address, { headers: HEADERS, redirect: "error" });
  return new DOMParser().parseFromString(await answer.text(), "text/html");
}

function show(page) {
  const shown = cards();
  const found = shown.map((card) => page.getElementById(card.id));
  const isOther = page.querySelectorAll("[data-card]").length !== shown.length;
  if (isOther && !isTouched) {
    location.reload(); // a finding was marked by hand, or the text was read anew
    return;
  }
  for (const [at, card] of shown.entries()) {
    const now = found[at];
    if (!now || now.dataset.state === card.dataset.state) continue;
    card.dataset.state = now.dataset.state;
    if (isTouched && card.matches(".is-chosen")) {
      card.querySelector(".decision")?.remove();
      card.querySelector("header").after(...now.querySelectorAll(".decision"));
    } else {
      card.className = now.className;
      card.replaceChildren(...now.childNodes);
    }
  }
  const marks = page.querySelectorAll("mark[data-cards]");
  document.querySelectorAll("mark[data-cards]").forEach((mark, at) => {
    if (marks[at]) mark.className = marks[at].className;
  });
  document.querySelector(".progress").replaceChildren(...page.querySelector(".progress").childNodes);
}

async function look() {
  try {
    if (!document.hidden) {
      const answer = await fetch(desk.dataset.live, { headers: HEADERS, redirect: "error" });
      const { findings } = await answer.json();
      if (differs(findings)) show(await fresh());
    }
  } catch {
    // The server may be starting again, or the session has ended; the next act will tell.
  }
  setTimeout(look, PAUSE);
}

if (desk) setTimeout(look, PAUSE);
