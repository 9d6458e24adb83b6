// @ts-check
/**
 * Another edition of this page put in place of what is seen: the server's own, so that a change and a fresh visit show
 * the same. What the reader holds stays: focus, scrolling, zoom, the chart that was chosen.
 */

const HEAD = 'meta[name="description"], meta[property], link[rel="canonical"], link[rel="alternate"]';

/** @typedef {HTMLElement & {closeUp: string}} Stage */

/** @param {Document} next as parsed; it is taken apart */
export function swap(next) {
  const focus = rememberFocus();
  document.title = next.title;
  for (const said of document.head.querySelectorAll(HEAD)) said.remove();
  document.head.append(...next.head.querySelectorAll(HEAD));
  for (const live of document.querySelectorAll("[data-live]")) {
    const made = next.querySelector(`[data-live="${live.getAttribute("data-live")}"]`);
    if (made && made.innerHTML !== live.innerHTML) live.replaceChildren(...made.childNodes);
  }
  swapMain(/** @type {HTMLElement} */ (next.querySelector("main")));
  focus();
}

/** The stage comes after those who listen to its first events, and the kernel after the drawing that it slides over. @param {HTMLElement} made */
function swapMain(made) {
  const main = /** @type {HTMLElement} */ (document.querySelector("main"));
  document.adoptNode(made);
  keepChart(main, made);
  keepView(main, made);
  keepUnfolded(main, made);
  const late = [...made.querySelectorAll(":scope > tensor-stage, :scope > tensor-kernel")];
  const places = late.map((element) => {
    const place = document.createComment("");
    element.replaceWith(place);
    return place;
  });
  main.className = made.className;
  main.style.cssText = made.style.cssText;
  main.replaceChildren(...made.childNodes);
  late.forEach((element, index) => places[index].replaceWith(element));
}

/** The chart's element stays, with what plotly made in it, and gets other figures. @param {HTMLElement} main @param {HTMLElement} made */
function keepChart(main, made) {
  const [old, fresh] = [main, made].map((root) => root.querySelector("tensor-chart"));
  if (!old || !fresh) return;
  const [oldChoice, choice] = [old, fresh].map((chart) => /** @type {HTMLSelectElement} */ (chart.querySelector("select")));
  const chosen = choice.value;
  oldChoice.replaceChildren(...choice.childNodes);
  oldChoice.value = chosen;
  /** @type {Element} */ (old.querySelector("script.figures")).textContent = fresh.querySelector("script.figures")?.textContent ?? "";
  fresh.replaceWith(old);
}

/** @param {HTMLElement} main @param {HTMLElement} made */
function keepView(main, made) {
  const [old, fresh] = [main, made].map((root) => /** @type {Stage | null} */ (root.querySelector("tensor-stage")));
  if (old && fresh) fresh.dataset.view = old.closeUp;
}

/** @param {HTMLElement} main @param {HTMLElement} made */
function keepUnfolded(main, made) {
  for (const details of made.querySelectorAll("details[class]")) {
    if (main.querySelector(`details.${CSS.escape(details.className)}[open]`)) details.setAttribute("open", "");
  }
}

/** What had the focus, or stands in its place afterwards, has it again. @returns {() => void} */
function rememberFocus() {
  const focused = document.activeElement;
  const field = focused?.closest("[data-field]")?.getAttribute("data-field");
  const path = focused?.closest(".part")?.getAttribute("data-path");
  const heir = field ? `[data-field="${field}"] [name]` : path ? `tensor-stage a.part[data-path="${CSS.escape(path)}"]` : ".configure > summary";
  return () => {
    if (!focused || focused === document.body || focused.isConnected) return;
    /** @type {HTMLElement | null} */ (document.querySelector(heir))?.focus({ preventScroll: true });
  };
}
