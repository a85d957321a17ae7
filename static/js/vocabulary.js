/* Filter lists of values: hide values without the typed words, and show chosen values first. */

"use strict";

function prepare(list) {
  const values = list.querySelector(".vocabulary-values");
  const search = list.querySelector(".vocabulary-search");
  const entries = [...values.children];
  values.prepend(...entries.filter((entry) => entry.querySelector(":checked")));
  search.hidden = false;
  search.querySelector("input").addEventListener("input", (event) => {
    const words = event.target.value.toLowerCase().split(/\s+/);
    for (const entry of entries) {
      const label = entry.textContent.toLowerCase();
      entry.hidden = !words.every((word) => label.includes(word));
    }
  });
  search.querySelector("input").addEventListener("keydown", (event) => {
    if (event.key === "Enter") {
      event.preventDefault(); // it would submit the form
    }
  });
}

function prepareAll(root) {
  root.querySelectorAll(".vocabulary:not([data-ready])").forEach((list) => {
    list.dataset.ready = "";
    prepare(list);
  });
}

prepareAll(document);
document.addEventListener("htmx:load", (event) => prepareAll(event.target));
document.addEventListener("htmx:afterSettle", (event) => event.target.querySelector("[autofocus]")?.focus());
