/*
 * Passkeys: ask the browser for one, and send it with the form.
 */
"use strict";

const passkeyForm = document.querySelector("form[data-passkey]");

async function requestPasskey(form) {
  const { publicKey } = JSON.parse(document.getElementById("passkey-options").textContent);
  if (form.dataset.passkey === "create") {
    return navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(publicKey) });
  }
  return navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(publicKey) });
}

// Addresses without HTTPS have no passkeys, and browsers from before 2025 lack the conversion of their options.
if (passkeyForm && window.PublicKeyCredential?.parseRequestOptionsFromJSON) {
  const error = passkeyForm.querySelector("[data-error]");
  passkeyForm.hidden = false;
  passkeyForm.previousElementSibling.hidden = true;
  passkeyForm.addEventListener("submit", async (event) => {
    event.preventDefault();
    error.hidden = true;
    try {
      const passkey = await requestPasskey(passkeyForm);
      passkeyForm.elements.credential.value = JSON.stringify(passkey);
      passkeyForm.submit();
    } catch {
      error.hidden = false; // the user cancelled, or has no passkey here
    }
  });
}
