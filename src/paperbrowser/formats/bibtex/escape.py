r"""Text and keys in the form that BibTeX and BibLaTeX need: LaTeX kept, all else escaped. Pure functions.

Both programs count every brace, even `\{`, take a field's text as LaTeX, and a key as any text without white
space, commas and a few signs. Letters beyond ASCII stay as they are, in UTF-8.
"""

import re
from collections.abc import Iterable
from zlib import crc32

from paperbrowser.papers.latex.prose import is_formula
from paperbrowser.papers.model import Paper
from paperbrowser.papers.names import parts_of
from paperbrowser.papers.text import clean_line

_TOKEN = re.compile(r"\\(?:[A-Za-z]+|.|$)|\$\$?|[{}&%#_^]")
_MATH_SWITCH = {"\\(": True, "\\[": True, "\\)": False, "\\]": False}
_ALWAYS_ESCAPED = {"%": r"\%", "#": r"\#"}
_ESCAPED_IN_TEXT = {"&": r"\&", "_": r"\_", "^": r"\textasciicircum{}"}
# Commands that read, write, execute or redefine; they leave as text, for a paper may be of a stranger's file.
_READING = """
    input include includeonly InputIfFileExists IfFileExists openin read readline closein endinput
    scantokens verbatiminput VerbatimInput BVerbatimInput LVerbatimInput verbatimtabinput
    listinginput lstinputlisting inputminted includegraphics includepdf includesvg includestandalone
    includemovie import inputfrom includefrom subimport subincludefrom subinputfrom subfile
    subfileinclude bibliography addbibresource bibliographystyle usepackage RequirePackage
    documentclass documentstyle LoadClass PassOptionsToPackage usetheme usetikzlibrary usepgflibrary
    tcbuselibrary tcbinputlisting loadglsentries pgfimage epsfbox epsfig epsffile psfig CatchFileDef
    CatchFileEdef csvreader csvloop csvautotabular DTLloaddb DTLloadrawdb pgfplotstableread
    pgfplotstabletypeset attachfile textattachfile embedfile markdownInput externalfigure
    graphicspath movie sound filedump filesize pdffiledump pdffilesize pdffilemoddate filemoddate
    pdfmdfivesum mdfivesum pdfximage saveimageresource pdfmapfile pdfmapline XeTeXpicfile
    XeTeXpdffile font newfont primitive pdfprimitive
"""
_WRITING = """
    write openout closeout immediate newwrite newread message errmessage errhelp typeout typein wlog
    show showthe showbox showlists showgroups showifs showtokens tracingall loggingall
    tracingonline tracingmacros tracingcommands pausing shipout filecontents VerbatimOut addtocontents
    addcontentsline special pdfliteral pdfobj pdfextension pdfvariable pdfcatalog pdfinfo pdfannot
    pdfnames pdfoutline pdfoutput pdfpageattr pdfpagesattr pdfpageresources pdffontattr pdfstartlink
    hypersetup Acrobatmenu PushButton TextField
"""
_EXECUTING = """
    ShellEscape directlua latelua luaexec luadirect luacode luafunction luafunctioncall luadef
    luabytecode luabytecodecall py pyc pyb pys sympy mint minted mintinline bash splice
    tikzexternalize executeiffilenewer epstopdfcall DeclareGraphicsRule
"""
_REDEFINING = """
    def edef gdef xdef let futurelet global long outer protected newcommand renewcommand
    providecommand DeclareRobustCommand newenvironment renewenvironment newtheorem
    NewDocumentCommand RenewDocumentCommand ProvideDocumentCommand DeclareDocumentCommand
    NewExpandableDocumentCommand RenewExpandableDocumentCommand ProvideExpandableDocumentCommand
    DeclareExpandableDocumentCommand NewDocumentEnvironment RenewDocumentEnvironment
    ProvideDocumentEnvironment DeclareDocumentEnvironment NewCommandCopy RenewCommandCopy
    DeclareCommandCopy DeclareMathOperator DeclareTextCommand DeclareTextSymbol
    DeclareUnicodeCharacter DeclareFontShape DeclareFontFamily DeclareMathSymbol LetLtxMacro
    patchcmd apptocmd pretocmd cslet csdef csgdef csedef csxdef csuse letcs newif newcount newdimen
    newskip newmuskip newbox newtoks newcounter newlength newsavebox newlanguage newinsert
    setcounter addtocounter stepcounter refstepcounter setlength addtolength settowidth settoheight
    settodepth sbox savebox setbox chardef mathchardef countdef dimendef skipdef muskipdef toksdef
    catcode lccode uccode mathcode sfcode delcode advance multiply divide count dimen skip muskip
    toks output everypar everymath everydisplay everyhbox everyvbox everyjob everycr everyeof
    endlinechar escapechar newlinechar globaldefs mag hoffset voffset hsize vsize hyphenation patterns
"""
# These make names of commands, repeat, end, or change the order of what is done.
_STEERING = """
    csname endcsname UseName ExpandArgs expandafter noexpand unexpanded expanded detokenize
    aftergroup afterassignment begincsname loop repeat iterate whiledo foreach forloop multido
    pgfkeys pgfset tikzset tcbset AtBeginDocument AtEndDocument AtBeginShipout AtEndOfPackage
    AtEndOfClass AddToHook AddToHookNext UseHook ExplSyntaxOn ExplSyntaxOff makeatletter makeatother
    else fi or newif batchmode scrollmode nonstopmode errorstopmode interactionmode bye stop dump
    endgroup begingroup bgroup egroup
"""
_ACTING = frozenset(" ".join([_READING, _WRITING, _EXECUTING, _REDEFINING, _STEERING]).split())
# `\begin{input}` does what `\input` does, so that of environments only these stay.
_ENVIRONMENT = re.compile(
    r"\{(?:equation|align|alignat|aligned|gather|gathered|multline|split|eqnarray|displaymath|math|array|cases"
    r"|subarray|smallmatrix|[pbBvV]?matrix|itemize|enumerate|description|quote|quotation|center|abstract|small"
    r"|tabular)\*?\}"
)
_WEB_ADDRESS = re.compile(r"\s*\{\s*https?:", re.IGNORECASE)
_BRACE = re.compile("[{}]")
_REFUSED = re.compile(r"(?:[\s,{}#%~\\\"()=]|\^{2,})+")  # ^^5c is a backslash to TeX
_PARTS_NAMES = re.compile(r",|(?:^|\s)and(?:\s|$)", re.IGNORECASE)
_RANGE = re.compile(r"(?<=\w)\s?[-\u2010-\u2015]{1,3}\s?(?=\w)")


