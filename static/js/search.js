/* Keeps what a reader opened open, and the keyboard's place, when a search changes without a new page. */

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
