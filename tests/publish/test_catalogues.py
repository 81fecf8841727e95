"""What catalogues read: true to the citation, the descriptor and the files, and valid."""

import datetime
import hashlib
import json
import re
import subprocess
import sys
import tomllib

import pytest
import rdflib
import yaml
from conftest import ROOT
from lxml import html

from anodes import export
from anodes.publish import catalogues, metadata

CITATION = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


@pytest.mark.parametrize("name", catalogues.KEPT)
def test_the_stored_files_are_as_they_would_be_made(name):
    stored = (ROOT / name).read_text(encoding="utf-8")
    assert stored == catalogues.json_text(catalogues.KEPT[name]()), (
        "run `.venv/bin/python -m anodes.publish.catalogues`"
    )


def test_codemeta_has_the_version_and_the_licence():
    made = json.loads((ROOT / "codemeta.json").read_text(encoding="utf-8"))
    assert made["@context"] == "https://w3id.org/codemeta/3.0"
    assert made["version"] == PROJECT["version"] == CITATION["version"]
    assert made["license"] == "https://spdx.org/licenses/BSD-3-Clause"
    assert "BSD 3-Clause" in (ROOT / "LICENSE").read_text(encoding="utf-8")


def test_zenodo_gets_what_its_records_require():
    made = json.loads((ROOT / ".zenodo.json").read_text(encoding="utf-8"))
    for name in ("title", "upload_type", "description", "creators", "access_right", "license"):
        assert made[name]
    assert made["upload_type"] == "dataset"
    assert made["access_right"] == "open"
    assert datetime.date.fromisoformat(made["publication_date"]) == datetime.date.fromisoformat(
        CITATION["date-released"]
    )
    assert (
        made["license"] == "CC-BY-4.0"
    )  # Zenodo takes any case, the schema of zenodraft only this
    assert made["related_identifiers"][0]["identifier"] == CITATION["references"][0]["doi"]
    assert all(set(person) <= {"name", "affiliation", "orcid"} for person in made["creators"])


# The schema of the Citation File Format 1.2.0 and that of GitHub's workflows come with the validator.
SCHEMAS = {"CITATION.cff": "citation-file-format"} | {
    path.relative_to(ROOT).as_posix(): "github-workflows"
    for path in (ROOT / ".github/workflows").glob("*.yml")
}


def by_schema(schema, *paths):
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", f"vendor.{schema}"]
    return subprocess.run([*command, *paths], capture_output=True, encoding="utf-8", check=False)


@pytest.mark.slow
@pytest.mark.parametrize("schema", sorted(set(SCHEMAS.values())))
def test_files_of_others_formats_are_valid(schema):
    paths = [ROOT / name for name, its in SCHEMAS.items() if its == schema]
    done = by_schema(schema, *paths)
    assert paths
    assert done.returncode == 0, done.stdout


@pytest.mark.slow
def test_a_citation_file_that_is_not_valid_is_refused(tmp_path):
    path = tmp_path / "CITATION.cff"
    text = (ROOT / "CITATION.cff").read_text(encoding="utf-8")
    path.write_text(text.replace("license: CC-BY-4.0", "license: CC BY 4.0"), encoding="utf-8")
    done = by_schema("citation-file-format", path)
    assert done.returncode == 1
    assert "license" in done.stdout


# ------------------------------------------------------------------ JSON-LD, as a processor reads it

S, C = "http://schema.org/", "https://codemeta.github.io/terms/"
# Of the context of CodeMeta 3.0: the names that we use, and whether their value is an address.
CODEMETA = {
    name: {"@id": f"{place}{name}", **({"@type": "@id"} if address else {})}
    for place, address, names in (
        (S, True, "softwareRequirements license codeRepository author"),
        (C, True, "developmentStatus referencePublication issueTracker"),
        (S, False, "name description version dateModified programmingLanguage runtimePlatform"),
        (S, False, "operatingSystem keywords"),
        (S, False, "Organization Person SoftwareSourceCode SoftwareApplication"),
    )
    for name in names.split()
} | {"type": "@type", "id": "@id", "schema": S}


def graph(made, context):
    return rdflib.Graph().parse(data=json.dumps(made | {"@context": context}), format="json-ld")


def members(made):
    """Each object of a JSON document, with itself."""
    for value in made if isinstance(made, list) else [made]:
        if isinstance(value, dict):
            yield value
            for each in value.values():
                yield from members(each)


