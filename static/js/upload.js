/* Upload each chosen file in a separate request, a few at a time: files that have arrived are never lost, and others
   can be sent again. Without this script the form sends all files in one request. */

"use strict";

const AT_ONCE = 3;

const form = document.getElementById("upload");
const REMEMBERED = `upload-${form.dataset.person}`; // other users of this computer have separate batches
const sending = document.getElementById("sending");
const words = sending.dataset;
const list = sending.querySelector("ul");
const toBatch = sending.querySelector("a");
const again = sending.querySelector("[data-again]");
const submit = form.querySelector("[type=submit]");

let batch = form.dataset.batch;
let rows = []; // { file, name, state, message, line }
let started = false;
let missing = []; // names that had not arrived when the page was closed

function batchAddress() {
  return `${form.dataset.batches}${batch}/`;
}

// --- chosen files ---

function isLitter(name) {
  return name.includes("/") && name.split("/").some((part) => part.startsWith(".") || part === "__MACOSX");
}

function add(chosen) {
  for (const { file, name } of chosen) {
    const known = rows.some((row) => row.name === name && row.file.size === file.size && !["refused", "unfit"].includes(row.state));
    if (!known && !isLitter(name)) {
      rows.push(makeRow(file, name));
    }
  }
  show();
  if (started) {
    sendNext();
  }
}

function makeRow(file, name) {
  const line = document.getElementById("sending-file").content.firstElementChild.cloneNode(true);
  const row = { file, name, line, state: "ready", message: "" };
  line.querySelector("bdi").textContent = name;
  line.querySelector("progress").setAttribute("aria-label", name);
  for (const hidden of line.querySelectorAll(".visually-hidden")) {
    hidden.textContent = ` ${name}`;
  }
  line.querySelector("[data-remove]").addEventListener("click", () => remove(row));
  line.querySelector("[data-retry]").addEventListener("click", () => sendAgain([row]));
  list.append(line);
  mark(row, "ready");
  const limit = /\.zip$/i.test(name) ? form.dataset.requestLimit : form.dataset.fileLimit;
  if (file.size > Number(limit)) {
    mark(row, "unfit", words.tooLarge);
  }
  return row;
}

function remove(row) {
  const next = row.line.nextElementSibling ?? row.line.previousElementSibling;
  rows = rows.filter((each) => each !== row);
  row.line.remove();
  (next?.querySelector("button:not([hidden])") ?? document.getElementById("documents")).focus();
  remember();
  show();
}

for (const input of form.querySelectorAll("input[type=file]")) {
  input.addEventListener("change", () => {
    add([...input.files].map((file) => ({ file, name: file.webkitRelativePath || file.name })));
    input.value = "";
  });
}

// --- dropped files and folders ---

function promised(ask) {
  return new Promise((done, failed) => ask(done, failed));
}

async function filesBelow(entry, folder) {
  if (entry.isFile) {
    const file = await promised((done, failed) => entry.file(done, failed));
    return [{ file, name: folder + file.name }];
  }
  const reader = entry.createReader();
  const found = [];
  for (;;) {
    const some = await promised((done, failed) => reader.readEntries(done, failed)); // at most a hundred per call
    if (some.length === 0) {
      return found;
    }
    for (const each of some) {
      found.push(...(await filesBelow(each, `${folder}${entry.name}/`)));
    }
  }
}

async function dropped(transfer) {
  const files = [...transfer.files];
  const entries = [...transfer.items].map((item) => item.webkitGetAsEntry?.()).filter(Boolean);
  if (entries.length < files.length) {
    return files.map((file) => ({ file, name: file.name }));
  }
  return (await Promise.all(entries.map((entry) => filesBelow(entry, "")))).flat();
}

form.addEventListener("dragover", (event) => {
  event.preventDefault();
  form.classList.add("dropping");
});

form.addEventListener("dragleave", (event) => {
  if (!form.contains(event.relatedTarget)) {
    form.classList.remove("dropping");
  }
});

form.addEventListener("drop", async (event) => {
  event.preventDefault();
  form.classList.remove("dropping");
  add(await dropped(event.dataTransfer));
});

// --- sending ---

form.addEventListener("submit", (event) => {
  if (rows.length > 0) {
    event.preventDefault();
    started = true;
    sendNext();
  }
});

function inState(...states) {
  return rows.filter((row) => states.includes(row.state));
}

