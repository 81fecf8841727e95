/* Draws every chart of the page from the spec beside it, in the colours of the page.
   No request leaves: the specs are in the page and Vega is a local file. */
(() => {
  "use strict";
  const root = document.documentElement;
  const views = new Map();

  function theme() {
    const style = getComputedStyle(root);
    const ink = style.getPropertyValue("--pst-color-text-base").trim();
    const line = style.getPropertyValue("--pst-color-border").trim();
    const narrow = innerWidth < 500;
    return {
      background: "transparent",
      font: getComputedStyle(document.body).fontFamily,
      view: { stroke: null },
      axis: {
        labelColor: ink, titleColor: ink, domainColor: ink, tickColor: ink, gridColor: line, gridOpacity: 0.6,
        labelFontSize: 12, titleFontSize: 13, titleFontWeight: "normal", titlePadding: 8,
        labelOverlap: "greedy", labelSeparation: 8,
      },
      legend: {
        labelColor: ink, titleColor: ink, orient: "top", direction: "horizontal",
        labelFontSize: 12, titleFontSize: 12, titleFontWeight: "normal", symbolSize: 90,
        ...(narrow ? { columns: 2 } : {}),
        symbolFillColor: ink, symbolStrokeColor: ink,
      },
      axisX: narrow ? { titleAnchor: "end" } : {},
      axisY: { labelLimit: narrow ? 150 : 190 },
      text: { color: ink, fill: ink },
      title: { color: ink },
    };
  }

  async function draw(chart) {
    const spec = JSON.parse(chart.querySelector(".chart-spec").textContent);
    const place = chart.querySelector(".chart-view");
    const kept = views.get(chart)?.view.signal ? chosen(views.get(chart).view, spec) : {};
    views.get(chart)?.finalize();
    const result = await window.vegaEmbed(place, spec, {
      mode: "vega-lite",
      ast: true, // expressions are interpreted, so that no text is ever run as code
      renderer: "svg",
      defaultStyle: false, // book.css has the looks: a strict policy lets no script write styles
      tooltip: { disableDefaultStyle: true },
      config: theme(),
      actions: { export: true, source: false, compiled: false, editor: false },
      downloadFileName: chart.closest("figure")?.id || "figure",
    });
    for (const [name, value] of Object.entries(kept)) result.view.signal(name, value);
    await result.view.runAsync();
    views.set(chart, result);
    chart.dataset.drawn = "yes";
    chart.dispatchEvent(new CustomEvent("drawn", { detail: result.view }));
  }

  /* What the reader has chosen survives a change between light and dark. */
  function chosen(view, spec) {
    const names = (spec.params || []).filter((p) => p.bind).map((p) => p.name);
    return Object.fromEntries(names.map((name) => [name, view.signal(name)]));
  }

  function drawAll() {
    for (const chart of document.querySelectorAll(".chart")) draw(chart);
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

  function start() {
    drawAll();
    measureAgain();
    new MutationObserver(drawAll).observe(root, { attributeFilter: ["data-theme"] });
  }

  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
})();