def relative(found):
    """Addresses that a processor made of words, by putting them behind that of the file."""
    return {str(n) for n in found.all_nodes() if isinstance(n, rdflib.URIRef)
            if not re.fullmatch(r"https?://[^<>\s]+", str(n))}  # fmt: skip


def test_codemeta_says_what_it_means_in_json_ld():
    made = json.loads((ROOT / "codemeta.json").read_text(encoding="utf-8"))
    made |= {"codeRepository": "https://example.org/a", "issueTracker": "https://example.org/a/b"}
    found = graph(made, CODEMETA)
    assert relative(found) == set()
    names = {name for each in members(made) for name in each} - {"@context", "type", "id"}
    assert names <= set(CODEMETA)
    needed = {(str(found.value(thing, rdflib.URIRef(f"{S}name"))),
               str(found.value(thing, rdflib.URIRef(f"{S}version"))))
              for thing in found.objects(None, rdflib.URIRef(f"{S}softwareRequirements"))}  # fmt: skip
    assert ("pandas", ">=3.0,<4") in needed
    assert len(needed) == len(PROJECT["dependencies"])
    (status,) = found.objects(None, rdflib.URIRef(f"{C}developmentStatus"))
    assert str(status) == "https://www.repostatus.org/#active"


def test_words_where_an_address_belongs_would_be_found():
    found = graph({"softwareRequirements": "a>=1,<2", "license": "https://example.org"}, CODEMETA)
    assert len(relative(found)) == 1


# What schema.org 30.0 lets a thing of each type say, as far as we say it.
SAYS = {
    "Dataset": (
        "name description version datePublished inLanguage isAccessibleForFree license keywords "
        "creator isBasedOn variableMeasured distribution url"
    ),
    "Organization": "name",
    "Person": "name givenName familyName",
    "ScholarlyArticle": "name author sameAs license",
    "PropertyValue": "name description unitText unitCode propertyID",
    "DataDownload": "name encodingFormat contentUrl",
}


@pytest.mark.parametrize("address", ["", "https://example.org/book"])
def test_the_dataset_says_what_schema_org_knows(address):
    made = catalogues.dataset(address)
    for each in members(made):
        names = {name for name in each if not name.startswith("@")}
        assert names <= set(SAYS[each["@type"]].split())
    found = graph(made, {"@vocab": S})
    assert relative(found) == set()
    assert {str(t) for t in found.objects(None, rdflib.RDF.type)} == {S + name for name in SAYS}


# ------------------------------------------------------------------ Croissant


@pytest.fixture(scope="module")
def package(tmp_path_factory):
    """The data package in a folder, with its Croissant file."""
    folder = tmp_path_factory.mktemp("package")
    files = export.files()
    made = catalogues.croissant(files)
    for name, content in (files | {"croissant.json": catalogues.json_text(made).encode()}).items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return folder


# In a process of its own: it takes the logging of the one that imports it.
VALIDATE = """
import json, sys
import mlcroissant
try:
    dataset = mlcroissant.Dataset(sys.argv[1])
except mlcroissant.ValidationError as error:
    sys.exit(str(error))
rows = list(dataset.records("electrodes"))
second = {name: rows[1][f"electrodes/{name}"] for name in ("material", "initial_capacity_mAh_g")}
print(json.dumps([len(rows), second["material"].decode(), second["initial_capacity_mAh_g"]]))
"""


def validated(path):
    command = [sys.executable, "-c", VALIDATE, str(path)]
    return subprocess.run(command, capture_output=True, encoding="utf-8", check=False)


@pytest.mark.slow
def test_croissant_is_valid_and_gives_the_electrodes(package):
    done = validated(package / "croissant.json")
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == [60, "3D porous Si", 2919.0]


@pytest.mark.slow
def test_a_croissant_file_that_is_not_valid_is_refused(package, tmp_path):
    made = json.loads((package / "croissant.json").read_text(encoding="utf-8"))
    made["recordSet"][0]["field"][0]["source"]["fileObject"]["@id"] = "not-there.csv"
    (tmp_path / "croissant.json").write_text(json.dumps(made), encoding="utf-8")
    done = validated(tmp_path / "croissant.json")
    assert done.returncode == 1
    assert "not-there.csv" in done.stderr


