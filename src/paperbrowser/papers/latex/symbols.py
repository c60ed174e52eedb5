"""Tables of LaTeX commands: name -> Unicode, and the kinds of commands that print nothing of their own."""


def _names(text: str) -> frozenset[str]:
    return frozenset(text.split())


_GREEK = """
alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi omicron pi rho sigma tau
upsilon phi chi psi omega Gamma Delta Theta Lambda Xi Pi Sigma Upsilon Phi Psi Omega varepsilon
vartheta varpi varrho varsigma varphi varkappa digamma
"""
GREEK = dict(zip(_GREEK.split(), "αβγδϵζηθικλμνξοπρστυϕχψωΓΔΘΛΞΠΣΥΦΨΩεϑϖϱςφϰϝ", strict=True))

# Operators and relations: with a space before them they get one behind them.
OPERATORS = {
    "times": "×", "cdot": "·", "pm": "±", "mp": "∓", "div": "÷", "ast": "∗", "star": "⋆", "circ": "∘",
    "bullet": "•", "oplus": "⊕", "ominus": "⊖", "otimes": "⊗", "odot": "⊙", "oslash": "⊘", "cap": "∩",
    "cup": "∪", "wedge": "∧", "vee": "∨", "land": "∧", "lor": "∨", "setminus": "∖", "sqcup": "⊔",
    "sqcap": "⊓", "amalg": "⨿", "dagger": "†", "ddagger": "‡", "le": "≤", "leq": "≤", "leqslant": "⩽",
    "ge": "≥", "geq": "≥", "geqslant": "⩾", "neq": "≠", "ne": "≠", "approx": "≈", "sim": "∼", "simeq": "≃",
    "cong": "≅", "equiv": "≡", "propto": "∝", "ll": "≪", "gg": "≫", "lll": "⋘", "ggg": "⋙",
    "lesssim": "≲", "gtrsim": "≳", "lsim": "≲", "gsim": "≳", "lessgtr": "≶", "gtrless": "≷", "prec": "≺",
    "succ": "≻", "preceq": "⪯", "succeq": "⪰", "subset": "⊂", "supset": "⊃", "subseteq": "⊆",
    "supseteq": "⊇", "subsetneq": "⊊", "in": "∈", "notin": "∉", "ni": "∋", "mid": "∣", "nmid": "∤",
    "parallel": "∥", "perp": "⊥", "vdash": "⊢", "models": "⊨", "asymp": "≍", "doteq": "≐", "colon": ":",
    "coloneqq": "≔", "triangleq": "≜", "lessapprox": "⪅", "gtrapprox": "⪆", "to": "→", "rightarrow": "→",
    "leftarrow": "←", "gets": "←", "leftrightarrow": "↔", "Rightarrow": "⇒", "Leftarrow": "⇐",
    "Leftrightarrow": "⇔", "iff": "⟺", "implies": "⟹", "longrightarrow": "⟶", "longleftarrow": "⟵",
    "Longrightarrow": "⟹", "longleftrightarrow": "⟷", "mapsto": "↦", "longmapsto": "⟼",
    "hookrightarrow": "↪", "rightharpoonup": "⇀", "rightleftharpoons": "⇌", "uparrow": "↑",
    "downarrow": "↓", "updownarrow": "↕", "nearrow": "↗", "searrow": "↘", "leadsto": "⇝",
    "upharpoonright": "↾", "ltimes": "⋉", "rtimes": "⋊", "bowtie": "⋈", "lt": "<", "gt": ">", "nleq": "≰",
    "ngeq": "≱", "nless": "≮", "ngtr": "≯", "nsim": "≁", "ncong": "≇", "nparallel": "∦", "nsubseteq": "⊈",
    "nsupseteq": "⊉", "supsetneq": "⊋", "sqsubset": "⊏", "sqsubseteq": "⊑", "sqsupseteq": "⊒", "owns": "∋",
    "leqq": "≦", "geqq": "≧", "lesseqgtr": "⋚", "gtreqless": "⋛", "precsim": "≾", "succsim": "≿",
    "preccurlyeq": "≼", "succcurlyeq": "≽", "eqsim": "≂", "thicksim": "∼", "thickapprox": "≈",
    "varpropto": "∝", "smallsetminus": "∖", "uplus": "⊎", "boxtimes": "⊠", "boxplus": "⊞", "dag": "†",
    "ddag": "‡", "wr": "≀", "vDash": "⊨", "Vdash": "⊩", "dashv": "⊣", "trianglelefteq": "⊴", "lhd": "⊲",
    "rhd": "⊳", "twoheadrightarrow": "↠", "rightsquigarrow": "⇝", "hookleftarrow": "↩",
    "leftharpoonup": "↼", "rightharpoondown": "⇁", "rightleftarrows": "⇄", "Longleftrightarrow": "⟺",
    "Longleftarrow": "⟸", "Uparrow": "⇑", "Downarrow": "⇓", "swarrow": "↙", "nwarrow": "↖",
    "dashrightarrow": "⇢", "circlearrowleft": "↺", "circlearrowright": "↻", "therefore": "∴", "because": "∵",
}  # fmt: skip

