/* Finds words in the parts of the book. A part counts by where it has them: a page's title before
   a heading before the text; and by whether it has them as one phrase, most of all in the findings
   that a page opens with. A number such as 51 or r051 is also that of a reference. */
(() => {
  "use strict";
  const SHOWN = 30; // results, before a reader asks for all
  const LONGEST = 260; // characters of an excerpt
  const LISTS = /(?:audit|dataset|bibliography|api|credits|glossary)\.html$/; // after the chapters
  const NUMBER = /^\[?(?:ref(?:\.|erence)?\s*)?r?0*(\d{1,3})\]?$/;

  const plain = (text) => window.plainWords(text); // words.js

  const escaped = (text) => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");

  const SMALL = /^(?:a|all|an|and|are|at|by|for|from|in|is|its|of|on|or|than|that|the|to|with)$/; // not looked for alone
  const OPENING = 2; // texts of a page's first part, which are its findings
  const VALUE = /^-?\d[\d,]*(?:\.\d+)?%?$/;
  const UNITS = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"];
  const TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];
  const NAMES = new Map([...UNITS.map((name, i) => [name, String(i + 1)]), ...TENS.map((name, i) => [name, String(10 * (i + 2))])]);

  /* How a number may be written, as a pattern: 3200 as 3,200, 60 as sixty, 525% with a space. */
  function value(word) {
    const digits = word.replaceAll(",", "").replace("%", "");
    const name = [...NAMES].find(([, number]) => number === digits)?.[0];
    const grouped = escaped(digits).replace(/\d(?=(?:\d{3})+(?:\\|$))/g, "$&,?");
    const written = name ? `(?:${grouped}|${name})` : grouped;
    return word.endsWith("%") ? `${written}\\s?%` : written;
  }

  /* A word of a query, and how it is found in a text: as a whole one, or as the beginning of one. */
  function term(typed) {
    const word = NAMES.get(typed) || typed;
    if (VALUE.test(word)) {
      const [before, pattern] = ["(?<![\\p{L}\\p{N}]|\\d[.,])", value(word)];
      return { word, pattern, whole: new RegExp(`${before}${pattern}(?![\\p{L}\\p{N}]|[.,]\\d)`, "u"), begin: new RegExp(before + pattern, "u") };
    }
    const stem = word.length > 4 ? word.replace(/(?<=[a-z])s$/, "") : word;
    const before = /^\w/.test(word) ? "(?<![\\p{L}\\p{N}])" : "";
    const pattern = escaped(stem);
    return { word, pattern, whole: new RegExp(`${before}${pattern}(?:s|es)?(?![\\p{L}\\p{N}])`, "u"), begin: new RegExp(before + pattern, "u") };
  }

  const typedWords = (query) => (plain(query).replace(/(\d)\s+%/g, "$1%").match(/"[^"]+"|\S+/g) || [])
    .map((word) => word.replaceAll('"', "")).filter(Boolean);

  /* What a query asks for: its words without the small ones, if there are others. */
  function asked(query) {
    const all = typedWords(query);
    const some = all.filter((word) => !SMALL.test(word));
    return (some.length ? some : all).map(term);
  }

  /* All words of a query beside each other, if they are several or a value with its sign. */
  function phrase(query) {
    const all = typedWords(query);
    if (all.length < 2 && !all[0]?.endsWith("%")) return null;
    const parts = all.map((word) => term(word).pattern);
    return new RegExp(`(?<![\\p{L}\\p{N}]|\\d[.,])${parts.join("\\s+(?:the\\s+)?")}(?![\\p{N}]|[.,]\\d)`, "u");
  }

  /* How well a text has a word: as a whole one, as the beginning of one, within one, or not. */
  function has(text, { word, whole, begin }) {
    if (!text.includes(word) && !begin.test(text)) return 0;
    if (whole.test(text)) return 1;
    if (begin.test(text)) return 0.6;
    return word.length > 3 ? 0.2 : 0;
  }

  function prepare({ pages, parts }) {
    const titles = [];
    return parts.map(([page, place, heading, texts]) => {
      const first = titles[page] === undefined;
      if (first) titles[page] = heading;
      return { file: pages[page], page: titles[page], place, heading, texts, first, head: plain(heading), body: texts.map(plain) };
    });
  }

  /* The worth of a part for a query; 0 where a word is in neither heading nor text. */
  function worth(part, words, query, together) {
    let sum = 0;
    for (const word of words) {
      const inHead = has(part.head, word);
      const found = part.body.map((text) => has(text, word));
      const best = Math.max(0, ...found);
      if (!inHead && !best) return 0;
      sum += inHead * (part.first ? 80 : 40) + best * 8 + Math.min(4, found.filter(Boolean).length / 2);
    }
    if (part.head === query) sum += 100;
    else if (part.head.includes(query)) sum += 10;
    if (together?.test(part.head)) sum += 60;
    const place = together ? part.body.findIndex((text) => together.test(text)) : -1;
    if (place >= 0) sum += part.first && place < OPENING ? 80 : 20;
    return LISTS.test(part.file) && part.head !== query ? sum / 2 : sum;
  }

  function reference(parts, query) {
    const number = NUMBER.exec(query)?.[1];
    const key = number && `r${number.padStart(3, "0")}`;
    return parts.find((part) => part.place === key && part.file.endsWith("bibliography.html"));
  }

  function search(parts, text) {
    const query = plain(text).trim();
    const words = asked(text);
    const entry = reference(parts, query);
    const together = phrase(text);
    const found = words.length ? parts.map((part) => [part === entry ? Infinity : worth(part, words, query, together), part]) : [];
    return found.filter(([sum]) => sum).sort((a, b) => b[0] - a[0]).map(([, part]) => part);
  }

  /* The sentence of a part that has most of the words, or its first one. */
  function excerpt({ texts, heading }, words) {
    const count = (text) => words.reduce((sum, word) => sum + has(plain(text), word), 0);
    const said = texts.filter((text) => text !== heading);
    const start = (all) => all.find((text) => text.split(" ").length > 3) || all[0] || ""; // not "computed"
    const best = (all) => all.reduce((one, other) => (count(other) > count(one) ? other : one), start(all));
    const sentence = best(best(said).split(/(?<=[.!?])\s+(?=\p{Lu})/u));
    if (sentence.length <= LONGEST) return sentence;
    const at = Math.max(0, ...words.map(({ begin }) => plain(sentence).search(begin)));
    const from = Math.max(0, Math.min(at - LONGEST / 2, sentence.length - LONGEST));
    const cut = sentence.slice(from, from + LONGEST);
    return (from ? `…${cut.replace(/^\S*\s/, " ")}` : cut) + (from + LONGEST < sentence.length ? "…" : "");
  }

  /* A text with the words of the query marked. */
  function marked(text, words) {
    const made = document.createDocumentFragment();
    const shows = words.map(({ word, pattern }) => (VALUE.test(word) ? pattern : escaped(word))).join("|");
    const letters = [...text].map((letter) => plain(letter) || " ");
    const flat = letters.join("");
    const places = letters.flatMap((letter, i) => [...letter].map(() => i));
    const signs = [...text];
    let end = 0;
    for (const match of shows ? flat.matchAll(new RegExp(shows, "g")) : []) {
      const [first, last] = [places[match.index], places[match.index + match[0].length - 1] + 1];
      if (first < end) continue;
      made.append(signs.slice(end, first).join(""));
      made.append(Object.assign(document.createElement("mark"), { textContent: signs.slice(first, last).join("") }));
      end = last;
    }
    made.append(signs.slice(end).join(""));
    return made;
  }

  function shown(part, words) {
    const item = document.createElement("li");
    const link = Object.assign(document.createElement("a"), { href: part.file + (part.place && !part.first ? `#${part.place}` : "") });
    link.append(marked(part.heading || part.page, words));
    item.append(link);
    if (!part.first && part.page !== part.heading) item.append(Object.assign(document.createElement("span"), { className: "search-page", textContent: ` · ${part.page}` }));
    const said = excerpt(part, words);
    if (said) {
      const line = document.createElement("p");
      line.append(marked(said, words));
      item.append(line);
    }
    return item;
  }

  /* The parts, a megabyte that nobody waits for who has asked nothing yet. */
  const DATA = document.currentScript.src.replace("search.js", "search-data.js");
  let fetched = null;
  const parts = () => (fetched ||= new Promise((resolve) => {
    const onload = () => resolve(prepare(window.bookParts));
    document.head.append(Object.assign(document.createElement("script"), { src: DATA, onload }));
  }));

  addEventListener("DOMContentLoaded", () => {
    const list = document.getElementById("search-found");
    const count = document.getElementById("search-count");
    const field = document.querySelector(".bd-search-container input");

    async function answer(text) {
      const words = asked(text);
      const found = words.length ? search(await parts(), text) : [];
      if (text !== field.value) return; // the reader has typed on
      count.textContent = !words.length ? "" : found.length
        ? `${found.length} places for “${text.trim()}”`
        : `Nothing has all of “${text.trim()}”. Fewer words, or the beginning of a word, find more.`;
      list.replaceChildren(...found.slice(0, SHOWN).map((part) => shown(part, words)));
      if (found.length <= SHOWN) return;
      const all = Object.assign(document.createElement("button"), { type: "button", textContent: `Show all ${found.length}` });
      all.addEventListener("click", () => list.replaceChildren(...found.map((part) => shown(part, words))));
      count.append(" ", all);
    }

    field.value = new URLSearchParams(location.search).get("q") || "";
    field.addEventListener("input", () => {
      history.replaceState(null, "", `?${new URLSearchParams({ q: field.value })}`);
      answer(field.value);
    });
    answer(field.value);
    field.focus();
    field.select();
  });
})();
