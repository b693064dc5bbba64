"""What Word, Outlook, Teams, sheets and the web put on the clipboard, pasted into the editor, and what it gives back.

`clipboard/` holds it as those programs write it (`.html`, `.txt`), each with the Markdown that it becomes (`.md`);
`said.json` holds what the editor says of that which could not come along.
"""

from __future__ import annotations

import itertools
import json
import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from forum.base.markdown import to_html
from tests.browser import axe, complaints

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("own_pages")]
CLIPBOARD = Path(__file__).parent / "clipboard"
SAID = json.loads((CLIPBOARD / "said.json").read_text())
TOO_CLOSE = "Fed, kursiv eller overstreget skrift er udeladt, hvor flere slags mødes midt i et ord."
EDITOR = "[role=textbox][contenteditable]"

# An editor of its own for each text, as htmx brings them, and a paste as the browser gives it
TOOLS = """
window.editorOf = markdown => {
  const place = document.createElement('div')
  const field = document.createElement('textarea')
  field.dataset.editor = ''
  field.value = markdown
  place.append(field)
  document.querySelector('main').append(place)
  document.dispatchEvent(new CustomEvent('htmx:load', {detail: {elt: place}}))
  return {place, field, editor: place.querySelector('[contenteditable]')}
}
window.paste = (editor, held) => {
  const clipboardData = new DataTransfer()
  for (const [kind, text] of Object.entries(held)) clipboardData.setData(kind, text)
  editor.dispatchEvent(new ClipboardEvent('paste', {clipboardData, bubbles: true, cancelable: true}))
}
window.press = (editor, key, more) =>
  editor.dispatchEvent(new KeyboardEvent('keydown', {key, bubbles: true, cancelable: true, ...more}))
window.copyAll = editor => {
  const clipboardData = new DataTransfer()
  editor.focus()
  press(editor, 'a', {ctrlKey: true})
  editor.dispatchEvent(new ClipboardEvent('copy', {clipboardData, bubbles: true, cancelable: true}))
  return clipboardData.getData('text/html')
}
null
"""
PASTED = """clipboards => Object.fromEntries(Object.entries(clipboards).map(([name, held]) => {
  const {place, field, editor} = editorOf('')
  paste(editor, held)
  const found = {markdown: field.value, said: place.querySelector('.editor-said').textContent}
  place.remove()
  return [name, found]
}))"""
# Opened, copied whole and pasted into another: every block is written afresh
AFRESH = """texts => texts.map(text => {
  const one = editorOf(text), other = editorOf('')
  paste(other.editor, {'text/html': copyAll(one.editor)})
  one.place.remove()
  other.place.remove()
  return other.field.value
})"""
# Opened, and a sign added at the end of the last block
TOUCHED = """texts => texts.map(text => {
  const {place, field, editor} = editorOf(text)
  if (!editor) return 'no editor'
  editor.focus()
  document.getSelection().selectAllChildren(editor.lastElementChild)
  document.getSelection().collapseToEnd()
  document.dispatchEvent(new Event('selectionchange'))
  paste(editor, {'text/plain': '!'})
  place.remove()
  return field.value
})"""


@pytest.fixture
def at(live_server: Any, page: Page) -> Page:
    page.goto(f"{live_server.url}/prove/")
    page.evaluate(TOOLS)
    return page


def test_every_program_is_taken_as_its_reader_sees_it(at: Page) -> None:
    held = {path.stem: {"text/html": path.read_text()} for path in CLIPBOARD.glob("*.html")}
    held |= {path.stem: {"text/plain": path.read_bytes().decode()} for path in CLIPBOARD.glob("*.txt")}
    found = at.evaluate(PASTED, held)
    expected = {path.stem: path.read_text().rstrip("\n") for path in CLIPBOARD.glob("*.md")}
    assert len(expected) >= 12
    assert {name: one["markdown"] for name, one in found.items()} == expected
    assert {name: one["said"] for name, one in found.items() if one["said"]} == SAID
    assert complaints(at) == []


def test_what_was_pasted_is_given_back_when_it_is_opened_again(at: Page) -> None:
    texts = [path.read_text().rstrip("\n") for path in sorted(CLIPBOARD.glob("*.md"))]
    assert at.evaluate(AFRESH, texts) == texts


