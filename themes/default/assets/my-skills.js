// The reader's own skills: ticking, ranking the roles, what to learn next, export and import.
(() => {
  "use strict";
  const { all, make, fill, address, data, skills, words: common } = window.bifold;
  const page = document.querySelector(".mine");
  const words = JSON.parse(page.dataset.words);
  const home = document.body.dataset.home;
  const find = (selector) => page.querySelector(selector);
  const status = find(".mine-status");
  const line = find(".mine-line");
  const ticks = all("input[data-tick]", page);
  const { comma } = common;

  const say = (...parts) => { status.textContent = parts.filter(Boolean).join(" "); };
  const kept = (ok) => { if (!ok) say(words.not_kept); };

  let touched = false;
  for (const input of ticks) {
    input.addEventListener("change", () => {
      touched = true;
      kept(skills.toggle(input.dataset.tick, input.checked));
    });
  }

  const showTicks = (have) => {
    for (const input of ticks) input.checked = have.has(input.dataset.tick);
    for (const group of all("fieldset", page)) {
      const list = all("input[data-tick]", group);
      group.querySelector("[data-count]").textContent = `${list.filter((input) => input.checked).length} / ${list.length}`;
    }
    const n = ticks.filter((input) => input.checked).length;
    find("[data-ticked]").textContent = n ? fill(words.ticked, { n }) : "";
    return n;
  };

  let everything = false;
  const allButton = find("[data-all]");
  allButton.addEventListener("click", () => {
    everything = true;
    render();
  });

  let graph = null;
  /** Skills of a role that are missing, each after those that it builds on. */
  const path = (role, have) => {
    const missing = new Set(role.e.filter((skill) => !have.has(graph.skills[skill].s)));
    const sorted = [];
    const seen = new Set();
    for (const start of missing) {
      const stack = [[start, 0]];
      while (stack.length) {
        const top = stack[stack.length - 1];
        if (top[1] === 0 && seen.has(top[0])) {
          stack.pop();
          continue;
        }
        seen.add(top[0]);
        const next = graph.skills[top[0]].r[top[1]++];
        if (next === undefined) {
          if (missing.has(top[0])) sorted.push(top[0]);
          stack.pop();
        } else if (!seen.has(next)) stack.push([next, 0]);
      }
    }
    return sorted;
  };

  const note = (missing) => {
    const names = (list) => list.map((skill) => graph.skills[skill].t).join(comma);
    if (!missing.length) return words.complete;
    if (missing.length <= 3) return fill(words.missing, { names: names(missing) });
    return fill(words.next, { names: names(missing.slice(0, 3)) });
  };

  const render = () => {
    const have = skills.have;
    const n = showTicks(have);
    find("[data-nothing]").hidden = n > 0;
    const ranking = find("[data-ranking]");
    const next = find("[data-next]");
    find("[data-next-part]").hidden = !n || !graph;
    line.hidden = !n || !graph || !touched;
    allButton.hidden = true;
    if (!graph || !n) {
      ranking.replaceChildren();
      next.replaceChildren();
      return;
    }
    const scored = graph.roles.map((role, at) => {
      const count = role.e.filter((skill) => have.has(graph.skills[skill].s)).length;
      return { role, at, count, total: role.e.length };
    }).filter((one) => one.total > 0);
    scored.sort((a, b) => b.count / b.total - a.count / a.total || b.count - a.count || a.at - b.at);
    const shown = everything ? scored : scored.slice(0, 8);
    allButton.hidden = shown.length === scored.length;
    ranking.replaceChildren(...shown.map(({ role, count, total }) => make("li", {},
      make("div", {}, make("a", { class: "role", href: address(`${home}roles/${role.s}/`), text: role.t }), make("span", { class: "row-note", text: note(path(role, have)) })),
      bar(count, total), make("span", { class: "share", text: `${count} / ${total}` }))));
    const best = scored[0];
    line.textContent = fill(words.summary, { n: fill(words.ticked, { n }), role: best.role.t, have: best.count, total: best.total });

    const gain = new Map();
    for (const role of graph.roles) {
      for (const skill of role.e) {
        if (!gain.has(skill)) gain.set(skill, []);
        gain.get(skill).push(role.t);
      }
    }
    const ready = [...gain].filter(([skill]) => {
      const it = graph.skills[skill];
      return !have.has(it.s) && it.r.every((needed) => have.has(graph.skills[needed].s));
    });
    ready.sort((a, b) => b[1].length - a[1].length || a[0] - b[0]);
    next.replaceChildren(...ready.slice(0, 8).map(([skill, roles]) => make("li", {},
      make("span", { class: "g skill", "aria-hidden": "true" }),
      make("a", { class: "skill", href: address(`${home}skills/${graph.skills[skill].s}/`), text: graph.skills[skill].t }),
      make("span", { class: "row-end", text: roles.length > 3 ? `${roles.slice(0, 3).join(comma)}…` : roles.join(comma) }))));
  };
  const bar = (count, total) => {
    const inner = make("i");
    inner.style.inlineSize = `${(100 * count) / total}%`;
    return make("span", { class: "bar", role: "img", "aria-label": fill(words.progress, { have: count, total }) }, inner);
  };

  find("[data-export]").addEventListener("click", () => {
    const text = JSON.stringify({ format: "bifold-skills", version: 1, skills: [...skills.have].sort() }, null, 2);
    const url = URL.createObjectURL(new Blob([`${text}\n`], { type: "application/json" }));
    const link = make("a", { href: url, download: "my-skills.json" });
    document.body.append(link);
    link.click();
    link.remove();
    setTimeout(() => URL.revokeObjectURL(url), 10000);
  });

  const known = new Set(ticks.map((input) => input.dataset.tick));
  find("[data-import]").addEventListener("change", async (event) => {
    const [file] = event.target.files;
    event.target.value = "";
    if (!file) return;
    let list = null;
    try {
      if (file.size <= 1e6) {
        const value = JSON.parse(await file.text());
        if (value?.format === "bifold-skills" && Array.isArray(value.skills)) list = value.skills.filter((slug) => typeof slug === "string");
      }
    } catch { /* told below */ }
    if (!list) {
      say(words.bad_file);
      return;
    }
    const good = list.filter((slug) => known.has(slug));
    const ok = skills.set(new Set([...skills.have, ...good]));
    const unknown = list.length - good.length;
    say(fill(words.imported, { n: good.length }), unknown ? fill(words.imported_unknown, { n: unknown }) : "", ok ? "" : words.not_kept);
  });

  const clear = find("[data-clear]");
  let sure = 0;
  clear.addEventListener("click", () => {
    if (!sure) {
      clear.textContent = words.clear_sure;
      sure = setTimeout(() => {
        clear.textContent = words.clear;
        sure = 0;
      }, 5000);
      return;
    }
    clearTimeout(sure);
    sure = 0;
    clear.textContent = words.clear;
    kept(skills.set(new Set()));
    say(words.cleared);
  });

  skills.watch(render);
  data("graph").then((value) => {
    graph = value;
    render();
  });
})();
