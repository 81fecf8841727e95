/* Draws every chart of the page from the Vega spec beside it, in the colours of the page.
   No request leaves: the specs are in the page and Vega is a local file. Expressions are
   interpreted, so that no text is ever run as code. */
(() => {
  "use strict";
  const root = document.documentElement;
  const VEGA = document.currentScript.src.replace("charts.js", "vega.js");
  const views = new Map();
  const waiting = new Set(); // charts that are stills as yet
  const heights = new Map(); // of the marks of explorers, as their specs have them
  const LOWEST = 100; // pixels of marks: what is lower shows nothing
  const NARROW = 500; // pixels of a window, below which it is a phone; as in anodes/viz/interactive.py
  const USES = ["focusin", "pointerdown", "input"]; // of an explorer
  const MOVES = ["scroll", "pointerdown", "pointermove", "keydown", "touchstart"]; // of a reader
  const PHONE = { axisX: { titleAnchor: "end" }, axisY: { labelLimit: 150 }, legend: { columns: 2 } };

  /* Vega is fetched with the first chart that is drawn: nothing else waits for it. */
  let fetched = null;
  const vega = () => (fetched ||= new Promise((resolve) => {
    document.head.append(Object.assign(document.createElement("script"), { src: VEGA, onload: resolve }));
  }));

  /* The spec with the page's colours and font in the places that it leaves for them. */
  function spec(chart) {
    const style = getComputedStyle(root);
    const text = (value) => JSON.stringify(value.trim()).slice(1, -1);
    const words = chart.querySelector(".chart-spec").textContent
      .replaceAll("page-ink", text(style.getPropertyValue("--pst-color-text-base")))
      .replaceAll("page-line", text(style.getPropertyValue("--pst-color-border")))
      .replaceAll("page-font", text(getComputedStyle(document.body).fontFamily));
    const made = JSON.parse(words);
    for (const part of made.data) if (part.fields) part.values = window.figureRows(chart, part.fields);
    if (innerWidth < NARROW)
      for (const [part, looks] of Object.entries(PHONE)) made.config[part] = { ...made.config[part], ...looks };
    return made;
  }

  /* What a mark says, in words: a dash where a number is missing, no more digits than are seen. */
  function readable(words) {
    if (words === null || words === undefined) return words; // no mark: no tooltip
    if (typeof words !== "object") return written(words);
    return Object.fromEntries(Object.entries(words).filter(([, word]) => word !== "")
      .map(([name, word]) => [name, written(word)]));
  }
  function written(word) {
    if (word === null || word === undefined || ["null", "undefined", "NaN"].includes(word)) return "–";
    if (["true", "false"].includes(String(word))) return String(word) === "true" ? "yes" : "no";
    if (!/^[-−]?[\d,]*\.\d{5,}$/.test(word)) return word;
    return window.shownNumber(Number(String(word).replaceAll(",", "").replace("−", "-")), { significant: 4 });
  }

  /* What the reader has chosen survives a change between light and dark. */
  function chosen(view, made) {
    const names = view ? made.signals.filter((signal) => signal.bind).map((signal) => signal.name) : [];
    return names.map((name) => [name, view.signal(name)]);
  }

  async function draw(chart) {
    await vega();
    const { parse, View, expressionInterpreter, Handler } = window.vega;
    const made = spec(chart);
    const kept = chosen(views.get(chart), made);
    views.get(chart)?.finalize();
    const place = chart.querySelector(".chart-view");
    const controls = chart.querySelector(".vega-bindings");
    place.replaceChildren(); // the still, or the chart of before
    controls.replaceChildren();
    const view = new View(parse(made, {}, { ast: true }), {
      expr: expressionInterpreter, renderer: "svg", container: place, bind: controls, hover: true,
    });
    views.set(chart, view);
    const { call } = new Handler({ disableDefaultStyle: true }); // book.css has the looks
    view.tooltip((handler, event, item, words) => call(handler, event, item, readable(words)));
    for (const [name, value] of kept) view.signal(name, value);
    await fit(chart);
    for (const part of place.querySelectorAll('[class*="brush_"]')) part.setAttribute("aria-hidden", "true");
    chart.querySelector(".chart-words")?.remove(); // the live chart says them itself
    if (!chart.dataset.drawn) remember(chart, made);
    chart.dataset.drawn = "yes";
    chart.dispatchEvent(new CustomEvent("drawn", { detail: view }));
  }

  /* Draws the chart of an explorer no higher than its place allows, which book.css states; what
     stands around the marks, such as axes and keys, keeps its size. */
  async function fit(chart) {
    const view = views.get(chart);
    await view.runAsync();
    if (!chart.closest(".explorer")) return;
    if (!heights.has(chart)) heights.set(chart, view.height());
    const most = parseFloat(getComputedStyle(chart).maxHeight) || Infinity;
    const around = chart.querySelector(".chart-view > svg").getAttribute("height") - view.height();
    const fitting = Math.max(LOWEST, Math.min(heights.get(chart), most - around));
    if (fitting !== view.height()) await view.height(fitting).runAsync();
  }

  /* What is chosen with the chart's own controls is in the address of the page. */
  function remember(chart, made) {
    const own = made.signals.filter((signal) => signal.bind);
    const id = chart.closest("figure")?.id;
    if (!own.length || !id || chart.closest(".explorer")) return;
    const knows = ({ bind: { options, min, max } }, text) =>
      options ? options.some((option) => String(option) === text) : +text >= min && +text <= max;
    window.pageState.add(id, {
      read: () => {
        const view = views.get(chart);
        return Object.fromEntries(own
          .filter(({ name, value }) => view.signal(name) !== value)
          .map(({ name }) => [name, String(view.signal(name))]));
      },
      write: (state) => {
        const view = views.get(chart);
        for (const signal of own) {
          const { name, value, bind: { options } } = signal;
          const text = state[name];
          if (text === undefined || !knows(signal, text)) view.signal(name, value);
          else view.signal(name, options ? options.find((option) => String(option) === text) : +text);
        }
        view.runAsync();
      },
    });
    chart.querySelector(".vega-bindings").addEventListener("change", async ({ target }) => {
      await views.get(chart).runAsync();
      window.pageState.changed(id, target.name);
    });
    chart.closest("figure").querySelector(".figure-links")?.append(window.pageState.button(id));
  }

  /* Saves the chart as it stands, on the colour of the page. */
  async function save(chart, kind) {
    if (!views.has(chart)) await draw(chart);
    const view = views.get(chart);
    const ground = view.background();
    view.background(getComputedStyle(document.body).backgroundColor);
    const link = document.createElement("a");
    link.href = await view.toImageURL(kind, 2);
    link.download = `${chart.closest("figure")?.id || "figure"}.${kind}`;
    view.background(ground);
    link.click();
  }

  function offer(chart) {
    const place = (chart.closest("figure") || chart).querySelector(".figure-links");
    for (const kind of ["svg", "png"]) {
      const button = Object.assign(document.createElement("button"), { type: "button", textContent: `Save as ${kind.toUpperCase()}` });
      button.addEventListener("click", () => save(chart, kind));
      place?.append(button);
    }
  }

  /* A chart measures its room when the window changes; the room may change later than that. */
  function measureAgain() {
    let width = 0;
    new ResizeObserver(([entry]) => {
      if (entry.contentRect.width === width) return;
      width = entry.contentRect.width;
      requestAnimationFrame(() => dispatchEvent(new Event("resize")));
    }).observe(document.querySelector(".chart"));
  }

  const take = (chart) => waiting.delete(chart) && draw(chart);

  /* The answers of an explorer come from its chart: who uses it waits for no idle moment. */
  function used({ target }) {
    const chart = target.closest?.(".explorer")?.querySelector(".chart");
    if (chart) take(chart);
  }

  /* Stills stand in the page already. Those in sight come alive first; the others when there is time,
     once a reader moves or does something: who only glances at a page waits and pays for none. */
  function enliven(charts) {
    charts.forEach(offer);
    measureAgain();
    const sight = new IntersectionObserver((entries) => {
      for (const { isIntersecting, target } of entries) if (isIntersecting) take(target);
    }, { rootMargin: "200px" });
    charts.forEach((chart) => sight.observe(chart));
    const next = () => {
      if (!waiting.size) return sight.disconnect();
      take(waiting.values().next().value);
      window.whenIdle(next);
    };
    const moves = new AbortController();
    const begin = () => {
      moves.abort();
      window.whenIdle(next);
    };
    for (const move of MOVES) addEventListener(move, begin, { signal: moves.signal, passive: true });
  }

  addEventListener("DOMContentLoaded", () => { // every script has run that listens to a drawn chart
    document.querySelectorAll(".chart").forEach((chart) => waiting.add(chart));
    for (const use of USES) addEventListener(use, used);
    if (document.activeElement) used({ target: document.activeElement });
  });
  addEventListener("load", () => {
    const charts = [...document.querySelectorAll(".chart")];
    const again = () => charts.filter((chart) => views.has(chart)).forEach(draw);
    addEventListener("resize", () => heights.forEach((_, chart) => fit(chart)));
    new MutationObserver(again).observe(root, { attributeFilter: ["data-theme"] });
    requestAnimationFrame(() => window.whenIdle(() => enliven(charts))); // the page is painted first
  });
})();
