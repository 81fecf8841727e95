/* How a page writes a number: as `Digits.text` in anodes/physics/rounding.py. */
(() => {
  "use strict";
  const STORED = 10; // significant digits of a stored number
  const SMALLEST = 1e-6; // what is smaller is written with an exponent

  window.shownNumber = (value, { decimals, significant }) => {
    if (!Number.isFinite(value)) return "–";
    const stored = +value.toPrecision(STORED);
    const kept = +(significant || STORED);
    if (decimals === undefined && stored && Math.abs(stored) < SMALLEST)
      return stored.toExponential(kept - 1).replace(/\.?0+e/, "e").replace(/e([-+])(\d)$/, "e$10$2").replace(/^-/, "−");
    const digits = decimals === undefined
      ? { maximumSignificantDigits: kept }
      : { minimumFractionDigits: +decimals, maximumFractionDigits: +decimals };
    const text = stored.toLocaleString("en-US", { ...digits, roundingMode: "halfEven" });
    return /[1-9]/.test(text) ? text.replace("-", "−") : text.replace("-", "");
  };
})();