KEPT = [
    'Se [aftalen][1] og <https://www.ski.dk/aftale> og <post@kl.dk>.\n\n[1]: https://ski.dk "Titel"\n[ubrugt]: https://kl.dk',
    "![Et billede](https://kl.dk/x.png) i teksten",
    '<div class="x">\nrå <b>HTML</b> &amp; <!-- en note -->\n</div>',
    "En påstand[^1].\n\n[^1]: Med en fodnote, som den skrives andre steder.",
    "~~~ python\nif a < b:\n    print('`')\n~~~",
    "Sat med streg under\n===================\n\nOg __fed__ med _andre_ tegn  \nog ny linje\nog fortsat",
    "* stjerne\n+ plus\n- streg\n\n1) parentes\n2) to",
    "- [ ] ikke gjort\n- [x] gjort",
    "a|b\n-|-:\n1|2",
    "> en\n> > to\n> * tre",
    "***\n\n***fed og kursiv***\n\n\\*ikke\\* og `kode` og ``ko`de``",
    "a\n# tæt på\nb",
    "| ikke en tabel |",
]


def test_markdown_that_is_not_shown_is_kept_to_the_letter(at: Page) -> None:
    """The writer stays in the editor and writes on at the end."""
    expected = [f"{text}\n\nSlut!" for text in KEPT]
    expected[KEPT.index("a\n# tæt på\nb")] = "a\n\n# tæt på\n\nb\n\nSlut!"
    expected[6] = expected[6].replace("\n+", "\n\n+").replace("\n-", "\n\n-")  # three lists
    assert at.evaluate(TOUCHED, [f"{text}\n\nSlut" for text in KEPT]) == expected
    assert complaints(at) == []


SAME = [
    ("Et afsnit,\nsom går over linjer", "Et afsnit, som går over linjer"),
    ("* a\n* b\n\n+ c", "* a\n* b\n\n+ c"),
    ("1. a\n\n   b\n2. c", "1. a\n\n   b\n\n2. c"),
    ("9. a\n10. b\n    - c", "9.  a\n10. b\n    - c"),
    ("**a** *b **c*** ~~d~~ `e` <https://kl.dk>", "**a** *b **c*** ~~d~~ `e` <https://kl.dk>"),
    ("\\&amp; &lt;br> \\<br> 1\\) 2", "\\&amp; \\<br> \\<br> 1) 2"),
    ("a\\\n1\\. b\\\n\\# c\\\n\\- d\\\n\\+", "a\\\n1\\. b\\\n\\# c\\\n\\- d\\\n\\+"),
    ("| a |\n|:-:|\n| `b\\|c`<br>*d* |", "| a |\n| :---: |\n| `b\\|c`<br>*d* |"),
    ("    kode\n      her", "```\nkode\n  her\n```"),
    ("~~~ a`b\nkode ```\n~~~", "~~~ a`b\nkode ```\n~~~"),
    ("~~~\n```` x\n~~~", "`````\n```` x\n`````"),
    ("# a<br>b\n\n### b", "# a<br>b\n\n### b"),
    ("- a\n-\n- b", "- a\n- \n- b"),
    ("1.\n2. b", "1. \n2. b"),
    ("- \\\n  a\n- b", "- \\\n  a\n- b"),
]


def test_what_is_written_afresh_means_the_same(at: Page) -> None:
    expected = [written for _, written in SAME]
    assert at.evaluate(AFRESH, [text for text, _ in SAME]) == expected
    assert at.evaluate(AFRESH, expected) == expected  # and stays so


PIECES = (
    "a",
    "<b>b</b>",
    "<i>c</i>",
    "<b><i>d</i></b>",
    "<s>e</s>",
    '<b>F <a href="https://kl.dk/">g</a></b>',
    "<i>(h)</i>",
)
# For each piece its letters as a page shows them, each with its marks
SHOWN = re.compile(r"<(/?)(strong|em|s|a)\b[^>]*>|([\w()])")


def shown(html: str) -> list[tuple[str, str]]:
    open_marks: set[str] = set()
    letters = []
    for ends, mark, letter in SHOWN.findall(html.replace("<p>", "").replace("</p>", "")):
        if letter:
            letters.append((letter, " ".join(sorted(open_marks))))
        else:
            (open_marks.discard if ends else open_marks.add)(mark)
    return letters


def test_marks_that_meet_are_written_so_that_they_hold(at: Page) -> None:
    """Every three pieces after each other: the page shows what was pasted; a mark is lost only where it is said."""
    pasted = ["".join(three) for three in itertools.product(PIECES, repeat=3)]
    found = at.evaluate(PASTED, {html: {"text/html": html} for html in pasted})
    wrong: list[tuple[str, str]] = []
    lost: list[tuple[str, str]] = []
    for html, one in found.items():
        expected = shown(html.replace("<b>", "<strong>").replace("</b>", "</strong>").replace("i>", "em>"))
        page = to_html(one["markdown"])
        held = [(a, b if a not in "()" else "") for a, b in shown(page)] == [
            (a, b if a not in "()" else "") for a, b in expected
        ]
        if not held:
            (lost if one["said"] == TOO_CLOSE else wrong).append((html, one["markdown"]))
        if re.search(r"[*~\[\]]", re.sub(r"<[^>]*>", "", page)):
            wrong.append((html, one["markdown"]))
    assert wrong == []
    assert lost == []


