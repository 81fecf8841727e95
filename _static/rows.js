/* The rows of a figure stand in its page once, as text in its fold: a line for each row and a tab
   between cells. Opened, the fold shows them as a table; its chart draws them (charts.js). */
(() => {
  "use strict";
  const FLOAT = /^-?\d+(?:\.\d+)?(?:e[-+]?\d+)?$/i;
  const text = new WeakMap(); // of folds whose text has become a table

  function read(fold) {
    const box = fold.querySelector("pre");
    if (!text.has(fold)) text.set(fold, [box.textContent.split("\n").map((line) => line.split("\t")), box.dataset.kinds, box.dataset.digits.split(" ")]);
    return text.get(fold);
  }

  /* A cell as the chart needs it: number, flag or words. */
  function value(cell, kind) {
    if (!cell) return kind === "t" ? "" : null;
    if (kind === "n" && FLOAT.test(cell)) return Number(cell);
    return kind === "f" ? cell === "yes" : cell;
  }

  /* A cell as a reader needs it: a float with the digits of its column, such as d1 or s3. */
  function shown(cell, kind, digits) {
    if (!cell) return "–";
    if (kind !== "n" || !FLOAT.test(cell)) return cell;
    if (!/[.e]/i.test(cell)) return window.shownNumber(Number(cell), {});
    const count = digits.slice(1);
    return window.shownNumber(Number(cell), digits[0] === "d" ? { decimals: count } : { significant: count });
  }

  function row(cells, name, kinds, scope) {
    const line = document.createElement("tr");
    cells.forEach((cell, i) => {
      const part = Object.assign(document.createElement(name), { textContent: cell });
      if (kinds[i] !== "n") part.className = "words";
      if (scope) part.scope = scope;
      line.append(part);
    });
    return line;
  }

  function table(fold) {
    const box = fold.querySelector("pre");
    if (!box) return;
    const [[heads, ...lines], kinds, digits] = read(fold);
    const made = Object.assign(document.createElement("table"), { className: "dataframe" });
    made.createTHead().append(row(heads, "th", kinds, "col"));
    made.createTBody().append(...lines.map((cells) => row(cells.map((cell, i) => shown(cell, kinds[i], digits[i])), "td", kinds)));
    const place = box.parentElement;
    box.replaceWith(made);
    place.dispatchEvent(new Event("table", { bubbles: true }));
  }

  /* The rows of a chart's fold, under the names of their fields. */
  window.figureRows = (chart, fields) => {
    const [[, ...lines], kinds] = read(chart.closest("figure").querySelector(".chart-data"));
    return lines.map((cells) => Object.fromEntries(fields.map((name, i) => [name, value(cells[i], kinds[i])])));
  };

  addEventListener("toggle", ({ target }) => target.open && target.matches(".chart-data") && table(target), true);
})();
