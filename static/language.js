// @ts-check
/** The links to other languages lead to the page as it is now, with all that was chosen on it since it came. */

document.addEventListener("click", (event) => {
  const link = event.target instanceof Element ? event.target.closest("a[hreflang]") : null;
  if (!link) return;
  const address = new URL(location.href);
  address.searchParams.set("lang", link.getAttribute("hreflang") ?? "");
  link.setAttribute("href", address.search.replaceAll("%2C", ",") + address.hash);
}, { capture: true });
