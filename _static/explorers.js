/* Lets the controls of each explorer steer its chart. The chart's signals hold the formulas: the
   readings are taken from them, or from a layer that counts rows. The table shows the rows that a
   field of a layer's data lists. */
(() => {
  "use strict";

  const shown = (value, digits) => (typeof value === "string" ? value : window.shownNumber(value, digits));

  const NUMBER = /^[+-]?(?:\d+[.,]?\d*|[.,]\d+)(?:e[+-]?\d+)?$/i;
  const COMMA_OR_GROUP = /^[+-]?[1-9]\d{0,2},\d{3}$/; // 1,234: as in anodes/data/numerals.py

  /* The number in a field, with a decimal point or comma; NaN of an empty one, which is unknown. */
  function typed({ value, dataset }) {
    const text = value.trim();
    const { low, high, whole, optional } = dataset;
    if (!text && optional) return [NaN, ""];
    if (COMMA_OR_GROUP.test(text)) return [NaN, `Found ${text}, which can be two numbers: write ${text.replace(",", "")} or ${text.replace(",", ".")}.`];
    const number = NUMBER.test(text) ? Number(text.replace(",", ".")) : NaN;
    const fits = number >= +low && number <= +high && (!whole || Number.isInteger(number));
    return [number, fits ? "" : `Found ${text || "nothing"}; expected a ${whole ? "whole " : ""}number from ${low} to ${high}${optional ? ", or nothing" : ""}.`];
  }

  /* The value of a control; undefined where it holds none, and then the field says why. */
  function valueOf(field) {
    if (field.type !== "text") return field.type === "range" ? field.valueAsNumber : field.value;
    const [number, problem] = typed(field);
    field.setAttribute("aria-invalid", String(Boolean(problem)));
    field.parentElement.querySelector(".problem").textContent = problem;
    return problem ? undefined : number;
  }

  /* The rows of an explorer, sorted by the heads of their table. */
  function sortable(table, sorted) {
    const rows = [...table.querySelectorAll("tbody tr")].map((row) => (
      { row, texts: [...row.cells].map((cell) => cell.textContent.trim().replace(/^–$/, "")) }));
    const heads = [...table.querySelectorAll("thead th")];
    const made = window.sorting.make(table.querySelector("tbody"), heads, rows, sorted);
    table.querySelector(".table-scroll").dispatchEvent(new Event("grid")); // its heads are wider now
    return made;
  }

  /* Brings an explorer to life; the function that is returned takes each view of its chart. */
  function start(box) {
    const form = box.querySelector("form");
    const { id } = box.closest("figure") || box;
    const readings = [...box.querySelectorAll(".readings dd")];
    const table = box.querySelector(".rows");
    const order = table && sortable(table, () => window.pageState.changed(id, "sort"));
    const files = table && download();
    let view = null;
    let busy = false;
    let again = false;
    let area = null; // marked in the chart: [from, to] along each axis, in the axis' own scale
    let asked = null; // the area that the address names, until the chart has it

    function reading({ name, layer }) {
      return layer ? view.data(`${layer}_marks`)[0].datum[name] : view.signal(name);
    }

    async function answer() {
      again = busy;
      if (busy || !view) return;
      busy = true;
      let bad = false;
      for (const field of named) {
        const value = valueOf(field);
        if (value === undefined) bad = true;
        else view.signal(field.name, value);
        if (field.type === "range") field.nextElementSibling.textContent = field.value;
      }
      box.classList.toggle("stale", bad); // the answers are those of before
      await view.runAsync();
      if (asked) await mark();
      for (const place of readings) {
        const text = shown(reading(place.dataset), place.dataset);
        if (place.textContent !== text) place.textContent = text;
      }
      busy = false;
      if (again) answer();
    }

    function list() {
      const { layer, field, listed } = table.dataset;
      const marks = view.data(`${layer}_marks`).filter((mark) => mark.datum[listed]);
      const keys = new Set(marks.map((mark) => String(mark.datum[field])));
      const rows = [...table.querySelectorAll("tbody tr")];
      for (const row of rows) row.hidden = !keys.has(row.dataset.key);
      const count = box.querySelector(".count");
      count.textContent = `${keys.size} of ${rows.length} rows`;
      files.counted();
      if (!keys.size) count.append(...nothing());
    }

    /* Beside the count the links to files: all rows, as below the figure, and those that are listed. */
    function download() {
      const made = window.csvButtons(table.querySelector("table"), id);
      const whole = box.closest("figure")?.querySelector(".figure-links a[href$='.csv']")?.cloneNode(true);
      if (whole) whole.textContent = made.all.textContent;
      const line = Object.assign(document.createElement("p"), { className: "table-tools" });
      line.append(whole || made.all, made.these);
      table.before(line);
      return made;
    }

    /* Why no row is listed, and the way back. */
    function nothing() {
      const chosen = [...form.querySelectorAll("select")].filter(({ value }) => value !== "all");
      const limits = [...form.querySelectorAll("[data-limit]")].filter((field) => field.value !== field.defaultValue);
      const words = [...chosen, ...limits].map((field) => `${field.parentElement.firstElementChild.textContent} ${field.selectedOptions?.[0].text ?? field.value}`);
      const area = areas().some((name) => view.signal(name).length) ? " and lies in the area that you marked" : "";
      const back = Object.assign(document.createElement("button"), { type: "button", textContent: "Back to the start" });
      back.addEventListener("click", () => {
        clear();
        form.reset();
      });
      return [`: no row has ${words.join(", ")}${area}. `, back];
    }

    /* The signals of the chart in which Vega-Lite keeps the ends of an area marked with the mouse. */
    function areas() {
      const known = view.getState().signals;
      return ["brush_x", "brush_y"].filter((name) => name in known);
    }

    function press(key) {
      box.classList.toggle("marked", key !== "");
      for (const button of table.querySelectorAll("tbody button"))
        button.setAttribute("aria-pressed", String(button.closest("tr").dataset.key === key));
      view.signal("picked", key).runAsync();
    }

    function pick(event) {
      const button = event.target.closest("tbody button");
      if (!button) return;
      press(button.getAttribute("aria-pressed") === "true" ? "" : button.closest("tr").dataset.key);
      button.scrollIntoView({ block: "nearest" }); // on a phone the picture with its mark comes above it
      window.pageState.changed(id, "picked");
    }

    /* How high the rows are with their count: book.css lets the picture of a phone stay above them. */
    function measureRows() {
      const edge = (part, side) => part.getBoundingClientRect()[side];
      new ResizeObserver(() => box.style.setProperty(
        "--rows-below", `${edge(box, "bottom") - edge(box.querySelector(".count"), "top")}px`)).observe(box);
    }

    const picked = () => table?.querySelector("[aria-pressed=true]")?.closest("tr").dataset.key || "";

    /* Marks the area that the address or an earlier drawing of the chart names. */
    async function mark() {
      area = asked;
      const places = (axis, place) => area[place].map((end) => view.scale(axis)(end));
      await view.signal("brush_x", places("x", 0)).signal("brush_y", places("y", 1)).runAsync();
      asked = null;
    }

    /* Follows the area that a reader marks. */
    function watch() {
      if (!areas().length) return;
      asked = area;
      view.addSignalListener("brush_tuple", (_, tuple) => { if (!asked) area = tuple?.values || null; });
    }

    /* The address has the area when the pointer is let go. */
    async function released() {
      if (!view || !areas().length) return;
      await view.runAsync();
      window.pageState.changed(id, "area");
    }

    const named = [...form.elements].filter(({ name }) => name);
    const start = (field) => field.defaultValue ?? [...field.options].find((option) => option.defaultSelected).value;

    function knows({ type, options, min, max }, text) {
      if (options) return [...options].some(({ value }) => value === text);
      return text !== undefined && (type !== "range" || (+text >= +min && +text <= +max));
    }

    function read() {
      const state = Object.fromEntries(named.filter((f) => f.value !== start(f)).map((f) => [f.name, f.value]));
      if (picked()) state.picked = picked();
      if (order) Object.assign(state, order.read());
      if (area) state.area = area.flat().map((end) => +end.toPrecision(4)).join(" ");
      return state;
    }

    function write(state) {
      for (const field of named) {
        field.value = knows(field, state[field.name]) ? state[field.name] : start(field);
      }
      order?.write(state);
      if (table && picked() !== (state.picked || "")) press(state.picked || "");
      const ends = (state.area || "").split(" ").map(Number);
      if (ends.length === 4 && ends.every(Number.isFinite)) asked = [ends.slice(0, 2), ends.slice(2)];
      else if (area) clear();
      answer();
    }

    function clear() {
      area = asked = null;
      for (const name of areas()) view.signal(name, []);
    }

    form.addEventListener("input", answer);
    form.addEventListener("submit", (event) => event.preventDefault());
    form.addEventListener("reset", () => setTimeout(async () => {
      order?.write({});
      await answer();
      window.pageState.changed(id, "reset");
    }));
    form.addEventListener("change", ({ target }) => window.pageState.changed(id, target.name));
    addEventListener("pointerup", released);
    table?.addEventListener("click", pick);
    if (table) measureRows();
    form.querySelector("[type=reset]").after(window.pageState.button(id));
    let first = true;
    return (drawn) => {
      view = drawn;
      watch();
      if (table) {
        view.addDataListener(`${table.dataset.layer}_marks`, list);
        list();
        if (picked()) press(picked());
      }
      if (first) window.pageState.add(id, { read, write });
      first = false;
      answer();
    };
  }

  const started = new WeakMap();
  document.addEventListener("drawn", (event) => {
    const box = event.target.closest(".explorer");
    if (!box) return;
    if (!started.has(box)) started.set(box, start(box));
    started.get(box)(event.detail);
  }, true);
})();
