/* Document reader: mark the section in view, step through search hits, show the source at the page in view, link to
   the same paragraph in other languages, copy citations. */

"use strict";

const wide = window.matchMedia("(min-width: 60rem)");
const widest = window.matchMedia("(min-width: 100rem)");
const reader = document.querySelector(".reader");

// --- a long text in several pages ---

// If the address names a paragraph that is not on this page, go to its page, which the server finds.
function openPageOfHash() {
  const anchor = decodeURIComponent(location.hash.slice(1));
  if (anchor && !document.getElementById(anchor)) {
    const query = new URLSearchParams(location.search);
    query.set("language", reader.dataset.language);
    query.set("at", anchor);
    location.replace(`?${query}`);
  }
}

if (reader?.hasAttribute("data-in-pages")) {
  window.addEventListener("hashchange", openPageOfHash);
  if (!new URLSearchParams(location.search).has("page")) {
    openPageOfHash();
  }
}

// --- the paragraph in view ---

const HEADER_HEIGHT = 120; // pixels
const blocks = [...document.querySelectorAll(".reader-text :is(.block, .block-heading, .block-contents, .figure-words)")];
const pageMarks = [...document.querySelectorAll(".reader-text a.page-mark")];

// Return the index of the last element that begins above a line, or -1. The elements are in page order.
function lastAbove(elements, line) {
  let low = 0;
  let high = elements.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (elements[middle].getBoundingClientRect().top <= line) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low - 1;
}

function blockInView() {
  return blocks[Math.max(0, lastAbove(blocks, HEADER_HEIGHT))];
}

// If the address names a paragraph that is in view, that one is being read, even if it is not the first.
function paragraphInView() {
  const target = location.hash ? document.getElementById(decodeURIComponent(location.hash.slice(1))) : null;
  const paragraph = target?.closest(".block, .block-heading, .figure-words");
  if (paragraph) {
    const { top, bottom } = paragraph.getBoundingClientRect();
    if (bottom > 0 && top < window.innerHeight) {
      return paragraph;
    }
  }
  return blockInView();
}

function pageInView() {
  const paragraph = paragraphInView();
  if (!paragraph || !pageMarks.length) {
    return "1";
  }
  const line = Math.max(HEADER_HEIGHT, paragraph.getBoundingClientRect().top + 1);
  return pageMarks[Math.max(0, lastAbove(pageMarks, line))].dataset.page;
}

// --- the outline ---

const outline = [...document.querySelectorAll(".outline a")].map((link) => ({
  link,
  target: document.getElementById(decodeURIComponent(link.hash.slice(1))),
}));

function markOutline() {
  const here = blocks.indexOf(blockInView());
  for (const list of document.querySelectorAll(".outline ol")) {
    const own = outline.filter(({ link, target }) => target && list.contains(link));
    const passed = own.filter(({ target }) => blocks.indexOf(target) <= here);
    const current = passed.at(-1)?.link;
    for (const { link } of own) {
      if (link !== current) {
        link.removeAttribute("aria-current");
      } else if (!link.hasAttribute("aria-current")) {
        link.setAttribute("aria-current", "location");
        keepInList(link);
      }
    }
  }
}

// Scroll only the list, never the page.
function keepInList(link) {
  const frame = link.closest(".reader-aside");
  if (frame && frame.scrollHeight > frame.clientHeight) {
    frame.scrollTop += link.getBoundingClientRect().top - frame.getBoundingClientRect().top - frame.clientHeight / 3;
  }
}

// On a small screen the outline is a sheet: it opens at the place being read, and closes when a place is chosen.
const contents = document.getElementById("reader-contents");
contents?.addEventListener("toggle", () => {
  for (const link of contents.querySelectorAll("[aria-current]")) {
    keepInList(link);
  }
});
contents?.addEventListener("click", (event) => {
  if (event.target.closest(".outline a") && !wide.matches) {
    contents.hidePopover?.();
  }
});

// --- from one recommendation to the next ---

