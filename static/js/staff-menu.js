/* Close the staff menu when the keyboard focus or the pointer leaves it. Without this script its button closes it. */

"use strict";

const menu = document.querySelector(".staff-menu details");

for (const leaving of ["click", "focusin"]) {
  document.addEventListener(leaving, (event) => {
    if (menu?.open && !menu.contains(event.target)) {
      menu.open = false;
    }
  });
}

menu?.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && menu.open) {
    menu.open = false;
    menu.querySelector("summary").focus();
    event.preventDefault(); // on a small screen Escape would also close the menu around it
    event.stopPropagation();
  }
});
