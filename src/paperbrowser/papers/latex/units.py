"""Quantities and units (siunitx) and chemical formulas (mhchem): arguments of their commands as text."""

import re

from paperbrowser.papers.latex import symbols
from paperbrowser.papers.patterns import pattern

_PREFIXES = {
    "yocto": "y", "zepto": "z", "atto": "a", "femto": "f", "pico": "p", "nano": "n",
    "micro": "μ", "milli": "m", "centi": "c",
    "deci": "d", "deca": "da", "hecto": "h", "kilo": "k", "mega": "M", "giga": "G", "tera": "T",
    "peta": "P", "exa": "E", "zetta": "Z", "yotta": "Y",
}  # fmt: skip
_UNITS = {
    "metre": "m", "meter": "m", "gram": "g", "second": "s", "ampere": "A", "kelvin": "K", "mole": "mol",
    "candela": "cd", "hertz": "Hz", "newton": "N", "pascal": "Pa", "joule": "J", "watt": "W", "coulomb": "C",
    "volt": "V", "farad": "F", "ohm": "Ω", "siemens": "S", "weber": "Wb", "tesla": "T", "henry": "H",
    "lumen": "lm", "lux": "lx", "becquerel": "Bq", "gray": "Gy", "sievert": "Sv", "katal": "kat",
    "steradian": "sr", "radian": "rad", "minute": "min", "hour": "h", "day": "d", "year": "yr", "litre": "L",
    "liter": "L", "tonne": "t", "electronvolt": "eV", "dalton": "Da", "bar": "bar", "barn": "b", "gauss": "G",
    "parsec": "pc", "lightyear": "ly", "astronomicalunit": "au", "angstrom": "Å", "decibel": "dB", "bel": "B",
    "percent": "%", "degree": "°", "celsius": "°C", "degreeCelsius": "°C", "arcminute": "′", "arcsecond": "″",
    "jansky": "Jy", "bit": "bit", "byte": "B", "molar": "M", "solarmass": "M_⊙", "msun": "M_⊙", "as": "as",
}  # fmt: skip
_MODIFIERS = {"squared": 2, "cubed": 3, "square": 2, "cubic": 3}
_UNIT = pattern(r"\\([A-Za-z]+)|\^\s*\{?([+-]?\d+)\}?|([^\\^]+)|(.)", re.DOTALL)
_POWER_OF_TEN = pattern(r"(?<=[\d.)])[eEdD]([+-]?\d+)$|^[eE]([+-]?\d+)$")
_CHARGE = pattern(r"\^\{?(\d*[+-])\}?|(?<=[A-Za-z)\]])\^?([+-])(?=$|\s)")
_COUNT = pattern(r"(?<=[A-Za-z)\]])_?\{?(\d+)\}?")
_NUCLIDE = pattern(r"\^\{?(\d+)\}?(?=[A-Z])")


def unit(source: str) -> str:
    r"""Return a unit as text.

    >>> unit(r"\kilo\metre\per\second\squared"), unit("km.s^{-2}")
    ('km s⁻²', 'km s⁻²')
    """
    parts: list[list[str | int]] = []  # symbol, power
    prefix, below, power = "", False, 1
    for command, exponent, text, other in _UNIT.findall(source.replace("~", ".")):
        if command == "per":
            below = True
        elif command in _PREFIXES:
            prefix = _PREFIXES[command]
        elif command in ("squared", "cubed") and parts:
            parts[-1][1] = int(parts[-1][1]) * _MODIFIERS[command]
        elif command in ("square", "cubic"):
            power = _MODIFIERS[command]
        elif exponent and parts:
            parts[-1][1] = int(parts[-1][1]) * int(exponent)
        else:
            names = [_named(command)] if command else re.split(r"[.\s{},]+", text or other)
            for name in filter(None, names):
                parts.append([prefix + name, -power if below else power])
                prefix, below, power = "", False, 1
    written = [
        f"{symbol}{'' if power == 1 else str(power).translate(symbols.SUPERSCRIPT)}"
        for symbol, power in parts
    ]
    return " ".join([*written, *([prefix] if prefix else [])])


def _named(command: str) -> str:
    # Short names are their own symbols: \km, \GHz, \eV; \uK and the like begin with a micro.
    known = _UNITS.get(command) or symbols.SYMBOLS.get(command)
    return known or re.sub(r"^u(?=[A-Zmsgl])", "μ", command)


def number(source: str) -> str:
    """Return a number as text.

    >>> number("1.5e-3"), number("5 +- 1")
    ('1.5×10⁻³', '5 ± 1')
    """
    shown = re.sub(r"\s*(?:\+-|\\pm)\s*", " ± ", source.strip())

    def power(found: re.Match[str]) -> str:
        digits = (found[1] or found[2]).lstrip("+")
        return f"{'×' if found[1] else ''}10{digits.translate(symbols.SUPERSCRIPT)}"

    return _POWER_OF_TEN.sub(power, shown)


def quantity(value: str, of: str) -> str:
    r"""Return a number with its unit, with no space before degrees, minutes and seconds of arc.

    >>> quantity("5", r"\giga\hertz"), quantity("30", r"\degree")
    ('5 GHz', '30°')
    """
    shown = unit(of)
    gap = "" if shown in ("°", "′", "″", "%", "") else " "
    return f"{number(value)}{gap}{shown}"


def angle(source: str) -> str:
    """Return an angle of degrees, minutes and seconds as text.

    >>> angle("30"), angle("1;2;3")
    ('30°', '1°2′3″')
    """
    parts = zip(source.split(";"), "°′″", strict=False)
    return "".join(f"{number(part)}{sign}" for part, sign in parts if part.strip())


def chemistry(source: str) -> str:
    """Return a chemical formula as text.

    >>> chemistry("SO4^2-"), chemistry("^13CO2")
    ('SO₄²⁻', '¹³CO₂')
    """
    shown = source.replace("<=>", "⇌").replace("<->", "↔").replace("->", "→")
    shown = _NUCLIDE.sub(lambda found: found[1].translate(symbols.SUPERSCRIPT), shown)
    shown = _CHARGE.sub(lambda m: (m[1] or m[2]).translate(symbols.SUPERSCRIPT), shown)
    return _COUNT.sub(lambda found: found[1].translate(symbols.SUBSCRIPT), shown)


def shown(name: str, arguments: list[str]) -> str | None:
    """Return the text of a command; None when it does not take these arguments."""
    match name, arguments:
        case (("SI" | "qty"), [value, of]):
            return quantity(value, of)
        case (("si" | "unit"), [of]):
            return unit(of)
        case ["num", [value]]:
            return number(value)
        case (("SIrange" | "qtyrange"), [low, high, of]):
            return f"{number(low)}–{quantity(high, of)}"
        case ["numrange", [low, high]]:
            return f"{number(low)}–{number(high)}"
        case ["ang", [value]]:
            return angle(value)
        case ["ce", [formula]]:
            return chemistry(formula)
        case ["ion", [element, stage]]:
            return f"{element} {stage}"
        case _:
            return None


# The number of arguments of each command.
ARGUMENTS = {
    "SI": 2, "qty": 2, "si": 1, "unit": 1, "num": 1, "SIrange": 3, "qtyrange": 3, "numrange": 2, "ang": 1,
    "ce": 1, "ion": 2,
}  # fmt: skip