const beginnings = [...document.querySelectorAll(".reader-text .block:has(> :is(h2, h3, h4, h5, h6).recommended-mark)")];

function recommendationFrom(forward) {
  const here = lastAbove(beginnings, HEADER_HEIGHT);
  const isAtTop = here >= 0 && beginnings[here].getBoundingClientRect().top >= 0;
  const next = forward ? here + 1 : here - (isAtTop ? 1 : 0);
  return beginnings[Math.min(Math.max(next, 0), beginnings.length - 1)];
}

for (const [id, forward] of [["recommendation-previous", false], ["recommendation-next", true]]) {
  document.getElementById(id)?.addEventListener("click", (event) => {
    event.preventDefault();
    location.replace(`#${encodeURIComponent(recommendationFrom(forward).id)}`);
  });
}

// --- search hits ---

const found = [...document.querySelectorAll("[data-hit]")].map((step) => step.closest(".block, .block-heading, .figure-words") ?? step.closest("[id]"));
const hitNow = document.getElementById("hit-now");
let current = -1;

function showHit(index) {
  found[current]?.classList.remove("current-hit");
  current = (index + found.length) % found.length;
  const block = found[current];
  block.classList.add("current-hit");
  block.scrollIntoView({ block: "center" });
  history.replaceState(history.state, "", `#${encodeURIComponent(block.id)}`);
  hitNow.textContent = hitNow.dataset.pattern.replace("{now}", current + 1).replace("{all}", found.length);
}

// If there is no current hit, or it was scrolled out of view, go on from what is in view.
function step(forward) {
  const shown = found[current]?.getBoundingClientRect();
  if (shown && shown.bottom > 0 && shown.top < window.innerHeight) {
    showHit(current + (forward ? 1 : -1));
    return;
  }
  const above = lastAbove(found, forward ? HEADER_HEIGHT - 1 : 0);
  showHit(forward ? above + 1 : above);
}

if (found.length && hitNow) {
  document.getElementById("hit-next").addEventListener("click", (event) => {
    event.preventDefault();
    step(true);
  });
  document.getElementById("hit-previous").addEventListener("click", (event) => {
    event.preventDefault();
    step(false);
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "F8") {
      event.preventDefault();
      step(!event.shiftKey);
    }
  });
  const target = found.findIndex((block) => `#${encodeURIComponent(block.id)}` === location.hash || `#${block.id}` === location.hash);
  if (target >= 0) {
    showHit(target);
  }
}

// --- the source next to the text ---

const originalLink = document.getElementById("original-link");
const original = document.getElementById("original");
let frame = null;
let shownPage = "";
let turning = 0;

// PDF viewers read the page number only when they open, so another page needs another frame.
function turnTo(page) {
  if (page === shownPage) {
    return;
  }
  shownPage = page;
  const fresh = document.createElement("iframe");
  fresh.title = originalLink.dataset.title;
  fresh.src = `${originalLink.dataset.frame}#page=${page}&navpanes=0&view=FitH`;
  if (frame) {
    frame.replaceWith(fresh);
  } else {
    original.append(fresh);
  }
  frame = fresh;
}

function showOriginal(page) {
  const paragraph = paragraphInView();
  const top = paragraph?.getBoundingClientRect().top;
  original.hidden = false;
  reader.classList.add("with-original");
  foldOutline();
  originalLink.textContent = originalLink.dataset.hide;
  originalLink.setAttribute("aria-expanded", "true");
  keepPosition(paragraph, top);
  turnTo(page);
}

// Close the outline if the source takes its place.
function foldOutline() {
  if (!widest.matches) {
    for (const details of document.querySelectorAll(".outline")) {
      details.open = false;
    }
  }
}

function hideOriginal() {
  const paragraph = paragraphInView();
  const top = paragraph?.getBoundingClientRect().top;
  original.hidden = true;
  reader.classList.remove("with-original");
  frame?.remove();
  frame = null;
  shownPage = "";
  nameButton();
  keepPosition(paragraph, top);
}

