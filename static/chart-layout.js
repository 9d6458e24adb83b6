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

/**
 * @param {Figure} figure @param {Colour} colour @param {Frame} frame @param {[number, number]} range @param {string} family of the font
 * @returns {{data: Record<string, any>[], layout: Record<string, any>}}
 */
export function pageFigure(figure, colour, frame, range, family) {
  const layout = figure.layout ?? {};
  const tickfont = { color: colour("muted") };
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
      yaxis: { ...layout.yaxis, ...axis, tickfont, nticks: 4, ticklabelposition: "inside top", title: undefined },
    },
  };
}

/** What of a layout follows the drawing's place and size. @param {Frame} frame */
export function frameLayout(frame) {
  const { width, height, left, right } = frame;
  return { width, height, autosize: false, margin: { l: left, r: right, t: 8, b: 8, pad: 0 } };
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
