/* How words are compared that a reader types: small letters without accents, and subscripts as
   plain digits, so that Na₁₅Sn₄ is na15sn4. */
window.plainWords = (text) => text.normalize("NFKD").replace(/[\u0300-\u036f]/g, "").replaceAll("−", "-").toLowerCase();
