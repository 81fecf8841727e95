/* Tables that fit: of a table too wide or too long for its place the first columns and rows are
   shown, with controls for the others; copied cells are plain numbers, as a spreadsheet reads them.
   Without this script, and on paper, a table is whole. */
(() => {
  "use strict";
  const ROWS = 20; // shown of a table with more, as in book.css
  const WRITTEN = ".pst-scrollable-table-container"; // the box of a table that stands in the text
  const SPARE = 8; // pixels that a table may be wider than its place, for rounding

  const bars = new WeakMap(); // the line of controls above a box

  function element(name, attributes = {}, ...children) {
    const made = Object.assign(document.createElement(name), attributes);
    made.append(...children);
    return made;
  }

  /* The cells of each column, whatever they span: [cell, first column, number of columns]. */
  function layout(table) {
    const taken = []; // of each row the columns that cells of rows above reach into
    const cells = [];
    const width = (cell) => +cell.dataset.span || cell.colSpan;
    [...table.rows].forEach((row, r) => {
      let column = 0;
      for (const cell of row.cells) {
        while (taken[r]?.has(column)) column += 1;
        for (let below = 1; below < cell.rowSpan; below += 1)
          for (let c = 0; c < width(cell); c += 1) (taken[r + below] ||= new Set()).add(column + c);
        cells.push([cell, column, width(cell)]);
        column += width(cell);
      }
    });
    return cells;
  }
  window.tableLayout = layout; // paper.js cuts wide tables into parts

  /* The line of controls above a table. */
  function tools(box) {
    if (!bars.has(box)) {
      bars.set(box, element("div", { className: "table-tools" }));
      box.before(bars.get(box));
    }
    return bars.get(box);
  }

  function shorten(box, table) {
    const number = table.tBodies[0].rows.length;
    if (number <= ROWS) return;
    const button = element("button", { type: "button" });
    const show = (all) => {
      box.classList.toggle("few", !all);
      button.textContent = all ? "Show fewer rows" : `Show all ${number} rows`;
    };
    button.addEventListener("click", () => {
      show(box.classList.contains("few"));
      window.pageState.changed(box.id, "rows");
    });
    show(false);
    window.pageState.add(box.id, {
      read: () => (box.classList.contains("few") ? {} : { rows: "all" }),
      write: ({ rows }) => show(rows === "all"),
    });
    tools(box).append(button);
  }

  const wide = (box, table) => table.offsetWidth > box.clientWidth + SPARE;

  /* The heads of a table's columns: those of the last row of heads. */
  function headsOf(table) {
    return [...[...table.tHead.rows].filter((row) => !row.classList.contains("filters")).at(-1).cells];
  }

  /* Columns of a table, of which some are shown, and what puts the controls above it. */
  function columns(box, table) {
    const heads = headsOf(table);
    const all = heads.map(() => true);
    const first = table.tBodies[0].rows[0];
    const kept = Math.max(1, first ? [...first.cells].filter((cell) => cell.tagName === "TH").length : 1);
    const button = element("button", { type: "button" });
    const menu = element("details", { className: "column-menu" }, element("summary", {}, "Choose columns"));
    const count = element("span", {});
    count.setAttribute("role", "status");
    let shown = all;
    let own = false; // whether a reader has chosen

    const ticks = heads.map((head, column) => {
      const tick = element("input", { type: "checkbox", disabled: column < kept });
      tick.addEventListener("change", () => {
        own = true;
        apply(shown.map((on, c) => (c === column ? tick.checked : on)));
        window.pageState.changed(box.id, "columns");
      });
      menu.append(element("label", {}, tick, ` ${head.textContent.trim() || "name"}`));
      return tick;
    });

    function apply(next) {
      shown = next;
      for (const [cell, column, span] of layout(table)) {
        const left = shown.slice(column, column + span).filter(Boolean).length;
        cell.hidden = left === 0;
        if (span > 1) {
          cell.dataset.span = span;
          cell.colSpan = Math.max(1, left);
        }
      }
      const number = shown.filter(Boolean).length;
      ticks.forEach((tick, column) => { tick.checked = shown[column]; });
      count.textContent = `${number} of ${heads.length} columns`;
      button.textContent = number === heads.length ? "Show fewer columns" : `Show all ${heads.length} columns`;
    }

    /* As many columns as fit, the row heads and one more at least. */
    function fit() {
      apply(all);
      if (!wide(box, table)) return withdraw();
      const room = box.clientWidth + SPARE;
      let used = 0;
      const widths = heads.map((head) => head.getBoundingClientRect().width);
      apply(widths.map((width, column) => (used += width) <= room || column <= kept));
      for (let last = shown.lastIndexOf(true); last > kept && wide(box, table); last = shown.lastIndexOf(true))
        apply(shown.map((on, column) => on && column !== last));
      offer();
    }

    function offer() {
      if (count.isConnected) return;
      tools(box).append(count, button, menu);
    }

    /* No control where all columns fit, as in a box that has become wider. */
    function withdraw() {
      if (!count.isConnected) return;
      for (const part of [count, button, menu]) part.remove();
      if (tools(box).querySelector("button:not(.copy-link)")) return;
      tools(box).remove();
      bars.delete(box);
    }

    button.addEventListener("click", () => {
      own = !shown.every(Boolean);
      if (own) apply(all);
      else fit();
      window.pageState.changed(box.id, "columns");
    });
    addEventListener("paper", () => own || apply(all)); // what a reader chose is printed as chosen
    addEventListener("screen", () => own || fit());
    const number = (on, column) => (on ? column + 1 : null);
    window.pageState.add(box.id, {
      read: () => (own ? { columns: shown.map(number).filter(Boolean).join(" ") } : {}),
      write: ({ columns: wanted = "" }) => {
        const before = own;
        own = Boolean(wanted);
        if (!own) return before && fit();
        const numbers = wanted.split(" ").map(Number);
        apply(heads.map((_, column) => column < kept || numbers.includes(column + 1)));
        offer();
      },
    });
    return () => own || fit();
  }

  /* The button that copies a link, once there is something to choose; a grid or explorer has its own. */
  function offerLink(box, table) {
    if (!bars.has(box) || table.matches(".grid") || box.closest(".explorer") || tools(box).querySelector(".copy-link")) return;
    tools(box).append(window.pageState.button(box.id));
  }

  /* Rows and columns of a table fitted; again when its box gets another width or a row of filters. */
  function make(box) {
    const table = box.querySelector("table");
    if (!table?.tBodies[0] || box.dataset.fits) return;
    box.dataset.fits = "yes";
    if (!box.matches(WRITTEN)) shorten(box, table);
    const fit = columns(box, table);
    let width = box.clientWidth;
    fit();
    offerLink(box, table);
    new ResizeObserver(() => {
      if (box.clientWidth === width) return;
      width = box.clientWidth;
      fit();
      offerLink(box, table);
    }).observe(box);
    box.addEventListener("grid", () => {
      if (bars.has(box)) box.before(tools(box)); // below the line that searches
      fit();
      offerLink(box, table);
    });
  }

  /* Of a selection that reaches beyond a table, or that is one number, the cells as plain numbers. */
  function plainCells(selection) {
    const text = selection.toString();
    const parts = text.split(/([\t\n])/).map((part) => (/^[\t\n]$/.test(part) || window.plainCell(part) === part.trim() ? part : window.plainCell(part)));
    return parts.join("") === text ? null : parts.join("");
  }

  addEventListener("copy", (event) => {
    const selection = getSelection();
    if (selection.isCollapsed || event.target.closest?.("input, textarea")) return;
    const table = selection.getRangeAt(0).commonAncestorContainer;
    const whole = (table.nodeType === 1 ? table : table.parentElement).closest(".table-scroll");
    if (!whole) {
      const texts = plainCells(selection);
      if (texts === null) return;
      event.clipboardData.setData("text/plain", texts);
      return event.preventDefault();
    }
    const rows = [...whole.querySelectorAll("tr:not(.filters):not([hidden])")]
      .map((row) => [...row.cells].filter((cell) => !cell.hidden && selection.containsNode(cell, true)))
      .filter((row) => row.length);
    const texts = rows.flat().length < 2
      ? window.plainCell(selection.toString())
      : rows.map((row) => row.map((cell) => window.plainCell(cell.textContent)).join("\t")).join("\n");
    event.clipboardData.setData("text/plain", texts);
    event.preventDefault();
  });

  addEventListener("DOMContentLoaded", () => { // places that an address can name
    document.querySelectorAll(".table-scroll:not([id])").forEach((box, i) => { box.id = `rows-${i + 1}`; });
    document.querySelectorAll(WRITTEN).forEach((box, i) => { box.id = `table-${i + 1}`; });
  });

  /* Tables in sight first, the others when they come near, folded ones when they are opened. */
  addEventListener("load", () => {
    const near = new IntersectionObserver((entries) => {
      for (const { isIntersecting, target } of entries)
        if (isIntersecting && target.offsetParent) {
          near.unobserve(target);
          make(target);
        }
    }, { rootMargin: "50% 0px" });
    const rows = ".explorer .rows .table-scroll"; // not drawn before that, as buttons.js says
    for (const box of document.querySelectorAll(`.table-scroll, ${WRITTEN}`)) if (!box.matches(rows)) near.observe(box);
    requestAnimationFrame(() => window.whenIdle(() => document.querySelectorAll(rows).forEach((box) => near.observe(box))));
    addEventListener("table", ({ target }) => make(target)); // of rows that have become one
  });
})();
