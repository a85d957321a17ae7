/* Search page: keep open panels and the keyboard focus when htmx replaces the results; show the list of all values of
   a facet as a dialog, and filter it. */

"use strict";

// All facets are replaced: keep those open that the reader has opened.
document.addEventListener("htmx:oobBeforeSwap", (event) => {
  for (const fresh of event.detail.fragment.querySelectorAll("details[id]")) {
    const shown = document.getElementById(fresh.id);
    if (shown && shown !== fresh) {
      fresh.open = shown.open;
    }
  }
});

// A removed chip loses the focus: move it to the results.
document.addEventListener("htmx:afterSettle", () => {
  if (document.activeElement === document.body) {
    document.getElementById("results")?.focus({ preventScroll: true });
  }
});

// --- the list of all values of a facet ---

const dialog = document.getElementById("facet-dialog");

// Close the list before a search, so that the focus is back in the page before it changes.
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
  if (dialog?.open && (event.target === dialog || event.target.closest("[data-close]"))) {
    event.preventDefault();
    dialog.close();
  }
});

// Return text for comparison, without case and accents.
function plain(text) {
  return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
}

// Show the lines that contain the text, with their ancestors and descendants. Return whether there are any.
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

// Enter in the list's filter must not submit the form.
document.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && event.target.dataset?.filters) {
    event.preventDefault();
  }
});

showFilter(document);
