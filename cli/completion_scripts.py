"""The completion scripts of bash, zsh and fish, written from what there is to complete.

In all three the word after the program decides the command; where it names none, the default command is meant.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from shlex import quote

from cli.completion import Command, CommandLine, Option, Value

INDENT = "    "


def bash(line: CommandLine) -> str:
    """The script for bash 3.2 and later (file names as readline completes them from bash 4 on)."""
    function = _function_name(line)
    cases = [
        f"{command.name}/{flag}) {_bash_value(function, option.value)} return ;;"
        for command in line.commands
        for option in command.options
        if option.value is not None
        for flag in option.flags
    ]
    positions = [
        f"{command.name}) {_bash_words(function, command)} ;;" for command in (line.top, *line.commands)
    ]
    first = _bash_first(function, line)
    positions[0] = f"'') {first} ;;"
    return f"""\
# {line.program} completion for bash: eval "$({line.program} completion bash)"

# Offers those of its arguments that begin with the word being typed.
{function}_offer() {{
    local word quoted
    for word in "$@"; do
        if [[ $word == "$typed"* ]]; then
            # Bash takes what stands before a `=` for a word of its own.
            printf -v quoted %q "${{word#"$before_equals"}}"
            COMPREPLY+=("$quoted")
        fi
    done
}}

{function}_option() {{
    compopt -o "$1" 2>/dev/null
}}

{function}_settings() {{
    if [[ $typed == *=* ]]; then
        {function}_offer {_quoted(line.setting_values)}
    else
        {function}_option nospace
        {function}_offer {_quoted(line.setting_keys)}
    fi
}}

{function}_roles() {{
    {function}_option nospace
    {function}_offer {_quoted(line.roles)}
}}

{function}() {{
    local word typed previous="" command="" before_equals="" last=-1 joined=no i
    local -a words=()
    COMPREPLY=()
    # Bash splits words at `=`: they are put together again.
    for ((i = 0; i <= COMP_CWORD; i++)); do
        word=${{COMP_WORDS[i]}}
        if ((i == COMP_CWORD)) && [[ ${{COMP_LINE:0:COMP_POINT}} == *[[:space:]] ]]; then
            joined=no
        fi
        if ((last > 0)) && [[ $word == = || $joined == yes ]]; then
            words[last]+=$word
        else
            words[++last]=$word
        fi
        [[ $word == = ]] && joined=yes || joined=no
    done
    typed=${{words[last]}}
    ((last > 1)) && previous=${{words[last - 1]}}
    if [[ $typed == --*=* ]]; then
        previous=${{typed%%=*}}
        typed=${{typed#*=}}
    fi
    [[ $typed == *=* ]] && before_equals=${{typed%%=*}}=
    if ((last > 1)); then
        case ${{words[1]}} in
            {"|".join(quote(command.name) for command in line.commands)}) command=${{words[1]}} ;;
            -*) ;;
            *) command={quote(line.default)} ;;
        esac
    fi
    case $command/$previous in
        {_indented(cases, 2)}
    esac
    case $command in
        {_indented(positions, 2)}
    esac
}}

if type compopt >/dev/null 2>&1; then
    complete -F {function} {line.program}
else
    complete -o default -F {function} {line.program}
fi
"""


def _bash_first(function: str, line: CommandLine) -> str:
    flags = _quoted(flag for option in line.top.options for flag in option.flags)
    files = f" {function}_option default;" if line.default else ""
    names = _quoted(command.name for command in line.commands)
    return f"if [[ $typed == -* ]]; then {function}_offer {flags}; else{files} {function}_offer {names}; fi"


def _bash_words(function: str, command: Command) -> str:
    flags = _quoted(flag for option in command.options for flag in option.flags)
    values = " ".join(_bash_value(function, value) for value in command.arguments) or ":;"
    return f"if [[ $typed == -* ]]; then {function}_offer {flags}; else {values} fi"


def _bash_value(function: str, value: Value | None) -> str:
    if value is None or value.kind == "text":
        return ":;"
    return {
        "choices": f"{function}_offer {_quoted(value.choices)};",
        "files": f"{function}_option default;",
        "folders": f"{function}_option dirnames;",
        "settings": f"{function}_settings;",
        "roles": f"{function}_roles;",
    }[value.kind]


def zsh(line: CommandLine) -> str:
    """The script for zsh, to be evaluated or to be saved as a file named `_program` on the fpath."""
    function = _function_name(line)
    described = [quote(f"{_zsh_escaped(command.name, ':')}:{command.help}") for command in line.commands]
    first = "_files" if line.default else ":"
    cases = []
    for command in line.commands:
        pattern = quote(command.name) if command.name != line.default else f"{quote(command.name)}|*"
        specs = [_zsh_option(function, option) for option in command.options]
        specs += [_zsh_argument(function, value) for value in command.arguments]
        cases.append((command.name == line.default, f"{pattern}) _arguments {' '.join(specs)} && found=0 ;;"))
    # The default command's pattern takes every word, so it comes last.
    in_order = [case for _, case in sorted(cases, key=lambda pair: pair[0])]
    top = [_zsh_option(function, option) for option in line.top.options]
    return f"""\
#compdef {line.program}
# {line.program} completion for zsh: eval "$({line.program} completion zsh)"

