// @ts-check
/** Addresses: the selected part is the fragment, and a shared link is the canonical address with that fragment. */

/** The module path in a fragment, "" for none. @param {string} hash `#layer2.0` @returns {string} */
export function pathIn(hash) {
  try {
    return decodeURIComponent(hash.replace(/^#/, ""));
  } catch {
    return "";
  }
}

/** An address with the fragment of a path, whatever fragment it had; "" takes it away. @param {string} href @param {string} path @returns {string} */
export function withPath(href, path) {
  const bare = href.split("#", 1)[0];
  return path ? `${bare}#${encodeURIComponent(path)}` : bare;
}

/** What is copied: the absolute address of this view with the selected part. @param {string} canonical @param {{href: string, hash: string}} location @returns {string} */
export function sharedLink(canonical, location) {
  const absolute = new URL(canonical || location.href, location.href).href;
  return withPath(absolute, pathIn(location.hash));
}

/** The path of the part that a page is about, "" for a whole network. @param {string} pathname `/net/resnet34/layer2.0` @returns {string} */
export function pathOfPage(pathname) {
  return decodeURIComponent(pathname.split("/").at(3) ?? "");
}

/** The level above with the part one comes from selected: the last piece of the address is its path. @param {string} up @param {string} pathname @returns {string} */
export function linkUp(up, pathname) {
  return up.includes("#") ? up : withPath(up, pathOfPage(pathname));
}
