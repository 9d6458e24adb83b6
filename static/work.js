// @ts-check

/** `0.52 × −0.31 = −0.161`: one cell of patch, kernel and product in words. @param {string[]} numbers @returns {string} */
export function product([read, weight, result]) {
  const [factor, made] = [read, result].map((number) => number.replace("padding: ", ""));
  const said = `${factor} × ${weight} = ${made}`;
  return read === factor ? said : `${said}, for the padding is 0`;
}
