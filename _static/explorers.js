/* Lets the controls of each explorer steer its chart. The chart's signals hold the formulas: the
   readings are taken from them, or from a layer that counts rows. The table shows the rows that a
   field of a layer's data lists. */
(() => {
  "use strict";

  /* Rows are under their picture: they wait until the page around them is drawn. */
  const { classList } = document.documentElement;
  const idle = window.requestIdleCallback || ((work) => setTimeout(work, 50));
  classList.add("rows-later");
  addEventListener("load", () => requestAnimationFrame(() => idle(() => classList.remove("rows-later"))));

  const shown = (value, digits) => (typeof value === "string" ? value : window.shownNumber(value, digits));

  function problem(field) {
    const place = field.parentElement.querySelector(".problem");
    const fine = field.checkValidity();
    field.setAttribute("aria-invalid", String(!fine));
    if (place) {
      const found = field.value === "" ? "nothing that is a number" : field.value;
      place.textContent = fine ? "" : `Found ${found}; expected ${field.min} to ${field.max} in steps of ${field.step}.`;
    }
    return !fine;
  }

  /* Brings an explorer to life; the function that is returned takes each view of its chart. */
  function start(box) {
    const form = box.querySelector("form");
    const readings = [...box.querySelectorAll(".readings dd")];
    const table = box.querySelector(".rows");
    let view = null;
    let busy = false;
    let again = false;

    function reading({ name, layer }) {
      return layer ? view.data(`${layer}_marks`)[0].datum[name] : view.signal(name);
    }

    async function answer() {
      again = busy;
      if (busy || !view) return;
      busy = true;
      for (const field of form.elements) {
        if (!field.name || problem(field)) continue;
        const number = field.type === "range" || field.type === "number";
        view.signal(field.name, number ? field.valueAsNumber : field.value);
        if (field.type === "range") field.nextElementSibling.textContent = field.value;
      }
      await view.runAsync();
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
      if (!keys.size) count.append(...nothing());
    }

    /* Why no row is listed, and the way back. */
    function nothing() {
      const chosen = [...form.querySelectorAll("select")].filter(({ value }) => value !== "all");
      const words = chosen.map((field) => `${field.parentElement.firstElementChild.textContent} ${field.selectedOptions[0].text}`);
      const area = areas().some((name) => view.signal(name).length) ? " and lies in the area that you marked" : "";
      const back = Object.assign(document.createElement("button"), { type: "button", textContent: "Back to the start" });
      back.addEventListener("click", () => {
        for (const name of areas()) view.signal(name, []);
        form.reset();
      });
      return [`: no row has ${words.join(", ")}${area}. `, back];
    }

    /* The signals of the chart in which Vega-Lite keeps the ends of an area marked with the mouse. */
    function areas() {
      const known = view.getState().signals;
      return ["brush_x", "brush_y"].filter((name) => name in known);
    }

    function pick(event) {
      const button = event.target.closest("tbody button");
      if (!button) return;
      const on = button.getAttribute("aria-pressed") !== "true";
      for (const other of table.querySelectorAll("button")) other.setAttribute("aria-pressed", "false");
      button.setAttribute("aria-pressed", String(on));
      view.signal("picked", on ? button.closest("tr").dataset.key : "").runAsync();
    }

    form.addEventListener("input", answer);
    form.addEventListener("submit", (event) => event.preventDefault());
    form.addEventListener("reset", () => setTimeout(answer));
    table?.addEventListener("click", pick);
    return (drawn) => {
      view = drawn;
      if (table) {
        view.addDataListener(`${table.dataset.layer}_marks`, list);
        list();
      }
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
