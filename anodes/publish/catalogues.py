"""What catalogues read: schema.org and Croissant for data, CodeMeta for code, Zenodo's own file.

All of it is made from `CITATION.cff`, the descriptor of the data package and `pyproject.toml`, so
that a name, a version or a date stands once. `python -m anodes.publish.catalogues` writes the files
that stand in the repository; those of the site are made when it is built.
"""

from __future__ import annotations

import hashlib
import json
import re
import sys
import tomllib
from typing import TYPE_CHECKING, Any

from anodes import export
from anodes.data.files import ROOT, descriptor, write_atomically
from anodes.publish.alone import repository
from anodes.publish.cite import citation
from anodes.terminal import write_utf8

if TYPE_CHECKING:
    from pathlib import Path

ADDRESS = "ANODES_URL"  # where the site will stand, if it is known: sharing needs whole addresses
DATA_PAGE = "chapters/dataset.html"
LICENCE = "https://creativecommons.org/licenses/by/4.0/"
CODE_LICENCE = "https://spdx.org/licenses/BSD-3-Clause"
KINDS = {
    "string": "sc:Text", "integer": "sc:Integer", "number": "sc:Float", "boolean": "sc:Boolean",
}  # fmt: skip
CONTEXT = {  # that of Croissant 1.0, as its specification prints it
    "@language": "en",
    "@vocab": "https://schema.org/",
    "citeAs": "cr:citeAs",
    "column": "cr:column",
    "conformsTo": "dct:conformsTo",
    "cr": "http://mlcommons.org/croissant/",
    "data": {"@id": "cr:data", "@type": "@json"},
    "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
    "dct": "http://purl.org/dc/terms/",
    "equivalentProperty": "cr:equivalentProperty",
    "examples": {"@id": "cr:examples", "@type": "@json"},
    "extract": "cr:extract",
    "field": "cr:field",
    "fileObject": "cr:fileObject",
    "fileProperty": "cr:fileProperty",
    "fileSet": "cr:fileSet",
    "format": "cr:format",
    "includes": "cr:includes",
    "isLiveDataset": "cr:isLiveDataset",
    "jsonPath": "cr:jsonPath",
    "key": "cr:key",
    "md5": "cr:md5",
    "parentField": "cr:parentField",
    "path": "cr:path",
    "rai": "http://mlcommons.org/croissant/RAI/",
    "recordSet": "cr:recordSet",
    "references": "cr:references",
    "regex": "cr:regex",
    "repeated": "cr:repeated",
    "replace": "cr:replace",
    "samplingRate": "cr:samplingRate",
    "sc": "https://schema.org/",
    "separator": "cr:separator",
    "source": "cr:source",
    "subField": "cr:subField",
    "transform": "cr:transform",
}


def data_page(address: str) -> str:
    """Address of the page on the data, or '' where that of the site is not known."""
    return f"{address.rstrip('/')}/{DATA_PAGE}" if address else ""


def people(authors: list[dict[str, str]]) -> list[dict[str, str]]:
    """Authors as schema.org has them: a group by its name, a person by both names."""
    return [
        {"@type": "Organization", "name": each["name"]}
        if "name" in each
        else {
            "@type": "Person",
            "givenName": each["given-names"],
            "familyName": each["family-names"],
            "name": f"{each['given-names']} {each['family-names']}",
        }
        for each in authors
    ]


def dataset(address: str = "", root: Path = ROOT) -> dict[str, Any]:
    """The data as a schema.org `Dataset`, for search engines that read it in a page.

    `address` is where the site will stand; without it the downloads are named from the page.
    """
    known, package = citation(root), descriptor(root)
    (review,) = known["references"]
    base = f"{address.rstrip('/')}/" if address else "../"
    measured = {row["column"]: row for row in export.frame("terms", root).to_dict("records")}
    fields = [f for r in export.resources(root) if r["name"] == "electrodes"
              for f in r["schema"]["fields"] if "unit" in f]  # fmt: skip
    made = {
        "@context": "https://schema.org/",
        "@type": "Dataset",
        "name": package["title"],
        "description": package["description"],
        "version": package["version"],
        "datePublished": str(known["date-released"]),
        "inLanguage": "en",
        "isAccessibleForFree": True,
        "license": LICENCE,
        "keywords": package["keywords"],
        "creator": people(known["authors"]),
        "isBasedOn": {
            "@type": "ScholarlyArticle",
            "name": review["title"],
            "author": people(review["authors"]),
            "sameAs": f"https://doi.org/{review['doi']}",
            "license": LICENCE,
        },
        "variableMeasured": [_variable(field, measured) for field in fields],
        "distribution": [
            {
                "@type": "DataDownload",
                "name": name,
                "encodingFormat": kind,
                "contentUrl": f"{base}downloads/{file}",
            }
            for name, kind, file in DOWNLOADS
        ],
    }
    if page := data_page(address):
        made |= {"url": page, "@id": page}
    return made


DOWNLOADS = (
    ("Data package (CSV)", "application/zip", "porous-alloy-anodes-data.zip"),
    ("Electrodes", "text/csv", "data/tidy/electrodes.csv"),
    (
        "Workbook",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "porous-alloy-anodes.xlsx",
    ),
)


def _variable(field: dict[str, Any], measured: dict[Any, dict[Any, Any]]) -> dict[str, str]:
    """A column as a `PropertyValue`, with the address of its term where there is one."""
    made = {
        "@type": "PropertyValue",
        "name": field["name"],
        "description": field["description"],
        "unitText": field["unit"],
    }
    iri = measured.get(field["name"], {}).get("iri")
    made |= {"propertyID": iri} if iri else {}
    return made | ({"unitCode": field["unitIri"]} if "unitIri" in field else {})


