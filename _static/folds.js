/* Opens the folds around what an address names or a search found. */
(() => {
  "use strict";
  const FINDINGS = "details.finding, details.cause";

  function open() {
    const named = document.getElementById(location.hash.slice(1).split("?")[0]); // a finding's name has no sign to decode
    const fold = named?.parentElement.closest("details");
    if (!fold && !named?.matches(FINDINGS)) return;
    window.pageState.openAround(named.matches(FINDINGS) ? named : fold);
    named.scrollIntoView();
  }
  addEventListener("hashchange", open);
  addEventListener("DOMContentLoaded", open);
})();
