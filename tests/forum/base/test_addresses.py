"""An address has one form, whatever came round it or inside it; a name and a code likewise."""

from __future__ import annotations

import random

import pytest

from forum.base import addresses, names
from forum.base.codes import only_code
from forum.base.text import clean, clean_line

ANNE = "anne@kommune.example"


@pytest.mark.parametrize(
    "pasted",
    [
        "anne@kommune.example",
        " Anne@Kommune.Example\n",
        "anne@kommune.example\u200b",
        "\ufeffanne@kommune.example",
        "anne\u00ad@kom\u2060mune.example",
        "\u200eanne@kommune.example\u202c\u200f",
        "\u2066anne@kommune.example\u2069",
        "anne\ufe0f@kommune.example\U000e0020",
        "anne\u200d@kommune.example",
        "mailto:anne@kommune.example",
        "MAILTO:anne@kommune.example?subject=Hej%20Anne",
        "mailto:anne%40kommune.example",
        "<anne@kommune.example>",
        "Anne Å <anne@kommune.example>",
        '"Å, Anne" <ANNE@kommune.example>;',
        "anne@kommune.example<mailto:anne@kommune.example>",
        "anne@kommune.example.",
        "anne@kommune.example,",
        "(anne@kommune.example)",
        "»anne@kommune.example«",
        "'anne@kommune.example'",
        "ａｎｎｅ＠ｋｏｍｍｕｎｅ．ｅｘａｍｐｌｅ",
        "\xa0anne@kommune.example\t",
    ],
)
def test_an_address_has_one_form(pasted: str) -> None:
    assert addresses.clean_address(pasted) == ANNE
    assert addresses.is_address(ANNE)


def test_a_domain_with_danish_letters_is_one_however_it_is_written() -> None:
    ways = ["anne@ærø.example", "Anne@ÆRØ.example", "anne@xn--r-3fa9c.example", "anne@XN--R-3FA9C.example"]
    assert {addresses.clean_address(way) for way in ways} == {"anne@xn--r-3fa9c.example"}
    assert addresses.is_address("anne@xn--r-3fa9c.example")


@pytest.mark.parametrize(
    "pasted",
    [
        "",
        "anne",
        "anne@",
        "@kommune.example",
        "anne@kommune.example, bo@kommune.example",
        "Anne <anne@kommune.example>; Bo <bo@kommune.example>",
        "anne @kommune.example bo",
        "anné@kommune.example",
        "anne@straße.example",  # two domains to two generations of mail programs
        "anne@" + "x" * 300 + ".example",
        f"{'x' * 250}@kommune.example",
        "mailto:",
        "\u200b",
    ],
)
def test_what_is_none_is_not_made_one(pasted: str) -> None:
    assert not addresses.is_address(addresses.clean_address(pasted))


def test_a_domain_in_ascii_that_is_well_formed_is_kept() -> None:
    """Whatever generation of mail programs it is from; what cannot be read back is no domain."""
    assert addresses.clean_address("Anne@XN--STRAE-OQA.example") == "anne@xn--strae-oqa.example"
    assert addresses.is_address("anne@xn--strae-oqa.example")
    assert addresses.is_address("anne@r3---sn.example")  # no letters but a-z: no matter of IDNA
    for domain in ("xn--.dk", "xn--a.dk", "æ.xn--", "xn--ærø.dk", "xn--strae-oqa.xn--a", "☃.dk", "\u0660æ.dk"):
        assert not addresses.is_address(addresses.clean_address(f"anne@{domain}")), domain
    assert not addresses.is_address("anne@xn--a.dk")


def test_no_domain_breaks_the_cleaning() -> None:
    """Whatever is written: it has one form, which is an address or is none, and is its own one form."""
    odd = random.Random(5891)  # RFC 5891, IDNA 2008
    pieces = [
        "a",
        "xn--",
        "-",
        "æ",
        ".",
        "\u3002",
        "ß",
        "ς",
        "\u0660",
        "\u05d0",
        "\u0300",
        "\ud800",
        "\x00",
        "9",
        "[",
        "@",
    ]
    whole = ["xn--" * 80, "æ" * 70, "æ." * 300, "æ" * 100_000, "xn--" + "9" * 59, "xn--" + "a" * 59, "\u0300", "."]
    drawn = ["".join(odd.choices(pieces, k=odd.randint(1, 9))) for _ in range(4000)]
    kept = 0
    for domain in whole + drawn + [f"{domain}.dk" for domain in whole + drawn]:
        cleaned = addresses.clean_address(f"a@{domain}")
        if addresses.is_address(cleaned):
            kept += 1
            assert (addresses.clean_address(cleaned), addresses.exact_address(cleaned)) == (cleaned, cleaned)
    assert kept > 50


@pytest.mark.parametrize(
    ("said", "exact"),
    [
        ("anne@kommune.example", ANNE),
        ("Anne@Kommune.EXAMPLE", ANNE),
        ("anne@kommune.example\u200b", ""),
        ("Anne <anne@kommune.example>", ""),
        ("mailto:anne@kommune.example", ""),
        ("ªnne@kommune.example", ""),  # NFKC makes it Anne's, and it is not
        ("\u212aim@kommune.example", ""),  # the Kelvin sign: its small letter is k
        ("anne@kommune.example.", ""),
        ("", ""),
        ("None", ""),
    ],
)
def test_what_another_system_vouches_for_is_taken_to_the_letter(said: str, exact: str) -> None:
    assert addresses.exact_address(said) == exact


