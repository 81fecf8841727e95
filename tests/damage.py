"""A hundred ways to damage a table, each with what is expected of it, thought out beforehand.

A damage is applied to `TABLE`, a small good table. `check` says what becomes of it as a reader's
file, `data` what becomes of it as one of the book's own.
"""

from __future__ import annotations

import gzip
import io
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, field

import pytest

NAMES = [
    "material", "element", "ion", "initial_capacity_mAh_g", "initial_current_A_g",
    "final_capacity_mAh_g", "cycles", "notes",
]  # fmt: skip
TABLE = ",".join(NAMES) + "\nnest,Si,Li,2900.5,0.2,1850,500,\nfoam,Sb,Na,610,0.1,540.25,250,ok\n"
ROWS = [
    ("nest", "Si", "Li", 2900.5, 0.2, 1850.0, 500, ""),
    ("foam", "Sb", "Na", 610.0, 0.1, 540.25, 250, "ok"),
]
CAPACITY, CURRENT, LAST = NAMES[3], NAMES[4], NAMES[5]


def near(value):
    """A number as good as equal to one that was computed by hand."""
    return pytest.approx(value, rel=1e-6)


@dataclass(frozen=True)
class Read:
    """The table is accepted: `rows` as they are, but for `changed` values by row and column.

    `assumed` are words that must be in what is said about the reading, one text a sentence.
    `changed` may name other columns too.
    """

    assumed: tuple[str, ...] = ()
    changed: dict[tuple[int, str], object] = field(default_factory=dict)
    rows: int = 2


@dataclass(frozen=True)
class Refused:
    """The table is refused: at each place (line and column) with these words."""

    places: tuple[tuple[int | None, str | None, str], ...]
    only: bool = True  # at no other place


@dataclass(frozen=True)
class Damage:
    name: str
    apply: Callable[[str], bytes]
    check: Read | Refused
    data: Read | Refused


def at(line, column, words):
    return Refused(((line, column, words),))


def text(change):
    """A damage of the text, saved in UTF-8."""
    return lambda table: change(table).encode("utf-8")


def replaced(old, new):
    def change(table):
        assert old in table
        return table.replace(old, new, 1)

    return text(change)


def encoded(encoding, notes=""):
    """The table in another encoding, with a note that has special characters in line 3."""
    return lambda table: table.replace("ok", notes or "ok").encode(encoding)


def with_truth(table, word):
    """The table with a column of true and false, each row of which has the word."""
    head, *rows = table.splitlines()
    return "\n".join([f"{head},same_current", *(f"{row},{word}" for row in rows), ""])


def german(table):
    """The table as a spreadsheet with decimal commas saves it."""
    return table.replace(",", ";").replace(".", ",")


def zipped(table):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr(zipfile.ZipInfo("xl/workbook.xml"), table)
    return file.getvalue()


UTF_8 = "a file saved in UTF-8"
BYTE_0 = at(None, None, "")
CONTROL = "a control character"
SEPARATED = "commas; restore the file"
NO_FILE_OF_OURS = "a CSV file in UTF-8 with the header of its schema"