// Keep the paragraph being read at the same height when the text becomes narrower or wider.
function keepPosition(paragraph, top) {
  if (paragraph) {
    window.scrollBy({ top: paragraph.getBoundingClientRect().top - top, behavior: "instant" });
  }
}

function nameButton() {
  if (wide.matches) {
    originalLink.textContent = originalLink.dataset.show;
    originalLink.setAttribute("role", "button");
    originalLink.setAttribute("aria-expanded", "false");
  }
}

if (originalLink) {
  nameButton();
  originalLink.addEventListener("click", (event) => {
    const page = pageInView();
    if (!wide.matches) {
      originalLink.href = `${originalLink.dataset.frame}#page=${page}`;
      return;
    }
    event.preventDefault();
    if (original.hidden) {
      showOriginal(page);
    } else {
      hideOriginal();
    }
  });
  originalLink.addEventListener("keydown", (event) => {
    if (event.key === " " && originalLink.getAttribute("role") === "button") {
      event.preventDefault();
      originalLink.click();
    }
  });
  document.addEventListener("click", (event) => {
    const mark = event.target.closest("a.page-mark");
    if (mark && wide.matches && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
      event.preventDefault();
      showOriginal(mark.dataset.page);
    }
  });
}

// --- other languages, at the same paragraph ---

for (const link of document.querySelectorAll("[data-same-place]")) {
  const plain = link.href;
  link.addEventListener("click", () => {
    const paragraph = paragraphInView();
    link.href = paragraph && window.scrollY > 0 ? `${plain}&from=${reader.dataset.language}&at=${encodeURIComponent(paragraph.id)}` : plain;
  });
}

// --- citations ---

const dialog = document.getElementById("cite-dialog");

async function openCitation(link) {
  const response = await fetch(link.href);
  const section = new DOMParser().parseFromString(await response.text(), "text/html").getElementById("cite");
  if (!response.ok || !section) {
    location.assign(link.href);
    return;
  }
  for (const download of section.querySelectorAll("a[download]")) {
    download.href = new URL(download.getAttribute("href"), response.url).href;
  }
  document.getElementById("cite-dialog-body").replaceChildren(section);
  showCopying(section);
  dialog.showModal();
}

document.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-cite-link]");
  if (dialog && link && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
    event.preventDefault();
    openCitation(link).catch(() => location.assign(link.href));
  }
  const button = event.target.closest("[data-copy], [data-copy-text]");
  if (button) {
    copy(button);
  }
  if (event.target.closest("[data-print]")) {
    window.print();
  }
});

function showCopying(root) {
  for (const button of root.querySelectorAll("[data-copy], [data-copy-text], [data-print]")) {
    button.hidden = false;
  }
}

async function copy(button) {
  const source = document.getElementById(button.dataset.copy);
  const text = button.dataset.copyText ?? source.textContent;
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    // Without a secure connection a page cannot write to the clipboard: show or select the text, to be copied by hand.
    if (source) {
      getSelection().selectAllChildren(source);
    } else {
      window.prompt(button.textContent, text);
    }
    return;
  }
  button.closest("section, [role=group]").querySelector("[data-status]").textContent = button.dataset.done;
  const label = button.textContent;
  button.textContent = button.dataset.done;
  setTimeout(() => { button.textContent = label; }, 2000);
}

showCopying(document);

// --- scrolling ---

let waiting = false;

// Do not turn the page while the reader is in the source itself.
function turnAlong() {
  if (frame && document.activeElement !== frame) {
    turnTo(pageInView());
  }
}

function follow() {
  waiting = false;
  markOutline();
  if (frame) {
    clearTimeout(turning);
    turning = setTimeout(turnAlong, 700);
  }
}

if (blocks.length) {
  document.addEventListener("scroll", () => {
    if (!waiting) {
      waiting = true;
      requestAnimationFrame(follow);
    }
  }, { passive: true });
  follow();
}
