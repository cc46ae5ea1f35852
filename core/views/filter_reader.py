"""Reads a filter: a recursive descent from the words of a filter to its tree, one function a rule of the grammar."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from core.views.filter_columns import FilterColumns, Phrase, short
from core.views.filter_completions import written_name
from core.views.filter_tree import (
    DATES,
    NUMBERS,
    And,
    Column,
    Compare,
    Contains,
    Empty,
    FilterError,
    Kind,
    Node,
    Not,
    OneOf,
    Operator,
    Or,
    Search,
    Value,
)
from core.views.filter_words import EMPTY_WORDS, FLIPPED, Token, UnreadableError, number_of

# Deeper or longer ones nobody types; the engine nests as deeply as the filter does.
MOST_NESTED = 40
MOST_CONDITIONS = 300


class FilterReader:
    """Reads tokens from left to right, each once."""

    def __init__(
        self, text: str, tokens: list[Token], columns: Mapping[str, Kind], headings: Mapping[str, str]
    ) -> None:
        self._text = text
        self._tokens = tokens
        self._columns = FilterColumns(columns, headings)
        self._at = 0
        self._conditions = 0

    def read(self) -> Node:
        """The tree of all the tokens."""
        node = self._any_of(0)
        if self._at < len(self._tokens):
            token = self._tokens[self._at]
            if token.kind == "close":
                raise self._fault("A closing parenthesis has no opening one", "Take it away.", token)
            raise self._fault(
                f"`{short(token.text)}` does not belong to what comes before it",
                "Join conditions with `and` or `or`; put texts that hold signs into quotes.",
                token,
            )
        return node

    def _any_of(self, depth: int) -> Node:
        parts = [self._all_of(depth)]
        while self._keyword() == "or":
            self._at += 1
            parts.append(self._all_of(depth))
        return parts[0] if len(parts) == 1 else Or(tuple(parts))

    def _all_of(self, depth: int) -> Node:
        parts = [self._negated(depth)]
        while self._keyword() == "and":
            self._at += 1
            parts.append(self._negated(depth))
        return parts[0] if len(parts) == 1 else And(tuple(parts))

    def _negated(self, depth: int) -> Node:
        negative = False
        while self._keyword() == "not":
            negative = not negative
            self._at += 1
        node = self._one(depth)
        return Not(node) if negative else node

    def _one(self, depth: int) -> Node:
        token = self._peek()
        if token is None or token.kind != "open":
            return self._condition()
        if depth == MOST_NESTED:
            raise self._fault("Parentheses are nested too deeply", f"{MOST_NESTED} deep is the most.", token)
        self._at += 1
        node = self._any_of(depth + 1)
        self._close(token)
        return node

    def _close(self, opening: Token) -> None:
        token = self._peek()
        if token is None:
            raise self._fault("A parenthesis is never closed", "Add `)`.", opening)
        if token.kind != "close":
            raise self._fault(
                f"`{short(token.text)}` comes where the parenthesis should close or `and` or `or` should come",
                "Add `)`, or join conditions with `and` or `or`.",
                token,
            )
        self._at += 1

    def _condition(self) -> Node:
        self._conditions += 1
        if self._conditions > MOST_CONDITIONS:
            raise self._fault(
                f"The filter has more than {MOST_CONDITIONS} conditions",
                "Gather values of one column in a list: `country in (Germany, France)`.",
                self._peek(),
            )
        begin = self._at
        left = self._phrase(left=True)
        token = self._peek()
        if token is not None and token.kind == "operator":
            return self._comparison(left)
        word = self._operator_word(begin)
        if not word:
            return self._alone(left)
        column = self._columns.known(left)
        node: Node
        negative = self._keyword() == "not"
        self._at += negative
        self._at += 1
        if word == "is":
            negative = self._keyword() == "not"
            self._at += 1 + negative
            node = Empty(column, self._columns.kind(column))
        elif word == "in":
            node = self._list(column)
        elif word == "between":
            node = self._between(column)
        else:
            node = Contains(column, self._phrase().text)
        return Not(node) if negative else node

    def _comparison(self, left: Phrase) -> Node:
        """`COLUMN < VALUE`, `VALUE < COLUMN` or `VALUE < COLUMN < VALUE`."""
        first = self._operator()
        right = self._phrase()
        column = self._columns.named(left)
        if column is None and left.kind != "name" and first in FLIPPED:
            turned = self._columns.named(right)
            if turned is not None:
                return self._turned(left, FLIPPED[first], turned)
        if column is None:
            column = self._columns.known(left)
        token = self._peek()
        if token is not None and token.kind == "operator":
            raise self._fault(
                f"`{token.text}` comes after a condition that is complete",
                "Join conditions with `and` or `or`.",
                token,
            )
        return self._compared(column, first, right)

    def _turned(self, value: Phrase, operator: Operator, column: str) -> Node:
        node = self._compared(column, operator, value)
        token = self._peek()
        if token is None or token.kind != "operator":
            return node
        second = self._operator()
        return And((node, self._compared(column, second, self._phrase())))

    def _compared(self, column: str, operator: str, phrase: Phrase) -> Node:
        if operator in ("~", "!~"):
            node: Node = Contains(column, phrase.text)
            return Not(node) if operator == "!~" else node
        plain: Operator = operator  # type: ignore[assignment]
        kind = self._columns.kind(column)
        if other := self._columns.beside(column, phrase):
            return Compare(column, kind, plain, Column(other))
        if kind == "flag" and plain not in ("=", "!="):
            raise FilterError(
                f"`{self._columns.called(column)}` is yes or no, and has no order.",
                f"Write `{self._columns.called(column)} = yes` or `{self._columns.called(column)} = no`.",
                phrase.start,
                phrase.end,
            )
        if kind == "text" and not phrase.text.strip() and plain in ("=", "!="):
            empty = Empty(column, kind)
            return Not(empty) if plain == "!=" else empty
        number = None
        if kind == "text" and plain not in ("=", "!="):
            number = _number_or_none(phrase.text)
        return Compare(column, kind, plain, self._columns.value(column, phrase), number)

    def _between(self, column: str) -> Node:
        low = self._phrase()
        if self._keyword() != "and":
            raise self._fault(
                "`between` has no second value",
                f"Write `{written_name(self._columns.called(column))} between 1 and 5`; both ends are included.",
                self._peek(),
            )
        self._at += 1
        return And((self._compared(column, ">=", low), self._compared(column, "<=", self._phrase())))

    def _list(self, column: str) -> Node:
        opening = self._tokens[self._at]
        self._at += 1
        kind = self._columns.kind(column)
        values: list[Value] = []
        last: Phrase | None = None
        while True:
            phrase = self._phrase(listed=True)
            if kind in NUMBERS and last is not None:
                self._refuse_thousands(last, phrase)
            values.append(self._columns.value(column, phrase))
            last = phrase
            token = self._peek()
            if token is None or token.kind != "comma":
                break
            self._at += 1
        self._close(opening)
        if kind in DATES:
            self._conditions += len(values) - 1
            if self._conditions > MOST_CONDITIONS:
                raise self._fault("The list of dates is too long", "Use `between`.", opening)
        return OneOf(column, kind, tuple(dict.fromkeys(values)))

    def _refuse_thousands(self, last: Phrase, phrase: Phrase) -> None:
        """`1,000` in a list may be one number or two."""
        short = last.text.lstrip("+-").isdecimal() and len(last.text.lstrip("+-")) <= 3
        if short and phrase.text.partition(".")[0].isdecimal() and phrase.start == last.end + 1:
            whole = phrase.text.partition(".")[0]
            if len(whole) == 3:
                raise FilterError(
                    f"`{last.text},{phrase.text}` in a list may be one number or two.",
                    f"Write {last.text}{phrase.text} for one, or a blank behind the comma for two.",
                    last.start,
                    phrase.end,
                )

    def _alone(self, phrase: Phrase) -> Node:
        """Words without an operator: a column of yes and no, or something to look for."""
        if phrase.kind != "quoted":
            column = self._columns.named(phrase)
            if column is not None and self._columns.kind(column) == "flag":
                return Compare(column, "flag", "=", True)
            if phrase.kind == "name":
                column = self._columns.known(phrase)
                raise FilterError(
                    f"Nothing is said of `{self._columns.called(column)}`.",
                    f"Add a comparison, such as {written_name(self._columns.called(column))} = ..., or `is empty`.",
                    phrase.start,
                    phrase.end,
                )
        return Search(self._columns.of_text, phrase.text.strip())

    def _phrase(self, *, left: bool = False, listed: bool = False) -> Phrase:
        """The next words: one quoted text, or all up to an operator, a parenthesis, `and` or `or`."""
        token = self._peek()
        if token is not None and token.kind in ("quoted", "name"):
            self._at += 1
            return Phrase(token.text, "name" if token.kind == "name" else "quoted", token.start, token.end)
        begin = self._at
        while (token := self._peek()) is not None:
            if token.kind == "comma":
                if listed or self._at == begin:
                    break
            elif (
                token.kind != "word"
                or token.keyword in ("and", "or")
                or (left and self._at > begin and self._operator_word(begin))
            ):
                break
            self._at += 1
        if self._at == begin:
            raise self._missing()
        text = self._since(begin)
        start = self._tokens[begin].start
        return Phrase(text, "words", start, start + len(text))

    def _since(self, begin: int) -> str:
        return self._text[self._tokens[begin].start : self._tokens[self._at - 1].end]

    def _operator_word(self, begin: int) -> str:
        """The operator in words that comes next, or nothing where the word is one of a text (`made in china`)."""
        word, ahead = self._keyword(), 0
        if word == "not":
            word, ahead = self._keyword(1), 1
        if word == "in":
            return word if self._kind(ahead + 1) == "open" else ""
        if word == "is" and not ahead:
            following = self._keyword(1)
            return word if (self._keyword(2) if following == "not" else following) in EMPTY_WORDS else ""
        if word in ("between", "contains"):
            return word if self._names_column(begin) else ""
        return ""

    def _names_column(self, begin: int) -> bool:
        """Whether the words from `begin` up to here are a column's name; those too long for one are not even put together."""
        first = self._tokens[begin]
        if first.kind in ("quoted", "name"):
            return self._columns.has(first.text)
        length = self._tokens[self._at - 1].end - first.start
        return length <= self._columns.longest_name and self._columns.has(self._since(begin))

    def _operator(self) -> str:
        token = self._tokens[self._at]
        self._at += 1
        return token.text

    def _peek(self) -> Token | None:
        return self._tokens[self._at] if self._at < len(self._tokens) else None

    def _keyword(self, ahead: int = 0) -> str:
        place = self._at + ahead
        return self._tokens[place].keyword if place < len(self._tokens) else ""

    def _kind(self, ahead: int) -> str:
        place = self._at + ahead
        return self._tokens[place].kind if place < len(self._tokens) else ""

    def _missing(self) -> FilterError:
        token = self._peek()
        if token is None:
            return self._fault("The filter ends where something should come", "Complete it.", None)
        return self._fault(
            f"Something is missing before `{short(token.text)}`",
            "Write a condition such as `r >= 4`, or put the text into quotes.",
            token,
        )

    def _fault(self, what: str, cure: str, token: Token | None) -> FilterError:
        start, end = (token.start, token.end) if token else (len(self._text), len(self._text))
        where = f" (character {start + 1} of the filter)" if token else ""
        return FilterError(f"{what}{where}.", cure, start, end)


def _number_or_none(text: str) -> Decimal | None:
    try:
        return number_of(text)
    except UnreadableError:
        return None
