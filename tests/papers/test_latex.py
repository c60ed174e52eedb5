"""LaTeX becomes Unicode text, and no visible text is lost."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperbrowser.papers.latex import field_to_prose, to_text
from paperbrowser.papers.text import clean

FACTS = Path(__file__).parent.parent / "fixtures" / "latex_cases.tsv"


def shown_of_field(value):
    return to_text(field_to_prose(value))


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
def test_passages_of_real_titles_and_abstracts(mode, source, expected):
    render = to_text if mode == "text" else shown_of_field
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
def test_common_commands(source, expected):
    assert to_text(source) == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        (r"$\ket{\psi}$, $\bra{\phi}$ and $\braket{\phi|\psi}$", "|ψ⟩, ⟨ϕ| and ⟨ϕ|ψ⟩"),
        (r"$\ketbra{0}{1}$ and \braket{a}{b} of \ket{0}", "|0⟩⟨1| and ⟨a|b⟩ of |0⟩"),
        (r"$\lvert\psi\rangle$ and $\lVert A \rVert_F$", "|ψ⟩ and ‖A‖_F"),
        (r"$\abs{x}$ and $\norm{v}^2$", "|x| and ‖v‖²"),
        (r"$n \not\in S$, $x \not= y$, $x\not\equiv 0 \pmod{p}$", "n ∉ S, x ≠ y, x≢0 (mod p)"),
        (r"$\not\!\!E_T$ and $a \bmod n$ but $\not$", r"E̸_T and a mod n but \not"),
        (r"$a\nleq b$ and $X\twoheadrightarrow Y$", "a≰b and X↠Y"),
        (r"$\binom{n}{k}$ and ${n \choose k}$", "(n choose k) and (n choose k)"),
        (r"$\nicefrac{1}{3}$, ${a+b \over c}$, $1+{1\over 2}$", "1/3, (a+b)/c, 1+1/2"),
        (r"$\stackrel{<}{\sim} 5$ and $\buildrel > \over \sim 3$", "≲ 5 and ≳ 3"),
        (r"$T^\frac{2}{3}$, $x^\frac12$ and $\sqrt\frac{a}{b}$", "T^(2/3), x^(1/2) and √(a/b)"),
        (r"$O\left(\sqrt{d} \over n\right)$", "O(√d /n)"),
        (r"$A\xrightarrow{k}B$ and $\overset{*}{x}$", "A→^kB and x*"),
        (r"$\begin{pmatrix} a & b \\ c & d \end{pmatrix}$", "(a b; c d)"),
        (r"$\left(\begin{array}{cc} 1 & 0 \\ 0 & 1\end{array}\right)$", "(1 0; 0 1)"),
        (r"$\begin{cases} 1, & x>0 \\ 0, & x\le 0\end{cases}$", "{1, x>0; 0, x≤0"),
        (r"$0\farcs5$ seeing, $3\arcsec$ beams, 2\degr", "0″.5 seeing, 3″ beams, 2°"),
        (r"$\color{red}{x}$ and \textcolor{blue}{y}", "x and y"),
        (r"\citet[see][p. 5]{c} and \cite[p. 7]{d}", "[see c, p. 5] and [d, p. 7]"),
        (r"\underline{word} and $\mbox{for $x$ in }A$", "word and for x in A"),
    ],
)
def test_what_would_read_wrong_without_its_brackets_bars_and_strokes(source, expected):
    assert to_text(source) == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        (r"\SI{5}{\kilo\metre} and \SI{1.5e-3}{\eV}", "5 km and 1.5×10⁻³ eV"),
        (r"\SI{9.8}{\metre\per\second\squared} and \SI{5}{km.s^{-1}}", "9.8 m s⁻² and 5 km s⁻¹"),
        (r"\SI{1.5(2)e-3}{\per\cm\squared}, \SI{20}{\percent}", "1.5(2)×10⁻³ cm⁻², 20%"),
        (r"\qty{3}{\giga\hertz}, \unit{\micro\metre}, \si{\uK}", "3 GHz, μm, μK"),
        (r"\SIrange{1}{10}{\GHz}, \numrange{1}{2}", "1–10 GHz, 1–2"),
        (r"\num{1e5}, \num{1 +- 2}, \ang{30}, \ang{1;2;3}", "1×10⁵, 1 ± 2, 30°, 1°2′3″"),
        (r"$x=\SI{3}{\um}$ but \qty(x)", r"x=3 μm but \qty(x)"),
        (r"\ce{H2O}, \ce{SO4^2-}, \ce{^{14}C}, \ce{Na+}", "H₂O, SO₄²⁻, ¹⁴C, Na⁺"),
        (r"\ce{2H2 + O2 -> 2H2O} and \ce{Ca(OH)2}", "2H₂ + O₂ → 2H₂O and Ca(OH)₂"),
        (r"\ion{H}{i} and \ion{O}{iii}", "H i and O iii"),
    ],
)
def test_quantities_and_chemistry(source, expected):
    assert to_text(source) == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        (r"$\approx$50\%, $>$99\% and $<$5, at 10$^5$", "≈50%, >99% and <5, at 10⁵"),
        ("from $-$10 to $+$5", "from -10 to +5"),
        (r"$<10\,$K, 5$\,$GHz and 3$~$mm", "<10 K, 5 GHz and 3 mm"),
        (r"First line\\Second, Title:\\ Sub", "First line Second, Title: Sub"),
        (r"\\server\x and C:\\Users", r"\\server\x and C:\\Users"),
        ("between $5 and $6 or $5-$10", "between $5 and $6 or $5-$10"),
    ],
)
def test_formulas_beside_prose(source, expected):
    assert to_text(source) == expected


pieces = st.lists(
    st.sampled_from(
        ["\\", "$", "$$", "{", "}", "^", "_", "~", "``", "''", "--", "<sub>", "</sub>", "&amp;", "\\frac",
         "\\sqrt", "\\alpha", "\\begin{equation}", "\\end{equation}", "\\(", "\\)", "\\'", "\\bar", "\\href",
         "\\text{", "\\over", "\\not", "\\ket", "\\SI", "\\ce", "\\binom", "\\begin{pmatrix}", "\\end{pmatrix}", "\\cite[", " ", "a", "7", "é", "\\\\", "\\left(", "\\right)", "\\mathrm", "\n", "%", "http://a.b/c_d", "[", "]"]
    )
    | st.text(max_size=4),
    max_size=40,
).map("".join)  # fmt: skip


@given(pieces)
def test_any_source_becomes_clean_text(source):
    for render in (to_text, shown_of_field):
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
     "a_{", "\\sqrt[", "--", "~", "\\href{", "http://", "'a", "$'a", "&", "<", "\\left", "\\foo[", "x^{2",
     "$\\over", "${\\over}", "$\\text{", "\\text{$}", "$\\begin{pmatrix}", "\\SI{1}", "\\cite[", "$\\not", "\\ket{"],
)  # fmt: skip
def test_repeated_openings_take_linear_time(part):
    source = part * (100_000 // len(part))
    assert len(to_text(source)) <= len(source) + 10


def test_deeply_nested_text_is_kept():
    assert "core" in to_text("{\\bf " * 500 + "core" + "}" * 500)
    assert "core" in to_text("$" + "\\frac{" * 500 + "core" + "}{2}" * 500 + "$")
