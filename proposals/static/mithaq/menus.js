// Closes an open menu when the reader turns elsewhere or presses Escape.

const menus = document.querySelectorAll("details.menu");

function closeAll(except) {
  for (const menu of menus) {
    if (menu !== except) menu.open = false;
  }
}

document.addEventListener("click", (event) => closeAll(event.target.closest("details.menu")));
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  const open = document.querySelector("details.menu[open]");
  if (open) open.querySelector("summary").focus();
  closeAll();
});
