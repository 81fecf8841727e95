/* Buttons of the theme that name a function instead of carrying a script. */
document.addEventListener("click", (event) => {
  const name = event.target.closest("[data-call]")?.dataset.call;
  if (["print", "toggleFullScreen"].includes(name)) window[name]();
});
