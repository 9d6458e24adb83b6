// @ts-check
/**
 * <tensor-walk net="resnet34" path="layer2.0">: a diagram of Tensorwalk in any page. One file, no build step:
 *
 *   <script src="https://HOST/static/tensor-walk.js"></script>
 *   <tensor-walk net="resnet34" path="layer2.0" theme="dark" fields="input=3,225,225"><a href="…">ResNet-34</a></tensor-walk>
 *
 * net: a preset. path: a layer, block or operation. fields: of its configuration, as in an address. view, scale, theme,
 * lang, expand: how to look. src: a whole address instead of all of these. What stands inside is shown without a script.
 * Without theme it follows the colour scheme of the page around it, also when that changes. It is a script of the plain
 * kind: a module does not know where it came from.
 */
(() => {
  const HOST = new URL(/** @type {HTMLScriptElement} */ (document.currentScript).src).origin;
  const LOOKS = ["view", "scale", "theme", "lang", "expand"];

  class TensorWalk extends HTMLElement {
    static observedAttributes = ["net", "path", "fields", "src", ...LOOKS];
    #frame = document.createElement("iframe");
    #content = document.createElement("slot"); // what stands inside, where no diagram can
    #listening = new AbortController();
    #address = "";

    connectedCallback() {
      this.#listening = new AbortController();
      const root = this.shadowRoot ?? this.attachShadow({ mode: "open" });
      root.innerHTML = "<style>:host{display:block}[hidden]{display:none!important}iframe{display:block;width:100%;border:0;aspect-ratio:16/9}</style>";
      root.append(this.#frame, this.#content);
      this.#frame.loading = "lazy";
      addEventListener("message", (event) => {
        if (event.source !== this.#frame.contentWindow || event.origin !== HOST || event.data?.tensorwalk !== "size") return;
        this.#frame.style.aspectRatio = "auto";
        this.#frame.style.height = `${Number(event.data.height)}px`;
      }, { signal: this.#listening.signal });
      this.#show();
    }

    disconnectedCallback() {
      this.#listening.abort();
    }

    attributeChangedCallback() {
      if (this.isConnected && this.shadowRoot) this.#show();
    }

    /** Attributes that are set one after the other make one request. */
    #show() {
      queueMicrotask(() => {
        const address = this.#embedded();
        this.#frame.hidden = !address;
        this.#content.hidden = Boolean(address);
        if (!address || address === this.#address) return;
        this.#address = address;
        this.#frame.title = this.getAttribute("title") ?? this.textContent?.trim() ?? address;
        this.#frame.src = address;
      });
    }

    /** Where the diagram is; "" for an address that is none, or not of this host. */
    #embedded() {
      const src = this.getAttribute("src");
      const path = this.getAttribute("path");
      const place = [this.getAttribute("net") ?? "resnet34", ...(path ? [path] : [])].map(encodeURIComponent).join("/");
      if (src && (!URL.canParse(src, HOST) || new URL(src, HOST).origin !== HOST)) return "";
      const address = src ? new URL(src, HOST) : new URL(`/net/${place}?${this.getAttribute("fields") ?? ""}`, HOST);
      for (const key of LOOKS) {
        const value = this.getAttribute(key);
        if (value !== null) address.searchParams.set(key, value);
      }
      return `${HOST}/embed${address.pathname.replace(/^\/embed/, "")}${address.search}`;
    }
  }

  if (!customElements.get("tensor-walk")) customElements.define("tensor-walk", TensorWalk); // two diagrams, two scripts
})();
