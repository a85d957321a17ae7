/*
 * Passkeys: ask the browser for one, and send it with the form. Loaded only on the pages that use passkeys, after
 * allauth's webauthn-json.js, which converts the options and the answer.
 */
"use strict";

for (const form of document.querySelectorAll("form[data-passkey]")) {
  const options = JSON.parse(document.getElementById("passkey-options").textContent);
  form.hidden = !window.webauthnJSON.supported();
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const error = form.querySelector("[data-error]");
    error.hidden = true;
    try {
      const credential = await window.webauthnJSON[form.dataset.passkey](options);
      form.elements.credential.value = JSON.stringify(credential);
      form.submit();
    } catch {
      error.hidden = false; // the user cancelled, or has no passkey here
    }
  });
}
