"""`paperbrowser completion`: print the completion script of a shell, or the manual page.

Made from the parsers and tables, and installed with the package (`share` in the repository has the results).
The scripts list profiles by the names of their files, without starting Python.
"""

from paperbrowser.cli import COMMANDS
from paperbrowser.cli.output import encode, print_line
from paperbrowser.cli.parser import Parser

# Where each is installed, below the folder of the environment.
FILES = {
    "bash": "share/bash-completion/completions/paperbrowser",
    "zsh": "share/zsh/site-functions/_paperbrowser",
    "fish": "share/fish/vendor_completions.d/paperbrowser.fish",
    "man": "share/man/man1/paperbrowser.1",
}
_FOLDERS = ("${XDG_DATA_HOME:-$HOME/.local/share}", "$HOME/Library/Application Support")


def run(arguments: list[str]) -> int:
    """Print the script that `arguments` name."""
    parser = Parser(
        "paperbrowser completion",
        description="Print the completion script of a shell, or the manual page.",
        epilog='in ~/.bashrc:   eval "$(paperbrowser completion bash)"\n'
        "for zsh:        paperbrowser completion zsh > FOLDER_OF_FPATH/_paperbrowser\n"
        "for fish:       paperbrowser completion fish > FOLDER/paperbrowser.fish,\n"
        "                with FOLDER ~/.config/fish/completions\n",
    )
    parser.add_argument("shell", choices=tuple(FILES), help="what to print")
    wanted = parser.parse_args(arguments).shell
    encode(encoding="utf-8")
    print_line(written(wanted).rstrip("\n"))
    return 0


def written(wanted: str) -> str:
    """Return the text of one of `FILES`."""
    if wanted == "man":
        from paperbrowser.cli.manual import manual

        return manual()
    return {"bash": _bash, "zsh": _zsh, "fish": _fish}[wanted]()


def _bash() -> str:
    from paperbrowser.cli.description import arguments, parsers

    cases = []
    for name, parser in parsers().items():
        options = [one for one in arguments(parser) if one.flags]
        plain = [one for one in arguments(parser) if not one.flags]
        values = [
            f"            {'|'.join(one.flags)}) {_bash_value(one.words, one.kind)}; return ;;\n"
            for one in options
            if one.value
        ]
        flags = " ".join(flag for one in options for flag in one.flags)
        words = list(plain[0].words) if plain else []
        if not name:
            words = list(COMMANDS)
        cases.append(
            f"    {name or '*'})\n"
            + ("        case $before in\n" + "".join(values) + "        esac\n" if values else "")
            + f'        if [[ $current == -* ]]; then _paperbrowser_words "{flags}"\n'
            + f"        else {_bash_value(tuple(words), plain[0].kind if plain else '')}\n"
            + "        fi ;;\n"
        )
    cases = [*cases[1:], cases[0]]  # that of no command matches all
    folders = "\n".join(f'        "{folder}/paperbrowser/profiles/"*.toml' for folder in _FOLDERS)
    return f"""\
# Completion of paperbrowser for bash. Made by `paperbrowser completion bash`.

_paperbrowser_words() {{
    local word
    while IFS= read -r word; do COMPREPLY+=("$word"); done < <(compgen -W "$1" -- "$current")
    if [[ ${{#COMPREPLY[@]}} == 1 && ${{COMPREPLY[0]}} == *: ]]; then compopt -o nospace; fi
    if [[ $current == *:* && $COMP_WORDBREAKS == *:* ]]; then
        COMPREPLY=("${{COMPREPLY[@]#"${{current%:*}}:"}}")
    fi
}}

_paperbrowser_profiles() {{
    local file
    for file in \\
{folders.replace(chr(10), " " + chr(92) + chr(10))}; do
        if [[ -f $file ]]; then
            file=${{file##*/}}
            if [[ ${{file%.toml}} == "$current"* ]]; then COMPREPLY+=("${{file%.toml}}"); fi
        fi
    done
}}

_paperbrowser_files() {{
    local file
    compopt -o filenames
    while IFS= read -r file; do COMPREPLY+=("$file"); done < <(compgen -f -- "$current")
}}

_paperbrowser() {{
    # Bash breaks words at ":" and "=", so they are read from the line.
    local line=${{COMP_LINE:0:COMP_POINT}} words current before head
    read -ra words <<< "$line"
    if [[ $line == *[[:blank:]] ]]; then words+=(""); fi
    COMPREPLY=()
    current=${{words[${{#words[@]}}-1]}}
    before=${{words[${{#words[@]}}-2]}}
    if [[ $current == --*=* ]]; then
        before=${{current%%=*}}
        current=${{current#*=}}
    fi
    current=${{current#[\\"\\']}}
    head=${{words[1]}}
    if [[ ${{#words[@]}} == 2 ]]; then head=; fi
    case $head in
{"".join(cases)}    esac
}}

complete -F _paperbrowser paperbrowser
"""


