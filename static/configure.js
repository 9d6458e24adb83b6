// @ts-check
/** The form that changes a network, and the address that comes of it: what is as the preset has it, or follows from other fields, stays out of the address. */

/** @typedef {HTMLInputElement | HTMLSelectElement} Field */

/** Whether a field has to be said. @param {{value: string, initial: string, standard: string, kept: boolean}} field */
export function isSaid({ value, initial, standard, kept }) {
  return value !== standard && (kept || value !== initial);
}

/** @param {HTMLFormElement} form */
export function shortenAddress(form) {
  const fields = /** @type {Field[]} */ ([...form.querySelectorAll("[data-default]")]);
  const initial = new Map(fields.map((field) => [field, field.value]));
  form.addEventListener("submit", () => {
    for (const field of fields) {
      const { default: standard = "", kept } = field.dataset;
      const said = isSaid({ value: field.value, initial: initial.get(field) ?? "", standard, kept: kept !== undefined });
      field.disabled = !said; // what is disabled is not sent
    }
  });
  addEventListener("pageshow", () => fields.forEach((field) => (field.disabled = false)));
}

/** The address bar shows what a link to this page would be, however the page was reached. */
function showCanonical() {
  const canonical = /** @type {HTMLLinkElement | null} */ (document.querySelector('link[rel="canonical"]'));
  if (!canonical) return;
  const { pathname, search } = new URL(canonical.href);
  if (pathname + search !== location.pathname + location.search) {
    history.replaceState(history.state, "", pathname + search + location.hash);
  }
}

showCanonical();
for (const form of document.querySelectorAll(".configure form")) shortenAddress(/** @type {HTMLFormElement} */ (form));
