// @ts-check
/** A view inside a frame: tells the page around it how high it wants to be, and takes its theme. */

const figure = /** @type {HTMLElement} */ (document.querySelector("figure"));
const caption = /** @type {HTMLElement} */ (document.querySelector("figcaption"));

/** The height at which the drawing is as wide as the frame; nothing about the reader or the page is told. */
function tell() {
  const height = Math.ceil(innerWidth / Number(figure.dataset.ratio) + caption.offsetHeight);
  parent.postMessage({ tensorwalk: "size", height }, "*");
}

addEventListener("message", (event) => {
  const theme = event.source === parent ? event.data?.tensorwalkTheme : undefined;
  if (theme === "") delete document.documentElement.dataset.theme;
  else if (["light", "dark", "print"].includes(theme)) document.documentElement.dataset.theme = theme;
});
if (parent !== window) {
  addEventListener("resize", tell);
  tell();
}
