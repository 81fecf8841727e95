/* Makes every grid of the page searchable, sortable and filterable by column. The table is in
   the page already and complete; a folded one is made a grid when it is opened. */
(() => {
  "use strict";
  const FEW = 16; // a column of so few different values is filtered by a list of them
  const RANGE = /^\s*(>=|<=|>|<|=)?\s*(-?\d+(?:\.\d+)?)\s*(?:(?:\.\.|to)\s*(-?\d+(?:\.\d+)?))?\s*$/;

  /* A text as a reader types it: small letters, digits of formulae on the line. */
  const typed = (text) => text.toLowerCase().replace(/[₀-₉]/g, (digit) => digit.charCodeAt(0) - 0x2080);

  function element(name, attributes = {}, ...children) {
    const made = Object.assign(document.createElement(name), attributes);
    made.append(...children);
    return made;
  }

  /* What a filter of numbers asks: "> 100", "10 to 20"; null where it is a plain text. */
  function range(text) {
    const found = RANGE.exec(text);
    if (!found || (!found[1] && !found[3])) return null;
    const [, sign, first, last] = found;
    const low = parseFloat(first);
    if (last) return (value) => value >= low && value <= parseFloat(last);
    const tests = { ">": (v) => v > low, "<": (v) => v < low, ">=": (v) => v >= low, "<=": (v) => v <= low, "=": (v) => v === low };
    return tests[sign];
  }

  function make(table) {
    if (table.dataset.grid) return;
    table.dataset.grid = "yes";
    const label = table.getAttribute("aria-label");
    const heads = [...table.tHead.rows[0].cells];
    const rows = [...table.tBodies[0].rows].map((row) => {
      const texts = [...row.cells].map((cell) => window.cellWords(cell.textContent));
      return { row, texts, all: typed(texts.join("\n")) };
    });
    const { id } = table.closest(".table-scroll");
    const values = heads.map((_, column) => rows.map(({ texts }) => texts[column]));
    const names = heads.map((head) => head.textContent.trim());
    const order = window.sorting.make(table.tBodies[0], heads, rows, () => window.pageState.changed(id, "sort"));
    const { numeric } = order;
    const filters = heads.map(() => "");
    const files = window.csvButtons(table, id.replace(/^grid-/, ""));
    const count = element("p", { className: "grid-count" });
    count.setAttribute("role", "status");
    const search = element("input", { type: "search" });

    function show() {
      const words = [...typed(search.value).matchAll(/"([^"]+)"|[^\s"]+/g)].map((m) => m[1] || m[0]);
      let left = 0;
      for (const { row, texts, all } of rows) {
        const stays = words.every((word) => all.includes(word)) && filters.every((f, i) => !f || f(texts[i]));
        row.hidden = !stays;
        left += stays;
      }
      count.textContent = `${left} of ${rows.length} rows`;
      files.counted();
      if (!left) count.append(...nothing());
    }

    /* Why no row is left, and the way back. */
    function nothing() {
      const asked = [...line.querySelectorAll("input, select")].filter(({ value }) => value);
      const words = asked.map((field) => `${field.dataset.name} “${field.value}”`);
      if (search.value) words.unshift(`“${search.value}”`);
      const back = element("button", { type: "button", textContent: "Clear search and filters" });
      back.addEventListener("click", () => {
        for (const field of [search, ...asked]) field.value = "";
        filters.fill("");
        show();
        window.pageState.changed(id, "clear");
        search.focus();
      });
      return [`: no row has ${words.join(" and ")}. `, back];
    }

    function test(column, text, exact) {
      if (text === "") return "";
      const within = numeric[column] && range(text);
      if (within) return (cell) => cell !== "" && within(window.sorting.number(cell));
      if (exact) return (cell) => cell === (text === "(empty)" ? "" : text);
      return (cell) => typed(cell).includes(typed(text));
    }

    function filter(column, name) {
      const different = [...new Set(values[column])];
      const few = different.length <= FEW && different.every((text) => text.length <= 40);
      const field = element(few ? "select" : "input");
      if (few) {
        field.append(new Option("all", ""));
        for (const value of different.sort(window.sorting.compareTexts)) field.append(new Option(value || "(empty)", value || "(empty)"));
      } else {
        field.type = "search";
        field.placeholder = numeric[column] ? "e.g. > 100" : "contains";
      }
      field.setAttribute("aria-label", `Filter ${name}`);
      field.dataset.name = name;
      field.ask = () => { filters[column] = test(column, field.value, few); };
      field.addEventListener("input", () => {
        field.ask();
        show();
        window.pageState.changed(id, column + 1);
      });
      return field;
    }

    const fields = () => [...line.querySelectorAll("input, select")];

    /* The words searched for, the filter of each column by its number, and the column sorted by. */
    function read() {
      const state = order.read();
      if (search.value) state.search = search.value;
      fields().forEach((field, column) => { if (field.value) state[column + 1] = field.value; });
      return state;
    }

    function write(state) {
      search.value = state.search || "";
      fields().forEach((field, column) => {
        field.value = state[column + 1] || "";
        if (field.selectedIndex === -1) field.value = ""; // no value of the column
        field.ask();
      });
      order.write(state);
      show();
    }

    const line = element("tr", { className: "filters" });
    names.forEach((name, column) => line.append(element("td", {}, filter(column, name))));
    table.tHead.append(line);
    const tools = element("div", { className: "grid-tools" }, element("label", {}, "Search all columns: ", search), count, window.pageState.button(id));
    table.closest(".table-scroll").before(tools);
    tools.append(files.all, files.these);
    search.setAttribute("aria-label", `Search ${label}`);
    search.addEventListener("input", () => {
      show();
      window.pageState.changed(id, "search");
    });
    show();
    window.pageState.add(id, { read, write });
    table.closest(".table-scroll").dispatchEvent(new Event("grid"));
  }

  /* Grids in sight first, the others when there is time, folded ones when they are opened. */
  addEventListener("load", () => {
    const open = [];
    for (const table of document.querySelectorAll("table.grid")) {
      const fold = table.closest("details");
      if (fold && !fold.open) fold.addEventListener("toggle", () => make(table), { once: true });
      else open.push(table);
    }
    const sight = new IntersectionObserver((entries) => {
      for (const { isIntersecting, target } of entries) if (isIntersecting) make(target);
    });
    open.forEach((table) => sight.observe(table));
    const next = () => {
      if (!open.length) return sight.disconnect();
      make(open.shift());
      window.whenIdle(next);
    };
    window.whenIdle(next);
  });
})();