def test_a_mark_that_no_way_of_writing_holds_is_left_out_and_said(at: Page) -> None:
    html = "aaa<i>c</i><b>b</b><b><i>d</i></b>a<b><i>d</i></b><s>e</s>"
    (found,) = at.evaluate(PASTED, {html: {"text/html": html}}).values()
    assert found == {"markdown": "aaa*c***b***d*a***d***~~e~~", "said": TOO_CLOSE}
    assert to_html(found["markdown"]) == (
        "<p>aaa<em>c</em><strong>b</strong><em>d</em>a<em><strong>d</strong></em><s>e</s></p>\n"
    )


def test_the_editors_focus_ring_follows_its_frame(at: Page) -> None:
    at.set_viewport_size({"width": 1280, "height": 800})
    at.locator(EDITOR).focus()
    beyond = at.locator(EDITOR).evaluate("""editor => {
        const [inner, outer] = [editor, editor.closest('.editor')].map(element => element.getBoundingClientRect())
        const {outlineWidth, outlineOffset} = getComputedStyle(editor)
        const ring = parseFloat(outlineWidth) + parseFloat(outlineOffset)
        return [outer.left - inner.left + ring, inner.right - outer.right + ring]
    }""")
    assert beyond == [-1, -1]  # within the frame's own line


def test_a_link_by_the_toolbar_leaves_the_writer_in_the_editor(at: Page) -> None:
    at.locator(EDITOR).click()
    at.keyboard.press("Control+k")
    at.get_by_label("Adresse, linket går til").fill("https://www.ski.dk/aftale")
    at.keyboard.press("Enter")
    kept = at.locator("textarea[name=text]").input_value()
    assert kept == "<https://www.ski.dk/aftale>"
    at.goto(f"{at.url}?text={kept}")
    expect(at.locator(f"{EDITOR} a")).to_have_attribute("href", "https://www.ski.dk/aftale")


def test_a_table_is_made_and_filled_from_the_keyboard(at: Page) -> None:
    at.locator(EDITOR).click()
    field = at.locator("textarea[name=text]")
    expect(at.get_by_role("button", name="Ny række")).to_have_count(0)
    at.get_by_role("button", name="Tabel", exact=True).click()
    for words in ("Kommune", "Beløb", "Greve", "1 | 2"):
        at.keyboard.type(words)
        at.keyboard.press("Tab")
    at.get_by_role("button", name="Slet række").click()
    at.get_by_role("button", name="Ny kolonne").click()
    assert field.input_value() == "| Kommune | Beløb |  |\n| --- | --- | --- |\n| Greve | 1 \\| 2 |  |"
    at.get_by_role("button", name="Fortryd", exact=True).click()
    assert axe(at) == []
    at.keyboard.press("Enter")
    at.keyboard.type("Efter")
    assert field.input_value() == "| Kommune | Beløb |\n| --- | --- |\n| Greve | 1 \\| 2 |\n\nEfter"
    assert complaints(at) == []


def test_what_is_pasted_into_a_cell_stays_in_it_and_a_table_comes_after(at: Page) -> None:
    sheet = (CLIPBOARD / "excel.html").read_text()
    found = at.evaluate(
        """clipboards => clipboards.map(held => {
          const {place, field, editor} = editorOf('| a | b |\\n|---|---|\\n| c | d |')
          editor.focus()
          document.getSelection().selectAllChildren(editor.querySelector('td'))
          document.getSelection().collapseToEnd()
          document.dispatchEvent(new Event('selectionchange'))
          paste(editor, held)
          place.remove()
          return field.value
        })""",
        [
            {"text/html": sheet},
            {"text/html": "<p>e <b>f</b></p><ul><li>g</li><li>h</li></ul>"},
            {"text/plain": "e\n\nf"},
        ],
    )
    before = "| a | b |\n| --- | --- |\n"
    assert found == [
        f"| a | b |\n|---|---|\n| c | d |\n\n{(CLIPBOARD / 'excel.md').read_text()}".strip(),
        f"{before}| ce **f**<br>g<br>h | d |",
        f"{before}| ce<br>f | d |",
    ]