# Text


def escaped(source: str) -> str:
    r"""Return `source` on one line: LaTeX kept, bare special characters escaped, braces in pairs.

    A brace without its partner becomes a command, and so does `\{`; a dollar that is a price is escaped.
    """
    source = clean_line(" ".join(source.split()))
    tokens = list(_TOKEN.finditer(source))
    unpaired = _unpaired_braces(tokens)
    formulas = _dollars_of_formulas(source, tokens)
    out: list[str] = []
    end, in_math = 0, False
    for at, token in enumerate(tokens):
        found = token[0]
        if found[0] == "$":
            formula = at in formulas
            new = found if formula else found.replace("$", r"\$")
            in_math ^= formula
        elif _acts(found, source, token.end()):
            new = (r"\backslash{}" if in_math else r"\textbackslash{}") + found[1:]
        elif (
            found == "^"
            and in_math
            and "^" in {source[token.start() - 1], source[token.end() : token.end() + 1]}
        ):
            new = r"\wedge{}"  # TeX takes ^^5c for a backslash
        elif found in _MATH_SWITCH:
            new, in_math = found, _MATH_SWITCH[found]
        elif found in {r"\{", r"\}"} or at in unpaired:
            side = "left" if "{" in found else "right"
            new = rf"\{side[0]}brace{{}}" if in_math else rf"\textbrace{side}{{}}"
        elif found == "\\":
            new = r"\textbackslash{}"
        elif found == r"\\" and source[token.end() : token.end() + 1] in {"", "{", "}"}:
            new = r"\\ "  # some parsers take the second backslash and a brace for an escaped brace
        elif in_math:
            new = _ALWAYS_ESCAPED.get(found, found)
        else:
            new = _ALWAYS_ESCAPED.get(found) or _ESCAPED_IN_TEXT.get(found, found)
        out += source[end : token.start()], new
        end = token.end()
    return "".join(out) + source[end:]


def _acts(found: str, source: str, end: int) -> bool:
    """Return whether a command does more than to set text.

    Args:
        found: the command, or another token.
        source: the text in which it stands.
        end: the position behind it.
    """
    name = found[1:] if found[0] == "\\" else ""
    if name in {"begin", "end"}:
        return _ENVIRONMENT.match(source, end) is None
    if name == "href":
        return _WEB_ADDRESS.match(source, end) is None
    return name in _ACTING or (name.startswith("if") and name != "iff")


def escaped_paragraphs(source: str) -> str:
    """Return `source` escaped, its paragraphs still separated by an empty line."""
    paragraphs = (escaped(part) for part in source.split("\n\n"))
    # Some parsers take an @ at the start of a line for the next entry.
    return "\n\n".join("{}" * part.startswith("@") + part for part in paragraphs if part)


def verbatim(text: str) -> str:
    """Return an address or identifier with percent codes where a brace would end the field."""
    return clean_line(text).replace("{", "%7B").replace("}", "%7D").replace("\\", "%5C")


