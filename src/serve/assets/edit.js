// Both columns scroll together by section: the heading at the top of one leads to its counterpart in the other, and
// between two headings both go the same part of the way.
(() => {
  "use strict";
  const columns = () => [...document.querySelectorAll(".bf-column")];
  const scroller = (column) => column.querySelector(".bf-text");

  /** Where sections begin in a column: `[id without the language, top]`, from its beginning to its end. */
  const marks = (column) => {
    const area = scroller(column);
    const zero = area.getBoundingClientRect().top - area.scrollTop;
    const prefix = `${column.dataset.locale}--`;
    const headings = [...area.querySelectorAll("h2[id], h3[id]")];
    return new Map([
      ["", 0],
      ...headings.map((heading) => [heading.id.slice(prefix.length), heading.getBoundingClientRect().top - zero]),
      ["/", area.scrollHeight],
    ]);
  };

  /** The place in `to` that corresponds to the top of `from`, by the nearest sections that both have. */
  const counterpart = (from, to) => {
    const [mine, theirs] = [marks(from), marks(to)];
    const top = scroller(from).scrollTop;
    const shared = [...mine].filter(([id]) => theirs.has(id)).sort((a, b) => a[1] - b[1]);
    const after = Math.max(1, shared.findIndex(([id, at]) => at > top || id === "/"));
    const [[first, start], [second, end]] = [shared[after - 1], shared[after]];
    const part = end > start ? (top - start) / (end - start) : 0;
    return theirs.get(first) + part * (theirs.get(second) - theirs.get(first));
  };

  // A column that was moved by us must not move the others in turn.
  const moved = new WeakMap();
  const follow = (leader) => {
    const area = scroller(leader);
    if (moved.has(area) && Math.abs(moved.get(area) - area.scrollTop) < 2) return moved.delete(area);
    for (const column of columns().filter((other) => other !== leader)) {
      const other = scroller(column);
      const before = other.scrollTop;
      other.scrollTop = counterpart(leader, column);
      if (Math.abs(other.scrollTop - before) >= 1) moved.set(other, other.scrollTop);
    }
  };
  document.addEventListener("scroll", (event) => {
    const column = event.target instanceof Element && event.target.closest(".bf-column");
    if (column) follow(column);
  }, { capture: true, passive: true });
})();
