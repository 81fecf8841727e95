/* What a reader has set on a page stands in its address: #fig-x?porosity=0.8, the place first. A
   link restores it, and Back undoes it. A browser sends no server what follows the #. */
(() => {
  "use strict";
  const parts = new Map(); // of the page, by the id of their place: what reads and sets their state
  let waiting = new Map(); // what the address says of parts that are not there yet
  let last = ""; // the control that moved last: its moves are one step of the browser's history

  /* The place that an address names, and what it says of each part: {id: {name: text}}. */
  function parsed(hash) {
    const [place, words = ""] = hash.slice(1).split(/\?(.*)/s);
    const said = new Map();
    for (const [key, text] of new URLSearchParams(words)) {
      const [name, id = place] = key.split(".").reverse();
      if (!said.has(id)) said.set(id, {});
      said.get(id)[name] = text;
    }
    return [place, said];
  }

  const stateOf = (id) => Object.assign({}, ...parts.get(id).map((part) => part.read()));

  /* The state of every part, or of one, as the end of an address. */
  function written(place, ids) {
    const words = new URLSearchParams();
    for (const id of ids)
      for (const [name, text] of Object.entries(parts.has(id) ? stateOf(id) : waiting.get(id)))
        words.append(id === place ? name : `${id}.${name}`, text);
    return `#${place}${words.size ? `?${words}` : ""}`;
  }

  const all = () => new Set([...parts.keys(), ...waiting.keys()]);

  function set(id, state) {
    for (const part of parts.get(id)) part.write(state);
  }

  /* Every part as an address says; one of which it says nothing goes back to its start. */
  function restore(hash) {
    const [, said] = parsed(hash);
    waiting = said;
    last = "";
    for (const id of parts.keys()) set(id, said.get(id) || {});
  }

  /* Opens the folds that a part is in, and that which it is. */
  function openAround(part) {
    for (let fold = part?.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
  }

  /* To a place that an address names together with a state, for which browsers do not look. */
  function go(place) {
    const there = document.getElementById(place);
    openAround(there);
    there?.scrollIntoView();
  }

  function follow() {
    const kept = history.state?.view;
    const { hash } = location;
    if (kept !== undefined) restore(kept);
    else if (hash.includes("?")) {
      restore(hash);
      history.replaceState({ view: hash }, "");
    } else history.replaceState({ view: written("", all()) }, ""); // a link within the page
    if (hash.includes("?")) go(parsed(hash)[0]);
  }

  /* A button that copies what `text()` gives and says so. Where that is not allowed, `refused(text,
     said)` lets the reader copy it. */
  function copier(label, text, done, refused) {
    const button = Object.assign(document.createElement("button"), { type: "button", className: "copy-link", textContent: label });
    const said = Object.assign(document.createElement("span"), { className: "copied" });
    said.setAttribute("role", "status");
    button.addEventListener("click", async () => {
      const words = text();
      try {
        await navigator.clipboard.writeText(words);
        said.textContent = done;
      } catch {
        refused(words, said);
      }
    });
    return { button, said };
  }

  /* A button that copies the address of a part as it stands. */
  function linkButton(id) {
    const link = () => {
      const place = document.getElementById(id);
      const within = [...parts.keys()].filter((other) => place.contains(document.getElementById(other)));
      return location.href.split("#")[0] + written(id, within);
    };
    const { button, said } = copier("Copy link", link, "Link copied", (value) => {
      const field = Object.assign(document.createElement("input"), { readOnly: true, value });
      field.setAttribute("aria-label", "Link to this view");
      said.replaceChildren(field);
      field.select();
    });
    button.addEventListener("blur", () => said.querySelector("input") || said.replaceChildren());
    const both = document.createElement("span");
    both.append(button, said);
    return both;
  }

  window.pageState = {
    button: linkButton,
    copier,
    openAround,
    /* A part of the page: `read()` gives what is not as at the start, `write(state)` sets it all. */
    add(id, part) {
      parts.set(id, [...(parts.get(id) || []), part]);
      const said = waiting.get(id);
      if (said) part.write(said);
    },
    /* A reader has moved a control of a part. */
    changed(id, control) {
      const step = `${id}.${control}`;
      const view = written(id, all());
      if (view === history.state?.view) return;
      history[step === last ? "replaceState" : "pushState"]({ view }, "", view);
      last = step;
    },
  };

  addEventListener("popstate", follow);
  addEventListener("DOMContentLoaded", follow);
  addEventListener("load", () => location.hash.includes("?") && go(parsed(location.hash)[0]), { once: true });
})();
