// Changes the page in place where the published page has changed. `model` is the page as it was published, without
// what scripts and the reader did to it; each of its nodes knows the live node that it stands for. Only differences
// between two published pages reach the live one, so that scroll, focus, open menus, forms and everything that the
// page's own scripts added stay as they are.
const inert = document.implementation.createHTMLDocument("");
const liveOf = new WeakMap();
let model = null;

/** Joins the nodes of two equal trees. */
const join = (ours, live) => {
  liveOf.set(ours, live);
  const [a, b] = [ours.childNodes, live.childNodes];
  for (let i = 0; i < a.length; i++) join(a[i], b[i]);
  return ours;
};

/** Keeps the page as the parser made it. `attributes` are those of the root before any script ran. */
const keepModel = (attributes) => {
  model = join(inert.importNode(document.documentElement, true), document.documentElement);
  for (const { name } of [...model.attributes]) model.removeAttribute(name);
  for (const { name, value } of attributes) model.setAttribute(name, value);
};

const isStyleSheet = (node) => node.nodeName === "LINK" && node.rel === "stylesheet";

/** What cannot be changed in place: the scripts that ran and the policy. */
const fixed = (root) => {
  const parts = [...root.querySelectorAll("script, meta[http-equiv]")];
  const isOwn = (part) => (part.getAttribute("src") || "").startsWith("/-/");
  const isData = (part) => part.nodeName === "SCRIPT" && part.type && !/javascript|module/i.test(part.type);
  const text = (part) => [part.getAttribute("src"), part.getAttribute("type"), part.content, part.textContent];
  return JSON.stringify(parts.filter((part) => !isOwn(part) && !isData(part)).map(text));
};

const tokens = (value) => (value || "").split(/\s+/).filter(Boolean);

const patchAttributes = (ours, fresh, live) => {
  const names = new Set([...ours.attributes, ...fresh.attributes].map((attribute) => attribute.name));
  for (const name of names) {
    const [before, after] = [ours.getAttribute(name), fresh.getAttribute(name)];
    if (before === after) continue;
    const space = (fresh.getAttributeNode(name) || ours.getAttributeNode(name)).namespaceURI;
    for (const element of [ours, live]) {
      if (name === "class" && element === live && live.getAttribute("class") !== before) {
        // Scripts added classes of their own.
        live.classList.remove(...tokens(before));
        live.classList.add(...tokens(after));
      } else if (after === null) element.removeAttribute(name);
      else element.setAttributeNS(space, name, after);
    }
  }
};

/** Pairs of equal signatures in order, the longest such list. */
const longestCommon = (before, after) => {
  const width = after.length + 1;
  const length = new Uint16Array((before.length + 1) * width);
  for (let i = before.length - 1; i >= 0; i--) {
    for (let j = after.length - 1; j >= 0; j--) {
      length[i * width + j] = before[i] === after[j]
        ? length[(i + 1) * width + j + 1] + 1
        : Math.max(length[(i + 1) * width + j], length[i * width + j + 1]);
    }
  }
  const pairs = [];
  for (let i = 0, j = 0; i < before.length && j < after.length;) {
    if (before[i] === after[j]) pairs.push([i++, j++]);
    else if (length[(i + 1) * width + j] >= length[i * width + j + 1]) i++;
    else j++;
  }
  return pairs;
};

const signature = (node) => (node.nodeType === Node.ELEMENT_NODE ? node.outerHTML : `${node.nodeType}${node.data}`);
const alike = (a, b) => a.nodeName === b.nodeName && (a.id || "") === (b.id || "");

/** Between two equal nodes: each new node changes the next old one that is like it; the rest come and go. */
const alignRun = (before, after) => {
  const steps = [];
  let from = 0;
  for (const fresh of after) {
    const found = before.findIndex((ours, index) => index >= from && alike(ours, fresh));
    // Passing over many to reach one would throw away what could be changed.
    if (found < 0 || (found > from && before.length - found < after.length - after.indexOf(fresh))) {
      steps.push([null, fresh]);
      continue;
    }
    for (; from < found; from++) steps.push([before[from], null]);
    steps.push([before[from++], fresh]);
  }
  for (; from < before.length; from++) steps.push([before[from], null]);
  return steps;
};

