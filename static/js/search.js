/* Keeps what a reader opened open, and the keyboard's place, when a search changes without a new page; opens the list
   of all values of a facet over the search, and finds in it. */

"use strict";

// The facets are exchanged whole: what the reader opened or closed stays so.
document.addEventListener("htmx:oobBeforeSwap", (event) => {
  for (const fresh of event.detail.fragment.querySelectorAll("details[id]")) {
    const shown = document.getElementById(fresh.id);
    if (shown && shown !== fresh) {
      fresh.open = shown.open;
    }
  }
});

// A removed chip takes the focus with it: go on at the result.
document.addEventListener("htmx:afterSettle", () => {
  if (document.activeElement === document.body) {
    document.getElementById("results")?.focus({ preventScroll: true });
  }
});

// --- the list of all values of a facet ---

const dialog = document.getElementById("facet-dialog");

// A search needs the list to be closed, so that the focus is back in the page before that changes.
document.addEventListener("submit", (event) => {
  if (dialog?.open && dialog.contains(event.target)) {
    dialog.close();
  }
}, true);

document.addEventListener("htmx:afterSwap", (event) => {
  if (event.detail.target === dialog && dialog.childElementCount) {
    showFilter(dialog);
    dialog.showModal();
    dialog.querySelector("[data-filters]")?.focus();
  }
});

document.addEventListener("click", (event) => {
  if (dialog?.open && (event.target === dialog || event.target.closest("[data-closes]"))) {
    event.preventDefault();
    dialog.close();
  }
});

// Letters as they are compared: without case and accents.
function plain(text) {
  return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
}

// Shows the lines that hold the letters, with what is above and below them. Returns whether any does.
function filter(list, wanted) {
  let any = false;
  for (const line of list.children) {
    const below = line.querySelector(":scope > ul");
    const holds = plain(line.querySelector(".facet-label").textContent).includes(wanted);
    const belowHolds = below ? filter(below, holds ? "" : wanted) : false;
    line.hidden = !holds && !belowHolds;
    any ||= !line.hidden;
  }
  return any;
}

function showFilter(root) {
  for (const place of root.querySelectorAll(".list-filter")) {
    place.hidden = false;
  }
}

document.addEventListener("input", (event) => {
  const list = document.getElementById(event.target.dataset.filters);
  if (list) {
    const any = filter(list, plain(event.target.value.trim()));
    list.parentElement.querySelector(".list-empty").hidden = any;
  }
});

// Enter in the field of the list looks no further: it sends nothing.
document.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && event.target.dataset?.filters) {
    event.preventDefault();
  }
});

showFilter(document);
