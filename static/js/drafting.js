/* The check of a draft: show its progress, which the server sends before the result. */

"use strict";

const form = document.getElementById("check");
const progress = document.getElementById("check-progress");
const STEP = /<p data-step>([^<]*)<\/p>/g;

// Return the last step in the part of the response that has arrived.
function lastStep(text) {
  const steps = [...text.matchAll(STEP)];
  return new DOMParser().parseFromString(steps.at(-1)?.[1] ?? "", "text/html").body.textContent;
}

if (form) {
  document.addEventListener("htmx:beforeSend", (event) => {
    if (event.detail.elt !== form) {
      return;
    }
    const { xhr } = event.detail;
    progress.textContent = progress.dataset.start;
    xhr.addEventListener("progress", () => {
      progress.textContent = lastStep(xhr.responseText) || progress.textContent;
    });
  });

  document.addEventListener("htmx:afterRequest", (event) => {
    if (event.detail.elt === form) {
      progress.textContent = "";
    }
  });

  document.addEventListener("htmx:afterSettle", () => {
    document.getElementById("result-title")?.focus();
  });
}
