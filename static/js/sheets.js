/* Back closes an open sheet or dialog and leaves the page as it was. Opening one adds an entry to the history. Needs the
   Navigation API, which tells an entry from those before and after it; without it, Back leaves the page. */

"use strict";

const SHEETS = "#filters, #facet-dialog, #cite-dialog, #reader-contents";
const entries = new Map(); // open sheet -> index of its entry
const { navigation } = window;
let from = -1; // index of the entry that was left last
let isRemovingEntry = false;

const here = () => navigation.currentEntry.index;

navigation?.addEventListener("currententrychange", (event) => { from = event.from.index; });

navigation && document.addEventListener("toggle", ({ target, newState }) => {
  if (!target.matches(SHEETS)) {
    return;
  }
  const own = entries.get(target);
  if (newState === "open" && own === undefined) {
    history.pushState(history.state, "");
    entries.set(target, here());
  } else if (newState === "closed" && own !== undefined) {
    entries.delete(target);
    if (own === here()) { // else the reader has gone on from it
      isRemovingEntry = true;
      history.back();
    }
  }
  keepFilters();
}, true);

// Before htmx, which would load the page again: it has not changed since the sheet was opened.
window.addEventListener("popstate", (event) => {
  if (isRemovingEntry) {
    isRemovingEntry = false;
    event.stopImmediatePropagation();
    return;
  }
  for (const [sheet, own] of [...entries].reverse()) {
    if (here() < own) {
      entries.delete(sheet);
      (sheet.close ?? sheet.hidePopover).call(sheet);
      if (from === own) {
        event.stopImmediatePropagation();
      }
    }
  }
  keepFilters();
});

// --- the filters are open again after a filter was undone by Back, which loads the page again ---

const filters = document.getElementById("filters");

function keepFilters() {
  const own = entries.get(filters);
  if (own === undefined) {
    sessionStorage.removeItem("filters");
  } else {
    sessionStorage.setItem("filters", own);
  }
}

const kept = sessionStorage.getItem("filters");
const isReturn = performance.getEntriesByType("navigation")[0]?.type !== "navigate";
if (kept !== null && navigation && filters && isReturn && here() >= Number(kept) && !window.matchMedia("(min-width: 60rem)").matches) {
  entries.set(filters, Number(kept));
  filters.showPopover();
} else {
  keepFilters();
}
