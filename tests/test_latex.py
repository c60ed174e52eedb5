"""LaTeX becomes what a physicist would read, and nothing is ever lost."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperbrowser.latex import field_to_text, to_text
from paperbrowser.text import clean

FACTS = Path(__file__).parent / "fixtures" / "latex_cases.tsv"


def facts():
    for line in FACTS.read_text(encoding="utf-8").split("\n")[1:]:
        if line:
            mode, source, expected = [*line.split("\t"), ""][:3]
            yield (
                mode,
                re.sub(r"\{U\+([0-9A-F]{4})\}", lambda m: chr(int(m[1], 16)), source),
                expected,
            )


@pytest.mark.parametrize(("mode", "source", "expected"), list(facts()))
def test_known_passages(mode, source, expected):
    render = to_text if mode == "text" else field_to_text
    assert render(source) == expected
    if not re.search(r"[\\$^_{}~<&`]|--", expected):
        assert render(expected) == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        (r"$\beta$-decay at $10^{-3}\,\mathrm{eV}$", "β-decay at 10⁻³ eV"),
        (r"$\Lambda$CDM and $\sigma_8$ from $f_\mathrm{NL}$", "ΛCDM and σ₈ from f_(NL)"),
        (r"\begin{equation} a = \frac{b+c}{2} \end{equation}", "a = (b+c)/2"),
        (r"$x \in \mathbb{R}^{n}$, $y\ge 0$", "x ∈ ℝⁿ, y≥0"),
        (r"$\sqrt[3]{x}$ and $\frac{1}{2}$", "∛x and 1/2"),
        (r"na\"ive Schr\"odinger and Poincar\'e", "naïve Schrödinger and Poincaré"),
        (r"see \citep{ho2012} and \ref{fig:1}", "see [ho2012] and [fig:1]"),
        (r"\textbf{Data} from {\it Planck}, 5\,GHz", "Data from Planck, 5 GHz"),
        ("``quoted'' text", "“quoted” text"),
        (r"Fig.~3 and Eq.~2, but ~50 others", "Fig. 3 and Eq. 2, but ~50 others"),
        ("&alpha; &lt; 3 and <jats:p>one</jats:p>", "α < 3 and one"),
        ("100% sure, costs $5 and $10", "100% sure, costs $5 and $10"),
    ],
)
def test_passages_like_them(source, expected):
    assert to_text(source) == expected


pieces = st.lists(
    st.sampled_from(
        ["\\", "$", "$$", "{", "}", "^", "_", "~", "``", "''", "--", "<sub>", "</sub>", "&amp;", "\\frac",
         "\\sqrt", "\\alpha", "\\begin{equation}", "\\end{equation}", "\\(", "\\)", "\\'", "\\bar", "\\href",
         "\\text{", " ", "a", "7", "é", "\\\\", "\\left(", "\\right)", "\\mathrm", "\n", "%", "http://a.b/c_d", "[", "]"]
    )
    | st.text(max_size=4),
    max_size=40,
).map("".join)  # fmt: skip


@given(pieces)
def test_nothing_breaks_it_and_what_comes_out_is_clean(source):
    for render in (to_text, field_to_text):
        shown = render(source)
        assert clean(shown) == shown


@given(st.text(st.characters(exclude_characters="\\$^_{}~<&`'-", exclude_categories=["Cs"])))
def test_text_without_latex_stays_as_it_is(source):
    assert to_text(source) == clean(source)


@given(
    st.lists(
        st.sampled_from(["word", "$x$", "$5", "100%", "{a}", "$\\beta$", "^{2}", "_{i}", "\\emph{it}", "\\foo", "--", "~", "``q''"]),
        max_size=12,
    )
)  # fmt: skip
def test_no_word_is_lost(parts):
    shown = to_text(" ".join(parts))
    for word in ("word", "100%", "it", "q"):
        wanted = sum(word in part.replace("\\emph", "") for part in parts)
        assert shown.count(word) >= wanted


@pytest.mark.parametrize(
    "part",
    ["$", "{", "\\frac{", "^", "_{", "\\begin{equation}", "\\(", "<sub>", "``", "\\'", "`", "$a", "$$", "{\\it ",
     "a_{", "\\sqrt[", "--", "~", "\\href{", "http://", "'a", "$'a", "&", "<", "\\left", "\\foo[", "x^{2"],
)  # fmt: skip
def test_endless_input_ends(part):
    source = part * (100_000 // len(part))
    assert len(to_text(source)) <= len(source) + 10


def test_deep_nesting_keeps_its_core():
    assert "core" in to_text("{\\bf " * 500 + "core" + "}" * 500)
    assert "core" in to_text("$" + "\\frac{" * 500 + "core" + "}{2}" * 500 + "$")
