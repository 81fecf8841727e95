/* Tables that fit: of a table too wide or too long for its place the first columns and rows are
   shown, with controls for the others; copied cells are plain numbers, as a spreadsheet reads them.
   Without this script, and on paper, a table is whole. */
(() => {
  "use strict";
  const MARK = /\s[°*†§¶‡]$/; // of a value's origin
  const ROWS = 20; // shown of a table with more, as in book.css
  const SPARE = 8; // pixels that a table may be wider than its place, for rounding

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

  /* The columns that are row heads stay; of the others as many as fit. */
  function fitting(heads, room, kept) {
    let used = 0;
    return heads.map((head, column) => {
      used += head.getBoundingClientRect().width;
      return column < kept || used <= room + SPARE;
    });
  }

  /* The line of controls above a table. */
  function tools(box) {
    const before = box.previousElementSibling;
    if (before?.classList.contains("table-tools")) return before;
    box.before(element("div", { className: "table-tools" }));
    return box.previousElementSibling;
  }

  function shorten(box, table) {
    const number = table.tBodies[0].rows.length;
    if (number <= ROWS) return;
    const button = element("button", { type: "button" });
    const show = (all) => {
      box.classList.toggle("few", !all);
      button.textContent = all ? "Show fewer rows" : `Show all ${number} rows`;
    };
    button.addEventListener("click", () => show(box.classList.contains("few")));
    show(false);
    tools(box).append(button);
  }

  function narrow(box, table) {
    if (table.offsetWidth <= box.clientWidth + SPARE) return;
    const last = [...table.tHead.rows].filter((row) => !row.classList.contains("filters")).at(-1);
    const heads = [...last.cells];
    const first = table.tBodies[0].rows[0];
    const kept = Math.max(1, first ? [...first.cells].filter((cell) => cell.tagName === "TH").length : 1);
    let shown = fitting(heads, box.clientWidth, kept);
    if (shown.filter(Boolean).length < 2) shown[kept] = true;
    const start = shown;
    const all = element("button", { type: "button" });
    const menu = element("details", { className: "column-menu" }, element("summary", {}, "Choose columns"));
    const boxes = heads.map((head, column) => {
      const text = head.textContent.trim() || "name";
      const tick = element("input", { type: "checkbox", disabled: column < kept });
      tick.addEventListener("change", () => apply(shown.map((on, c) => (c === column ? tick.checked : on))));
      menu.append(element("label", {}, tick, ` ${text}`));
      return tick;
    });
    const count = element("span", {});
    count.setAttribute("role", "status");

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
      boxes.forEach((tick, column) => { tick.checked = shown[column]; });
      count.textContent = `${number} of ${heads.length} columns`;
      all.textContent = number === heads.length ? "Show fewer columns" : `Show all ${heads.length} columns`;
    }

    all.addEventListener("click", () => apply(shown.every(Boolean) ? start : heads.map(() => true)));
    addEventListener("beforeprint", () => apply(heads.map(() => true)));
    box.addEventListener("grid", () => apply(shown)); // which has a row of filters now
    apply(shown);
    tools(box).append(count, all, menu);
  }

  function make(box) {
    const table = box.querySelector("table");
    if (!table || box.dataset.fits) return;
    box.dataset.fits = "yes";
    shorten(box, table);
    narrow(box, table);
  }

  /* What a cell holds for a spreadsheet: a number without groups and marks, nothing for a dash. */
  function plain(shown) {
    const text = shown.trim().replace(MARK, "");
    if (text === "–") return "";
    return /^−?[\d,]*\.?\d+$/.test(text) ? text.replaceAll(",", "").replace("−", "-") : text;
  }

  addEventListener("copy", (event) => {
    const selection = getSelection();
    const table = selection.rangeCount && selection.getRangeAt(0).commonAncestorContainer;
    const whole = table && (table.nodeType === 1 ? table : table.parentElement).closest(".table-scroll");
    if (!whole || selection.isCollapsed) return;
    const rows = [...whole.querySelectorAll("tr:not(.filters):not([hidden])")]
      .map((row) => [...row.cells].filter((cell) => !cell.hidden && selection.containsNode(cell, true)))
      .filter((row) => row.length);
    const texts = rows.flat().length < 2
      ? plain(selection.toString())
      : rows.map((row) => row.map((cell) => plain(cell.textContent)).join("\t")).join("\n");
    event.clipboardData.setData("text/plain", texts);
    event.preventDefault();
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
    for (const box of document.querySelectorAll(".table-scroll")) near.observe(box);
    addEventListener("table", ({ target }) => make(target)); // of rows that have become one
  });
})();
