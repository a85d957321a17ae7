/* Matrix: one Tab stop for each row. Arrow keys, Home and End move between the links of the table.
   Without this script every link is a Tab stop. */

"use strict";

const table = document.querySelector(".matrix");

function linkOf(cell) {
  return cell?.querySelector("a") ?? null;
}

// Return the links of a row in order, without those of its cells that are empty.
function linksOf(row) {
  return [...row.cells].map(linkOf).filter(Boolean);
}

// Return the nearest link above or below in the same column.
function linkInColumn(cell, step) {
  const rows = [...table.rows].filter((row) => linksOf(row).length);
  for (let index = rows.indexOf(cell.parentElement) + step; rows[index]; index += step) {
    const link = linkOf(rows[index].cells[cell.cellIndex]);
    if (link) {
      return link;
    }
  }
  return null;
}

function linkFor(key, link) {
  const cell = link.closest("td, th");
  const links = linksOf(cell.parentElement);
  const forward = document.documentElement.dir === "rtl" ? "ArrowLeft" : "ArrowRight";
  const targets = {
    ArrowLeft: () => links[links.indexOf(link) + (forward === "ArrowLeft" ? 1 : -1)],
    ArrowRight: () => links[links.indexOf(link) + (forward === "ArrowRight" ? 1 : -1)],
    ArrowUp: () => linkInColumn(cell, -1),
    ArrowDown: () => linkInColumn(cell, 1),
    Home: () => links[0],
    End: () => links.at(-1),
  };
  return targets[key]?.() ?? null;
}

// Of the links of a row, only this one is a Tab stop.
function makeStop(link) {
  for (const other of linksOf(link.closest("tr"))) {
    other.tabIndex = other === link ? 0 : -1;
  }
}

if (table) {
  document.getElementById("matrix-keys").hidden = false;
  for (const row of table.rows) {
    const [first] = linksOf(row);
    if (first) {
      makeStop(first);
    }
  }
  table.addEventListener("keydown", (event) => {
    const link = event.target.closest("a");
    const target = link && !event.altKey && !event.ctrlKey && !event.metaKey ? linkFor(event.key, link) : null;
    if (target) {
      event.preventDefault();
      makeStop(target);
      target.focus();
    }
  });
}
