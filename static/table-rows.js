// @ts-check
/** Which rows of a table speak of a part: its own, else those of what is inside of it, else the one that it is inside of. */

/** @param {readonly string[]} paths of the rows @param {string} path of the part, "" for none @returns {number[]} their indices */
export function rowsOf(paths, path) {
  if (!path) return [];
  const own = places(paths, (row) => row === path);
  if (own.length) return own;
  const inside = places(paths, (row) => row.startsWith(`${path}.`));
  if (inside.length) return inside;
  return places(paths, (row) => path.startsWith(`${row}.`)).sort((a, b) => paths[b].length - paths[a].length).slice(0, 1);
}

/** @param {readonly string[]} paths @param {(path: string) => boolean} of @returns {number[]} */
function places(paths, of) {
  return [...paths.keys()].filter((index) => of(paths[index]));
}
