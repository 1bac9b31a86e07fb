// The files of the index: fetched over http, as scripts from a disk (where fetch does not work).
// Each is a call `bifoldSearch("<locale>/<file>","<text>")`; over http nothing of it is run.
(() => {
  "use strict";
  const waiting = new Map();
  const search = (globalThis.bifoldSearch = (name, text) => waiting.get(name)?.(text));

  // Where the index lies, as an absolute address that ends in a slash. Set by whoever opens the search.
  search.base = "";

  const onDisk = () => globalThis.location?.protocol === "file:";

  function fetched(url, fresh) {
    return fetch(url, fresh ? { cache: "reload" } : undefined).then((answer) => {
      if (!answer.ok) throw new Error(`${answer.status} ${url}`);
      return answer.text();
    }).then((code) => JSON.parse(code.slice(code.indexOf(",") + 1, code.lastIndexOf(")"))));
  }

  // Trusted Types: this policy lets through what lies below the index, and nothing else.
  let policy;
  function trusted(url) {
    if (!globalThis.trustedTypes) return url;
    policy ||= trustedTypes.createPolicy("bifold-search", {
      createScriptURL(address) {
        if (!address.startsWith(search.base)) throw new TypeError(address);
        return address;
      },
    });
    return policy.createScriptURL(url);
  }

  function scripted(name, url) {
    return new Promise((resolve, reject) => {
      const script = document.createElement("script");
      const end = (settle) => (value) => {
        waiting.delete(name);
        script.remove();
        settle(value);
      };
      waiting.set(name, end(resolve));
      script.onerror = end(() => reject(new Error(url)));
      script.src = trusted(url);
      document.head.append(script);
    });
  }

  // The text of a file. `path` is its address below the index without `.js`, `name` what it calls itself.
  search.file = (name, path, fresh) =>
    onDisk() ? scripted(name, `${search.base}${path}.js`) : fetched(`${search.base}${path}.js`, fresh);
})();