def name(full: str) -> str:
    """Return a name with the family name first; a group in braces, which keep it in one piece."""
    parts = parts_of(full)
    if parts.person and (parts.given or " " not in parts.family):
        named = (parts.family, parts.suffix, parts.given)
        return ", ".join(map(_one_part, filter(None, named)))
    return f"{{{escaped(parts.family)}}}"


def _one_part(part: str) -> str:
    """Return a part of a name, in braces if a comma or an "and" of it would part names."""
    whole = escaped(part)
    return f"{{{whole}}}" if _PARTS_NAMES.search(part) else whole


def pages(text: str) -> str:
    """Return pages with the dash of LaTeX between two: "1--14"."""
    return escaped(_RANGE.sub("--", text))


def _dollars_of_formulas(source: str, tokens: list[re.Match[str]]) -> set[int]:
    """Return the indices of the dollars around formulas; the others are of prices, or alone."""
    dollars = [at for at, token in enumerate(tokens) if token[0][0] == "$"]
    found: set[int] = set()
    place = 0
    while place + 1 < len(dollars):
        opens, closes = (tokens[at] for at in dollars[place : place + 2])
        body, after = source[opens.end() : closes.start()], source[closes.end() : closes.end() + 1]
        if opens[0] == closes[0] and (opens[0] == "$$" or is_formula(body, after)):
            found.update(dollars[place : place + 2])
            place += 1
        place += 1
    return found


def _unpaired_braces(tokens: list[re.Match[str]]) -> set[int]:
    """Return the indices of the braces that are not in a pair."""
    opened: list[int] = []
    alone: set[int] = set()
    for at, token in enumerate(tokens):
        if token[0] == "{":
            opened.append(at)
        elif token[0] == "}":
            if opened:
                opened.pop()
            else:
                alone.add(at)
    return alone.union(opened)


# Values that were read from BibTeX


def defused(value: str) -> str:
    """Return LaTeX as it is, without commands that act, and with its braces in pairs."""
    tokens = list(_TOKEN.finditer(value))
    unpaired = _unpaired_braces(tokens)
    out: list[str] = []
    end = 0
    for at, token in enumerate(tokens):
        found = new = token[0]
        if at in unpaired:
            new = r"\textbraceleft{}" if found == "{" else r"\textbraceright{}"
        elif found in {r"\{", r"\}"}:  # BibTeX counts them; in pairs they stay
            new = found
        elif found == "\\" or _acts(found, value, token.end()):
            new = r"\textbackslash{}" + found[1:]
        elif found == "^" and value[token.end() : token.end() + 1] == "^":
            new = r"\textasciicircum{}"  # TeX takes ^^5c for a backslash
        out += value[end : token.start()], new
        end = token.end()
    text = "".join(out) + value[end:]
    return text if _in_pairs(text) else escaped(value)


def _in_pairs(text: str) -> bool:
    r"""Return whether BibTeX, which counts `\{` too, finds each brace of a value closed within it."""
    depth = 0
    for sign in _BRACE.findall(text):
        depth += 1 if sign == "{" else -1
        if depth < 0:
            return False
    return depth == 0


# Keys


def key(paper: Paper) -> str:
    """Return the key for a paper: that of its file or else its id, with a dash for what BibTeX refuses."""
    wanted = paper.key or paper.id
    plain = _REFUSED.sub("-", wanted)
    return (plain if plain == wanted else plain.strip("-.:/+")) or "paper"


def keys_of(papers: Iterable[Paper]) -> dict[str, str]:
    """Return the key of each id of a profile, unique without regard to case, as BibTeX compares keys.

    Papers whose keys are equal get a checksum, except the one whose id or key in its file is its key already.
    So a key depends on the profile's papers, not on which of them are written and in which order.
    """
    plain: dict[str, str] = {}
    own: dict[str, str] = {}
    wanted: dict[str, list[str]] = {}
    for paper in papers:
        if paper.id not in plain:
            plain[paper.id], own[paper.id] = key(paper), paper.key or paper.id
            wanted.setdefault(plain[paper.id].lower(), []).append(paper.id)
    taken = set(wanted)
    for ids in wanted.values():
        if len(ids) == 1:
            continue
        ids.sort(key=lambda id_: (id_ != plain[id_], own[id_] != plain[id_], id_))
        for id_ in ids[own[ids[0]] == plain[ids[0]] :]:
            plain[id_] = one = f"{plain[id_]}-{_checksum(id_)}"
            number = 1
            while plain[id_].lower() in taken:
                number += 1
                plain[id_] = f"{one}-{number}"
            taken.add(plain[id_].lower())
    return plain


def _checksum(text: str) -> str:
    return f"{crc32(text.encode(errors='replace')):08x}"