def croissant(files: dict[str, bytes], root: Path = ROOT, address: str = "") -> dict[str, Any]:
    """The data package as Croissant: each file with its digest, each table with its columns."""
    known, package = citation(root), descriptor(root)
    listed = export.resources(root)
    return {
        "@context": CONTEXT,
        "@type": "sc:Dataset",
        "name": package["name"],
        "alternateName": package["title"],
        "conformsTo": "http://mlcommons.org/croissant/1.0",
        "description": package["description"],
        "version": package["version"],
        "datePublished": str(known["date-released"]),
        "license": LICENCE,
        "keywords": package["keywords"],
        "creator": people(known["authors"]),
        "citeAs": _bibtex(known),
        "url": data_page(address) or package["sources"][0]["path"],
        "distribution": [_file(resource, files) for resource in listed],
        "recordSet": [_records(resource, listed) for resource in listed],
    }


def _bibtex(known: dict[str, Any]) -> str:
    from anodes.publish.cite import bibtex

    return bibtex(known)


def _file(resource: dict[str, Any], files: dict[str, bytes]) -> dict[str, Any]:
    content = files[resource["path"]]
    return {
        "@type": "cr:FileObject",
        "@id": resource["path"],
        "name": resource["path"],
        "contentUrl": resource["path"],
        "contentSize": f"{len(content)} B",
        "encodingFormat": "text/csv",
        "sha256": hashlib.sha256(content).hexdigest(),
    }


def _records(resource: dict[str, Any], listed: list[dict[str, Any]]) -> dict[str, Any]:
    name, schema = resource["name"], resource["schema"]
    key = schema.get("primaryKey", [])
    keys = [key] if isinstance(key, str) else key
    return {
        "@type": "cr:RecordSet",
        "@id": name,
        "name": name,
        "description": resource["title"],
        "key": [{"@id": f"{name}/{column}"} for column in keys],
        "field": [_column(resource, field) for field in schema["fields"]],
    }


def _column(resource: dict[str, Any], field: dict[str, Any]) -> dict[str, Any]:
    types = [KINDS[field["type"]]]
    made: dict[str, Any] = {
        "@type": "cr:Field",
        "@id": f"{resource['name']}/{field['name']}",
        "name": f"{resource['name']}/{field['name']}",
        "description": field["description"],
        "dataType": types,
        "source": {
            "fileObject": {"@id": resource["path"]},
            "extract": {"column": field["name"]},
        },
    }
    if "rdfType" in field:
        made["equivalentProperty"] = field["rdfType"]
    return made


# ---------------------------------------------------------------- files of the repository


def codemeta(root: Path = ROOT) -> dict[str, Any]:
    """The package and the book as CodeMeta 3.0, which software catalogues read."""
    known = citation(root)
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    (review,) = known["references"]
    made = {
        "@context": "https://w3id.org/codemeta/3.0",
        "type": "SoftwareSourceCode",
        "name": known["title"],
        "description": project["description"],
        "version": project["version"],
        "dateModified": str(known["date-released"]),
        "license": CODE_LICENCE,
        "author": [{"type": each.pop("@type"), **each} for each in people(known["authors"])],
        "programmingLanguage": "Python",
        "runtimePlatform": f"Python {project['requires-python']}",
        "operatingSystem": ["Linux", "macOS", "Windows"],
        "softwareRequirements": [_requirement(each) for each in project["dependencies"]],
        "keywords": project["keywords"],
        "developmentStatus": "https://www.repostatus.org/#active",
        "referencePublication": {
            "type": "schema:ScholarlyArticle",  # which the context has no name for
            "name": review["title"],
            "id": f"https://doi.org/{review['doi']}",
        },
    }
    if address := repository(root):
        made |= {"codeRepository": address, "issueTracker": f"{address}/issues"}
    return made


def _requirement(declared: str) -> dict[str, str]:
    """A package as a thing: CodeMeta takes a text here for an address."""
    name, versions = re.fullmatch(r"([\w.-]+)(.*)", declared).groups()  # type: ignore[union-attr]
    return {"type": "SoftwareApplication", "name": name, "version": versions}


def zenodo(root: Path = ROOT) -> dict[str, Any]:
    """What Zenodo puts into the record of a release."""
    known, package = citation(root), descriptor(root)
    (review,) = known["references"]
    return {
        "title": known["title"],
        "upload_type": "dataset",
        "version": known["version"],
        "publication_date": str(known["date-released"]),
        "language": "eng",
        "access_right": "open",
        "license": known["license"],
        "description": f"<p>{known['abstract'].strip()}</p>",
        "keywords": package["keywords"],
        "creators": [
            {"name": each.get("name") or f"{each['family-names']}, {each['given-names']}"}
            for each in known["authors"]
        ],
        "related_identifiers": [
            {
                "identifier": review["doi"],
                "relation": "isDerivedFrom",
                "scheme": "doi",
                "resource_type": "publication-article",
            }
        ],
    }


KEPT = {"codemeta.json": codemeta, ".zenodo.json": zenodo}


def json_text(made: dict[str, Any]) -> str:
    """JSON for people and machines, the same each time."""
    return json.dumps(made, ensure_ascii=False, indent=2) + "\n"


def main() -> int:
    """Write the files of the repository; 0."""
    write_utf8()
    for name, make in KEPT.items():
        write_atomically(ROOT / name, json_text(make()).encode())
        print(f"{name} is written")
    return 0


if __name__ == "__main__":
    sys.exit(main())
