/* What a page needs for paper: head and foot of the sheets, a switch for its solutions, and tables
   cut into parts where they are wider than a sheet. Print styles alone keep every word as well. */
(() => {
  "use strict";
  const root = document.documentElement;
  const STEP = 8; // pixels in which the widths of the parts of a table are made alike
  let parts = []; // of tables, while a page is printed

  const quoted = (text) => JSON.stringify(text.replace(/\s+/g, " ").trim());

  /* The address that a reader of the sheet can type: the public one, else that of the server. A
     folder of this machine is nobody's business. */
  function address() {
    const known = document.querySelector("link[rel=canonical]")?.href;
    if (known) return known;
    return location.protocol === "file:" ? location.pathname.split("/").slice(-2).join("/") : location.origin + location.pathname;
  }

  function heads() {
    const title = document.querySelector("article h1")?.cloneNode(true);
    title?.querySelector(".headerlink")?.remove();
    root.style.setProperty("--paper-title", quoted(title?.textContent || document.title));
    root.style.setProperty("--paper-address", quoted(address()));
  }

  /* One switch for the solutions of a page: #?solutions=open, or ?solutions before the #. */
  function solutions() {
    const boxes = [...document.querySelectorAll(".solution.toggle")];
    if (!boxes.length) return;
    const button = Object.assign(document.createElement("button"), { type: "button" });
    let open = false;

    function show(wanted) {
      open = wanted;
      for (const box of boxes)
        if (box.classList.contains("toggle-hidden") === open) box.querySelector(".toggle-button").click();
      button.textContent = open ? "Hide all solutions" : `Show all solutions (${boxes.length})`;
    }

    button.addEventListener("click", () => {
      show(!open);
      window.pageState.changed("", "solutions");
    });
    const start = new URLSearchParams(location.search).has("solutions");
    show(start);
    document.querySelector(".code-switch").append(button);
    window.pageState.add("", {
      read: () => (open === start ? {} : { solutions: open ? "open" : "closed" }),
      write: ({ solutions: said }) => {
        const wanted = said === undefined ? start : said !== "closed";
        if (wanted !== open) show(wanted);
      },
    });
  }

  /* Groups of columns that fit beside the first ones, which every part repeats: [[3, 4], [5, 6]]. */
  function grouped(widths, kept, room) {
    const fixed = widths.slice(0, kept).reduce((sum, width) => sum + width, 0);
    const greedy = (limit) => {
      const groups = [[]];
      let used = fixed;
      for (let column = kept; column < widths.length; column += 1) {
        if (used + widths[column] > limit && groups.at(-1).length) {
          groups.push([]);
          used = fixed;
        }
        groups.at(-1).push(column);
        used += widths[column];
      }
      return groups;
    };
    const fewest = greedy(room);
    for (let limit = fixed + STEP; limit < room; limit += STEP) {
      const groups = greedy(limit);
      if (groups.length === fewest.length) return groups;
    }
    return fewest;
  }

  /* A copy of a table with some of its columns. */
  function part(table, columns) {
    const made = table.cloneNode(true);
    for (const [cell, first, span] of window.tableLayout(made)) {
      const left = columns.filter((column) => column >= first && column < first + span).length;
      if (left) cell.colSpan = left;
      else cell.remove();
    }
    for (const named of [made, ...made.querySelectorAll("[id]")]) named.removeAttribute("id");
    return made;
  }

  function stack({ box, table, widths, room }) {
    const shown = widths.map((width, column) => (width ? column : null)).filter((column) => column !== null);
    const first = table.tBodies[0].rows[0];
    const kept = Math.max(1, [...first.cells].filter((cell) => cell.tagName === "TH" && !cell.hidden).length);
    const groups = grouped(shown.map((column) => widths[column]), kept, room);
    const stacked = groups.map((group, i) => {
      const place = Object.assign(document.createElement("div"), { className: "table-scroll" });
      const words = Object.assign(document.createElement("p"), { className: "stack-words" });
      words.textContent = `Part ${i + 1} of ${groups.length}: columns ${group[0] + 1} to ${group.at(-1) + 1} of ${shown.length}`;
      place.append(words, part(table, [...shown.slice(0, kept), ...group.map((column) => shown[column])]));
      return place;
    });
    box.classList.add("stacked");
    box.after(...stacked);
    parts.push([box, stacked]);
  }

  /* What each column of a table needs, none for a hidden one, and what there is, in pixels on paper. */
  function needs(box) {
    const table = box.querySelector("table");
    const widths = [];
    for (const [cell, column, span] of window.tableLayout(table))
      if (span === 1) widths[column] = Math.max(widths[column] || 0, cell.hidden ? 0 : cell.getBoundingClientRect().width);
    return { box, table, widths: [...widths].map((width) => width || 0), needed: table.offsetWidth, room: box.clientWidth };
  }

  /* Tables that are too wide for a sheet, after their letters have become smaller. */
  function tooWide(boxes) {
    const wide = (found) => found.map(needs).filter(({ needed, room }) => needed > room + 1);
    const first = wide(boxes);
    for (const { box } of first) box.classList.add("tight");
    const left = wide(first.map(({ box }) => box));
    for (const { box } of left) box.classList.remove("tight");
    return first.filter(({ box }) => !box.classList.contains("tight"));
  }

  const undo = () => {
    for (const box of document.querySelectorAll(".table-scroll.tight")) box.classList.remove("tight");
    for (const [box, stacked] of parts.splice(0)) {
      box.classList.remove("stacked");
      for (const made of stacked) made.remove();
    }
  };

  function prepare() {
    undo();
    dispatchEvent(new Event("paper")); // tables show all their columns
    const style = document.querySelector("link[href*='print.css']");
    style.media = "all";
    root.classList.add("paper-ready", "paper-measure");
    const boxes = [...document.querySelectorAll("article .table-scroll")].filter((box) => box.querySelector("table")?.tBodies[0]?.rows.length && box.checkVisibility());
    const wide = tooWide(boxes);
    root.classList.remove("paper-measure");
    style.media = "print";
    wide.forEach(stack);
  }

  addEventListener("DOMContentLoaded", heads);
  addEventListener("load", solutions); // their folds are there by now
  addEventListener("beforeprint", prepare);
  addEventListener("afterprint", () => {
    undo();
    root.classList.remove("paper-ready");
    dispatchEvent(new Event("screen"));
  });
})();
