/* Closes the menu of staff where the keyboard or the pointer leaves it. Without this it closes by its own button. */

"use strict";

const menu = document.querySelector(".staff-menu details");

for (const leaving of ["click", "focusin"]) {
  document.addEventListener(leaving, (event) => {
    if (menu.open && !menu.contains(event.target)) {
      menu.open = false;
    }
  });
}

menu.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && menu.open) {
    menu.open = false;
    menu.querySelector("summary").focus();
    event.preventDefault(); // on a small screen Escape would close the menu around it too
    event.stopPropagation();
  }
});