ENCODINGS = [
    Damage("UTF-8 with a mark", encoded("utf-8-sig"), Read(), at(None, None, "a byte order mark, as Excel writes it")),
    Damage("UTF-16, little-endian, with a mark", encoded("utf-16", "µ"), Read(("read as UTF-16",), {(1, "notes"): "µ"}), at(1, None, UTF_8)),
    Damage("UTF-16, big-endian, with a mark", lambda t: b"\xfe\xff" + t.encode("utf-16-be"), Read(("read as UTF-16",)), at(1, None, UTF_8)),
    Damage("UTF-16, little-endian", encoded("utf-16-le"), Read(("read as UTF-16",)), at(1, None, CONTROL)),
    Damage("UTF-16, big-endian", encoded("utf-16-be"), Read(("read as UTF-16",)), at(1, None, CONTROL)),
    Damage("UTF-16 with a byte cut off", lambda t: t.encode("utf-16")[:-1], at(3, None, "text in UTF-16 that is damaged"), at(1, None, UTF_8)),
    Damage("UTF-32", encoded("utf-32"), at(None, None, "text in UTF-32"), at(None, None, "text in UTF-32")),
    Damage("Latin-1", encoded("latin-1", "après"), Read(("Windows-1252, with the special characters 'è' in line 3",), {(1, "notes"): "après"}), at(3, None, UTF_8)),
    Damage("Windows-1252", encoded("cp1252", "5 µm – 7 €"), Read(("'µ' in line 3, '–' in line 3, '€' in line 3. If one of them is wrong",), {(1, "notes"): "5 µm – 7 €"}), at(3, None, UTF_8)),
    Damage("Mac OS Roman", encoded("mac-roman", "é"), Read(("'Ž' in line 3. If one of them is wrong",), {(1, "notes"): "Ž"}), at(3, None, UTF_8)),
    Damage("Windows-1252 with a byte that it lacks", lambda t: t.replace("ok", "\x81").encode("latin-1"), at(3, None, "0x81, neither UTF-8 nor Windows-1252"), at(3, None, UTF_8)),
    Damage("two encodings", lambda t: t.replace("nest", "µ").encode() + b"\xb5,Si,Li,9,,9,9,\n", at(4, None, "0xB5, which is not UTF-8, in a file with 'µ' in UTF-8 (line 2)"), at(4, None, UTF_8)),
    Damage("half a surrogate pair", lambda t: t.encode().replace(b"ok", b"\xed\xa0\x80"), at(3, None, "0xED, which is not UTF-8"), at(3, None, UTF_8)),
    Damage("cut in a character", lambda t: t.replace("ok\n", "µ").encode()[:-1], at(3, None, "the last character is cut off"), at(3, None, UTF_8)),
    Damage("EBCDIC", encoded("cp037"), at(1, None, "which is not UTF-8"), at(1, None, UTF_8)),
    Damage("a zero byte", replaced("nest", "ne\0st"), at(2, None, "a byte 0"), at(2, None, CONTROL)),
    Damage("zeros after the end", lambda t: t.encode() + b"\0" * 512, at(4, None, "a byte 0"), at(4, None, CONTROL)),
    Damage("zeros in place of all", lambda t: b"\0" * 512, at(1, None, "a byte 0"), at(1, None, CONTROL)),
]  # fmt: skip

