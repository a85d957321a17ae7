/* Reload a page to which the reader goes back if it has changed since, for example because the document was withdrawn:
   browsers show a page from their history without asking whether it is still current. */

"use strict";

async function fetchEtag(cache) {
  const response = await fetch(window.location.href, { cache, mode: "same-origin" });
  return response.headers.get("ETag");
}

async function hasChanged() {
  let kept;
  try {
    kept = await fetchEtag("only-if-cached");
  } catch {
    return false; // the browser did not keep the page, so it has just loaded it
  }
  return kept !== (await fetchEtag("no-cache"));
}

window.addEventListener("pageshow", async (event) => {
  const [navigation] = performance.getEntriesByType("navigation");
  if (event.persisted || (navigation?.type === "back_forward" && (await hasChanged()))) {
    window.location.reload();
  }
});
