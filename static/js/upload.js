/* Upload each selected file in a separate request, a few at a time: uploaded files are never lost, and others
   can be sent again. Without this script the form sends all files in one request. */

"use strict";

const MAX_CONCURRENT = 3;

const uploadForm = document.getElementById("upload");

if (uploadForm) {
  start(uploadForm);
}

function start(form) {
  const STORAGE_KEY = `upload-${form.dataset.person}`; // other users of this computer have separate batches
  const sending = document.getElementById("sending");
  const words = sending.dataset;
  const list = sending.querySelector("ul");
  const batchLink = sending.querySelector("a");
  const retryAll = sending.querySelector("[data-retry-all]");
  const submit = form.querySelector("[type=submit]");

  let batch = form.dataset.batch;
  let rows = []; // { file, name, state, message, line }
  let started = false;
  let missing = []; // names of files not yet uploaded when the page was last closed

  function batchAddress() {
    return `${form.dataset.batches}${batch}/`;
  }

  // --- selected files ---

  function isHiddenFile(name) {
    return name.includes("/") && name.split("/").some((part) => part.startsWith(".") || part === "__MACOSX");
  }

  function addFiles(selected) {
    for (const { file, name } of selected) {
      const isListed = rows.some((row) => row.name === name && row.file.size === file.size && !["refused", "oversized"].includes(row.state));
      if (!isListed && !isHiddenFile(name)) {
        rows.push(makeRow(file, name));
      }
    }
    updateSummary();
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
    line.querySelector("[data-retry]").addEventListener("click", () => retry([row]));
    list.append(line);
    mark(row, "ready");
    const limit = /\.zip$/i.test(name) ? form.dataset.requestLimit : form.dataset.fileLimit;
    if (file.size > Number(limit)) {
      mark(row, "oversized", words.tooLarge);
    }
    return row;
  }

  function remove(row) {
    const next = row.line.nextElementSibling ?? row.line.previousElementSibling;
    rows = rows.filter((each) => each !== row);
    row.line.remove();
    (next?.querySelector("button:not([hidden])") ?? document.getElementById("documents")).focus();
    saveUnsent();
    updateSummary();
  }

  for (const input of form.querySelectorAll("input[type=file]")) {
    input.addEventListener("change", () => {
      addFiles([...input.files].map((file) => ({ file, name: file.webkitRelativePath || file.name })));
      input.value = "";
    });
  }

  // --- dropped files and folders ---

  function promisify(call) {
    return new Promise((resolve, reject) => call(resolve, reject));
  }

  async function filesBelow(entry, folder) {
    if (entry.isFile) {
      const file = await promisify((resolve, reject) => entry.file(resolve, reject));
      return [{ file, name: folder + file.name }];
    }
    const reader = entry.createReader();
    const files = [];
    for (;;) {
      const entries = await promisify((resolve, reject) => reader.readEntries(resolve, reject)); // at most a hundred per call
      if (entries.length === 0) {
        return files;
      }
      for (const child of entries) {
        files.push(...(await filesBelow(child, `${folder}${entry.name}/`)));
      }
    }
  }

  async function droppedFiles(transfer) {
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
    addFiles(await droppedFiles(event.dataTransfer));
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
    saveUnsent();
    for (const row of inState("ready").slice(0, MAX_CONCURRENT - inState("sending").length)) {
      send(row);
    }
    updateSummary();
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
      const outcome = outcomeOf(request);
      mark(row, outcome.state, outcome.message);
      sendNext();
    });
    mark(row, "sending");
    request.send(body);
  }

  function outcomeOf(request) {
    if (request.status === 0) {
      return { state: "failed", message: words.lost };
    }
    try {
      const { state, message } = JSON.parse(request.responseText);
      return { state, message };
    } catch {
      if (request.status === 413) {
        return { state: "oversized", message: words.tooLarge };
      }
      const loggedOut = request.status === 403 || request.status < 400;
      return { state: "failed", message: loggedOut ? words.loggedOut : words.fault };
    }
  }

  function retry(failedRows) {
    for (const row of failedRows) {
      mark(row, "ready");
    }
    sendNext();
  }

  retryAll.addEventListener("click", () => retry(inState("failed")));

  // Go to the batch page once all files are uploaded; failed files remain visible here.
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
    const messageLine = row.line.querySelector(".sending-message");
    messageLine.textContent = message;
    messageLine.hidden = !message;
    row.line.querySelector("[data-retry]").hidden = state !== "failed";
    row.line.querySelector("[data-remove]").hidden = !["ready", "failed", "oversized"].includes(state);
  }

  function updateSummary() {
    const arrived = inState("received", "refused").length;
    const failed = inState("failed").length;
    const unsent = failed + inState("oversized").length;
    const isFinished = started && inState("ready", "sending").length === 0;
    sending.hidden = rows.length === 0;
    const progress = words.progress.replace("DONE", arrived).replace("TOTAL", rows.length);
    sending.querySelector("[role=status]").textContent = isFinished && unsent ? `${progress} ${words.someFailed}` : progress;
    retryAll.hidden = !isFinished || failed === 0;
    batchLink.hidden = !isFinished || arrived === 0;
    batchLink.href = batchAddress();
    submit.disabled = started && !isFinished;
  }

  // --- files not yet uploaded when the page was last closed ---

  function saveUnsent() {
    if (!started) {
      return;
    }
    const waiting = inState("ready", "sending", "failed").map((row) => row.name);
    const names = [...waiting, ...missing.filter((name) => !rows.some((row) => row.name === name))];
    if (names.length > 0) {
      const hasUploaded = inState("received", "refused").length > 0;
      localStorage.setItem(STORAGE_KEY, JSON.stringify({ batch, names, hasUploaded }));
    } else {
      localStorage.removeItem(STORAGE_KEY);
    }
  }

  function restoreUnsent() {
    const { names, hasUploaded, batch: previousBatch } = JSON.parse(localStorage.getItem(STORAGE_KEY) ?? "{}");
    if (!names) {
      return;
    }
    batch = previousBatch;
    missing = names;
    const unsent = document.getElementById("unsent");
    for (const name of names) {
      const line = document.createElement("li");
      line.append(document.createElement("bdi"));
      line.firstChild.textContent = name;
      unsent.querySelector("ul").append(line);
    }
    unsent.querySelector("a").href = batchAddress();
    unsent.querySelector("a").hidden = !hasUploaded;
    unsent.querySelector("button").addEventListener("click", () => {
      localStorage.removeItem(STORAGE_KEY);
      batch = form.dataset.batch;
      missing = [];
      unsent.hidden = true;
      document.getElementById("documents").focus();
    });
    unsent.hidden = false;
  }

  restoreUnsent();
}
