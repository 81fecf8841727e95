/* Makes every grid of the page searchable, sortable and filterable by column. The table is in
   the page already; a folded one is made a grid when it is opened. No request leaves. */
(() => {
  "use strict";
  const FEW = 16; // a column of so few different values is filtered by a list of them

  /* The words of a cell, which DataTables keeps as HTML: "&gt;" is ">". */
  function plain(html) {
    const words = document.createElement("textarea");
    words.innerHTML = html;
    return words.value.trim();
  }

  function filterOf(column, name) {
    const values = [...new Set(column.data().toArray().map(plain))];
    const few = values.length <= FEW && values.every((text) => text.length <= 40);
    const field = document.createElement(few ? "select" : "input");
    field.setAttribute("aria-label", `Filter ${name}`);
    if (few) {
      field.append(new Option("all", "*"));
      for (const value of values.sort()) field.append(new Option(value || "(empty)", value));
    } else {
      field.type = "search";
      field.placeholder = "contains";
    }
    field.addEventListener(few ? "change" : "input", () => {
      if (!few) column.search(field.value);
      else if (field.value === "*") column.search("");
      else column.search((html) => plain(html) === field.value);
      column.draw();
    });
    return field;
  }

  function make(table) {
    if (table.dataset.grid) return;
    table.dataset.grid = "yes";
    const heads = [...table.tHead.rows[0].cells];
    const label = table.getAttribute("aria-label");
    const outer = table.closest(".table-scroll");
    outer.className = "grid-box";
    for (const name of ["tabindex", "role", "aria-label"]) outer.removeAttribute(name);
    const api = window.anodesGrid(table).DataTable({
      order: [],
      orderCellsTop: true,
      autoWidth: false,
      pageLength: 10,
      lengthMenu: [10, 25, 100, { label: "all", value: -1 }],
      layout: { topStart: "pageLength", topEnd: "search", bottomStart: "info", bottomEnd: "paging" },
      language: { search: "Search all columns:", lengthMenu: "Rows a page: _MENU_" },
    });
    const row = document.createElement("tr");
    row.className = "filters";
    heads.forEach((head, place) => {
      const cell = document.createElement("td");
      cell.append(filterOf(api.column(place), head.textContent.trim()));
      row.append(cell);
    });
    table.tHead.append(row);
    const box = table.closest(".dt-layout-table");
    box.tabIndex = 0;
    box.setAttribute("role", "region");
    box.setAttribute("aria-label", label);
    const pages = () => {
      const place = table.closest(".dt-container").querySelector(".dt-paging nav");
      place?.setAttribute("aria-label", `Pages of ${label}`);
    };
    api.on("draw", pages);
    pages();
  }

  function start() {
    for (const table of document.querySelectorAll("table.grid")) {
      const fold = table.closest("details");
      if (fold && !fold.open) fold.addEventListener("toggle", () => make(table), { once: true });
      else make(table);
    }
  }

  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
})();