SEPARATORS = [
    Damage("semicolons", text(lambda t: t.replace(",", ";")), Read(("separated by semicolons",)), at(1, None, SEPARATED)),
    Damage("tabs", text(lambda t: t.replace(",", "\t")), Read(("separated by tabs",)), at(1, None, SEPARATED)),
    Damage("vertical bars", text(lambda t: t.replace(",", "|")), Read(("separated by vertical bars",)), at(1, None, SEPARATED)),
    Damage("decimal commas", text(german), Read(("semicolons", "commas were read as points in 4 table cell(s): '2900,5' in line 2, column initial_capacity_mAh_g, as 2900.5")), at(1, None, "semicolons")),
    Damage("a German spreadsheet", lambda t: german(t).replace("\n", "\r\n").replace("ok", "für").encode("cp1252"), Read(("'ü' in line 3", "semicolons", "in 4 table cell"), {(1, "notes"): "für"}), at(3, None, UTF_8)),
    Damage("Unicode text of a spreadsheet", lambda t: german(t).replace(";", "\t").encode("utf-16"), Read(("UTF-16", "tabs", "in 4 table cell")), at(1, None, UTF_8)),
    Damage("true and false in German", text(lambda t: german(with_truth(t, "FALSCH"))), Read(("semicolons", "in 4 table cell")), at(1, None, SEPARATED)),
    Damage("true and false in Polish", text(lambda t: with_truth(t, "fałsz")), Read(), Refused(((1, "same_current", ""),), only=False)),
    Damage("no word for true or false", text(lambda t: with_truth(t, "nein")), Refused(((2, "same_current", "'nein'; expected true or false"), (3, "same_current", "'nein'"))), Refused(((1, "same_current", ""),), only=False)),
    Damage("a line that states semicolons", text(lambda t: "sep=;\n" + german(t)), Read(("semicolons", "in line 3, column initial_capacity_mAh_g")), at(1, None, "'sep=;', a line of a spreadsheet; expected the header in the first line")),
    Damage("a line that states semicolons, and commas", text(lambda t: "sep=;\n" + t), Read(), at(1, None, "'sep=;', a line of a spreadsheet")),
    Damage("a comma that groups or divides", text(lambda t: t.replace(",", ";").replace("2900.5", "2,900").replace("1850", "1,850")),
           Refused(((2, CAPACITY, "'2,900'; expected one number: write 2900, or 2,9000 if the comma is a decimal comma"), (2, LAST, "'1,850'; expected one number: write 1850"))), at(1, None, SEPARATED)),
    Damage("such a comma beside decimal commas", text(lambda t: german(t).replace("2900,5", "2,900")), Read(("semicolons", "in 4 table cell(s): '0,2'"), {(0, CAPACITY): 2.9}), at(1, None, SEPARATED)),
    Damage("a point that groups or divides", text(lambda t: german(t).replace("1850", "1.850")), at(2, LAST, "'1.850'; expected one number: write 1850, or 1,850 for a decimal; the file has decimal commas ('2900,5' in line 2"), at(1, None, SEPARATED)),
    Damage("points that group, and decimal commas", text(lambda t: german(t).replace("2900,5", "2.900,5")), Read(("semicolons", "'2.900,5' in line 2, column initial_capacity_mAh_g, as 2900.5")), at(1, None, SEPARATED)),
    Damage("a grouped whole number", text(lambda t: german(t).replace("500", "1.500")), at(2, "cycles", "'1.500'; expected a whole number such as 200: Number of cycles behind the final capacity. Write 1500."), at(1, None, SEPARATED)),
    Damage("a decimal comma and a sign for percent", text(lambda t: german(t).replace("2900,5", "2900,5 %")), at(2, CAPACITY, ". Write 2900,5."), at(1, None, SEPARATED)),
    Damage("groups as in France, and a decimal comma", lambda t: german(t).replace("2900,5", "2\u202f900,5").encode("utf-8-sig"), at(2, CAPACITY, ". Write 2900,5."), at(1, None, SEPARATED)),
    Damage("groups as Excel saves them in France", lambda t: german(t).replace("2900,5", "2\xa0900,5").encode("cp1252"), at(2, CAPACITY, ". Write 2900,5."), at(2, None, UTF_8)),
    Damage("groups as in Switzerland", text(lambda t: t.replace(",", ";").replace("2900.5", "2’900.5")), at(2, CAPACITY, ". Write 2900.5."), at(1, None, SEPARATED)),
    Damage("empty columns and rows of a German spreadsheet", lambda t: "".join(f"{line};;\r\n" for line in german(t).splitlines() + [";" * 7] * 2).encode("cp1252"), Read(("semicolons", "in 4 table cell")), at(1, None, SEPARATED)),
    Damage("a decimal comma among commas", replaced("2900.5", "2900,5"), at(2, None, "9 values; expected 8 values, as the header; write 0.2 for 0,2"), at(2, None, "a row with too many cells")),
    Damage("a quoted decimal comma", replaced("2900.5", '"2900,5"'), at(2, CAPACITY, "Write 2900.5"), at(2, CAPACITY, "'2900,5'; expected a number")),
    Damage("a quoted comma that groups or divides", replaced("2900.5", '"2,900"'), at(2, CAPACITY, "Write 2900, or 2.900 if the comma is a decimal comma"), at(2, CAPACITY, "'2,900'; expected a number")),
    Damage("spaces", text(lambda t: t.replace(",", " ")), at(1, None, "commas, semicolons or tabs between them"), Refused(((1, "material", "this column in it"),), only=False)),
    Damage("each row in one cell", text(lambda t: "".join(f'"{line}"\n' for line in t.splitlines())), at(1, None, "split the text into columns at its commas"), Refused(((1, "material", "this column in it"),), only=False)),
    Damage("semicolons in the header only", text(lambda t: t.replace(",", ";", 7)), Refused(((2, None, "1 value; expected 8 values"), (3, None, "1 value; expected 8"))), at(1, None, SEPARATED)),
]  # fmt: skip

