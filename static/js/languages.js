/* Keep the links to other languages on the same page when htmx changes its address, for example with a filter. */

"use strict";

function updateLanguageLinks() {
  for (const link of document.querySelectorAll(".languages a")) {
    const root = link.pathname.slice(0, link.pathname.indexOf(`/${link.hreflang}/`));
    const page = location.pathname.slice(root.length).replace(/^\/[^/]*\//, "");
    link.href = `${root}/${link.hreflang}/${page}${location.search}`;
  }
}

for (const event of ["htmx:pushedIntoHistory", "htmx:replacedInHistory", "htmx:historyRestore"]) {
  document.addEventListener(event, updateLanguageLinks);
}
