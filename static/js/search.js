/* Search page: keep open panels and the keyboard focus when htmx replaces the results; make the filters of a small
   screen a modal sheet; show the list of all values of a facet as a dialog, and filter it; say when nothing loads. */

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

// --- a request under way, or lost ---

document.addEventListener("htmx:beforeRequest", () => {
  document.querySelector(".no-connection")?.remove();
  document.getElementById("results")?.setAttribute("aria-busy", "true");
});

document.addEventListener("htmx:afterRequest", () => {
  document.getElementById("results")?.removeAttribute("aria-busy");
});

function sayNoConnection(event) {
  const { elt, triggeringEvent } = event.detail.requestConfig;
  const open = document.querySelector("dialog[open], .facet-panel:popover-open") ?? document.body;
  const message = document.getElementById("no-connection").content.cloneNode(true);
  message.querySelector("button").addEventListener("click", () => (triggeringEvent?.submitter ?? elt).click());
  document.querySelector(".no-connection")?.remove();
  open.append(message);
}

document.addEventListener("htmx:sendError", sayNoConnection);
document.addEventListener("htmx:timeout", sayNoConnection);

// --- the filters on a small screen: a popover, here made modal ---

const filters = document.getElementById("filters");
const isWide = window.matchMedia("(min-width: 60rem)");

// Make everything outside the filters inert, or active again.
function setOutsideInert(isInert) {
  for (let inner = filters; inner !== document.body; inner = inner.parentElement) {
    for (const other of inner.parentElement.children) {
      other.inert = isInert && other !== inner;
    }
  }
}

// Before it closes, so that the browser can return the focus to the button.
filters?.addEventListener("beforetoggle", (event) => {
  if (event.newState === "closed") {
    setOutsideInert(false);
    filters.removeAttribute("role");
    filters.removeAttribute("aria-modal");
  }
});

filters?.addEventListener("toggle", (event) => {
  if (event.newState === "open") {
    setOutsideInert(true);
    filters.setAttribute("role", "dialog");
    filters.setAttribute("aria-modal", "true");
    filters.querySelector("button").focus();
  }
});

// Elements that htmx has replaced are not inert.
document.addEventListener("htmx:afterSettle", () => {
  if (filters?.matches(":popover-open")) {
    setOutsideInert(true);
  }
});

isWide.addEventListener("change", () => filters?.hidePopover());

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
