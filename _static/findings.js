/* Opens the finding or cause that an address names, and all of them for print. */
(() => {
  "use strict";
  const FOLDED = "details.finding, details.cause";
  function open() {
    const named = document.getElementById(location.hash.slice(1).split("?")[0]); // a finding's name has no sign to decode
    if (named?.matches(FOLDED)) {
      named.open = true;
      named.scrollIntoView();
    }
  }
  addEventListener("hashchange", open);
  addEventListener("DOMContentLoaded", open);
  addEventListener("beforeprint", () => {
    for (const finding of document.querySelectorAll(FOLDED)) finding.open = true;
  });
})();
