// @ts-check
/**
 * A figure of the server as the page shows it: in the page's colours, under the drawing's columns.
 *
 * Figures name colours by palette key (`violet-front`); bars stand at the drawing's own x, so the x axis shows
 * exactly the range that the drawing shows, between the drawing's left and right edge.
 *
 * @typedef {{data: Record<string, any>[], layout?: Record<string, any>}} Figure
 * @typedef {{width: number, height: number, left: number, right: number}} Frame the plot's size, and how far the
 *   drawing's edges lie inside its own, in pixels
 * @typedef {(key: string) => string} Colour the theme's colour of a palette key, "" for what is no key
 */

const MARGIN = 8; // above and below the plot
const LABEL = 18; // pixels that a label of the height axis takes above its line, or a number above its bar

/**
 * @param {Figure} figure @param {Colour} colour @param {Frame} frame @param {[number, number]} range @param {string} family of the font
 * @returns {{data: Record<string, any>[], layout: Record<string, any>}}
 */
export function pageFigure(figure, colour, frame, range, family) {
  const layout = figure.layout ?? {};
  const axis = { fixedrange: true, automargin: false, gridcolor: colour("hairline"), zerolinecolor: colour("hairline") };
  return {
    data: figure.data.map((trace) => pageTrace(trace, colour)),
    layout: {
      ...layout,
      ...frameLayout(frame),
      paper_bgcolor: "rgba(0,0,0,0)",
      plot_bgcolor: "rgba(0,0,0,0)",
      font: { family, size: 12, color: colour("muted") },
      showlegend: false,
      dragmode: false,
      hoverlabel: { bgcolor: colour("pill"), bordercolor: colour("outline"), font: { family, color: colour("ink") } },
      xaxis: { ...layout.xaxis, ...axis, range, autorange: false, showgrid: false, showticklabels: false, zeroline: false },
      yaxis: { ...layout.yaxis, ...axis, range: heightRange(figure, frame), autorange: false, showticklabels: false, title: undefined },
      annotations: heightLabels(figure, colour),
    },
  };
}

/** What of a layout follows the drawing's place and size. @param {Frame} frame */
export function frameLayout(frame) {
  const { width, height, left, right } = frame;
  return { width, height, autosize: false, margin: { l: left, r: right, t: MARGIN, b: MARGIN, pad: 0 } };
}

/** From 0 up to the highest bar, with the number that it may carry, and the label on the highest line. @param {Figure} figure @param {Frame} frame @returns {[number, number]} */
function heightRange(figure, frame) {
  const peak = Math.max(...figure.data.flatMap((trace) => trace.y ?? []), 0);
  const highest = Math.max(...figure.layout?.yaxis?.tickvals ?? [], 0);
  const plot = Math.max(frame.height - 2 * MARGIN, 2 * LABEL);
  const numbered = figure.data.some((trace) => (trace.text ?? []).some(Boolean));
  return [0, Math.max(numbered ? peak * plot / (plot - LABEL) : peak * 1.03, highest * plot / (plot - LABEL)) || 1];
}

/**
 * The labels of the height axis, on their lines and before the bars, which pass under them as the drawing moves.
 * @param {Figure} figure @param {Colour} colour
 */
function heightLabels(figure, colour) {
  const { tickvals = [], ticktext = [] } = figure.layout?.yaxis ?? {};
  return tickvals.map((/** @type {number} */ y, /** @type {number} */ index) => ({
    text: ticktext[index], x: 0, xref: "paper", xanchor: "left", y, yanchor: "bottom", showarrow: false,
    font: { color: colour("muted") }, bgcolor: colour("paper"), borderpad: 1, yshift: 1,
  }));
}

/** Which bars of a trace stand for a path; undefined where none does. @param {Record<string, any>} trace @param {string} path @returns {number[] | undefined} */
export function barsOf(trace, path) {
  const found = [...(trace.customdata ?? []).keys()].filter((index) => pathOf(trace.customdata[index]) === path);
  return path && found.length ? found : undefined;
}

/** The path of a bar: its customdata, or the first of several. @param {unknown} data @returns {string} */
export function pathOf(data) {
  return String((Array.isArray(data) ? data[0] : data) ?? "");
}

/** @param {Record<string, any>} trace @param {Colour} colour */
function pageTrace(trace, colour) {
  const named = (/** @type {unknown} */ value) => (typeof value === "string" && colour(value)) || value;
  const paint = trace.marker?.color;
  const marker = { ...trace.marker, color: Array.isArray(paint) ? paint.map(named) : named(paint) };
  return { ...trace, marker, unselected: { marker: { opacity: 0.45 } } };
}
