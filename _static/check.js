/* Reads a table of electrodes and says what is wrong with it, as `python -m anodes check` does:
   anodes/validation/electrode_files.py, anodes/data/spreadsheet.py and numerals.py in the language
   of the page. Columns, limits and fixed sentences come from the book's descriptor
   (anodes/publish/several.py); a test gives the same damaged files to both. */
(() => {
  "use strict";
  const SPACE = "[\\t-\\r \\x1c-\\x1f\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000]";
  const OUTER = new RegExp(`^${SPACE}+|${SPACE}+$`, "g");
  const strip = (text) => text.replace(OUTER, "");
  const PLAIN = /^(?:[+-]?[0-9]+(?:\.[0-9]*)?(?:e[+-]?[0-9]+)?|true|false)$/i;
  const CONTROL = /[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]/u;
  const SHEET_ERROR = /^(?:#(?:[¡¿]?\p{L}+[!?]|¡?DIV\/0!|N\/[AD]|NV)|(?:Err|Fehler|Erreur):[0-9]{3})$/iu;
  const CONFLICT = /^(?:<{7}|>{7}|\|{7}) .*|^={7}$/m;
  const DECIMAL_COMMA = /^[+-]?(?:\d+|[1-9]\d{0,2}(?:\.\d{3})+),\d+(?:e[+-]?\d+)?$/i;
  const COMMA_OR_GROUP = /^[+-]?[1-9]\d{0,2},\d{3}$/;
  const POINT_OR_GROUP = /^[+-]?[1-9]\d{0,2}\.\d{3}$/;
  const PLAIN_NUMBER = /^[+-]?\d+(?:\.\d+)?(?:e[+-]?\d+)?$/i;
  const GROUPS = /^[+-]?[1-9]\d{0,2}(?:,\d{3})+(?:\.\d+)?$/;
  const GROUP_SIGN = /(?<=\p{Nd})[ _'’\xa0\u2009\u202f](?=\d{3}(?!\d))/gu;
  const DATE = /^(?:\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}|\d{1,2}[-. ]+\p{L}{3,9}\.?|\p{L}{3,9}[-. ]+\d{1,4})$/u;
  const LONGEST = 32767;
  const TEXT = { type: "string" }; // a column of which nothing is known

  class Refused extends Error {
    constructor(line, found, expected) {
      super(found);
      this.problem = { line, column: null, found, expected };
    }
  }

  const has = (known, name) => Object.hasOwn(known.columns, name); // "constructor" is no column
  const grouped = (number) => number.toLocaleString("en-US");
  const signs = (text) => [...text];

  /* A text as Python quotes it: repr(). */
  function repr(text) {
    const mark = text.includes("'") && !text.includes('"') ? '"' : "'";
    const names = { "\n": "\\n", "\r": "\\r", "\t": "\\t", "\\": "\\\\", [mark]: `\\${mark}` };
    const shown = signs(text).map((sign) => {
      if (names[sign]) return names[sign];
      if (sign === " " || !/[\p{C}\p{Z}]/u.test(sign)) return sign;
      return code(sign);
    });
    return mark + shown.join("") + mark;
  }

  function code(sign) {
    const number = sign.codePointAt(0);
    if (number < 0x100) return `\\x${number.toString(16).padStart(2, "0")}`;
    return number < 0x10000 ? `\\u${number.toString(16).padStart(4, "0")}` : `\\U${number.toString(16).padStart(8, "0")}`;
  }

  function quoted(text) {
    const all = signs(text);
    return all.length <= 60 ? repr(text) : `${repr(all.slice(0, 60).join(""))}... (${grouped(all.length)} characters)`;
  }

  const escaped = (text) => signs(text).map((sign) => (sign === " " || !/[\p{C}\p{Z}]/u.test(sign) ? sign : ({ "\n": "\\n", "\r": "\\r", "\t": "\\t" })[sign] || code(sign))).join("");
  const named = (text) => {
    const all = signs(text);
    return escaped(all.slice(0, 60).join("")) + (all.length > 60 ? `... (${grouped(all.length)} characters)` : "");
  };

  /* ------------------------------------------------------------ bytes to text */

  const latin = (bytes) => new TextDecoder("latin1").decode(bytes);
  const lineOf = (text, end, ends = /\n/g) => (text.slice(0, end).match(ends) || []).length + 1;

  /* Where bytes stop being UTF-8: [place, whether they are cut off there]; null where they do not. */
  function notUtf8(bytes) {
    for (let i = 0; i < bytes.length;) {
      const first = bytes[i];
      const more = first < 0x80 ? 0 : first >= 0xc2 && first < 0xe0 ? 1 : first >= 0xe0 && first < 0xf0 ? 2 : first >= 0xf0 && first < 0xf5 ? 3 : -1;
      if (more < 0) return [i, false];
      for (let k = 1; k <= more; k += 1) {
        if (i + k >= bytes.length) return [i, true];
        const low = k > 1 ? 0x80 : { 0xe0: 0xa0, 0xf0: 0x90 }[first] || 0x80;
        const high = k > 1 ? 0xbf : { 0xed: 0x9f, 0xf4: 0x8f }[first] || 0xbf;
        if (bytes[i + k] < low || bytes[i + k] > high) return [i, false];
      }
      i += more + 1;
    }
    return null;
  }

  function utf16(bytes) {
    const [a, b, c, d] = bytes;
    if (a === 0xff && b === 0xfe) return "utf-16le";
    if (a === 0xfe && b === 0xff) return "utf-16be";
    if (bytes.length < 4 || bytes.length % 2) return "";
    const zeros = [a, b, c, d].map((byte) => +!byte).join("");
    return { "0101": "utf-16le", 1010: "utf-16be" }[zeros] || "";
  }

  function decoded(bytes, known) {
    const raw = latin(bytes);
    const begin = latin(bytes.slice(0, 200)).replace(/^ï»¿/, "").replace(/^[\t-\r ]+/, "").toLowerCase();
    for (const [sign, kind] of known.formats) if (begin.startsWith(sign)) throw new Refused(null, kind, known.save);
    const wide = utf16(bytes);
    if (wide) {
      try {
        return [new TextDecoder(wide, { fatal: true }).decode(bytes), ["The file is not in UTF-8. It was read as UTF-16."]];
      } catch {
        const whole = bytes.length - (bytes.length % 2);
        const text = new TextDecoder(wide).decode(bytes.slice(0, whole));
        throw new Refused(lineOf(text, text.length), "text in UTF-16 that is damaged (truncated data)", known.save);
      }
    }
    if (raw.includes("\0")) throw new Refused(lineOf(raw, raw.indexOf("\0")), "a byte 0, which no text file holds", known.save);
    const bad = notUtf8(bytes);
    if (!bad) return [new TextDecoder().decode(bytes), []];
    return western(bytes, raw, bad, known);
  }

  const byteName = (byte) => `0x${byte.toString(16).toUpperCase().padStart(2, "0")}`;

  function western(bytes, raw, [place, cut], known) {
    let at = place;
    let found = `the byte ${byteName(bytes[at])}, which is not UTF-8`;
    const other = /[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}/.exec(binary(bytes));
    if (other) {
      const sign = new TextDecoder().decode(Uint8Array.from(other[0], (c) => c.charCodeAt(0)));
      found += `, in a file with ${quoted(sign)} in UTF-8 (line ${lineOf(raw, other.index)})`;
    } else if (cut) found += ": the last character is cut off";
    else {
      const lacking = bytes.findIndex((byte) => [0x81, 0x8d, 0x8f, 0x90, 0x9d].includes(byte));
      if (lacking < 0) {
        const text = new TextDecoder("windows-1252").decode(bytes);
        return [text, [westernWords(text)]];
      }
      at = lacking;
      found = `the byte ${byteName(bytes[at])}, neither UTF-8 nor Windows-1252`;
    }
    throw new Refused(lineOf(raw, at), found, known.save);
  }

  /* Each byte as the sign of its number; TextDecoder's latin1 is Windows-1252. */
  function binary(bytes) {
    let text = "";
    for (let i = 0; i < bytes.length; i += 8192) text += String.fromCharCode(...bytes.slice(i, i + 8192));
    return text;
  }

  function westernWords(text) {
    const lines = new Map();
    for (const match of text.matchAll(/[^\x00-\x7f]/g)) {
      if (!lines.has(match[0])) lines.set(match[0], lineOf(text, match.index, /\r\n|\r|\n/g));
      if (lines.size > 8) break;
    }
    const shown = [...lines].map(([sign, line]) => `${quoted(sign)} in line ${line}`);
    return `The file is not in UTF-8. It was read as Windows-1252, with the special characters ${shown.slice(0, 8).join(", ")}${shown.length > 8 ? " and others" : ""}. If one of them is wrong, save the file as CSV UTF-8.`;
  }

  /* ------------------------------------------------------------ text to rows */

  const isHeader = (line) => {
    const words = line.replace(/^[ \t\r\n,;|"]+|[ \t\r\n,;|"]+$/g, "");
    return words && words.toLowerCase() !== "sep=";
  };

  function separator(text, known) {
    const header = (text.match(/[^\r\n]+/g) || []).find(isHeader) || "";
    const count = (sign) => {
      let cells = [];
      try { cells = [...rowsOf(header.slice(0, LONGEST), sign)][0]?.[1] || []; } catch { /* no pairs */ }
      return new Set(cells.map(strip).filter((name) => has(known, name))).size;
    };
    const best = [",", ...Object.keys(known.separators)].map((sign) => [count(sign), sign]).reduce((a, b) => (b[0] > a[0] ? b : a));
    return best[0] > 1 ? best[1] : ",";
  }

  /* The line that each row begins in, and its cells: CSV as Python's strict reader has it. */
  function* rowsOf(text, between) {
    let [line, begin, cells, cell, state] = [1, 1, [], "", "start"];
    const refuse = (why) => { throw new Refused(begin, `quotation marks that do not pair (${why})`, "a closing quotation mark for each opening one"); };
    for (let i = 0; i < text.length; i += 1) {
      let sign = text[i];
      const ends = sign === "\n" || sign === "\r";
      if (sign === "\r" && text[i + 1] === "\n") { sign = "\r\n"; i += 1; }
      if (state === "quoted") {
        if (sign === '"') state = "closed";
        else cell += sign;
        if (ends) line += 1;
      } else if (ends) {
        yield [begin, [...cells, cell]];
        line += 1;
        [begin, cells, cell, state] = [line, [], "", "start"];
      } else if (sign === between) {
        cells.push(cell);
        [cell, state] = ["", "start"];
      } else if (sign === '"' && state === "start") state = "quoted";
      else if (sign === '"' && state === "closed") [cell, state] = [`${cell}"`, "quoted"];
      else if (state === "closed") refuse(`'${between}' expected after '"'`);
      else [cell, state] = [cell + sign, "text"];
    }
    if (state === "quoted") refuse("unexpected end of data");
    if (cells.length || cell || state !== "start") yield [begin, [...cells, cell]];
  }

  function* numberedRows(text, between) {
    let first = true;
    for (const [line, raw] of rowsOf(text, between)) {
      const cells = raw.map(strip);
      const longest = cells.reduce((one, other) => (other.length > one.length ? other : one), "");
      if (longest.length > LONGEST) throw new Refused(line, `the table cell ${quoted(longest)}`, `at most ${grouped(LONGEST)} characters, as in a spreadsheet, and a closing quotation mark for each opening one`);
      const states = /^sep=[;|]?$/i.test(cells.join(",").replace(/,+$/, ""));
      if (cells.some(Boolean) && !(first && states)) yield [line, cells];
      first = first && !cells.some(Boolean);
    }
  }

  /* ------------------------------------------------------------ names that are alike: difflib */

  function matching(a, b) {
    if (!a.length || !b.length) return 0;
    let [size, i, j] = [0, 0, 0];
    let before = new Map();
    for (let x = 0; x < a.length; x += 1) {
      const now = new Map();
      for (let y = 0; y < b.length; y += 1) {
        if (a[x] !== b[y]) continue;
        const run = (before.get(y - 1) || 0) + 1;
        now.set(y, run);
        if (run > size) [size, i, j] = [run, x - run + 1, y - run + 1];
      }
      before = now;
    }
    return size && size + matching(a.slice(0, i), b.slice(0, j)) + matching(a.slice(i + size), b.slice(j + size));
  }

  function like(name, known) {
    const word = signs(name).slice(0, 60).join("").toLowerCase().replaceAll(" ", "_");
    const ratios = Object.keys(known.columns).map((other) => [(2 * matching(other, word)) / (other.length + word.length), other]);
    const [ratio, best] = ratios.reduce((a, b) => (b[0] > a[0] || (b[0] === a[0] && b[1] > a[1]) ? b : a));
    return ratio >= 0.6 ? best : "";
  }

  /* ------------------------------------------------------------ the header */

  const width = (header) => header.reduce((last, name, i) => (name ? i + 1 : last), 0);

  function headerOf(rows, known) {
    const { value } = rows.next();
    if (!value) throw new Refused(1, "nothing", known.save);
    const [line, header] = value;
    const alike = header.slice(0, known.listed).filter((name) => like(name, known)).length;
    if (width(header) >= 2 && (header.some((name) => has(known, name)) || alike > 1)) return value;
    const text = header.join(",").replace(/,+$/, "");
    const within = new Set(text.split(",").map(strip).filter((name) => has(known, name))).size;
    if (header.length === 1 && within > 1) throw new Refused(line, `all columns in one table cell, ${quoted(text)}`, known.aCellEach);
    if (CONFLICT.test(text)) throw new Refused(line, `a conflict marker of Git, ${quoted(text)}`, known.oneVersion);
    throw new Refused(line, quoted(text), `names of columns such as material, element and ion, with commas, semicolons or tabs between them; ${known.save}`);
  }

  /* What is expected in place of an unknown column; "" where it may be of the reader's own. */
  function unknown(name, others, known, tally) {
    if (others === known.own) return `${known.notKnown}, or at most ${known.own} of your own`;
    if (tally.full()) return known.notKnown;
    const other = like(name, known);
    return other ? `${other}, perhaps; ${known.lessLike}` : expected(TEXT, name, known);
  }

  /* The columns of the reader's own; whatever else is not known is a problem. */
  function checkHeader(line, header, known, tally) {
    const own = new Set();
    const add = (name, found, expected) => tally.add(line, named(name), found, expected, "the header");
    const counts = new Map();
    for (const name of header) counts.set(name, (counts.get(name) || 0) + 1);
    for (const [name, count] of counts) {
      if (name && count > 1) add(name, `${count} columns of this name`, "one");
      if (name && !has(known, name)) {
        const instead = unknown(name, own.size, known, tally);
        if (instead) add(name, "a column that is not known", instead);
        else own.add(name);
      }
    }
    for (const [name, column] of Object.entries(known.columns))
      if (column.required && !header.includes(name)) add(name, "no such column", `a column ${name}: ${column.definition}`);
    return own;
  }

  /* ------------------------------------------------------------ one cell */

  const digitsOf = (text) => text.replace(/\p{Nd}/gu, (digit) => {
    let zero = digit.codePointAt(0);
    while (/\p{Nd}/u.test(String.fromCodePoint(zero - 1)) && digit.codePointAt(0) - zero < 9) zero -= 1;
    return String(digit.codePointAt(0) < 128 ? digit : digit.codePointAt(0) - zero);
  });

  /* A number as the schema's reader takes it; undefined where it takes none. */
  function schemaNumber(cell, type) {
    const text = strip(digitsOf(cell)).replace(/(?<=\d)_(?=\d)/g, "");
    if (type === "integer") return /^[+-]?\d+$/.test(text) ? Number(text) : undefined;
    if (/^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i.test(text)) return Number(text);
    if (/^[+-]?inf(?:inity)?$/i.test(text)) return text[0] === "-" ? -Infinity : Infinity;
    return /^[+-]?s?nan\d*$/i.test(text) ? NaN : undefined;
  }

  function bySchema(column, cell) {
    const { type } = column;
    if (cell === "") return column.required ? column.limits : "";
    if (type === "boolean") return ["true", "True", "TRUE", "1", "false", "False", "FALSE", "0"].includes(cell) ? "" : column.kind;
    if (type !== "string") {
      const number = schemaNumber(cell, type);
      if (number === undefined) return column.kind;
      if (number < column.minimum || number > column.maximum) return column.limits;
      return Number.isNaN(number) && "minimum" in column ? column.limits : "";
    }
    return column.enum && !column.enum.includes(cell) ? column.limits : "";
  }

  function isPlain(cell, type) {
    if (!PLAIN.test(cell)) return false;
    return type === "integer" ? cell.length <= 15 : type === "boolean" || Number.isFinite(Number(cell));
  }

  function whole(text) {
    const value = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i.test(text) ? Number(text) : NaN;
    return Number.isInteger(value) && Math.abs(value) < 1e15 ? String(value) : text;
  }

  function plainSigns(cell) {
    const text = digitsOf(cell).replaceAll("−", "-").replaceAll("．", ".").replaceAll("，", ",");
    return text.replace(/^'+/, "").replace(/[% \xa0\u202f]+$/, "").replace(GROUP_SIGN, "").replace(/^([+-]?)\.(?=\d)/, "$10.");
  }

  function numberAdvice(cell, type, known) {
    if (cell.length > 40) return "";
    if (DATE.test(cell)) return known.aDate;
    let text = plainSigns(cell);
    const integer = type === "integer";
    if (COMMA_OR_GROUP.test(text) && !integer) return `write ${text.replace(",", "")}, or ${text.replace(",", ".")} if the comma is a decimal comma`;
    if (GROUPS.test(text)) text = text.replaceAll(",", "");
    else if (integer && POINT_OR_GROUP.test(text)) text = text.replaceAll(".", "");
    else if (DECIMAL_COMMA.test(text)) text = pointed(text);
    if (integer) text = whole(text);
    return PLAIN_NUMBER.test(text) && text !== cell ? `write ${text}` : "";
  }

  function advice(column, cell, known) {
    if (!["number", "integer"].includes(column.type)) return "";
    const said = numberAdvice(cell, column.type, known);
    if (said || !column.otherUnit || !isPlain(cell, column.type)) return said;
    const other = String(+(Number(cell) * column.factor).toPrecision(12));
    return bySchema(column, other) ? "" : `if ${cell} is ${column.otherUnit}, write ${other}`;
  }

  function advised(problem, said) {
    if (said && problem.endsWith(".")) return `${problem} ${said[0].toUpperCase()}${said.slice(1)}.`;
    return said ? `${problem}; ${said}` : problem;
  }

  /* What a column expects of a cell; "" where it takes it. */
  function expected(column, cell, known) {
    const control = CONTROL.exec(cell);
    if (control) return `text without control codes such as U+${control[0].codePointAt(0).toString(16).toUpperCase().padStart(4, "0")}`;
    if (cell.startsWith("=")) return "the value that the formula gives: a CSV file computes nothing";
    if (SHEET_ERROR.test(cell)) return "a value: the spreadsheet could not compute this one";
    const problem = bySchema(column, cell);
    if (problem) return advised(problem, advice(column, cell, known));
    if (cell && column.type !== "string" && !isPlain(cell, column.type)) return advised("plain digits, or nothing", advice(column, cell, known));
    if (cell && column.values && !column.values.includes(cell)) return `one that ${column.listed} lists, or nothing`;
    return column.pattern && !new RegExp(`^(?:${column.pattern})$`).test(cell) ? column.words : "";
  }

  /* In a table with decimal commas the advised number has one: its spreadsheet takes 12.5 for a date. */
  function withComma(said, cell) {
    const text = cell.length > 40 ? "" : plainSigns(cell);
    if (!DECIMAL_COMMA.test(text)) return said;
    const end = /\.$/.test(said) ? "." : "";
    const advice = `rite ${pointed(text)}${end}`;
    return said.endsWith(advice) ? `${said.slice(0, -advice.length)}rite ${text.replaceAll(".", "")}${end}` : said;
  }

  /* ------------------------------------------------------------ decimal commas */

  const pointed = (cell) => cell.replaceAll(".", "").replace(",", ".");

  function decimalCommas(known) {
    const [commas, points] = [[], []];
    let count = 0;
    let certain = null;
    return {
      withPoint(line, column, cell) {
        if (!cell.includes(",")) {
          if (POINT_OR_GROUP.test(cell)) points.push([line, column, cell]);
          return cell;
        }
        if (!DECIMAL_COMMA.test(cell)) return cell;
        count += 1;
        if (COMMA_OR_GROUP.test(cell)) commas.push([line, column, cell]);
        else certain ||= [line, column, cell];
        return pointed(cell);
      },
      refuse(tally) {
        const [line, column, cell] = certain || [];
        const reason = `the file has decimal commas (${quoted(cell || "")} in line ${line}, column ${column})`;
        for (const [at, name, text] of certain ? points : commas)
          tally.add(at, name, quoted(text), certain
            ? `one number: write ${text.replace(".", "")}, or ${text.replace(".", ",")} for a decimal; ${reason}`
            : `one number: write ${text.replace(",", "")}, or ${text}0 if the comma is a decimal comma`);
      },
      assumed() {
        if (!certain) return [];
        const [line, column, cell] = certain;
        return [`Decimal commas were read as points in ${grouped(count)} table cell(s): ${quoted(cell)} in line ${line}, column ${column}, as ${pointed(cell)}.`];
      },
    };
  }

  /* ------------------------------------------------------------ the table */

  function tallyOf(listed) {
    const problems = [];
    const more = new Map();
    return {
      problems, more,
      full: () => problems.length === listed,
      add(line, column, found, wanted, counted) {
        if (problems.length < listed) problems.push({ line, column, found, expected: wanted });
        else more.set(counted || column || "whole rows", (more.get(counted || column || "whole rows") || 0) + 1);
      },
    };
  }

  function fits(cells, header, last, line, tally, known) {
    if (cells.length < last || cells.length > header.length) {
      if (CONFLICT.test(cells[0])) tally.add(line, null, `a conflict marker of Git, ${quoted(cells[0])}`, known.oneVersion);
      else {
        const why = cells.length > last ? "write 0.2 for 0,2, and put a text that has a separator in quotation marks" : "an empty value needs its separator too";
        tally.add(line, null, `${cells.length} value${cells.length === 1 ? "" : "s"}`, `${last} values, as the header; ${why}`);
      }
      return false;
    }
    cells.forEach((cell, i) => {
      if (cell && !header[i]) tally.add(line, `number ${i + 1}`, quoted(cell), "nothing, or a name of this column in the header");
    });
    return true;
  }

  function typed(cell, type) {
    if (type === "string") return cell;
    if (!cell) return type === "number" ? NaN : null;
    return type === "boolean" ? ["true", "1"].includes(cell.toLowerCase()) : Number(cell);
  }

  const isKnown = (number) => !(number === null || number === undefined || Number.isNaN(number));
  const orElse = (number, other) => (isKnown(number) ? number : other);

  /* The 1 C current of a row in A/g and what it rests on, as `data.printed_tables` has it. */
  function oneC(row, { stated, theory, bases }) {
    if (isKnown(row.one_c_A_g)) return [row.one_c_A_g, row.one_c_basis ?? bases[3]];
    const ofHost = ([element, ion]) => element === row.element && ion === row.ion;
    const alike = stated.filter(ofHost);
    const here = alike.find(([, , reference]) => reference === row.reference);
    if (here) return [here[3] / 1000, bases[0]];
    return alike.length ? [alike[0][3] / 1000, bases[1]] : [theory.find(ofHost)[2] / 1000, bases[2]];
  }

  /* What follows from the numbers of a row, as `physics.cycling` has it. */
  function derived(row) {
    const kept = row.final_capacity_mAh_g / row.initial_capacity_mAh_g;
    return {
      retention_percent: 100 * kept,
      fade_percent_per_cycle: 100 * (1 - kept ** (1 / row.cycles)),
      first_cycle_loss_percent: 100 - (row.ice_percent ?? NaN),
    };
  }

  /* Each computed column that a row may bring, as `data.printed_tables.derive` has it. */
  function computed(row, known) {
    const [current] = oneC(row, known.oneC);
    const currents = ["initial", "cycling"].map((part) =>
      orElse(row[`${part}_current_A_g`], orElse(row[`${part}_c_rate`], NaN) * current));
    const perArea = row.initial_current_mA_cm2 - row.cycling_current_mA_cm2;
    const [, , theory] = known.oneC.theory.find(([element, ion]) => element === row.element && ion === row.ion);
    return {
      ...derived(row),
      one_c_A_g: current,
      initial_current_A_g: currents[0],
      cycling_current_A_g: currents[1],
      initial_c_rate: currents[0] / current,
      cycling_c_rate: currents[1] / current,
      capacity_utilization_percent: (100 * row.initial_capacity_mAh_g) / theory,
      same_current: +(Math.abs(currents[0] - currents[1]) <= 1e-9 || Math.abs(perArea) <= 1e-9),
    };
  }

  /* A row with what follows from it; what a reader brings of other computed columns is computed anew. */
  function completed(row, ours) {
    const anew = Object.keys(row).filter((name) => name === "capacity_utilization_percent");
    return { ...row, ...Object.fromEntries(anew.map((name) => [name, ours[name]])), ...derived(row) };
  }

  /* ------------------------------------------------------------ numbers as Python writes them */

  /* Rounded text of a number, half to even; `write` is toFixed or toExponential, which know no tie. */
  function halfEven(write, digits) {
    const [text, all] = [write(digits), write(100)];
    const [, kept, tail, power = ""] = new RegExp(`^([^.]*\\.\\d{${digits}})(\\d*)(.*)$`).exec(all);
    return /^50*$/.test(tail) && /[02468]\.?$/.test(kept) ? kept.replace(/\.$/, "") + power : text;
  }

  /* Format 'g': so many significant digits, without zeros at the end. */
  function general(number, digits) {
    const [mantissa, power] = halfEven((count) => number.toExponential(count), digits - 1).split("e");
    if (power >= -4 && power < digits) return String(+`${mantissa}e${power}`);
    return `${+mantissa}e${power[0]}${power.slice(1).padStart(2, "0")}`;
  }

  const thousands = (text) => text.replace(/^\d+/, (whole) => whole.replace(/\B(?=(?:\d{3})+$)/g, ","));

  /* A number by the formats of Python that the sentences have: g, .2f, ,.12g, .2%. */
  function formatted(value, format) {
    const [, comma, digits = 6, kind] = /^(,?)(?:\.(\d+))?([fg%])$/.exec(format);
    const number = kind === "%" ? 100 * value : value;
    const text = kind === "g" ? general(number, +digits) : halfEven((count) => number.toFixed(count), +digits);
    return (comma ? thousands(text) : text) + (kind === "%" ? "%" : "");
  }

  /* As `audit.findings.quantity` writes it. */
  function quantity(value, unit) {
    return `${value >= 1e-3 && value < 1e5 ? formatted(value, ",.10g") : general(value, 3)} ${unit}`;
  }

  /* ------------------------------------------------------------ what is improbable */

  /* The notices on rows, as `audit.plausibility` has them: the first in words, the others counted. */
  function improbable(rows, computedOf, lines, known) {
    const limits = known.notices;
    const { sentences, hosts, units } = limits;
    const [FIRST, LAST, CURRENT] = ["initial_capacity_mAh_g", "final_capacity_mAh_g", "cycling_current_A_g"];
    const [listed, more] = [[], new Map()];
    const say = (name, values = {}) => sentences[name].replace(/\{(\w+)(?::([^}]+))?\}/g,
      (_, word, format) => (format ? formatted(values[word], format) : String(values[word])));
    const capacityOf = (value) => quantity(value, units.capacity);

    /* `words` gives what was found, the calculation and the meaning; it is asked only if they are listed. */
    function notice(line, column, words) {
      if (listed.length === known.listed) {
        const name = column || "whole rows";
        more.set(name, (more.get(name) || 0) + 1);
        return;
      }
      const [found, calculation, meaning] = words();
      const place = `line ${line}${column ? `, column ${column}` : ""}`;
      listed.push(say("notice", { place, found, calculation, meaning }));
    }

    function small(line, row, { theory }) {
      for (const name of [FIRST, LAST]) {
        const [value, share] = [row[name], row[name] / theory];
        if (share < limits.leastOfTheory) notice(line, name, () => [
          capacityOf(value), say("share", { value, theory, share }), say("in prefix", { value: value * limits.gramPrefix })]);
      }
    }

    function capacities(line, row, host) {
      const { theory, product, element, ion, ions, oneIon } = host;
      const exceeds = (value) => value > theory * (1 + limits.theoryPercent / 100);
      const above = (value) => say("theory", {
        limit: say("limit", { capacity: capacityOf(theory), product }),
        per_atom: say("per atom", { value, x: value / oneIon, ion, element, product, ions }) });
      const [first, last, ice] = [row[FIRST], row[LAST], row.ice_percent];
      const back = (first * ice) / 100;
      const [put_in, taken_out] = limits.insertion[ion];
      const given = () => (isKnown(ice) ? say("given back", { put_in, taken_out, value: first, ice, back }) : "");
      if (exceeds(first)) notice(line, FIRST, () => [
        capacityOf(first), above(first) + given(), say(exceeds(back) ? "stored" : "reduces")]);
      if (exceeds(last)) notice(line, LAST, () => [capacityOf(last), above(last), say("stored")]);
      if (first === theory) notice(line, FIRST, () => {
        const [current, one_c] = [row.initial_current_A_g, theory / 1000];
        const there = isKnown(current);
        return [
          capacityOf(theory) + (there ? say("at current", { current }) : ""),
          `${say("theory and 1 C", { product, theory, one_c })}; ${say("no difference", { theory })}${there ? say("current in 1 C", { current, one_c, rate: current / one_c }) : ""}`,
          say("theory entered")];
      });
    }

    function course(line, row) {
      const [first, last, cycles] = [row[FIRST], row[LAST], row.cycles];
      const [before, after] = [row.initial_current_A_g, row[CURRENT]];
      const eased = after < before * (1 - 1e-9);
      const currents = () => say(row.same_current ? "one current" : eased ? "lower current" : after > before ? "higher current" : "unknown currents");
      if (100 * (last / first - 1) > limits.growthPercent) notice(line, LAST, () => [
        say("grown", { first: capacityOf(first), last: capacityOf(last), cycles }),
        `${say("growth", { last, first, ratio: last / first })}; ${say("retention", { percent: (100 * last) / first, currents: currents() })}`,
        say(eased ? "lower gives more" : "grows")]);
      if (first === last) notice(line, LAST, () => [
        say("unchanged", { first: capacityOf(first), cycles }),
        `${say("quotient of one", { last, first })}; ${say("retention of all")}`, say("entered twice")]);
    }

    function currents(line, row) {
      const minutes = (value, current) => (60 * value) / (1000 * current);
      for (const name of ["initial_current_A_g", CURRENT]) {
        const [current, one_c] = [row[name], row.one_c_A_g];
        const rate = current / one_c;
        if (rate > limits.fastest) notice(line, name, () => [
          say("current", { current }), say("fast", { current, one_c, rate, seconds: 60 * minutes(1000 * one_c, current) }),
          say("fast for particles", { current: current / limits.gramPrefix })]);
      }
      const [smaller, cycles, current] = [Math.min(row[FIRST], row[LAST]), row.cycles, row[CURRENT]];
      const hours = (2 * cycles * minutes(smaller, current)) / 60;
      const years = hours / limits.hoursAYear;
      if (years > limits.longestYears) notice(line, CURRENT, () => [
        say("cycles at", { cycles, current: quantity(current, units.current) }),
        say("duration", { cycles, capacity: smaller / 1000, current, hours, years }), say("no test")]);
    }

    const firstOf = new Map();
    const given = Object.keys(rows[0]).filter((name) => !has(known, name) || !known.columns[name].computed);
    rows.forEach((brought, i) => {
      const line = lines[i];
      const values = JSON.stringify(given.map((name) => brought[name]));
      const first = firstOf.get(values);
      if (first === undefined) firstOf.set(values, line);
      else notice(line, "", () => [say("same as", { first }), say("all equal", { line, first }), say("entered again")]);
      const row = { ...brought, ...computedOf[i] };
      const host = hosts.find(({ element, ion }) => element === row.element && ion === row.ion);
      for (const look of [small, capacities, course, currents]) look(line, row, host);
    });
    return { heading: sentences.heading, listed, more: Object.fromEntries(more) };
  }

  const written = (name, value, known) => (known.columns[name].type === "boolean" ? String(Boolean(value)) : general(value, 5));

  /* Compares what a reader brings; gives the columns whose computed values replace the reader's. */
  function compareComputed(rows, computedOf, lines, known, tally) {
    const replaced = new Set();
    rows.forEach((row, i) => {
      const ours = computedOf[i];
      for (const name of Object.keys(row).filter((name) => Object.hasOwn(ours, name) && isKnown(row[name]))) {
        const apart = Math.abs(row[name] - ours[name]);
        const instead = Number.isNaN(ours[name]) ? known.missing : `${written(name, ours[name], known)}, computed`;
        if (!(apart <= known.agreement * Math.abs(ours[name]))) tally.add(lines[i], name, written(name, row[name], known), `${instead}: ${known.columns[name].definition}`);
        else if (known.columns[name].computed && apart > known.repeated * Math.abs(ours[name])) replaced.add(name);
      }
      const [, basis] = oneC({ ...row, one_c_basis: undefined }, known.oneC);
      if (row.one_c_basis && !isKnown(row.one_c_A_g) && row.one_c_basis !== basis)
        tally.add(lines[i], "one_c_basis", quoted(row.one_c_basis), `${known.noBasis} ${basis}`);
    });
    return Object.keys(rows[0] || {}).filter((name) => replaced.has(name));
  }

  function names(all, known) {
    const more = all.length - known.named;
    return all.slice(0, known.named).map(named).join(", ") + (more > 0 ? ` and ${more} more` : "");
  }

  function read(text, known, tally) {
    const between = separator(text, known);
    const rows = numberedRows(text, between);
    const [line, header] = headerOf(rows, known);
    const own = checkHeader(line, header, known, tally);
    const places = new Map();
    header.forEach((name, place) => {
      if (!places.has(name) && (has(known, name) || own.has(name))) places.set(name, place);
    });
    const commas = between === "," ? null : decimalCommas(known);
    const last = width(header);
    const [made, lines] = [[], []];
    const asked = new Map(); // a large file has few different cells
    try {
      for (const [at, cells] of rows) {
        lines.push(at);
        if (!fits(cells, header, last, at, tally, known)) continue;
        const row = Object.create(null); // a column may be called as it likes
        for (const [name, place] of places) {
          const column = has(known, name) ? known.columns[name] : TEXT;
          let cell = cells[place] ?? "";
          if (commas && column.type === "number") cell = commas.withPoint(at, name, cell);
          else if (column.type === "boolean") cell = known.inEnglish[cell.toLowerCase()] ?? cell;
          const key = `${name}\n${cell}`;
          if (!asked.has(key)) {
            const said = expected(column, cell, known);
            asked.set(key, commas ? withComma(said, cell) : said);
          }
          if (asked.get(key)) tally.add(at, name, quoted(cells[place] ?? ""), asked.get(key));
          row[name] = typed(cell, column.type);
        }
        made.push(row);
      }
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      const { line: at, found, expected: wanted } = error.problem;
      tally.add(at, null, found, wanted);
    }
    commas?.refuse(tally);
    if (!lines.length && !tally.problems.length) tally.add(line + 1, null, "no row below the header", "an electrode in each row");
    const computedOf = tally.problems.length ? [] : made.map((row) => computed(row, known));
    const replaced = tally.problems.length ? [] : compareComputed(made, computedOf, lines, known, tally);
    const assumed = commas ? [`The columns are separated by ${known.separators[between]}, as the header shows.`, ...commas.assumed()] : [];
    if (own.size) assumed.push(`${known.kept}: ${names([...own], known)}.`);
    if (replaced.length) assumed.push(`${known.replaced}: ${names(replaced, known)}.`);
    return [made, computedOf, lines, assumed];
  }

  /* A table as bytes or text: its rows and how it was read, or what is wrong with it. */
  window.checkElectrodes = (content, known) => {
    const tally = tallyOf(known.listed);
    try {
      const [text, assumed] = typeof content === "string" ? [content, []] : decoded(content, known);
      const [rows, computedOf, lines, more] = read(text, known, tally);
      if (!tally.problems.length) return { rows: rows.map((row, i) => completed(row, computedOf[i])), problems: [], more: {}, assumed: [...assumed, ...more], notices: improbable(rows, computedOf, lines, known) };
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      tally.problems.push(error.problem);
    }
    const problems = tally.problems.map((one) => ({ ...one, found: escaped(one.found), expected: escaped(one.expected) }));
    return { rows: [], problems, more: Object.fromEntries(tally.more), assumed: [] };
  };
})();
