/* What a spreadsheet gets of a table: plain numbers, and files as the book's other CSV files, with a
   byte order mark and headings in ASCII. */
(() => {
  "use strict";
  const MARK = /\s[°*†§¶‡]$/; // of a value's origin
  const NUMBER = /^−?(?:\d{1,3}(?:,\d{3})+|\d*)(?:\.?\d+)?(?:e[-+]\d+)?$/; // as a page writes it

  /* The words of a cell without the mark of an origin; none for a dash. */
  window.cellWords = (shown) => {
    const text = shown.trim().replace(MARK, "");
    return text === "–" ? "" : text;
  };

  /* What a cell holds for a spreadsheet: a number without groups, too. */
  window.plainCell = (shown) => {
    const text = window.cellWords(shown);
    return NUMBER.test(text) ? text.replaceAll(",", "").replace("−", "-") : text;
  };

  const quoted = (text) => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

  /* Gives the reader lines of texts as a file. */
  window.saveCsv = (name, lines) => {
    const text = lines.map((cells) => `${cells.map(quoted).join(",")}\n`).join("");
    const url = URL.createObjectURL(new Blob(["\ufeff", text], { type: "text/csv" }));
    Object.assign(document.createElement("a"), { href: url, download: name }).click();
    URL.revokeObjectURL(url);
  };

  /* Rows of a table with all its columns, in the order in which they are shown. */
  function lines(table, rows) {
    const heads = [...table.tHead.rows[0].cells].map((head) => head.dataset.plain || head.textContent.trim());
    return [heads, ...rows.map((row) => [...row.cells].map((cell) => window.plainCell(cell.textContent)))];
  }

  /* Two buttons that save a table, `all` its rows and `these` that a reader has left, and what to call
     when others are left. */
  window.csvButtons = (table, name) => {
    const rows = () => [...table.tBodies[0].rows];
    const left = () => rows().filter((row) => !row.hidden);
    const button = (which, file) => {
      const made = Object.assign(document.createElement("button"), { type: "button", className: "save-rows" });
      made.addEventListener("click", () => window.saveCsv(file, lines(table, which())));
      return made;
    };
    const all = button(rows, `${name}.csv`);
    const these = button(left, `${name}-filtered.csv`);
    const words = (which, count) => `Download ${which} ${count} row${count === 1 ? "" : "s"}, all columns (CSV)`;
    const counted = () => {
      const count = left().length;
      all.textContent = words("all", rows().length);
      these.textContent = words(count === 1 ? "this" : "these", count);
      these.hidden = count === 0 || count === rows().length;
    };
    counted();
    return { all, these, counted };
  };
})();
