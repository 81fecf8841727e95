/* Heads that sort the rows of their table: of a grid, and of the rows of an explorer. */
(() => {
  "use strict";
  let collator; // made when it is first needed: that takes longer than the rest of this file

  /* The number that a cell of digits, groups of three and a minus sign stands for. */
  const number = (text) => +text.replaceAll(",", "").replace("−", "-");

  function compareTexts(one, other) {
    collator ||= new Intl.Collator("en", { numeric: true, sensitivity: "base" });
    return collator.compare(one, other);
  }

  /* Makes a button of each head. The rows are {row, texts}, an empty text where a value is missing:
     such rows come last. `sorted()` is called when a reader has sorted; `read` and `write` are the
     part of the page's state: the column by its number, with a minus sign where it falls. */
  function make(body, heads, rows, sorted) {
    const order = rows.map(({ row }) => row);
    const numeric = heads.map((_, column) => rows.every(({ texts }) => texts[column] === "" || !Number.isNaN(number(texts[column]))));

    function unsort() {
      for (const head of heads) head.removeAttribute("aria-sort");
      body.append(...order);
    }

    function sort(column, down) {
      for (const head of heads) head.removeAttribute("aria-sort");
      heads[column].setAttribute("aria-sort", down ? "descending" : "ascending");
      const empty = ({ texts }) => texts[column] === "";
      const compare = (a, b) => numeric[column] ? number(a.texts[column]) - number(b.texts[column]) : compareTexts(a.texts[column], b.texts[column]);
      rows.sort((a, b) => empty(a) - empty(b) || (down ? -1 : 1) * compare(a, b));
      body.append(...rows.map(({ row }) => row));
    }

    heads.forEach((head, column) => {
      const button = Object.assign(document.createElement("button"), { type: "button" });
      button.append(...head.childNodes);
      button.addEventListener("click", () => {
        sort(column, head.getAttribute("aria-sort") === "ascending");
        sorted();
      });
      head.replaceChildren(button);
    });

    function read() {
      const column = heads.findIndex((head) => head.hasAttribute("aria-sort"));
      return column < 0 ? {} : { sort: (heads[column].getAttribute("aria-sort") === "descending" ? "-" : "") + (column + 1) };
    }

    function write(state) {
      const column = Number(state.sort);
      if (heads[Math.abs(column) - 1]) sort(Math.abs(column) - 1, column < 0);
      else if (read().sort) unsort();
    }

    return { numeric, read, write };
  }

  window.sorting = { make, number, compareTexts };
})();
