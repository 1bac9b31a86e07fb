// What is shown over the page: a badge with the last build, and the findings. In a shadow tree of its own, so that
// neither the page's styles nor ours reach the other; text nodes only.
const host = document.createElement("bifold-serve");
// Until the server has said something there is nothing to show.
host.hidden = true;
const shadow = host.attachShadow({ mode: "open" });

/** Makes an element: attributes, then children or text. */
const make = (name, attributes = {}, ...children) => {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.append(...children.filter((child) => child !== null && child !== undefined));
  return element;
};

const fill = (text, facts) => text.replace(/\{(\w+)\}/g, (whole, name) => String(facts[name] ?? whole));

const badge = make("button", { type: "button", class: "badge", "aria-expanded": "false" });
const panel = make("section", { class: "panel", "aria-live": "polite" });
panel.hidden = true;
shadow.append(make("link", { rel: "stylesheet", href: "/-/overlay.css" }), panel, badge);

// Findings that were closed stay closed in this tab until they change.
const closedKey = "bifold-serve-closed";
const closed = {
  get: () => { try { return sessionStorage.getItem(closedKey); } catch { return null; } },
  set: (value) => { try { sessionStorage.setItem(closedKey, value); } catch { /* then they open again */ } },
};

let state = null;
let notice = "";

const show = (isOpen) => {
  panel.hidden = !isOpen;
  badge.setAttribute("aria-expanded", String(isOpen));
};

/** A place that opens in the editor, or plain text where no editor is set. */
const opener = (words, open) => {
  if (!open) return make("span", { class: "place" }, words);
  if (!open.startsWith("/-/")) return make("a", { class: "place", href: open, title: state.words.open }, words);
  const button = make("button", { type: "button", class: "place", title: state.words.open }, words);
  button.addEventListener("click", () => {
    const request = new XMLHttpRequest();
    request.open("GET", open);
    request.send();
  });
  return button;
};

const row = ({ before, marked, behind }, line) => make("pre", {},
  make("span", { class: "number" }, `${line} `), before, make("mark", {}, marked || " "), behind);

const finding = (found) => make("li", { class: found.severity },
  make("p", { class: "message" }, make("strong", {}, `${found.severity}[${found.code}]`), ` ${found.message}`),
  make("p", {}, opener(`${found.path}:${found.line}:${found.column}`, found.open)),
  found.row && row(found.row, found.line),
  found.help && make("p", { class: "help" }, make("strong", {}, `${state.words.help}: `), found.help));

const counts = () => [
  state.errors ? fill(state.words.errors, { n: state.errors }) : null,
  state.warnings ? fill(state.words.warnings, { n: state.warnings }) : null,
].filter(Boolean).join(" · ");

const drawPanel = () => {
  const { words } = state;
  const close = make("button", { type: "button", class: "close", "aria-label": words.close }, "×");
  close.addEventListener("click", () => {
    closed.set(JSON.stringify(state.findings));
    show(false);
    badge.focus();
  });
  const places = state.sources.map(({ path, open }) => make("li", {}, opener(path, open)));
  if (state.both) places.push(make("li", {}, make("a", { href: state.both }, words.both)));
  panel.setAttribute("aria-label", counts() || words.fine);
  panel.replaceChildren(
    make("header", {}, make("h2", {}, counts() || words.fine), close),
    state.is_last_good ? make("p", { class: "notice" }, words.last_good) : "",
    make("ul", { class: "places" }, ...places),
    make("ol", {}, ...state.findings.map(finding)),
    state.more ? make("p", {}, fill(words.more, { n: state.more })) : "",
  );
};

const drawBadge = () => {
  const built = state ? fill(state.words.built, { ms: state.milliseconds, pages: state.rendered }) : "";
  badge.className = `badge ${notice ? "away" : state && state.errors ? "error" : state && state.warnings ? "warning" : ""}`;
  badge.textContent = notice || [state && counts(), built].filter(Boolean).join(" · ");
  host.hidden = !badge.textContent;
};

/** Shows what the server knows beside the page. Errors open the panel, unless just these were closed before. */
const showState = (next) => {
  const before = state && JSON.stringify(state.findings);
  state = next;
  const now = JSON.stringify(state.findings);
  drawPanel();
  drawBadge();
  if (state.errors && now !== before && closed.get() !== now) show(true);
  if (!state.errors && before && JSON.parse(before).some((found) => found.severity === "error")) show(false);
};

/** Says something that is more urgent than the last build, or takes it back. */
const showNotice = (key) => {
  // Before the first word of the server there are no words to say it with.
  notice = key && state ? state.words[key] : "";
  drawBadge();
};

badge.addEventListener("click", () => state && show(panel.hidden));
shadow.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || panel.hidden) return;
  event.stopPropagation();
  panel.querySelector(".close").click();
});