function sendNext() {
  remember();
  for (const row of inState("ready").slice(0, AT_ONCE - inState("sending").length)) {
    send(row);
  }
  show();
  if (inState("ready", "sending").length === 0) {
    finish();
  }
}

function send(row) {
  const body = new FormData();
  body.append("batch", batch);
  body.append("name", row.name);
  body.append("document", row.file);
  const request = new XMLHttpRequest();
  request.open("POST", form.dataset.send);
  request.setRequestHeader("X-CSRFToken", form.elements.csrfmiddlewaretoken.value);
  const progress = row.line.querySelector("progress");
  request.upload.addEventListener("progress", (event) => {
    progress.value = event.lengthComputable ? (100 * event.loaded) / event.total : 0;
  });
  request.addEventListener("loadend", () => {
    const answer = answerOf(request);
    mark(row, answer.state, answer.message);
    sendNext();
  });
  mark(row, "sending");
  request.send(body);
}

function answerOf(request) {
  if (request.status === 0) {
    return { state: "failed", message: words.lost };
  }
  try {
    const answer = JSON.parse(request.responseText);
    return { state: answer.state, message: answer.message };
  } catch {
    if (request.status === 413) {
      return { state: "unfit", message: words.tooLarge };
    }
    const loggedOut = request.status === 403 || request.status < 400;
    return { state: "failed", message: loggedOut ? words.loggedOut : words.fault };
  }
}

function sendAgain(which) {
  for (const row of which) {
    mark(row, "ready");
  }
  sendNext();
}

again.addEventListener("click", () => sendAgain(inState("failed")));

// Go to the batch page once all files have arrived; files that failed remain visible here.
function finish() {
  if (rows.length > 0 && inState("received", "refused").length === rows.length) {
    window.location.assign(batchAddress());
  }
}

window.addEventListener("beforeunload", (event) => {
  if (inState("sending").length > 0 || (started && inState("ready").length > 0)) {
    event.preventDefault();
  }
});

// --- display ---

function mark(row, state, message = "") {
  row.state = state;
  row.message = message;
  row.line.className = `upload upload-${state}`;
  row.line.querySelector(".upload-state").textContent = words[state];
  row.line.querySelector("progress").hidden = state !== "sending";
  const said = row.line.querySelector(".sending-message");
  said.textContent = message;
  said.hidden = !message;
  row.line.querySelector("[data-retry]").hidden = state !== "failed";
  row.line.querySelector("[data-remove]").hidden = !["ready", "failed", "unfit"].includes(state);
}

function show() {
  const arrived = inState("received", "refused").length;
  const failed = inState("failed").length;
  const unsent = failed + inState("unfit").length;
  const over = started && inState("ready", "sending").length === 0;
  sending.hidden = rows.length === 0;
  const progress = words.progress.replace("DONE", arrived).replace("TOTAL", rows.length);
  sending.querySelector("[role=status]").textContent = over && unsent ? `${progress} ${words.someFailed}` : progress;
  again.hidden = !over || failed === 0;
  toBatch.hidden = !over || arrived === 0;
  toBatch.href = batchAddress();
  submit.disabled = started && !over;
}

// --- files that had not arrived when the page was closed ---

function remember() {
  if (!started) {
    return;
  }
  const waiting = inState("ready", "sending", "failed").map((row) => row.name);
  const left = [...waiting, ...missing.filter((name) => !rows.some((row) => row.name === name))];
  if (left.length > 0) {
    const arrived = inState("received", "refused").length > 0;
    localStorage.setItem(REMEMBERED, JSON.stringify({ batch, left, arrived }));
  } else {
    localStorage.removeItem(REMEMBERED);
  }
}

function recall() {
  const { left, arrived, batch: before } = JSON.parse(localStorage.getItem(REMEMBERED) ?? "{}");
  if (!left) {
    return;
  }
  batch = before;
  missing = left;
  const unsent = document.getElementById("unsent");
  for (const name of left) {
    const line = document.createElement("li");
    line.append(document.createElement("bdi"));
    line.firstChild.textContent = name;
    unsent.querySelector("ul").append(line);
  }
  unsent.querySelector("a").href = batchAddress();
  unsent.querySelector("a").hidden = !arrived;
  unsent.querySelector("button").addEventListener("click", () => {
    localStorage.removeItem(REMEMBERED);
    batch = form.dataset.batch;
    missing = [];
    unsent.hidden = true;
    document.getElementById("documents").focus();
  });
  unsent.hidden = false;
}

recall();
