// @ts-check
/**
 * The server's figure of training curves as the page shows it: in the page's colours, at the size there is.
 *
 * @typedef {import("./chart-layout.js").Figure} Figure
 */

/**
 * @param {Figure} figure @param {import("./chart-layout.js").Colour} colour @param {number} width in pixels
 * @param {number} height @param {string} family of the font
 * @returns {{data: Record<string, any>[], layout: Record<string, any>}}
 */
export function curvesFigure(figure, colour, width, height, family) {
  const layout = figure.layout ?? {};
  const axis = { fixedrange: true, gridcolor: colour("hairline"), zeroline: false, automargin: true };
  return {
    data: figure.data.map((trace) => ({ ...trace, line: { ...trace.line, color: colour(trace.line.color) } })),
    layout: {
      ...layout,
      width,
      height,
      autosize: false,
      margin: { l: 8, r: 8, t: 8, b: 8, pad: 4 },
      paper_bgcolor: "rgba(0,0,0,0)",
      plot_bgcolor: "rgba(0,0,0,0)",
      font: { family, size: 13, color: colour("muted") },
      showlegend: false,
      dragmode: false,
      hoverlabel: { bgcolor: colour("pill"), bordercolor: colour("outline"), font: { family, color: colour("ink") } },
      xaxis: { ...layout.xaxis, ...axis, showgrid: false },
      yaxis: { ...layout.yaxis, ...axis },
    },
  };
}
