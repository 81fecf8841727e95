/* One switch for the code of a page, above its first line; what a reader chooses is remembered. */
(() => {
  "use strict";
  const NAME = "anodes-code"; // in the reader's browser, "shown" or nothing
  let folds = [];
  const button = Object.assign(document.createElement("button"), { type: "button" });

  function stored(value) {
    try {
      if (value === undefined) return localStorage.getItem(NAME);
      return localStorage.setItem(NAME, value);
    } catch { // a browser that keeps nothing
      return null;
    }
  }

  function show(all) {
    for (const fold of folds) fold.open = all;
    button.textContent = all ? "Hide all code" : `Show all code (${folds.length} cells)`;
    button.dataset.all = all;
  }

  button.addEventListener("click", () => {
    const all = button.dataset.all !== "true";
    stored(all ? "shown" : "");
    show(all);
  });
  addEventListener("DOMContentLoaded", () => {
    folds = document.querySelectorAll("details.hide.above-input");
    show(stored() === "shown");
    document.querySelector(".code-switch").append(button);
  });
})();
