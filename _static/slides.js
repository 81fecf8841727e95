/* Turns the slides of a deck: arrow keys, Page Up and Down, Space, Home, End and two buttons; N shows
   the notes. The address names the slide, so that a deck can be opened at it. */
(() => {
  "use strict";

  const slides = [...document.querySelectorAll(".slide")];
  const nav = document.querySelector("nav");
  const notes = nav.querySelector("[data-notes]");
  const steps = { ArrowRight: 1, ArrowDown: 1, PageDown: 1, " ": 1, ArrowLeft: -1, ArrowUp: -1, PageUp: -1 };

  const here = () => Math.max(0, slides.findIndex((slide) => `#${slide.id}` === location.hash));

  function go(place) {
    const slide = slides[Math.min(Math.max(place, 0), slides.length - 1)];
    history.replaceState(null, "", `#${slide.id}`);
    slide.scrollIntoView();
    slide.focus({ preventScroll: true });
  }

  function annotate() {
    const on = document.documentElement.classList.toggle("with-notes");
    notes.setAttribute("aria-pressed", String(on));
    go(here());
  }

  document.addEventListener("keydown", (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    if (event.key === " " && event.target.closest("button, a")) return;
    if (event.key in steps) go(here() + steps[event.key]);
    else if (event.key === "Home") go(0);
    else if (event.key === "End") go(slides.length - 1);
    else if (event.key === "n" || event.key === "N") annotate();
    else return;
    event.preventDefault();
  });
  nav.addEventListener("click", (event) => {
    const { step } = event.target.dataset;
    if (step) go(here() + Number(step));
  });
  notes.addEventListener("click", annotate);
  nav.hidden = false;
})();
