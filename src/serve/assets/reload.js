// Hears of each new state of the site, asks for this page again and changes what differs. Read only: nothing but
// questions for pages goes to the server.
const own = document.currentScript;
const pristine = [...document.documentElement.attributes].map(({ name, value }) => ({ name, value }));
let page = own.dataset.page;
let isMissing = "missing" in own.dataset;
let isGone = false;

const ask = (address, type, headers = {}) => new Promise((done) => {
  const request = new XMLHttpRequest();
  request.open("GET", address);
  request.responseType = type;
  for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value);
  // A request that fails has status 0: the live channel will say when the server is back.
  request.addEventListener("loadend", () => done(request));
  request.send();
});

/** Takes over the published page as it is now. */
const takeOver = (request) => {
  const script = request.response && request.response.querySelector("script[data-page]");
  if (!script || script.dataset.page === page) return;
  if (isMissing !== (request.status === 404) || !patch(request.response)) return location.reload();
  page = script.dataset.page;
  performance.mark("bifold:patched");
  document.dispatchEvent(new CustomEvent("bifold:patched"));
};

const askPage = async () => {
  const request = await ask(location.pathname + location.search, "document", { "If-None-Match": `"${page}"` });
  const isFound = request.status === 200 || request.status === 304;
  if (request.status === 404 && !isMissing) {
    isGone = true;
    return showNotice("gone");
  }
  if (isGone && isFound) {
    isGone = false;
    showNotice(null);
  }
  if (request.status === 200 || request.status === 404) takeOver(request);
};

const askState = async () => {
  const query = new URLSearchParams({ page: decodeURI(location.pathname), lang: document.documentElement.lang });
  const request = await ask(`/-/state?${query.toString().replaceAll("+", "%20")}`, "json");
  if (request.status === 200 && request.response) showState(request.response);
  if (isGone) showNotice("gone");
};

// One look at a time; what is new meanwhile is looked at after it.
let isLooking = false;
let isNewer = false;
const look = async () => {
  isNewer = true;
  if (isLooking) return;
  isLooking = true;
  while (isNewer) {
    isNewer = false;
    await Promise.all([askPage(), askState()]);
  }
  isLooking = false;
};

const pause = 500;
let channel = null;
let seen = null;
let waiting = null;

const away = () => {
  channel?.close();
  channel = null;
  showNotice("away");
  clearTimeout(waiting);
  waiting = setTimeout(connect, pause);
};

const connect = async () => {
  clearTimeout(waiting);
  if (document.hidden || channel) return;
  const request = await ask("/-/session", "json");
  if (document.hidden || channel) return;
  if (request.status !== 200 || !request.response) return away();
  channel = new EventSource(`/-/events?token=${request.response.token}`);
  channel.addEventListener("open", () => showNotice(isGone ? "gone" : null));
  channel.addEventListener("error", away);
  channel.addEventListener("end", away);
  channel.addEventListener("message", ({ data }) => {
    const version = `${request.response.token} ${data}`;
    if (version === seen) return;
    seen = version;
    look();
  });
};

// A browser has few connections to one server, so tabs that nobody sees give theirs back.
const disconnect = () => {
  channel?.close();
  channel = null;
};
document.addEventListener("visibilitychange", () => (document.hidden ? disconnect() : connect()));
addEventListener("pagehide", disconnect);
addEventListener("pageshow", (event) => event.persisted && connect());

const begin = () => {
  keepModel(pristine);
  document.documentElement.append(host);
  connect();
};
// `interactive` comes before deferred scripts run.
if (document.readyState === "loading") {
  document.addEventListener("readystatechange", begin, { once: true });
} else begin();
