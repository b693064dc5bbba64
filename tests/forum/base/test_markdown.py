"""Markdown as it is shown: in HTML with tables that can be read everywhere, and in plain text with its signs."""

from __future__ import annotations

import pytest

from forum.base.markdown import excerpt, to_html, to_plain

TABLE = "| Kommune | Beløb | Del |\n|---|---:|:-:|\n| Greve | 100.000 | ja |"


def test_columns_stand_as_the_table_says() -> None:
    """By classes: the pages' policy lets no style attribute in."""
    html = to_html(TABLE).replace("\n", "")
    assert html == (
        '<div class="scroll" tabindex="0" role="region" aria-label="Tabel: Kommune, Beløb, Del"><table><thead><tr>'
        '<th>Kommune</th><th class="align-right">Beløb</th><th class="align-center">Del</th></tr></thead><tbody><tr>'
        '<td>Greve</td><td class="align-right">100.000</td><td class="align-center">ja</td></tr></tbody></table></div>'
    )


@pytest.mark.parametrize(
    ("heading", "name"),
    [('**A** & `b` "c"', "Tabel: A &amp; b &quot;c&quot;"), ("", "Tabel")],
)
def test_a_table_is_named_by_its_headings(heading: str, name: str) -> None:
    assert f'aria-label="{name}"' in to_html(f"| {heading} |\n|---|\n| 1 |")


def test_two_tables_alike_have_names_of_their_own() -> None:
    html = to_html(f"{TABLE}\n\nog\n\n{TABLE}")
    assert html.count('aria-label="Tabel: Kommune, Beløb, Del"') == 1
    assert html.count('aria-label="Tabel: Kommune, Beløb, Del (2)"') == 1


@pytest.mark.parametrize(
    ("markdown", "html"),
    [
        ("7. syv\n8. otte", '<ol start="7">\n<li>syv</li>\n<li>otte</li>\n</ol>\n'),
        ("~~ikke~~ nu", "<p><s>ikke</s> nu</p>\n"),
        ("en<br>to", "<p>en<br>\nto</p>\n"),
        ("<b>fed</b> <br class=x>", "<p>&lt;b&gt;fed&lt;/b&gt; &lt;br class=x&gt;</p>\n"),
        ("[x](tel:+4533703370)", '<p><a href="tel:+4533703370" rel="noopener nofollow">x</a></p>\n'),
        ("[x](javascript:alert)", "<p>[x](javascript:alert)</p>\n"),
    ],
)
def test_what_is_shown(markdown: str, html: str) -> None:
    assert to_html(markdown) == html


PLAIN = [
    ("1. første\n2. andet\n\n- prik", "1. første\n2. andet\n\n- prik"),
    ("3. tre\n   - under\n     1. længere nede\n4. fire", "3. tre\n   - under\n     1. længere nede\n4. fire"),
    ("1. løs\n\n   mere\n\n2. to", "1. løs\n\n   mere\n\n2. to"),
    ("* a\n\n  > citat", "- a\n\n  > citat"),
    ("## Om **KL**", "Om KL"),
    ("[KL](https://kl.dk) og <https://ski.dk> og <post@kl.dk>", "KL (https://kl.dk) og https://ski.dk og post@kl.dk"),
    (TABLE, "Kommune | Beløb | Del\nGreve | 100.000 | ja"),
    ("| a |\n|---|\n| 1<br>2 |", "a\n1 / 2"),
    ("en\\\nto\ntre", "en\nto tre"),
    ("> en\\\n> to", "> en\n> to"),
    ("5 < 6 &amp; ~~7~~ `<b>`", "5 < 6 & (overstreget: 7) <b>"),
    ("```\nkode\n  her\n```\n\n---\n\nslut", "kode\n  her\n\n---\n\nslut"),
    ("", ""),
]


@pytest.mark.parametrize(("markdown", "plain"), PLAIN)
def test_plain_text_keeps_its_signs(markdown: str, plain: str) -> None:
    assert to_plain(markdown) == plain


def test_an_excerpt_is_one_line_without_addresses() -> None:
    assert excerpt("Læs [aftalen](https://ski.dk/aftale):\n\n1. pris\n2. tid") == "Læs aftalen: 1. pris 2. tid"
    assert excerpt("Et langt ord til sidst", 15) == "Et langt ord …"