SYMBOLS = GREEK | {
    "ell": "ℓ", "hbar": "ℏ", "hslash": "ℏ", "infty": "∞", "partial": "∂", "nabla": "∇", "sum": "∑",
    "prod": "∏", "coprod": "∐", "int": "∫", "iint": "∬", "iiint": "∭", "oint": "∮", "bigcup": "⋃",
    "bigcap": "⋂", "bigoplus": "⨁", "bigotimes": "⨂", "forall": "∀", "exists": "∃", "nexists": "∄",
    "emptyset": "∅", "varnothing": "∅", "neg": "¬", "lnot": "¬", "angle": "∠", "triangle": "△",
    "square": "□", "Box": "□", "Diamond": "◇", "diamond": "⋄", "blacksquare": "■", "top": "⊤", "bot": "⊥",
    "aleph": "ℵ", "beth": "ℶ", "Re": "ℜ", "Im": "ℑ", "wp": "℘", "imath": "ı", "jmath": "ȷ", "prime": "′",
    "dots": "…", "ldots": "…", "cdots": "⋯", "vdots": "⋮", "ddots": "⋱", "dotsc": "…", "dotsb": "⋯",
    "surd": "√", "sun": "⊙", "earth": "⊕", "degree": "°", "deg": "°", "textdegree": "°", "celsius": "℃",
    "textmu": "μ", "micro": "μ", "micron": "μm", "AA": "Å", "aa": "å", "AE": "Æ", "ae": "æ", "OE": "Œ",
    "oe": "œ", "O": "Ø", "o": "ø", "L": "Ł", "l": "ł", "ss": "ß", "SS": "ẞ", "DH": "Ð", "dh": "ð",
    "TH": "Þ", "th": "þ", "DJ": "Đ", "dj": "đ", "NG": "Ŋ", "ng": "ŋ", "i": "ı", "j": "ȷ", "S": "§", "P": "¶",
    "copyright": "©", "textcopyright": "©", "textregistered": "®", "texttrademark": "™", "pounds": "£",
    "textsterling": "£", "euro": "€", "texteuro": "€", "yen": "¥", "textendash": "–", "textemdash": "—",
    "textquoteleft": "‘", "textquoteright": "’", "textquotedblleft": "“", "textquotedblright": "”",
    "textquotesingle": "'", "textasciitilde": "~", "textasciicircum": "^", "textdollar": "$",
    "textbackslash": "\\",
    "textunderscore": "_", "textless": "<", "textgreater": ">", "textbar": "|", "textbullet": "•",
    "textperiodcentered": "·", "textellipsis": "…", "slash": "/", "backslash": "\\", "LaTeX": "LaTeX",
    "TeX": "TeX", "BibTeX": "BibTeX", "LaTeXe": "LaTeX2e", "checkmark": "✓", "flat": "♭", "sharp": "♯",
    "natural": "♮", "female": "♀", "male": "♂", "Vert": "‖", "vert": "|", "|": "‖", "langle": "⟨",
    "rangle": "⟩", "lfloor": "⌊", "rfloor": "⌋", "lceil": "⌈", "rceil": "⌉", "lbrace": "{", "rbrace": "}",
    "lbrack": "[", "rbrack": "]", "msun": "M_⊙", "Msun": "M_⊙", "rsun": "R_⊙", "lsun": "L_⊙",
    "Rsun": "R_⊙", "Lsun": "L_⊙", "kms": "km/s", "jpsi": "J/ψ", "textperthousand": "‰", "eth": "ð",
    "lvert": "|", "rvert": "|", "lVert": "‖", "rVert": "‖", "llbracket": "⟦", "rrbracket": "⟧",
    "biguplus": "⨄", "bigsqcup": "⨆", "bigvee": "⋁", "bigwedge": "⋀", "bigodot": "⨀", "bigstar": "★",
    "lozenge": "◊", "blacktriangle": "▲", "triangledown": "▽", "bigcirc": "○", "complement": "∁", "mho": "℧",
    "heartsuit": "♡", "spadesuit": "♠", "clubsuit": "♣", "diamondsuit": "♢", "dotsm": "⋯", "dotsi": "⋯",
    "arcsec": "″", "arcmin": "′", "degr": "°", "farcs": "″.", "farcm": "′.", "fdg": "°.", "upmu": "μ",
    "upalpha": "α", "upbeta": "β", "upgamma": "γ", "uppi": "π", "guillemotleft": "«",
    "guillemotright": "»", "textexclamdown": "¡", "textquestiondown": "¿",
}  # fmt: skip

