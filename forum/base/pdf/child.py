"""The process that turns HTML into PDF; `forum.base.pdf.render` has it run by `forum.base.child`, within limits.

Not imported by anything: it runs as a script, without Django, the database, secrets or the network.
Input: a JSON line, {"html", "assets": {url: [type, length]}}, then the assets' bytes.
Output: a line with the number of pages, then the PDF.
"""

from __future__ import annotations

import gc
import json
import sys
from typing import Any

PDFA, PDFUA = "pdf/a-3a", 1
UA_SCHEMA = """
<rdf:Description xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" rdf:about=""
  xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/" xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#"
  xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">
  <pdfuaid:part>{part}</pdfuaid:part>
  <pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
    <pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>
    <pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
    <pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
    <pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
      <pdfaProperty:name>part</pdfaProperty:name>
      <pdfaProperty:valueType>Integer</pdfaProperty:valueType>
      <pdfaProperty:category>internal</pdfaProperty:category>
      <pdfaProperty:description>PDF/UA version identifier</pdfaProperty:description>
    </rdf:li></rdf:Seq></pdfaSchema:property>
  </rdf:li></rdf:Bag></pdfaExtension:schemas>
</rdf:Description>"""


def mark_as_ua(document: Any) -> None:
    """Add the mark of PDF/UA-1 to the metadata of a PDF/A file: WeasyPrint writes only one of the two marks."""
    generate = document.metadata.generate_rdf_metadata
    added = UA_SCHEMA.format(part=PDFUA).encode()

    def both(*args: Any, **kwargs: Any) -> bytes:
        rdf: bytes = generate(*args, **kwargs)
        head, end, _ = rdf.rpartition(b"</rdf:RDF>")
        return head + added + end

    document.metadata.generate_rdf_metadata = both


def one_link_a_line(document: Any) -> None:
    """Leave an `<a>` its own link, and take away the ones that WeasyPrint gives each element inside it.

    A link must be owned by an element of the kind Link (ISO 14289-1, 7.18.5); bold text in a link is none, and a reader
    would meet the same link twice. People write such links in Markdown.
    """
    for page in document.pages:
        page.links = [link for link in page.links if link[3].element_tag == "a"]


def headers_to_artifacts(document: Any, pdf: Any) -> None:
    """Mark running headers and footers as artifacts, as PDF/UA asks. WeasyPrint leaves them as untagged content.

    Without this a screen reader may read "side 3 af 12" in the middle of a sentence that goes over the page.
    """
    objects: dict[str, Any] = {_text(item.reference): item for item in pdf.objects}
    root = objects[_text(pdf.catalog["StructTreeRoot"])]
    numbers = objects[_text(root["ParentTree"])]["Nums"]
    for page_number, page in enumerate(pdf.page_references):
        marked = numbers[numbers.index(page_number) + 1]
        loose = {mcid for mcid, element in enumerate(marked) if not _hangs_in_tree(_text(element), objects, root)}
        content = objects[_text(objects[_text(page)]["Contents"])].stream
        for at, part in enumerate(content):
            if isinstance(part, dict) and part.get("MCID") in loose:
                content[at - 1] = "/Artifact"
                content[at] = type(part)({"Type": "/Pagination"})
        for mcid in loose:
            marked[mcid] = "null"


def _hangs_in_tree(reference: str, objects: dict[str, Any], root: Any) -> bool:
    element = objects[reference]
    while element is not root:
        parent = objects[_text(element["P"])]
        if _text(element.reference) not in map(_text, parent["K"]):
            return False
        element = parent
    return True


def _text(value: Any) -> str:
    return value.decode() if isinstance(value, bytes) else str(value)


def render(html: str, assets: dict[str, tuple[str, bytes]]) -> tuple[int, bytes]:
    from weasyprint import HTML
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    class OnlyOurs(URLFetcher):
        def fetch(self, url: str, headers: Any = None) -> URLFetcherResponse:
            if url not in assets:
                raise ValueError("refused")
            content_type, data = assets[url]
            return URLFetcherResponse(url, data, {"Content-Type": content_type})

    document = HTML(string=html, url_fetcher=OnlyOurs()).render(pdf_variant=PDFA)
    mark_as_ua(document)
    one_link_a_line(document)
    return len(document.pages), document.write_pdf(pdf_variant=PDFA, finisher=headers_to_artifacts)


def main() -> None:
    source = sys.stdin.buffer
    request = json.loads(source.readline())
    assets = {url: (content_type, source.read(length)) for url, (content_type, length) in request["assets"].items()}
    gc.freeze()
    gc.set_threshold(100_000, 50, 50)  # many objects, few cycles: collecting would cost a quarter
    pages, pdf = render(request["html"], assets)
    sys.stdout.buffer.write(b"%d\n" % pages + pdf)


if __name__ == "__main__":
    main()
