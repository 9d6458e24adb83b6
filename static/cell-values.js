// @ts-check
/** What cells hold, fetched when it is wanted and kept: one request at a time, and after it only the last that was wanted. */

/** @typedef {Map<number, number | string>} Values a channel's value; a word for what is no number */

export class CellValues {
  /** @type {Map<string, Values>} */
  #kept = new Map();
  #wanted = "";
  #busy = false;

  /** @param {(cell: string) => Promise<Values>} load @param {(cell: string, values: Values) => void} tell when they have come */
  constructor(load, tell) {
    this.load = load;
    this.tell = tell;
  }

  /** What a cell (`3,5`) holds if that is known; else it is asked for. @param {string} cell @returns {Values | undefined} */
  of(cell) {
    this.#wanted = cell;
    if (!this.#kept.has(cell)) this.#ask();
    return this.#kept.get(cell);
  }

  async #ask() {
    if (this.#busy) return;
    this.#busy = true;
    const cell = this.#wanted;
    try {
      const values = await this.load(cell);
      this.#kept.set(cell, values);
      this.tell(cell, values);
    } catch {
      if (this.#wanted === cell) this.#wanted = ""; // nobody answers: what is not known is not shown
    }
    this.#busy = false;
    if (this.#wanted && !this.#kept.has(this.#wanted)) this.#ask();
  }
}