OPENING = _names("langle lfloor lceil lbrace lbrack lvert lVert llbracket")
CLOSING = _names("rangle rfloor rceil rbrace rbrack rvert rVert rrbracket")
# Commands that print brackets around their argument.
BRACKETS = {
    "ket": ("|", "⟩"), "Ket": ("|", "⟩"), "bra": ("⟨", "|"), "Bra": ("⟨", "|"), "braket": ("⟨", "⟩"),
    "Braket": ("⟨", "⟩"), "expval": ("⟨", "⟩"), "abs": ("|", "|"), "norm": ("‖", "‖"), "pmod": ("(mod ", ")"),
}  # fmt: skip
# Commands that print something around and between their two arguments.
PAIRS = {
    "ketbra": ("|", "⟩⟨", "|"), "braket": ("⟨", "|", "⟩"), "binom": ("(", " choose ", ")"),
    "dbinom": ("(", " choose ", ")"), "tbinom": ("(", " choose ", ")"),
}  # fmt: skip
FRACTIONS = _names("frac dfrac tfrac cfrac nicefrac sfrac")
# Environments of rows, and the brackets around these.
ROWS = {
    "pmatrix": ("(", ")"), "bmatrix": ("[", "]"), "vmatrix": ("|", "|"), "Vmatrix": ("‖", "‖"),
    "Bmatrix": ("{", "}"), "matrix": ("", ""), "smallmatrix": ("", ""), "array": ("", ""), "cases": ("{", ""),
    "dcases": ("{", ""), "psmallmatrix": ("(", ")"), "bsmallmatrix": ("[", "]"),
}  # fmt: skip
STACKED = {("<", "∼"): "≲", (">", "∼"): "≳", ("def", "="): "≝", ("∼", "<"): "≲", ("∼", ">"): "≳"}
LETTERS = _names("AA aa AE ae OE oe O o L l ss SS DH dh TH th DJ dj NG ng i j")
MATH_LETTERS = {"R": "ℝ", "C": "ℂ", "Z": "ℤ", "N": "ℕ", "Q": "ℚ"}
DOUBLE_STRUCK = {"C": "ℂ", "H": "ℍ", "N": "ℕ", "P": "ℙ", "Q": "ℚ", "R": "ℝ", "Z": "ℤ"}

FUNCTIONS = _names(
    """
    arccos arcsin arctan arg cos cosh cot coth csc det dim exp gcd hom inf ker lg lim liminf limsup ln
    log max min Pr sec sin sinh sup tan tanh argmax argmin mod bmod
    """
)

# Commands that are dropped; their argument stays.
FONTS = _names(
    """
    rm it bf em sc sl tt sf cal mit up normalfont tiny scriptsize footnotesize small normalsize large
    Large LARGE huge Huge rmfamily sffamily ttfamily bfseries mdseries itshape scshape upshape slshape
    displaystyle textstyle scriptstyle scriptscriptstyle left right middle big Big bigg Bigg bigl bigr
    Bigl Bigr biggl biggr Biggl Biggr boldmath unboldmath centering noindent limits nolimits protect
    xspace relax frenchspacing allowbreak nobreak selectfont boldsymbol rmdefault
    """
)
SPACES = _names("quad qquad enspace enskip thinspace medspace thickspace space newline par")
DROPPED = _names(
    """
    vphantom phantom hphantom label noopsort hspace vspace hskip vskip SortNoop index nocite color
    """
)

ACCENTS = {
    "`": "\u0300", "'": "\u0301", "^": "\u0302", "~": "\u0303", "=": "\u0304", ".": "\u0307", '"': "\u0308",
    "u": "\u0306", "v": "\u030c", "H": "\u030b", "c": "\u0327", "k": "\u0328", "d": "\u0323", "b": "\u0331",
    "r": "\u030a",
}  # fmt: skip
MATH_ACCENTS = {
    "bar": "\u0304", "overline": "\u0304", "hat": "\u0302", "widehat": "\u0302", "tilde": "\u0303",
    "widetilde": "\u0303", "dot": "\u0307", "ddot": "\u0308", "vec": "\u20d7", "check": "\u030c",
    "breve": "\u0306", "acute": "\u0301", "grave": "\u0300", "mathring": "\u030a", "underline": "\u0332",
}  # fmt: skip

SUPERSCRIPT = str.maketrans("0123456789+-=()niT", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿⁱᵀ")
SUBSCRIPT = str.maketrans("0123456789+-=()aehijklmnoprstuvx", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓ")
