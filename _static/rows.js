/* The rows of a figure stand in its page once, as text in its fold: a line for each row and a tab
   between cells. Opened, the fold shows them as a table; its chart draws them (charts.js). */
(() => {
  "use strict";
  const DIGITS = 5; // significant digits of a cell
  const FLOAT = /^-?\d+(?:\.\d+)?(?:e[-+]?\d+)?$/i;
  const text = new WeakMap(); // of folds whose text has become a table

  function read(fold) {
    const box = fold.querySelector("pre");
    if (!text.has(fold)) text.set(fold, [box.textContent.split("\n").map((line) => line.split("\t")), box.dataset.kinds]);
    return text.get(fold);
  }

  /* A cell as the chart needs it: number, flag or words. */
  function value(cell, kind) {
    if (!cell) return kind === "t" ? "" : null;
    if (kind === "n" && FLOAT.test(cell)) return Number(cell);
    return kind === "f" ? cell === "yes" : cell;
  }

  /* A cell as a reader needs it: a float with thousands apart and without what nobody measured. */
  function shown(cell, kind) {
    if (!cell) return "–";
    if (kind !== "n" || !FLOAT.test(cell) || !/[.e]/i.test(cell)) return cell;
    const number = Number(cell);
    if (number && (Math.abs(number) < 1e-4 || Math.abs(number) >= 1e5))
      return number.toExponential(DIGITS - 1).replace(/\.?0+e/, "e").replace(/e([-+])(\d)$/, "e$10$2");
    return number.toLocaleString("en-US", { maximumSignificantDigits: DIGITS });
  }

  function row(cells, name, scope) {
    const line = document.createElement("tr");
    for (const cell of cells) {
      const part = Object.assign(document.createElement(name), { textContent: cell });
      if (scope) part.scope = scope;
      line.append(part);
    }
    return line;
  }

  function table(fold) {
    const box = fold.querySelector("pre");
    if (!box) return;
    const [[heads, ...lines], kinds] = read(fold);
    const made = Object.assign(document.createElement("table"), { className: "dataframe" });
    made.createTHead().append(row(heads, "th", "col"));
    made.createTBody().append(...lines.map((cells) => row(cells.map((cell, i) => shown(cell, kinds[i])), "td")));
    box.replaceWith(made);
  }

  /* The rows of a chart's fold, under the names of their fields. */
  window.figureRows = (chart, fields) => {
    const [[, ...lines], kinds] = read(chart.closest("figure").querySelector(".chart-data"));
    return lines.map((cells) => Object.fromEntries(fields.map((name, i) => [name, value(cells[i], kinds[i])])));
  };

  addEventListener("toggle", ({ target }) => target.open && target.matches(".chart-data") && table(target), true);
})();