CUT = "quotation marks that do not pair"
SHAPES = [
    Damage("cut in the header", text(lambda t: t[: t.index("initial_capac") + 13]), Refused(((1, "initial_capac", "initial_capacity_mAh_g, perhaps"), (1, LAST, "no such column"), (1, "cycles", "no such column"), (1, CAPACITY, "no such column"))), Refused(((1, "initial_capac", "only columns that"), (1, "cycles", "this column in it")), only=False)),
    Damage("cut in a row", text(lambda t: t[: t.index("Sb") + 2]), at(3, None, "2 values; expected 8 values"), at(3, None, "too few cells")),
    Damage("cut after the header", text(lambda t: t[: t.index("nest")]), at(2, None, "no row below the header"), Read(rows=0)),
    Damage("without the last line end", text(str.rstrip), Read(), Read()),
    Damage("CR", text(lambda t: t.replace("\n", "\r")), Read(), at(None, None, "line ends")),
    Damage("CRLF", text(lambda t: t.replace("\n", "\r\n")), Read(), at(None, None, "line ends of Windows")),
    Damage("mixed line ends", text(lambda t: t.replace("\n", "\r\n", 1)), Read(), at(None, None, "line ends of Windows")),
    Damage("doubled line ends", text(lambda t: t.replace("\n", "\n\n")), Read(), Refused(((2, None, "an empty line"),), only=False)),
    Damage("a form feed", replaced("nest", "\fnest"), Read(), at(2, None, CONTROL)),
    Damage("a line separator of Unicode", replaced("ok", "a\u2028b"), Read(changed={(1, "notes"): "a\u2028b"}), Read(changed={(1, "notes"): "a\u2028b"})),
    Damage("a quotation mark before a cell", replaced("nest", '"nest'), at(2, None, CUT), at(2, None, CUT)),
    Damage("a quotation mark before the last cell", replaced("ok", '"ok'), at(3, None, CUT), at(3, None, CUT)),
    Damage("a quotation mark in a cell", replaced("nest", 'ne"st'), Read(changed={(0, "material"): 'ne"st'}), Read(changed={(0, "material"): 'ne"st'})),
    Damage("doubled quotation marks", replaced("nest", '"""nest"""'), Read(changed={(0, "material"): '"nest"'}), Read(changed={(0, "material"): '"nest"'})),
    Damage("text after a quoted cell", replaced("nest", '"nest" x'), at(2, None, CUT), at(2, None, CUT)),
    Damage("typographic quotation marks", replaced("nest", "“nest”"), Read(changed={(0, "material"): "“nest”"}), Read(changed={(0, "material"): "“nest”"})),
    Damage("typographic quotation marks in the header", replaced("material", "“material”"), Refused(((1, "“material”", "material, perhaps"), (1, "material", "no such column"))), Refused(((1, "“material”", "only columns"), (1, "material", "this column")))),
    Damage("a line break in a quoted cell", replaced("ok", '"a\nb"'), Read(changed={(1, "notes"): "a\nb"}), Read(changed={(1, "notes"): "a\nb"})),
    Damage("a cell too many", replaced("Si,Li", "Si,Si,Li"), at(2, None, "9 values; expected 8 values"), at(2, None, "too many cells")),
    Damage("a cell too few", replaced("Si,Li", "SiLi"), at(2, None, "7 values; expected 8 values"), at(2, None, "too few cells")),
    Damage("a cell too many, and other problems", text(lambda t: t.replace("Si,Li", "Si,Si,Li").replace("610", "none").replace("250", "0")),
           Refused(((2, None, "9 values"), (3, CAPACITY, "'none'"), (3, "cycles", "'0'"))), Refused(((2, None, "too many cells"), (3, CAPACITY, "'none'"), (3, "cycles", "'0'")))),
    Damage("empty columns at the right", text(lambda t: t.replace("\n", ",,\n")), Read(), Refused(((1, None, "only columns that"),), only=False)),
    Damage("nothing", lambda t: b"", at(1, None, "nothing"), at(None, None, "an empty file")),
    Damage("a mark and nothing", lambda t: b"\xef\xbb\xbf", at(1, None, "nothing"), Refused(((None, None, "an empty file"),), only=False)),
    Damage("empty lines", lambda t: b"\n\r\n  \n", at(1, None, "nothing"), Refused(((None, None, "an empty file"),), only=False)),
    Damage("separators", lambda t: b",,,\n,,\n", at(1, None, "nothing"), Refused(((1, "material", "this column in it"),), only=False)),
]  # fmt: skip

