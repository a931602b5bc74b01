// Looks whether an article that waits has come further, less and less often, and then shows it.

const waits = document.querySelector("[data-waits]");
const LONGEST = 15_000;

async function look(pause) {
  try {
    const answer = await fetch(waits.dataset.waits, {
      headers: { Accept: "application/json", "Mithaq-Watching": "1" },
    });
    const { state } = await answer.json();
    if (state !== waits.dataset.state) {
      location.reload();
      return;
    }
  } catch {
    // The server may be starting again; the next look will tell.
  }
  setTimeout(look, pause, Math.min(pause * 1.3, LONGEST));
}

if (waits) setTimeout(look, 1000, 1500);