def _bash_value(words: tuple[str, ...], kind: str) -> str:
    parts = [f'_paperbrowser_words "{" ".join(words)}"'] if words else []
    parts += ["_paperbrowser_profiles"] if kind.startswith("profile") else []
    parts += ["_paperbrowser_files"] if kind.endswith("file") and kind != "profile" else []
    return "; ".join(parts) or ":"


def _zsh() -> str:
    from paperbrowser.cli.description import Argument, arguments, parsers

    def action(one: Argument) -> str:
        if one.words and one.words[0].endswith(":"):
            return "_paperbrowser_query"
        if one.words:
            return f"({' '.join(one.words)})"
        return {
            "profile": "_paperbrowser_profiles",
            "profile-or-file": "_paperbrowser_sources",
            "file": "_files",
        }.get(one.kind, "")

    def spec(one: Argument) -> str:
        about = one.about.replace("[", "(").replace("]", ")").replace(":", r"\:")
        value = f":{one.value.lower().replace('|', ' or ')}:{action(one)}" if one.value else ""
        if not one.flags:
            return _quoted(f"*{value}")
        flags = f"{{{','.join(one.flags)}}}" if len(one.flags) > 1 else one.flags[0]
        excluded = f"'({' '.join(one.flags)})'" if len(one.flags) > 1 else ""
        return f"{excluded}{flags}{_quoted(f'[{about}]{value}')}"

    table = parsers()
    cases = "".join(
        f"    {name or '*'})\n        _arguments {_joined(map(spec, arguments(parser)))} ;;\n"
        for name, parser in [*list(table.items())[1:], ("", table[""])]
    )
    commands = "\n".join(
        f"        {_quoted(f'{one.name}:{one.about}')}" for one in COMMANDS.values()
    )
    query = next(one.words for one in arguments(table["list"]) if "-q" in one.flags)
    fields = " ".join(word for word in query if word.endswith(":"))
    values = " ".join(word for word in query if not word.endswith(":"))
    folders = " ".join(f'"{folder}"/paperbrowser/profiles/*.toml(N:t:r)' for folder in _FOLDERS)
    return f"""\
#compdef paperbrowser
# Completion of paperbrowser for zsh. Made by `paperbrowser completion zsh`.

_paperbrowser_profiles() {{
    local -a profiles
    profiles=({folders})
    compadd -a -- profiles
}}

_paperbrowser_sources() {{
    _paperbrowser_profiles
    _files
}}

_paperbrowser_query() {{
    compadd -S '' -- {fields}
    compadd -- {values}
}}

_paperbrowser() {{
    local -a commands
    commands=(
{commands}
    )
    if (( CURRENT == 2 )) && [[ $words[2] != -* ]]; then
        _describe command commands
        _paperbrowser_sources
        return
    fi
    case $words[2] in
    {"|".join(COMMANDS)})
        shift words
        (( CURRENT-- ))
        case $words[1] in
{cases.rpartition("    *)")[0]}        esac ;;
    *){cases.rpartition("    *)")[2]}    esac
}}

_paperbrowser "$@"
"""


def _joined(parts: "map[str]") -> str:
    return " \\\n            ".join(parts)


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "'\\''") + "'"


def _fish() -> str:
    from paperbrowser.cli.description import arguments, parsers

    lines = []
    for name, parser in parsers().items():
        here = f"-n '__fish_seen_subcommand_from {name}'" if name else "-n __fish_use_subcommand"
        if name:
            about = _quoted_fish(COMMANDS[name].about)
            lines.append(f"complete -c paperbrowser -n __fish_use_subcommand -a {name} -d {about}")
        for one in arguments(parser):
            given = f"'{' '.join(one.words)}'" if one.words else ""
            profiles = one.kind.startswith("profile")
            if profiles:
                given = "'(__paperbrowser_profiles)'"
            files = one.kind.endswith("file") and one.kind != "profile"
            parts = [f"complete -c paperbrowser {here}"]
            parts += [
                f"-l {flag[2:]}" if flag.startswith("--") else f"-s {flag[1:]}"
                for flag in one.flags
            ]
            if one.value and one.flags:
                parts.append("-r" if files else "-x")
            elif files:
                parts.append("-F")
            if given:
                parts.append(f"-a {given}")
            if one.about and one.flags:
                parts.append(f"-d {_quoted_fish(one.about)}")
            if one.flags or given or files:
                lines.append(" ".join(parts))
    folders = (
        'set -q XDG_DATA_HOME; and set folder "$XDG_DATA_HOME"; or set folder ~/.local/share\n'
        "    for file in $folder/paperbrowser/profiles/*.toml "
        '"$HOME/Library/Application Support"/paperbrowser/profiles/*.toml'
    )
    return f"""\
# Completion of paperbrowser for fish. Made by `paperbrowser completion fish`.

function __paperbrowser_profiles
    {folders}
        basename $file .toml
    end
end

complete -c paperbrowser -f
{chr(10).join(lines)}
"""


def _quoted_fish(text: str) -> str:
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"
