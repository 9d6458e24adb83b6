// @ts-check
/** Plotly, fetched when it is first wanted: it is as large as everything else on the page many times over. */

/** @typedef {Record<"react" | "relayout" | "restyle", (...given: any[]) => Promise<unknown>>} Plotly */

/** @type {Promise<Plotly> | undefined} */
let loading;

/** Plotly for an element's chart, once the page has come to rest and the chart is nearly seen. @param {HTMLElement} element @param {AbortSignal} signal @returns {Promise<Plotly>} */
export async function plotlyFor(element, signal) {
  await pageAtRest();
  await nearlySeen(element, signal);
  return plotly(element.dataset.plotly ?? "/static/plotly.min.js");
}

/** @param {string} address @returns {Promise<Plotly>} */
function plotly(address) {
  loading ??= new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = address;
    script.onload = () => resolve(/** @type {any} */ (window).Plotly);
    script.onerror = () => reject(new Error(`plotly did not load from ${address}`));
    document.head.append(script);
  });
  return loading;
}

/** Resolves when the page has loaded and has nothing to do. @returns {Promise<void>} */
function pageAtRest() {
  return new Promise((resolve) => {
    const idle = () => ("requestIdleCallback" in window ? requestIdleCallback(() => resolve()) : setTimeout(resolve, 200));
    if (document.readyState === "complete") idle();
    else addEventListener("load", idle, { once: true });
  });
}

/** Resolves when an element is seen, or soon will be. @param {Element} element @param {AbortSignal} signal @returns {Promise<void>} */
function nearlySeen(element, signal) {
  return new Promise((resolve) => {
    const observer = new IntersectionObserver((entries) => {
      if (!entries.some((entry) => entry.isIntersecting)) return;
      observer.disconnect();
      resolve();
    }, { rootMargin: "200px" });
    observer.observe(element);
    signal.addEventListener("abort", () => observer.disconnect());
  });
}