HEADERS = [
    Damage("a column twice", replaced("notes", "cycles"), Refused(((1, "cycles", "2 columns of this name; expected one"),), only=False), Refused(((1, "cycles", "2 columns of this name; expected one"), (1, "notes", "this column")))),
    Damage("a column without a name", replaced("notes", ""), at(3, "number 8", "'ok'; expected nothing, or a name of this column"), Refused(((1, None, "a column ''"), (1, "notes", "this column")))),
    Damage("capitals", replaced("cycles", "Cycles"), Refused(((1, "Cycles", "cycles, perhaps"), (1, "cycles", "no such column"))), Refused(((1, "Cycles", "only columns"), (1, "cycles", "this column")))),
    Damage("a unit in the header", replaced("initial_capacity_mAh_g", "initial capacity (mAh/g)"), Refused(((1, "initial capacity (mAh/g)", "initial_capacity_mAh_g, perhaps"), (1, CAPACITY, "no such column"))), Refused(((1, "initial capacity (mAh/g)", "only columns"), (1, CAPACITY, "this column")))),
    Damage("a space of no width", replaced("cycles", "\u200bcycles"), Refused(((1, r"\u200bcycles", "cycles, perhaps"), (1, "cycles", "no such column"))), Refused(((1, "\u200bcycles", "only columns"), (1, "cycles", "this column")))),
    Damage("spaces around names", replaced("cycles", " cycles\xa0"), Read(), Refused(((1, " cycles\xa0", "only columns"), (1, "cycles", "this column")))),
    Damage("columns in another order", text(lambda t: "\n".join(",".join(line.split(",")[::-1]) for line in t.splitlines())), Read(), at(1, "notes", "the order material, element")),
    Damage("no header", text(lambda t: t[t.index("nest") :]), Refused(((1, None, "'nest,Si,Li,2900.5,0.2,1850,500'; expected names of columns such as material"),)), Refused(((1, "material", "this column in it"),), only=False)),
    Damage("the header again", text(lambda t: t.replace("foam", t[: t.index("\n") + 1] + "foam")), Refused(((3, CAPACITY, "'initial_capacity_mAh_g'"), (3, "cycles", "'cycles'"), (3, "element", "'element'"), (3, "ion", "'ion'"), (3, CURRENT, ""), (3, LAST, ""))), at(3, None, "the header again; expected the header in line 1 alone")),
    Damage("another table's header", replaced(",".join(NAMES), "a,b,c,d,e,f,g,h"), at(1, None, "names of columns such as material"), Refused(((1, "a", "only columns"), (1, "material", "this column")), only=False)),
]  # fmt: skip

