/* Judges an answer in a field as `teach.check` does: right within its tolerance, else by the slip
   whose value it is. The values come with the page, from the same Python. */
(() => {
  "use strict";
  const RIGHT = "Right.";

  /* 1,450.5 and 1450,5 and 0,532 and −2.2 and 1.4e3; NaN for what is no number. */
  function number(text) {
    const plain = text.trim().replace(/^[−–]/, "-").replace(/[\s\u2009\u202f%]/g, "");
    const grouped = /^[-+]?[1-9]\d{0,2}(,\d{3})+(\.\d*)?$/.test(plain);
    const point = grouped ? plain.replaceAll(",", "") : plain.replace(",", ".");
    return point === "" ? NaN : Number(point);
  }

  function feedback(answer, { right, relative, absolute, slips }) {
    const near = (value) => Math.abs(answer - value) <= Math.max(absolute, relative * Math.abs(value));
    if (near(right)) return RIGHT;
    const words = new Set(slips.filter(([value]) => near(value)).map((slip) => slip[1]));
    return `Not yet. ${[...words].join(" Or: ") || "Look at the hints and check each step."}`;
  }

  function start(form) {
    const question = JSON.parse(form.dataset.question);
    const field = form.querySelector("input");
    const place = form.querySelector("output");
    form.hidden = false;
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const answer = number(field.value);
      const found = field.value.trim() || "nothing";
      let text = Number.isFinite(answer) ? feedback(answer, question) : `Found ${found}; expected a number.`;
      /* 2,868 may be 2868 or a decimal number: a reader whose number is right has to hear which. */
      const decimal = Number(field.value.trim().replace(/^[−–]/, "-").replace(",", "."));
      if (text !== RIGHT && decimal !== answer && feedback(decimal, question) === RIGHT)
        text = `Not yet. This was read as ${answer}: write a point before decimals.`;
      place.textContent = text;
      place.dataset.right = text === RIGHT;
    });
  }

  addEventListener("DOMContentLoaded", () => document.querySelectorAll("form.answer").forEach(start));
})();