def test_a_list_is_parted_between_the_addresses_alone() -> None:
    listed = '"Holm, Ida" <ida@x.example>, Bo; Lund <bo@x.example>\n\n carl@x.example;;'
    assert addresses.split(listed) == ['"Holm, Ida" <ida@x.example>', "Bo", "Lund <bo@x.example>", "carl@x.example"]
    assert addresses.split('5" rør, to') == ['5" rør', "to"]


@pytest.mark.parametrize(
    ("pasted", "lengths", "code"),
    [
        ("12345678", (8,), "12345678"),
        (" 1234 5678 ", (8,), "12345678"),
        ("1234 5678.", (8,), "12345678"),
        ("1234–5678", (8,), "12345678"),
        ("12 34-56 78", (8,), "12345678"),
        ("1234\xa05678\u200b", (8,), "12345678"),
        ("Din kode til at logge ind: 1234 5678", (8,), "12345678"),
        ("１２３４５６７８", (8,), "12345678"),
        ("12345678, 12345678", (8,), "12345678"),
        ("12345678 eller 87654321", (8,), "12345678 eller 87654321"),
        ("123456789", (8,), "123456789"),
        ("kode", (8,), "kode"),
        ("123 456", (6, 8), "123456"),
        ("Kode: 1234-5678.", (6, 8), "12345678"),
        ("123456 / 12345678", (6, 8), "123456 / 12345678"),
    ],
)
def test_the_only_run_of_digits_is_the_code(pasted: str, lengths: tuple[int, ...], code: str) -> None:
    assert only_code(pasted, *lengths) == code


@pytest.mark.parametrize(
    ("written", "cleaned", "turned"),
    [
        ('"Holm, Ida"', "Holm, Ida", "Ida Holm"),
        ("Holm Hansen,  Ida ", "Holm Hansen, Ida", "Ida Holm Hansen"),
        ("Ida Holm", "Ida Holm", "Ida Holm"),
        ("Holm, Ida, KL", "Holm, Ida, KL", "Holm, Ida, KL"),
        ("Ida,", "Ida,", "Ida,"),
        ("HOLM, IDA", "HOLM, IDA", "IDA HOLM"),
        ("O'Neill-Holm, Ida M.", "O'Neill-Holm, Ida M.", "Ida M. O'Neill-Holm"),
        ("Ida Holm, KL", "Ida Holm, KL", "Ida Holm, KL"),
        ("Direktør, Ida Holm", "Direktør, Ida Holm", "Direktør, Ida Holm"),
        ("Kommunaldirektør, Per Vin", "Kommunaldirektør, Per Vin", "Kommunaldirektør, Per Vin"),
        ("Holm, cand.jur. Ida", "Holm, cand.jur. Ida", "Holm, cand.jur. Ida"),
        ("Holm, ph.d.", "Holm, ph.d.", "Holm, ph.d."),
        ("Jensen, Jr.", "Jensen, Jr.", "Jensen, Jr."),
    ],
)
def test_a_name_is_turned(written: str, cleaned: str, turned: str) -> None:
    assert (names.clean_name(written), names.turned(names.clean_name(written))) == (cleaned, turned)


@pytest.mark.parametrize(
    ("written", "likely"),
    [
        ("Direktør, cand.jur. Ida Holm", "Ida Holm"),
        ("Kommunaldirektør, Per Vin", "Per Vin"),
        ("Lund, cand.merc., Bo", "Bo Lund"),
        ("Jensen, Jr., Ole", "Ole Jensen"),
        ("Ida Holm, KL", "Ida Holm"),
        ("Chefkonsulent, MBA", ""),
        ("Holm, Ida, Per, Bo", ""),
    ],
)
def test_the_name_among_titles_is_proposed(written: str, likely: str) -> None:
    assert names.without_titles(written) == likely


@pytest.mark.parametrize(
    ("listed", "pieces"),
    [
        ("Bo Lund <bo@x.dk>; Holm, Ida <ida@x.dk>", ["Bo Lund <bo@x.dk>", "Holm, Ida <ida@x.dk>"]),
        ("Holm, Ida <ida@x.dk>, Lund, Bo <bo@x.dk>", ["Holm, Ida <ida@x.dk>", "Lund, Bo <bo@x.dk>"]),
        ("bo@x.dk ida@x.dk", ["bo@x.dk", "ida@x.dk"]),
        ("Bo Lund <bo@x.dk> Ida Holm <ida@x.dk>", ["Bo Lund <bo@x.dk>", "Ida Holm <ida@x.dk>"]),
        ("bo(at)x.dk, Ida <ida@x.dk>", ["bo(at)x.dk", "Ida <ida@x.dk>"]),
        ("bo@x, ida@x.dk; Bo", ["bo@x", "ida@x.dk", "Bo"]),
        ('"Lund; Bo" <bo@x.dk>', ['"Lund; Bo" <bo@x.dk>']),
    ],
)
def test_a_list_is_parted_as_mail_programs_write_it(listed: str, pieces: list[str]) -> None:
    assert addresses.split(listed) == pieces


@pytest.mark.parametrize(
    "unseen", ["\u200b", "\u200d", "\ufe0f", "\u0301", "\u2800 \u3164", "\u200b\n\u00ad", "\U000e0041"]
)
def test_what_nobody_can_see_is_no_text(unseen: str) -> None:
    assert (clean_line(unseen), clean(unseen)) == ("", "")


@pytest.mark.parametrize("seen", ["x", "❤️", "🇩🇰", "👩‍💻", "-", "1", "é", "±"])
def test_what_can_be_seen_stays(seen: str) -> None:
    assert (clean_line(seen), clean(seen)) == (seen, seen)
