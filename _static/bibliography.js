/* Filters the bibliography by words, and copies the BibTeX of an entry. */
(() => {
  "use strict";
  const plain = (text) => window.plainWords(text); // words.js

  function copies(details) {
    if (!details.open || details.querySelector("button")) return;
    const entry = details.querySelector("pre");
    const { button, said } = window.pageState.copier("Copy BibTeX", () => entry.textContent, "Copied", () => {
      getSelection().selectAllChildren(entry);
      said.textContent = "Selected: copy it with Ctrl+C";
    });
    details.append(button, said);
  }

  addEventListener("toggle", ({ target }) => target.matches(".entry-more details") && copies(target), true);
  addEventListener("DOMContentLoaded", () => {
    const entries = [...document.querySelectorAll(".entry")].map((box) => [box, plain(`${box.querySelector("p").textContent} ${box.querySelector("code").textContent}`)]);
    const field = Object.assign(document.createElement("input"), { type: "search" });
    const count = document.createElement("span");
    count.setAttribute("role", "status");

    function show() {
      const words = plain(field.value).split(/\s+/).filter(Boolean);
      let left = 0;
      for (const [box, text] of entries) {
        box.hidden = !words.every((word) => text.includes(word));
        left += !box.hidden;
      }
      count.textContent = `${left} of ${entries.length} entries`;
    }

    field.addEventListener("input", () => {
      show();
      window.pageState.changed("bibliography", "search");
    });
    const label = document.createElement("label");
    label.append("Filter by author, title, journal, year or id: ", field);
    document.querySelector(".filter-entries").append(label, count, window.pageState.button("bibliography"));
    show();
    window.pageState.add("bibliography", {
      read: () => (field.value ? { search: field.value } : {}),
      write: ({ search = "" }) => {
        field.value = search;
        show();
      },
    });
    /* An address of an entry that the filter hides shows it. */
    addEventListener("hashchange", () => {
      const box = document.getElementById(location.hash.slice(1))?.closest(".entry");
      if (!box?.hidden) return;
      field.value = "";
      show();
      box.scrollIntoView();
    });
  });
})();
