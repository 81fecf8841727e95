/* Light or dark is settled before there is anything to draw. The theme asks only when the page is
   there: a first visit would be drawn twice, in the dark with a flash of light. */
{
  const { dataset } = document.documentElement;
  if (!["light", "dark"].includes(dataset.mode))
    dataset.theme = matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
}

/* Rows of an explorer are under their picture: they wait until the page around them is drawn. */
{
  const { classList } = document.documentElement;
  const idle = window.requestIdleCallback || ((work) => setTimeout(work, 50));
  classList.add("rows-later");
  addEventListener("load", () => requestAnimationFrame(() => idle(() => classList.remove("rows-later"))));
}

/* Buttons of the theme that name a function instead of carrying a script. */
document.addEventListener("click", (event) => {
  const name = event.target.closest("[data-call]")?.dataset.call;
  if (["print", "toggleFullScreen"].includes(name)) window[name]();
});
