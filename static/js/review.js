/* Make the source follow the recommendation in focus: show its page, and mark its boxes or blocks. */

"use strict";

const review = document.querySelector(".review");
const twoPanes = window.matchMedia("(min-width: 64rem)");
let asked = "";
let chosen = null; // the part that the reader selected: it keeps the focus while it is in view

function inOriginal() {
  return document.getElementById("original-shown");
}

function mark(anchor) {
  for (const one of document.querySelectorAll(".review .in-focus")) {
    one.classList.remove("in-focus");
  }
  if (!anchor) {
    return;
  }
  for (const one of document.querySelectorAll(`.review [data-at="${CSS.escape(anchor)}"]`)) {
    one.classList.add("in-focus");
  }
  const shown = inOriginal().querySelector(".in-focus");
  if (shown) {
    bringIntoView(shown, shown.closest(".original-text, .review-original"));
  }
}

// Scroll only the frame, never the page.
function bringIntoView(element, frame) {
  const own = element.getBoundingClientRect();
  const around = frame.getBoundingClientRect();
  if (own.top < around.top || own.bottom > around.bottom) {
    frame.scrollTop += own.top - around.top - frame.clientHeight / 4;
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
  asked = query.toString();
  if (page && inOriginal().dataset.page && inOriginal().dataset.page !== page) {
    const address = `${review.dataset.original}?${query}`;
    const answer = await fetch(address, { headers: { "HX-Request": "true" } });
    if (asked !== query.toString()) {
      return; // another part has the focus by now
    }
    if (!answer.ok) {
      window.location.assign(`?${query}#original`); // logged out, or no longer there: the full page explains it
      return;
    }
    document.getElementById("original").innerHTML = await answer.text();
  }
  mark(anchor);
}

function showRecommendation(article) {
  chosen = article;
  if (!article.classList.contains("in-focus")) {
    show(article.dataset.page, article.dataset.at);
  }
}

review.addEventListener("focusin", (event) => {
  const article = event.target.closest(".reviewed");
  if (article && twoPanes.matches) {
    showRecommendation(article);
  }
});

review.addEventListener("click", (event) => {
  const shows = event.target.closest("[data-shows]");
  const turn = event.target.closest("a[data-page]");
  const article = event.target.closest(".reviewed");
  if (shows || turn) {
    event.preventDefault();
    const wanted = shows ? article.dataset : turn.dataset;
    chosen = article;
    show(wanted.page, wanted.at).then(() => {
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
let moved = 0;

function isSeen(part) {
  const place = part?.isConnected ? part.getBoundingClientRect() : null;
  return Boolean(place) && place.bottom > 0 && place.top < window.innerHeight;
}

function follow() {
  moved = 0;
  if (isSeen(chosen) || document.activeElement.closest(".review form")) {
    return;
  }
  const line = window.innerHeight / 3;
  const part = parts.findLast((one) => one.isConnected && one.getBoundingClientRect().top <= line);
  if (part && !part.classList.contains("in-focus")) {
    show(part.dataset.page, part.dataset.at);
  }
}

window.addEventListener("scroll", () => {
  if (twoPanes.matches && !moved) {
    moved = window.setTimeout(follow, 250);
  }
}, { passive: true });
