/* Make the source follow the recommendation in focus: show its page, and mark its boxes or blocks. */

"use strict";

const review = document.querySelector(".review");
const twoPanes = window.matchMedia("(min-width: 64rem)");
let requestedQuery = "";
let selected = null; // the part that the reader selected: it keeps the focus while it is in view

function originalContent() {
  return document.getElementById("original-content");
}

function mark(anchor) {
  for (const element of document.querySelectorAll(".review .in-focus")) {
    element.classList.remove("in-focus");
  }
  if (!anchor) {
    return;
  }
  for (const element of document.querySelectorAll(`.review [data-at="${CSS.escape(anchor)}"]`)) {
    element.classList.add("in-focus");
  }
  const shown = originalContent().querySelector(".in-focus");
  if (shown) {
    bringIntoView(shown, shown.closest(".original-text, .review-original"));
  }
}

// Scroll only the frame, never the page.
function bringIntoView(element, frame) {
  const box = element.getBoundingClientRect();
  const frameBox = frame.getBoundingClientRect();
  if (box.top < frameBox.top || box.bottom > frameBox.bottom) {
    frame.scrollTop += box.top - frameBox.top - frame.clientHeight / 4;
  }
}

async function show(page, anchor) {
  const query = new URLSearchParams({ language: review.dataset.language });
  if (page) {
    query.set("page", page);
  }
  if (anchor) {
    query.set("at", anchor);
  }
  requestedQuery = query.toString();
  if (page && originalContent().dataset.page && originalContent().dataset.page !== page) {
    const address = `${review.dataset.original}?${query}`;
    const response = await fetch(address, { headers: { "HX-Request": "true" } });
    if (requestedQuery !== query.toString()) {
      return; // another part has the focus by now
    }
    if (!response.ok) {
      window.location.assign(`?${query}#original`); // logged out, or no longer there: the full page explains it
      return;
    }
    document.getElementById("original").innerHTML = await response.text();
  }
  mark(anchor);
}

function showRecommendation(article) {
  selected = article;
  if (!article.classList.contains("in-focus")) {
    show(article.dataset.page, article.dataset.at);
  }
}

review?.addEventListener("focusin", (event) => {
  const article = event.target.closest(".reviewed");
  if (article && twoPanes.matches) {
    showRecommendation(article);
  }
});

review?.addEventListener("click", (event) => {
  const showLink = event.target.closest("[data-show-original]");
  const pageLink = event.target.closest("a[data-page]");
  const article = event.target.closest(".reviewed");
  if (showLink || pageLink) {
    event.preventDefault();
    const target = showLink ? article.dataset : pageLink.dataset;
    selected = article;
    show(target.page, target.at).then(() => {
      if (!twoPanes.matches) {
        document.getElementById("original").scrollIntoView();
      }
    });
  } else if (article && twoPanes.matches) {
    showRecommendation(article);
  }
});

// While scrolling, the part at a line one third down the window has the focus.

const parts = [...document.querySelectorAll(".review-masthead, .reviewed")];
let timer = 0;

function isInView(part) {
  const box = part?.isConnected ? part.getBoundingClientRect() : null;
  return Boolean(box) && box.bottom > 0 && box.top < window.innerHeight;
}

function follow() {
  timer = 0;
  if (isInView(selected) || document.activeElement.closest(".review form")) {
    return;
  }
  const line = window.innerHeight / 3;
  const part = parts.findLast((candidate) => candidate.isConnected && candidate.getBoundingClientRect().top <= line);
  if (part && !part.classList.contains("in-focus")) {
    show(part.dataset.page, part.dataset.at);
  }
}

window.addEventListener("scroll", () => {
  if (review && twoPanes.matches && !timer) {
    timer = window.setTimeout(follow, 250);
  }
}, { passive: true });
