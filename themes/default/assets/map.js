// The career map: moved by dragging, by the keys and by scrolling, made larger and smaller by buttons and keys.
(() => {
  "use strict";
  const { all, make } = window.bifold;
  const stage = document.querySelector(".stage");
  const svg = stage?.querySelector(".drawing svg");
  if (!svg) return;
  const natural = svg.viewBox.baseVal.width || svg.clientWidth;
  const { label, keys, in: larger, out: smaller, fit } = stage.dataset;
  // Text is not to become smaller than 12 pixels: then a part is shown instead of the whole.
  const text = Number(svg.querySelector(".lane")?.getAttribute("font-size")) || 14;
  const lanes = all(".lane", svg).map((lane) => lane.dataset.box.split(" ").map(Number));
  let scale = 1;

  const show = (next, x = stage.clientWidth / 2, y = stage.clientHeight / 2) => {
    const old = scale;
    const least = Math.min(1, stage.clientWidth / natural);
    scale = Math.max(least, Math.min(3, next));
    const left = (stage.scrollLeft + x) * (scale / old) - x;
    const top = (stage.scrollTop + y) * (scale / old) - y;
    svg.style.inlineSize = `${natural * scale}px`;
    stage.scrollLeft = left;
    stage.scrollTop = top;
  };
  // The whole width; where that is too small to read, the lane in view, as high as the screen allows.
  const whole = () => {
    const width = stage.clientWidth / natural;
    if (width * text >= 12 || !lanes.length) return show(width);
    const high = Math.min(innerHeight, stage.clientHeight);
    const at = (Math.max(0, -svg.getBoundingClientRect().top) + high / 3) / scale;
    const [, y, , height] = lanes.find(([, y, , height]) => at < y + height) ?? lanes.at(-1);
    show(Math.max(12 / text, Math.min(1, (0.85 * high) / height)));
    stage.scrollTop = y * scale;
    scrollBy(0, svg.getBoundingClientRect().top + y * scale - 0.08 * innerHeight);
    middle();
  };
  // What is hardly wider than the screen begins at its left edge; of more, the middle is shown.
  const middle = () => {
    const spine = svg.querySelector(".spine");
    if (!spine || natural * scale < 1.1 * stage.clientWidth) return;
    const box = spine.getBoundingClientRect();
    stage.scrollLeft += box.left + box.width / 2 - stage.getBoundingClientRect().left - stage.clientWidth / 2;
  };

  stage.tabIndex = 0;
  stage.setAttribute("role", "region");
  stage.setAttribute("aria-label", label);
  stage.title = "";
  const hint = make("p", { class: "unseen", id: "bf-map-keys", text: keys });
  stage.before(hint);
  stage.setAttribute("aria-describedby", hint.id);

  const button = (text, name, act) => {
    const made = make("button", { type: "button", "aria-label": name, title: name, text });
    made.addEventListener("click", act);
    return made;
  };
  stage.before(make("div", { class: "zoom" },
    button("+", larger, () => show(scale * 1.25)), button("−", smaller, () => show(scale / 1.25)), button("⤢", fit, whole)));

  stage.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target !== stage) return;
    const step = 80;
    const acts = {
      ArrowLeft: () => { stage.scrollLeft -= step; },
      ArrowRight: () => { stage.scrollLeft += step; },
      ArrowUp: () => { if (stage.scrollHeight > stage.clientHeight) stage.scrollTop -= step; else scrollBy(0, -step); },
      ArrowDown: () => { if (stage.scrollHeight > stage.clientHeight) stage.scrollTop += step; else scrollBy(0, step); },
      "+": () => show(scale * 1.25),
      "=": () => show(scale * 1.25),
      "-": () => show(scale / 1.25),
      0: whole,
    };
    const act = acts[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  });
  stage.addEventListener("wheel", (event) => {
    if (!event.ctrlKey) return;
    event.preventDefault();
    const box = stage.getBoundingClientRect();
    show(scale * (event.deltaY < 0 ? 1.1 : 1 / 1.1), event.clientX - box.left, event.clientY - box.top);
  }, { passive: false });

  let grip = null;
  stage.addEventListener("pointerdown", (event) => {
    if (event.pointerType !== "mouse" || event.button !== 0 || event.target.closest("button")) return;
    grip = { x: event.clientX, y: event.clientY, left: stage.scrollLeft, top: stage.scrollTop, moved: false };
  });
  addEventListener("pointermove", (event) => {
    if (!grip) return;
    const [dx, dy] = [event.clientX - grip.x, event.clientY - grip.y];
    if (!grip.moved && Math.hypot(dx, dy) < 5) return;
    grip.moved = true;
    stage.classList.add("dragging");
    stage.scrollLeft = grip.left - dx;
    stage.scrollTop = grip.top - dy;
  });
  addEventListener("pointerup", () => {
    if (grip?.moved) addEventListener("click", (event) => { event.preventDefault(); event.stopPropagation(); }, { capture: true, once: true });
    setTimeout(() => { grip = null; stage.classList.remove("dragging"); });
  });
  stage.addEventListener("dragstart", (event) => event.preventDefault());

  // The list lights up its node in the picture.
  const nodes = new Map(all("a.node", svg).map((node) => [node.getAttribute("href"), node]));
  const light = (event, on) => {
    const link = event.target.closest?.(".map-list a");
    nodes.get(link?.getAttribute("href"))?.classList.toggle("pointed", on);
  };
  const list = document.querySelector(".map-list");
  for (const [type, on] of [["focusin", true], ["focusout", false], ["pointerover", true], ["pointerout", false]]) {
    list?.addEventListener(type, (event) => light(event, on));
  }

  const open = () => {
    if (location.hash === "#picture") {
      show(1);
      middle();
    }
  };
  addEventListener("hashchange", open);
  // Before the page is loaded the browser has not yet found what the address points at, and the picture may be hidden.
  if (!stage.clientWidth) addEventListener("load", open, { once: true });
  if (stage.clientWidth) {
    show(Math.min(1, Math.max(stage.clientWidth / natural, 12 / text)));
    middle();
  }
  open();
})();
