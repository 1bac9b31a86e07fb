// Comparing any two or three roles; the choice is kept in the address.
(() => {
  "use strict";
  const { all, make, fill, address, data, skills, meter, words: common } = window.bifold;
  const page = document.querySelector(".tool[data-words]");
  const words = JSON.parse(page.dataset.words);
  const home = document.body.dataset.home;

  const differences = page.querySelector("input[name=differences]");
  differences?.addEventListener("change", () => page.classList.toggle("only-differences", differences.checked));

  const live = page.querySelector(".compare-live");
  if (!live) return;
  const selects = all("select", live);
  const place = live.querySelector(".compare-table");
  const status = live.querySelector(".compare-status");

  const cell = (need) => {
    if (!need) return make("td", {}, make("span", { class: "no", role: "img", "aria-label": words.not_needed, text: words.none }));
    return make("td", {}, make("span", { class: `g skill${need === 1 ? " hollow" : ""}`, "aria-hidden": "true" }), need === 1 ? words.optional : words.essential);
  };

  const table = (graph, chosen) => {
    const have = skills.have;
    const needs = (role, skill) => (role.e.includes(skill) ? 2 : role.o.includes(skill) ? 1 : 0);
    const row = (head, ...cells) => make("tr", {}, make("th", { scope: "row", text: head }), ...cells);
    const top = make("tbody", {}, row(words.counts, ...chosen.map((role) => make("td", { text: `${role.e.length} / ${role.o.length}` }))));
    if (have.size) {
      top.append(row(words.have, ...chosen.map((role) => {
        const count = role.e.filter((skill) => have.has(graph.skills[skill].s)).length;
        const total = role.e.length;
        return make("td", {}, meter(count, total, fill(common.progress, { have: count, total })), make("div", { class: "row-note", text: `${count} / ${total}` }));
      })));
    }
    top.append(row(words.moves, ...chosen.map((role) => {
      const from = graph.roles.indexOf(role);
      const moves = graph.moves.filter(([a, b]) => a === from && chosen.includes(graph.roles[b]));
      if (!moves.length) return make("td", { text: words.no_moves });
      const links = moves.map(([, to]) => make("div", {}, make("a", { href: address(`${home}moves/${role.s}/${graph.roles[to].s}/`), text: `→ ${graph.roles[to].t}` })));
      return make("td", {}, ...links);
    })));
    const columns = chosen.map((role) => make("th", { scope: "col" }, make("a", { class: "role", href: address(`${home}roles/${role.s}/`), text: role.t })));
    const result = make("table", { class: `compare${chosen.length === 3 ? " of-three" : ""}` },
      make("thead", {}, make("tr", {}, make("th", { scope: "col", text: words.skill }), ...columns)), top);
    let shared = 0;
    graph.groups.forEach((title, index) => {
      const rows = [];
      graph.skills.forEach((skill, at) => {
        if (skill.g !== index) return;
        const list = chosen.map((role) => needs(role, at));
        if (!list.some(Boolean)) return;
        const everywhere = list.every(Boolean);
        if (everywhere) shared += 1;
        const head = make("th", { scope: "row" }, make("a", { class: "skill plain", href: address(`${home}skills/${skill.s}/`), text: skill.t }));
        if (everywhere) head.append(" ", make("span", { class: "all-word", text: words.all }));
        rows.push(make("tr", { class: everywhere ? "all" : null }, head, ...list.map(cell)));
      });
      if (rows.length) {
        const head = make("tr", { class: "group" }, make("th", { scope: "rowgroup", colspan: chosen.length + 1, text: title }));
        result.append(make("tbody", {}, head, ...rows));
      }
    });
    status.textContent = fill(words.shared, { n: shared });
    return result;
  };

  data("graph").then((graph) => {
    if (!graph) return;
    live.hidden = false;
    const roles = new Map(graph.roles.map((role) => [role.s, role]));
    const asked = (new URLSearchParams(location.search).get("roles") || "").slice(0, 300).split(",").filter((slug) => roles.has(slug));
    selects.forEach((select, i) => { select.value = asked[i] || ""; });
    const show = (keepAddress) => {
      const slugs = [...new Set(selects.map((select) => select.value).filter(Boolean))];
      const chosen = slugs.map((slug) => roles.get(slug)).filter(Boolean);
      if (keepAddress) {
        const url = new URL(location.href);
        if (slugs.length) url.search = `?roles=${slugs.join(",")}`;
        else url.search = "";
        try { history.replaceState(null, "", url); } catch { /* some browsers forbid it from file:// */ }
      }
      if (chosen.length < 2) {
        status.textContent = "";
        place.replaceChildren();
      } else place.replaceChildren(table(graph, chosen));
    };
    for (const select of selects) select.addEventListener("change", () => show(true));
    live.querySelector("form").addEventListener("submit", (event) => event.preventDefault());
    skills.watch(() => show(false));
  });
})();