{function}_settings() {{
    local -a keys values
    keys=({_quoted(line.setting_keys)})
    values=({_quoted(line.setting_values)})
    if [[ $PREFIX == *=* ]]; then
        compadd -a values
    else
        compadd -S '' -a keys
    fi
}}

{function}_roles() {{
    local -a roles
    roles=({_quoted(line.roles)})
    compadd -S '' -a roles
}}

{function}_first() {{
    local found=1
    local -a commands
    commands=({" ".join(described)})
    _describe -t commands command commands && found=0
    {first} && found=0
    return found
}}

{function}() {{
    local curcontext="$curcontext" state line found=1
    typeset -A opt_args
    _arguments -C {" ".join(top)} '1:command:{function}_first' '*::argument:->rest' && found=0
    [[ $state == rest ]] || return found
    case $line[1] in
        {_indented(in_order, 2)}
    esac
    return found
}}

if [[ $zsh_eval_context[-1] == loadautofunc ]]; then
    {function} "$@"
else
    (( $+functions[compdef] )) || {{ autoload -Uz compinit && compinit }}
    compdef {function} {line.program}
fi
"""


def _zsh_option(function: str, option: Option) -> str:
    said = f"[{_zsh_escaped(option.help, '[]')}]"
    taken = "" if option.value is None else _zsh_value(function, option.value)
    # Every spelling rules out the others, unless the option may be repeated.
    group = "*" if option.repeatable else f"({' '.join(option.flags)})"
    return " ".join(
        quote(f"{group}{flag}{'=' if taken and flag.startswith('--') else ''}{said}{taken}")
        for flag in option.flags
    )


def _zsh_argument(function: str, value: Value) -> str:
    return quote(f"{'*' if value.many else ''}{_zsh_value(function, value)}")


def _zsh_value(function: str, value: Value) -> str:
    action = {
        "choices": f"({' '.join(_zsh_escaped(choice, ' ()') for choice in value.choices)})",
        "files": "_files",
        "folders": "_files -/",
        "settings": f"{function}_settings",
        "roles": f"{function}_roles",
        "text": " ",
    }[value.kind]
    return f":{_zsh_escaped(value.label, ':')}:{action}"


def _zsh_escaped(text: str, special: str) -> str:
    return "".join(f"\\{character}" if character in special + "\\" else character for character in text)


def fish(line: CommandLine) -> str:
    """The script for fish 3 and later."""
    function = f"_{_function_name(line)}"
    names = " ".join(_fish_quoted(command.name) for command in line.commands)
    rules = [f"complete -c {line.program} -f"]
    rules += [
        f"complete -c {line.program} -n '{function}_is \"\"' -a {_fish_quoted(command.name)} -d {_fish_quoted(command.help)}"
        for command in line.commands
    ]
    if line.default:
        rules.append(f"complete -c {line.program} -n '{function}_is \"\"' -F")
    for command in (line.top, *line.commands):
        condition = f"complete -c {line.program} -n '{function}_is \"{command.name}\"'"
        rules += [_fish_option(function, condition, option) for option in command.options]
        rules += [
            f"{condition}{_fish_value(function, value)}"
            for value in command.arguments
            if value.kind != "text"
        ]
    return f"""\
# {line.program} completion for fish: {line.program} completion fish | source

# Whether the command line's command is the one given; empty: none is named yet.
function {function}_is
    set -l words (commandline -opc)
    set -l command ""
    if test (count $words) -gt 1
        if contains -- $words[2] {names}
            set command $words[2]
        else if not string match -q -- '-*' $words[2]
            set command {_fish_quoted(line.default)}
        end
    end
    test "$command" = "$argv[1]"
end

function {function}_settings
    if string match -q -- '*=*' (commandline -ct)
        printf '%s\\n' {" ".join(map(_fish_quoted, line.setting_values))}
    else
        printf '%s\\n' {" ".join(map(_fish_quoted, line.setting_keys))}
    end
end

function {function}_roles
    printf '%s\\n' {" ".join(map(_fish_quoted, line.roles))}
end

{chr(10).join(rules)}
"""


def _fish_option(function: str, condition: str, option: Option) -> str:
    spellings = "".join(
        f" -l {flag[2:]}"
        if flag.startswith("--")
        else f" -s {flag[1:]}"
        if len(flag) == 2
        else f" -o {flag[1:]}"
        for flag in option.flags
    )
    taken = "" if option.value is None else f" -r{_fish_value(function, option.value)}"
    return f"{condition}{spellings}{taken} -d {_fish_quoted(option.help)}"


def _fish_value(function: str, value: Value) -> str:
    choices = " ".join(re.sub(r"([^\w.+-])", r"\\\1", choice) for choice in value.choices)
    return {
        "choices": f" -f -a {_fish_quoted(choices)}",
        "files": " -F",
        "folders": " -f -a '(__fish_complete_directories (commandline -ct))'",
        "settings": f" -f -a '({function}_settings)'",
        "roles": f" -f -a '({function}_roles)'",
        "text": " -f",
    }[value.kind]


def _fish_quoted(text: str) -> str:
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"


def _function_name(line: CommandLine) -> str:
    return "_" + re.sub(r"\W", "_", line.program)


def _quoted(words: Iterable[str]) -> str:
    return " ".join(quote(word) for word in words)


def _indented(lines: Sequence[str], depth: int) -> str:
    return f"\n{INDENT * depth}".join(lines)
