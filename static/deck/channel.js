// @ts-check
/**
 * What keeps the class's window and the presenter's in step. Either may be loaded anew: it asks where the other is.
 *
 * @typedef {{kind: "where"} | {kind: "at", step: string, revealed: boolean} | {kind: "black", on: boolean} | {kind: "light", at: [number, number] | null}} Message
 */

export class Channel {
  #channel;
  #presenter;

  /** @param {string} slug @param {boolean} presenter @param {(message: Message) => void} heard messages of the other kind of window */
  constructor(slug, presenter, heard) {
    this.#presenter = presenter;
    this.#channel = new BroadcastChannel(`tensorwalk-deck-${slug}`);
    this.#channel.addEventListener("message", ({ data }) => {
      if (data.presenter !== presenter) heard(data.message);
    });
  }

  /** @param {Message} message */
  tell(message) {
    this.#channel.postMessage({ presenter: this.#presenter, message });
  }

  close() {
    this.#channel.close();
  }
}
