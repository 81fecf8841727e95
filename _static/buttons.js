/* Light or dark is settled before there is anything to draw. The theme asks only when the page is
   there: a first visit would be drawn twice, in the dark with a flash of light. */
{
  const { dataset } = document.documentElement;
  if (!["light", "dark"].includes(dataset.mode))
    dataset.theme = matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
}

/* Later, when the browser is idle. One that has nothing to draw may never call itself so: hence the
   longest wait. */
window.whenIdle = (work) => (window.requestIdleCallback ? requestIdleCallback(work, { timeout: 2000 }) : setTimeout(work, 50));

/* Rows of an explorer are under their picture: they wait until the page around them is drawn. */
{
  const { classList } = document.documentElement;
  classList.add("rows-later");
  addEventListener("load", () => requestAnimationFrame(() => window.whenIdle(() => classList.remove("rows-later"))));
}

/* Parts of a page below what is in sight are laid out once that is drawn, a few at a time, so that
   the page answers meanwhile; book.css says how. Whoever comes for a certain place, by a link or by
   going back, gets the whole page at once, in which each place is where it belongs. */
if (!location.hash && performance.getEntriesByType("navigation")[0]?.type === "navigate") {
  const SLICE = 250; // elements that a phone lays out without a wait that is felt
  document.documentElement.classList.add("parts-later"); // for good: without it all would be styled again
  addEventListener("load", () => {
    const parts = [...document.querySelectorAll(":is(.bd-article > section, .bd-article > section > section) > section")];
    const next = () => {
      for (let left = SLICE; left > 0 && parts.length;) {
        const part = parts.shift();
        left -= part.querySelectorAll("*").length;
        part.classList.add("laid-out");
      }
      if (parts.length) requestAnimationFrame(() => window.whenIdle(next));
    };
    requestAnimationFrame(() => window.whenIdle(next));
  });
}

/* A box that scrolls, such as code with a long line, is reached by keyboard: asked whenever such a
   box has got its size, also when the fold around it is opened. */
addEventListener("load", () => {
  const scrolls = (box) => box.scrollWidth > box.clientWidth || box.scrollHeight > box.clientHeight;
  const sizes = new ResizeObserver((entries) => {
    const asked = entries.map(({ target }) => [target, scrolls(target)]); // all before any is changed
    for (const [box, does] of asked) does ? box.setAttribute("tabindex", "0") : box.removeAttribute("tabindex");
  });
  for (const box of document.querySelectorAll("pre, .cell_output > .output")) sizes.observe(box);
});

/* Buttons of the theme that name a function instead of carrying a script. */
document.addEventListener("click", (event) => {
  const name = event.target.closest("[data-call]")?.dataset.call;
  if (["print", "toggleFullScreen"].includes(name)) window[name]();
});
