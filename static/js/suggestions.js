/* Suggest pages while typing: a combobox with a list (WAI-ARIA pattern). Without this script it is a plain field. */

"use strict";

const DELAY = 150; // milliseconds after the last keystroke
const MAX_ADDRESS_LENGTH = 7000; // characters of the words in an address

for (const field of document.querySelectorAll("[data-suggestions]")) {
  const list = document.createElement("ul");
  list.id = `${field.id}-suggestions`;
  list.className = "suggestions";
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", field.dataset.suggestionsLabel);
  list.hidden = true;
  const wrapper = document.createElement("div");
  wrapper.className = "suggestions-anchor";
  field.replaceWith(wrapper);
  wrapper.append(field, list);
  field.setAttribute("role", "combobox");
  field.setAttribute("aria-autocomplete", "list");
  field.setAttribute("aria-controls", list.id);
  field.setAttribute("aria-expanded", "false");

  let timer = 0;
  let controller = null;
  let active = -1;

  const close = () => {
    clearTimeout(timer);
    controller?.abort();
    list.hidden = true;
    active = -1;
    field.setAttribute("aria-expanded", "false");
    field.removeAttribute("aria-activedescendant");
  };

  const activate = (index) => {
    active = index;
    [...list.children].forEach((option, index) => option.setAttribute("aria-selected", String(index === active)));
    const option = list.children[active];
    if (option) {
      field.setAttribute("aria-activedescendant", option.id);
      option.scrollIntoView({ block: "nearest" });
    } else {
      field.removeAttribute("aria-activedescendant");
    }
  };

  const span = (className, text) => {
    const element = document.createElement("span");
    element.className = className;
    element.dir = "auto";
    element.textContent = text;
    return element;
  };

  const show = (suggestions) => {
    list.replaceChildren(
      ...suggestions.map((suggestion, index) => {
        const option = document.createElement("li");
        option.id = `${list.id}-${index}`;
        option.setAttribute("role", "option");
        option.dataset.address = suggestion.address;
        const count = suggestion.results ? ` · ${suggestion.results}` : "";
        option.append(span("label", suggestion.label), span("kind", suggestion.kind + count));
        if (suggestion.detail) {
          option.append(span("detail", suggestion.detail));
        }
        return option;
      }),
    );
    list.hidden = suggestions.length === 0;
    field.setAttribute("aria-expanded", String(!list.hidden));
    activate(-1);
  };

  const fetchSuggestions = async () => {
    controller?.abort();
    controller = new AbortController();
    const address = `${field.dataset.suggestions}?q=${encodeURIComponent(field.value)}`;
    try {
      const response = await fetch(address, { signal: controller.signal });
      if (response.ok && document.activeElement === field) {
        show((await response.json()).suggestions);
      }
    } catch (error) {
      if (error.name !== "AbortError") {
        close(); // without a response it is a plain field
      }
    }
  };

  field.addEventListener("input", () => {
    clearTimeout(timer);
    if (field.value.trim().length < 2) {
      close();
    } else {
      timer = setTimeout(fetchSuggestions, DELAY);
    }
  });

  field.addEventListener("keydown", (event) => {
    const count = list.children.length;
    if (event.key === "Escape" && !list.hidden) {
      event.preventDefault();
      close();
    } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      if (list.hidden) {
        return;
      }
      event.preventDefault();
      const step = event.key === "ArrowDown" ? 1 : -1;
      activate(active < 0 && step < 0 ? count - 1 : ((active + 1 + step + (count + 1)) % (count + 1)) - 1);
    } else if (event.key === "Enter") {
      const option = list.children[active];
      if (option && !list.hidden) {
        event.preventDefault();
        location.assign(option.dataset.address);
      }
      close();
    }
  });

  list.addEventListener("mousedown", (event) => event.preventDefault()); // the field keeps the focus
  list.addEventListener("click", (event) => {
    const option = event.target.closest("[role=option]");
    if (option) {
      location.assign(option.dataset.address);
    }
  });
  // A text too long for an address is sent as a form, without htmx.
  field.form?.addEventListener("submit", (event) => {
    if (encodeURIComponent(field.value).length > MAX_ADDRESS_LENGTH) {
      event.stopPropagation();
      field.form.method = "post";
    }
  });
  field.addEventListener("blur", close);
  field.form?.addEventListener("submit", close);
}