/** How the children of one become those of the other: `[ours, fresh]`, one of them null for a node that comes or goes. */
const align = (before, after) => {
  let start = 0;
  while (start < before.length && start < after.length && before[start].isEqualNode(after[start])) start++;
  let [endBefore, endAfter] = [before.length, after.length];
  while (endBefore > start && endAfter > start && before[endBefore - 1].isEqualNode(after[endAfter - 1])) {
    endBefore--;
    endAfter--;
  }
  const [old, fresh] = [before.slice(start, endBefore), after.slice(start, endAfter)];
  // Of very long lists only the ends are compared.
  const small = old.length * fresh.length <= 250000;
  const pairs = small ? longestCommon(old.map(signature), fresh.map(signature)) : [];
  const steps = [];
  let [i, j] = [0, 0];
  for (const [x, y] of [...pairs, [old.length, fresh.length]]) {
    steps.push(...alignRun(old.slice(i, x), fresh.slice(j, y)));
    if (x < old.length) steps.push([old[x], fresh[y]]);
    [i, j] = [x + 1, y + 1];
  }
  steps.after = before[endBefore] || null;
  return steps;
};

const insert = (fresh, parent, before) => {
  const ours = inert.importNode(fresh, true);
  const live = document.importNode(fresh, true);
  join(ours, live);
  parent.insertBefore(ours, before);
  const liveParent = liveOf.get(parent);
  const [next, last] = [before && liveOf.get(before), ours.previousSibling && liveOf.get(ours.previousSibling)];
  if (next && next.parentNode === liveParent) next.before(live);
  else if (last && last.parentNode === liveParent) last.after(live);
  else liveParent.append(live);
  return live;
};

const remove = (ours) => {
  const live = liveOf.get(ours);
  ours.remove();
  live.remove();
};

/** A new style sheet takes the old one's place when it is loaded, so that the page never stands without. */
const swapStyleSheet = (ours, fresh) => {
  const old = liveOf.get(ours);
  const live = insert(fresh, ours.parentNode, ours);
  ours.remove();
  for (const event of ["load", "error"]) live.addEventListener(event, () => old.remove(), { once: true });
};

const patchChildren = (ours, fresh) => {
  const steps = align([...ours.childNodes], [...fresh.childNodes]);
  steps.forEach(([mine, theirs], index) => {
    if (mine && theirs) patchNode(mine, theirs);
    else if (mine) remove(mine);
    // Before the next node that is there; when there is none, before what the common end begins with.
    else insert(theirs, ours, (steps.slice(index).find(([next]) => next) || [steps.after])[0]);
  });
};

const patchNode = (ours, fresh) => {
  if (ours.isEqualNode(fresh)) return;
  const live = liveOf.get(ours);
  if (ours.nodeType !== Node.ELEMENT_NODE) {
    ours.data = fresh.data;
    live.data = fresh.data;
    return;
  }
  if (isStyleSheet(ours) && isStyleSheet(fresh)) return swapStyleSheet(ours, fresh);
  patchAttributes(ours, fresh, live);
  patchChildren(ours, fresh);
};

/** Elements that begin in view, with their places: what the reader looks at must stay where it is. */
const inView = () => [0.2, 0.4, 0.6, 0.8]
  .flatMap((part) => document.elementsFromPoint(innerWidth / 2, innerHeight * part))
  .map((element) => [element, element.getBoundingClientRect().top])
  .filter(([, top]) => top >= 0);

/** Makes the live page the published page `fresh`. False when it must be loaded anew. */
const patch = (fresh) => {
  const root = fresh.documentElement;
  if (!model || fixed(model) !== fixed(root)) return false;
  const places = scrollY > 0 ? inView() : [];
  const active = document.activeElement;
  patchNode(model, root);
  if (active && active.id && !active.isConnected) document.getElementById(active.id)?.focus({ preventScroll: true });
  const kept = places.find(([element]) => element.isConnected);
  if (kept) scrollBy({ top: kept[0].getBoundingClientRect().top - kept[1], behavior: "instant" });
  return true;
};