def test_croissant_has_each_table_and_each_digest(package):
    made = json.loads((package / "croissant.json").read_text(encoding="utf-8"))
    assert [r["name"] for r in made["recordSet"]] == [r["name"] for r in export.resources()]
    assert made["license"] == metadata.LICENCE
    for file in made["distribution"]:
        content = (package / file["contentUrl"]).read_bytes()
        assert file["sha256"] == hashlib.sha256(content).hexdigest()
    addresses = {
        field["name"]: field.get("equivalentProperty", "")
        for table in made["recordSet"]
        for field in table["field"]
    }
    assert addresses["hosts/density_g_cm3"] == "http://qudt.org/vocab/quantitykind/Density"
    assert addresses["electrodes/retention_percent"] == ""


def test_the_descriptor_names_its_page_where_that_is_known():
    page = catalogues.data_page("https://example.org/book/")
    assert page == "https://example.org/book/chapters/dataset.html"
    package = json.loads(export.files(homepage=page)["datapackage.json"])
    assert package["homepage"] == page == catalogues.dataset("https://example.org/book")["url"]
    assert "homepage" not in json.loads(export.files()["datapackage.json"])
    assert catalogues.data_page("") == ""


# ------------------------------------------------------------------ pages


def blocks(site, page):
    text = (site / page).read_text(encoding="utf-8")
    found = re.findall(r'<script type="application/ld\+json">(.*?)</script>', text, re.S)
    return [json.loads(block) for block in found]


@pytest.mark.parametrize("page", ["index", "dataset"])
def test_pages_of_the_data_describe_them_to_search_engines(site, page):
    (made,) = blocks(site, f"chapters/{page}.html")
    assert (made["@context"], made["@type"]) == ("https://schema.org/", "Dataset")
    assert 50 <= len(made["description"]) <= 5000  # as Google's dataset search wants it
    assert made["license"].startswith("https://")
    assert made["isBasedOn"]["sameAs"] == "https://doi.org/10.20517/energymater.2022.24"
    for each in made["distribution"]:
        assert (site / "chapters" / each["contentUrl"]).resolve().is_file(), each
    names = {variable["name"]: variable for variable in made["variableMeasured"]}
    assert names["ice_percent"]["propertyID"].startswith("https://w3id.org/emmo/")
    assert names["initial_capacity_mAh_g"]["unitText"] == "mAh g-1"


def test_no_other_page_has_the_description(site):
    pages = {
        p.stem for p in (site / "chapters").glob("*.html") if blocks(site, f"chapters/{p.name}")
    }
    assert pages == {"index", "dataset"}


def test_words_cannot_end_the_block():
    block = metadata.data_block({"name": "</script><script>alert(1)</script>"})
    assert block.count("<script") == block.count("</script>") == 1
    assert json.loads(block.partition(">")[2].removesuffix("</script>"))["name"].startswith("</")


def test_the_root_page_says_what_it_leads_to(site):
    page = html.fromstring((site / "index.html").read_text(encoding="utf-8"))
    assert page.get("lang") == "en"
    assert page.findtext(".//title") == CITATION["title"]
    shared = {m.get("property"): m.get("content") for m in page.iter("meta") if m.get("property")}
    assert shared["og:title"] == CITATION["title"]
    assert len(shared["og:description"]) > 50
    assert (site / shared["og:image"]).is_file()
    (link,) = page.iter("a")
    assert (site / link.get("href")).is_file()
    (refresh,) = (m for m in page.iter("meta") if m.get("http-equiv") == "refresh")
    assert refresh.get("content") == "0; url=chapters/index.html"


def test_with_an_address_pages_are_canonical():
    page = html.fromstring(metadata.root_page("A <b>", "Words.", "https://example.org/book"))
    (canonical,) = (link for link in page.iter("link") if link.get("rel") == "canonical")
    assert canonical.get("href") == "https://example.org/book/chapters/index.html"
    shared = {m.get("property"): m.get("content") for m in page.iter("meta") if m.get("property")}
    assert shared["og:url"] == canonical.get("href")
    assert shared["og:image"] == "https://example.org/book/_static/cover.png"
    made = catalogues.dataset("https://example.org/book")
    assert made["url"] == "https://example.org/book/chapters/dataset.html"
    assert made["distribution"][0]["contentUrl"].startswith("https://example.org/book/downloads/")
    named = metadata.head(title="a", book="b", words="c", cover="d", author="e", address="f")
    assert '<meta property="og:url" content="f">' in named
    assert "og:url" not in metadata.head(title="a", book="b", words="c", cover="d", author="e")