CONFLICTED = "<<<<<<< HEAD\n{}=======\n{}>>>>>>> other\n"
FORMATS = [
    Damage("a workbook", zipped, at(None, None, "a zip archive, such as a workbook"), at(None, None, "a zip archive")),
    Damage("an old workbook", lambda t: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", at(None, None, "an old spreadsheet (.xls)"), at(None, None, ".xls")),
    Damage("a compressed table", lambda t: gzip.compress(t.encode(), mtime=0), at(None, None, "a compressed file (.gz)"), at(None, None, ".gz")),
    Damage("a PDF", lambda t: b"%PDF-1.7\n", at(None, None, "a PDF document"), at(None, None, "a PDF")),
    Damage("a picture", lambda t: b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", at(3, None, "a byte 0"), at(1, None, UTF_8)),
    Damage("an error page", lambda t: b"\n<!DOCTYPE html>\n<html><script>alert(1)</script></html>", at(None, None, "a web page (HTML)"), at(None, None, "a web page (HTML)")),
    Damage("JSON", lambda t: b'{"material": "nest", "element": "Si"}\n', at(None, None, "JSON"), at(None, None, "JSON")),
    Damage("a pointer of Git LFS", lambda t: b"version https://git-lfs.github.com/spec/v1\noid sha256:4d\nsize 9\n", at(None, None, "`git lfs pull` gets it"), at(None, None, "`git lfs pull` gets it")),
    Damage("a conflict of Git", text(lambda t: t + CONFLICTED.format("a,Si,Li,9,,9,9,\n", "a,Si,Li,8,,8,8,\n")),
           Refused(tuple((line, None, "a conflict marker of Git") for line in (4, 6, 8))), at(4, None, "a conflict marker of Git, '<<<<<<< HEAD'; expected one of the two versions")),
    Damage("a conflict of Git in the header", text(lambda t: "<<<<<<< HEAD\n" + t), at(1, None, "a conflict marker of Git"), at(1, None, "a conflict marker of Git")),
]  # fmt: skip


def number(cell, words, data="'", column=CAPACITY, old="2900.5"):
    """A damage of one number: refused by both, with advice for a reader."""
    quoted = f'"{cell}"' if "," in cell else cell
    return Damage(
        f"{column} {cell!r}", replaced(old, quoted), at(2, column, words), at(2, column, data)
    )


NUMBERS = [
    Damage("1e3 in a number", replaced("2900.5", "1e3"), Read(changed={(0, CAPACITY): 1000.0}), Read(changed={(0, CAPACITY): 1000.0})),
    number("1_000", "; write 1000"),
    number("٢٩٠٠", "'٢٩٠٠'; expected plain digits, or nothing; write 2900"),
    number("２９００", "write 2900"),
    number("−5", "'−5'; expected a number such as 1222.5, without thousands commas or unit: Capacity of the first cycle; whether of charge or discharge the tables do not say. Write -5."),
    number("2,900.5", "Write 2900.5"),
    number("2 900", "Write 2900"),
    number("2\u202f900", "Write 2900"),
    number("2'900", "Write 2900"),
    number("'2900", "Write 2900"),
    number(".5", "0.5"),
    number("0x10", "a number such as"),
    number("inf", ""),
    number("nan", ""),
    number("1e999", "at most 10000"),
    number("2900 mAh/g", "without thousands commas or unit"),
    number("~2900", "a number such as"),
    number("2900.5.1", "a number such as"),
    number("n/a", "a number such as"),
    number("-", "a number such as"),
    number("", "a value"),
    number("2024-03-05", "A spreadsheet may have made a date of a number"),
    number("05.03.2024", "A spreadsheet may have made a date of a number"),
    number("3. Mär", "A spreadsheet may have made a date of a number"),
    number("Mar-05", "A spreadsheet may have made a date of a number"),
    number("=5801/2", "the value that the formula gives"),
    number("+5801/2", "a number such as"),
    number("@SUM(A1)", "a number such as"),
    number("#REF!", "the spreadsheet could not compute this one"),
    number("#WERT!", "the spreadsheet could not compute this one"),
    number("#¿NOMBRE?", "the spreadsheet could not compute this one"),
    number("#NV", "the spreadsheet could not compute this one"),
    number("Err:502", "the spreadsheet could not compute this one"),
    number("9" * 5000, "", data="(5,000 characters)"),
    number("1e3", ". Write 1000.", column="cycles", old="500"),
    number("500.0", ". Write 500.", column="cycles", old="500"),
    number("1,500", ". Write 1500.", column="cycles", old="500"),
    number("500.5", "a whole number such as 200", column="cycles", old="500"),
    number("200", "at most 100", column=CURRENT, old="0.2"),
    number("12 %", ". Write 12.", column=CURRENT, old="0.2"),
]  # fmt: skip


def added(columns, data=None, change=str):
    """The table with further columns at its right: the texts of each by its name."""
    lines = [",".join(columns), *(",".join(cells) for cells in zip(*columns.values(), strict=True))]
    name = next(iter(columns))
    return {
        "apply": text(
            lambda table: change(
                "".join(
                    f"{old},{new}\n" for old, new in zip(table.splitlines(), lines, strict=True)
                )
            )
        ),
        "data": data or Refused(((1, name, "only columns that"),), only=False),
    }


def column(name, cell, check, other="", **how):
    """A damage by one more column, with a text in its first row and another in its second."""
    return Damage(f"{name} {cell!r}", check=check, **added({name: (cell, other)}, **how))


OWN = "are not checked: "
REPLACED = "the computed ones replace them: "
ALIKE = "; a column of your own needs a name that is less like it"
FURTHER = [  # 1850 / 2900.5 = 0.637821; 540.25 / 610 = 0.885656; 2900.5 / 4200 = 0.690595; 0.2 / 4.2 = 0.047619
    Damage("two columns of the reader's own", check=Read((f"{OWN}colour, batch.",), {(0, "colour"): "red", (1, "colour"): "", (0, "batch"): "7", (1, "batch"): "08"}),
           **added({"colour": ("red", ""), "batch": ("7", "08")})),
    Damage("columns of a spreadsheet's user", check=Read(("semicolons", "Decimal commas", f"{OWN}binder."), {(0, "binder"): "0,5", (1, "binder"): "1.000"}),
           **added({"binder": ("0.5", "1000")}, at(1, None, SEPARATED), lambda t: german(t).replace("1000", "1.000"))),
    Damage("a hundred and one columns of the reader's own", check=at(1, "k100", "or at most 100 of your own"),
           **added({f"k{number}": ("1", "2") for number in range(101)})),
    Damage("nine columns of the reader's own", check=Read((f"{OWN}k0, k1, k2, k3, k4, k5, k6, k7 and 1 more.",)),
           **added({f"k{number}": ("1", "2") for number in range(9)})),
    column("constructor", "x", Read((f"{OWN}constructor.",), {(0, "constructor"): "x"})),
    column("__proto__", "x", Read((f"{OWN}__proto__.",), {(0, "__proto__"): "x"})),
    column("retention", "60", at(1, "retention", f"retention_percent, perhaps{ALIKE}")),
    column("col\x1bour", "x", at(1, r"col\x1bour", "text without control codes such as U+001B"), data=at(1, None, CONTROL)),
    column("=A1", "x", at(1, "=A1", "the value that the formula gives")),
    column("colour", "=1+1", at(2, "colour", "'=1+1'; expected the value that the formula gives")),
    column("retention_percent", "63.8", Read((f"{REPLACED}retention_percent.",), {(0, "retention_percent"): near(63.78211), (1, "retention_percent"): near(88.56557)})),
    column("retention_percent", "63.8", Read((f"{REPLACED}retention_percent.",), {(1, "retention_percent"): near(88.56557)}), other="88.6"),
    column("retention_percent", "60", at(2, "retention_percent", "found 60; expected 63.782, computed: ")),
    column("retention_percent", "123456", at(2, "retention_percent", "found 1.2346e+05; expected 63.782, computed: ")),
    column("fade_percent_per_cycle", "0.00005", at(2, "fade_percent_per_cycle", "found 5e-05; expected 0.089899")),
    column("first_cycle_loss_percent", "15", at(2, "first_cycle_loss_percent", "found 15; expected nothing, because a value that it is computed from is missing: ")),
    column("capacity_utilization_percent", "50", at(2, "capacity_utilization_percent", "found 50; expected 69.06, computed: ")),
    column("capacity_utilization_percent", "69", Read((f"{REPLACED}capacity_utilization_percent.",), {(0, "capacity_utilization_percent"): near(69.05952)})),
    column("same_current", "true", at(2, "same_current", "found true; expected false, computed: ")),
    column("initial_c_rate", "0.5", at(2, "initial_c_rate", "found 0.5; expected 0.047619, computed: ")),
    column("initial_c_rate", "0.0476", Read((), {(0, "initial_c_rate"): 0.0476})),
    column("one_c_A_g", "2", Read((), {(0, "one_c_A_g"): 2.0})),
    column("one_c_basis", "mine", at(2, "one_c_basis", "'mine'; expected the 1 C current in one_c_A_g, or nothing: the 1 C that is used without it is stated in the review for another paper on this host")),
    Damage("a 1 C current of the reader's own, and a rate", check=at(2, "initial_c_rate", "found 0.0476; expected 0.1, computed: "),
           **added({"one_c_A_g": ("2", ""), "one_c_basis": ("mine", ""), "initial_c_rate": ("0.0476", "")})),
    column("origins", "mine", at(2, "origins", "'mine'; expected names of columns with their origins, such as")),
    column("origins", "cycles: given; notes: judged", Read()),
]  # fmt: skip

ACTING = [  # texts that act in a page, a terminal, a shell or a spreadsheet
    "<script>alert(1)</script>", "</script><script>alert(1)</script>", "<img src=x onerror=alert(1)>",
    "\"><svg onload=alert(1)>", "'-alert(1)-'", "<b>&amp;</b>", "javascript:alert(1)", "{{7*7}}", "${7*7}",
    "datum['x']", "`id`", "$(id)", "[x](javascript:alert(1))", "+1+1", "-2+3", "@SUM(A1)", "../../etc/passwd", "%s%n",
]  # fmt: skip


def word(cell):
    change = {(0, "material"): cell}
    return Damage(
        f"text {cell!r}",
        replaced("nest", '"' + cell.replace('"', '""') + '"'),
        Read((), change),
        Read((), change),
    )


CODES = [
    Damage(f"code {code!r}", replaced("nest", f"ne{code}st"), at(2, "material", f"U+{ord(code):04X}"), data)
    for code, data in (
        ("\x1b", at(2, None, CONTROL)), ("\x07", at(2, None, CONTROL)), ("\x9b", at(2, None, CONTROL)),
        ("\u202e", Read(changed={(0, "material"): "ne\u202est"})),
    )
]  # fmt: skip
DAMAGES = [
    *ENCODINGS, *SEPARATORS, *SHAPES, *HEADERS, *FORMATS, *NUMBERS, *FURTHER, *map(word, ACTING), *CODES,
]  # fmt: skip
