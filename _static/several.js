/* Several electrodes of a reader: pasted or from a file, checked on the page (check.js), drawn among
   the sixty, exported with what follows from them. Nothing leaves the browser. */
(() => {
  "use strict";
  const DRAWN = 2000; // marks that a chart stays quick with
  const LISTED = 20; // problems and rows that are shown

  function element(name, attributes = {}, ...children) {
    const made = Object.assign(document.createElement(name), attributes);
    made.append(...children);
    return made;
  }

  const place = ({ line, column }) => [line && `line ${line}`, column && `column ${column}`].filter(Boolean).join(", ");

  function problems({ problems: found, more }) {
    const total = found.length + Object.values(more).reduce((sum, count) => sum + count, 0);
    const list = element("ul", {}, ...found.slice(0, LISTED).map((one) => element("li", {},
      `${place(one) ? `${place(one)}: ` : ""}found ${one.found}; expected ${one.expected}`)));
    const rest = total > LISTED ? [element("p", { textContent: `and ${(total - LISTED).toLocaleString("en-US")} more. Correct what is listed and check again.` })] : [];
    return [element("p", { textContent: `${total.toLocaleString("en-US")} problem${total === 1 ? "" : "s"}; nothing was drawn.` }), list, ...rest];
  }

  /* What is improbable, as `python -m anodes check` lists it; unfolded where it is short. */
  function improbable({ heading, listed, more }) {
    if (!listed.length) return [];
    const rest = Object.entries(more).sort(([, one], [, other]) => other - one);
    const total = rest.reduce((sum, [, count]) => sum + count, 0);
    const number = (count) => count.toLocaleString("en-US");
    const counted = rest.map(([name, count]) => `${number(count)} in ${name}`).join(", ");
    return [element("details", { open: listed.length <= LISTED },
      element("summary", { textContent: `${heading}: ${number(listed.length + total)}` }),
      element("ul", {}, ...listed.map((sentence) => element("li", { textContent: sentence }))),
      ...(total ? [element("p", { textContent: `and ${number(total)} more: ${counted}` })] : []))];
  }

  /* A cell of the exported file: ten digits of what was computed, what a reader gave as it is. */
  function cell(value, computed) {
    if (value === null || value === undefined || Number.isNaN(value)) return "";
    return String(computed && typeof value === "number" ? +value.toPrecision(10) : value);
  }

  function exported(rows, { columns }) {
    const names = Object.keys(rows[0]);
    const computed = names.map((name) => Object.hasOwn(columns, name) && columns[name].computed);
    const lines = [names, ...rows.map((row) => names.map((name) => row[name]))];
    return lines.map((cells) => cells.map((value, i) => cell(value, computed[i])));
  }

  function table(rows, { columns }) {
    const names = ["material", "element", "ion", "initial_capacity_mAh_g", "final_capacity_mAh_g", "cycles", "retention_percent"];
    const shown = (value, name) => (typeof value === "number" ? window.shownNumber(value, columns[name].digits) : value ?? "–");
    const body = rows.slice(0, LISTED).map((row) => element("tr", {}, ...names.map((name) => element("td", { textContent: shown(row[name], name) }))));
    const box = element("div", { className: "table-scroll", tabIndex: 0, ariaLabel: "Your electrodes" }, element("table", { className: "dataframe" },
      element("thead", {}, element("tr", {}, ...names.map((name) => element("th", { scope: "col", textContent: columns[name].heading })))),
      element("tbody", {}, ...body)));
    box.setAttribute("role", "region");
    return box;
  }

  let view = null;
  let mine = [];
  const draw = () => view?.data("brought", mine.slice(0, DRAWN).map((row) => ({ ...row }))).runAsync();
  document.addEventListener("drawn", (event) => {
    if (event.target.closest("figure")?.id !== "fig-your-one") return;
    view = event.detail;
    draw(); // again after the page has become dark
  }, true);

  addEventListener("DOMContentLoaded", () => {
    const known = JSON.parse(document.getElementById("electrode-columns").textContent);
    const text = element("textarea", { rows: 6, id: "several-text", spellcheck: false });
    const file = element("input", { type: "file", accept: ".csv,.tsv,.txt,text/csv", id: "several-file" });
    const answer = element("div", { className: "several-answer" });
    answer.setAttribute("role", "status");
    const check = element("button", { type: "button", textContent: "Check and draw" });
    const clear = element("button", { type: "button", textContent: "Clear" });

    function judge(content) {
      const said = window.checkElectrodes(content, known);
      mine = said.rows;
      draw();
      const assumed = said.assumed.map((sentence) => element("p", { textContent: sentence }));
      if (!mine.length) return answer.replaceChildren(...assumed, ...problems(said));
      const count = mine.length.toLocaleString("en-US");
      const drawn = mine.length > DRAWN ? ` The first ${DRAWN.toLocaleString("en-US")} are crosses in the chart above.` : " They are crosses in the chart above.";
      const out = element("button", { type: "button", textContent: "Save as CSV with computed columns" });
      out.addEventListener("click", () => window.saveCsv("my-electrodes-checked.csv", exported(mine, known)));
      const rest = mine.length > LISTED ? [element("p", { textContent: `The first ${LISTED} rows are listed.` })] : [];
      answer.replaceChildren(...assumed, element("p", { textContent: `${count} electrode(s), no error.${drawn}` }), ...improbable(said.notices), table(mine, known), ...rest, out);
    }

    check.addEventListener("click", () => judge(text.value));
    file.addEventListener("change", async () => file.files[0] && judge(new Uint8Array(await file.files[0].arrayBuffer())));
    clear.addEventListener("click", () => {
      text.value = file.value = "";
      mine = [];
      draw();
      answer.replaceChildren();
    });
    const form = element("div", { className: "explorer several" },
      element("p", {}, element("label", { htmlFor: "several-text", textContent: "Paste rows with their header, as copied from a spreadsheet:" })), text,
      element("p", {}, element("label", {}, "or choose a CSV file: ", file)),
      element("p", {}, check, " ", clear), answer);
    document.querySelector("#several-electrodes-at-once > :is(h2, h3)").after(form);
  });
})();
