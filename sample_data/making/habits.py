"""Who buys at the invented gift shop, and on which days."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from making.dice import Dice

FIRST_DAY = date(2023, 12, 1)
LAST_DAY = date(2025, 12, 9)
SPAN = (LAST_DAY - FIRST_DAY).days

# How busy a day is: the shop is closed on Saturdays, quiet on Sundays, and busiest before Christmas.
MONTHS = (0.70, 0.72, 0.85, 0.80, 0.88, 0.85, 0.82, 0.85, 1.15, 1.40, 1.75, 1.30)
WEEKDAYS = (1.0, 1.05, 1.0, 1.1, 0.85, 0.0, 0.4)

FOREIGN_COUNTRIES = {
    "EIRE": 9,
    "Germany": 11,
    "France": 11,
    "Netherlands": 5,
    "Spain": 5,
    "Belgium": 4,
    "Switzerland": 4,
    "Portugal": 4,
    "Italy": 3,
    "Norway": 2,
    "Sweden": 2,
    "Australia": 2,
    "Channel Islands": 2,
    "Cyprus": 2,
    "Finland": 2,
    "Austria": 2,
    "Denmark": 2,
    "Japan": 1,
    "USA": 1,
}
HOME = "United Kingdom"


@dataclass(frozen=True, slots=True)
class Customer:
    """A customer, the days of purchase, and how much goes into a basket."""

    number: int
    habit: str
    country: str
    days: tuple[date, ...]
    lines: int
    trade: bool = False


@dataclass(frozen=True, slots=True)
class Habit:
    """A way of buying and how many customers have it."""

    name: str
    customers: int
    days: Callable[[Dice], list[date]]
    most_lines: int


def busyness(day: date) -> float:
    """How many sales a day sees, where 1 is an ordinary weekday."""
    if (day.month, day.day) in {(12, 25), (12, 26), (1, 1)}:
        return 0.0
    holidays = (day.month == 12 and day.day >= 23) or (day.month == 1 and day.day <= 3)
    waning = day.month == 12 and day.day >= 14
    return MONTHS[day.month - 1] * WEEKDAYS[day.weekday()] * (0.1 if holidays else 0.6 if waning else 1.0)


def open_day_near(dice: Dice, day: date) -> date:
    """A day of business within four days of the one wished for."""
    near = [day + timedelta(days=shift) for shift in range(-4, 5)]
    near = [each for each in near if FIRST_DAY <= each <= LAST_DAY]
    return dice.weighted(near, [busyness(each) for each in near])


def any_day(dice: Dice, first: int, last: int) -> date:
    """A day from the `first` to the `last` (counted from the first day of all), the busier the likelier."""
    days = [FIRST_DAY + timedelta(days=each) for each in range(first, last + 1)]
    return dice.weighted(days, [busyness(day) for day in days])


def rhythm(dice: Dice, gap: float, first: float, last: float, slowing: float = 1.0) -> list[date]:
    """Days about `gap` apart, closer in busy months; each gap is `slowing` times the one before."""
    days = []
    at = first
    while at <= last:
        day = FIRST_DAY + timedelta(days=int(at))
        days.append(open_day_near(dice, day))
        at += gap * dice.between(0.6, 1.4) / (0.5 + 0.5 * MONTHS[day.month - 1])
        gap *= slowing
    return days


def wholesale(dice: Dice) -> list[date]:
    """Every week."""
    return rhythm(dice, dice.between(6, 8), dice.whole(0, 20), SPAN)


def regular(dice: Dice) -> list[date]:
    """About once a month, until today."""
    return rhythm(dice, dice.between(24, 40), dice.skewed(0, 420), SPAN)


def occasional(dice: Dice) -> list[date]:
    """A few times, whenever it suits."""
    first = dice.skewed(0, SPAN - 120)
    return [any_day(dice, first, SPAN) for _ in range(dice.skewed(2, 9))]


def once(dice: Dice) -> list[date]:
    """One purchase, and never again."""
    return [any_day(dice, 0, SPAN - 30)]


def christmas(dice: Dice) -> list[date]:
    """Only in the weeks before Christmas."""
    days = [any_day(dice, 0, 20)] if dice.chance(0.5) else []
    for autumn_begins in (315, 680):
        if not days or dice.chance(0.8):
            last = min(autumn_begins + 70, SPAN)
            days += [any_day(dice, autumn_begins, last) for _ in range(dice.whole(1, 3))]
    return days


def lapsed(dice: Dice) -> list[date]:
    """Often, once; then it stopped, a year or more ago."""
    return rhythm(dice, dice.between(25, 60), dice.whole(0, 120), dice.whole(170, 400))


def newcomer(dice: Dice) -> list[date]:
    """First seen in the last weeks."""
    first = dice.whole(SPAN - 42, SPAN - 3)
    return [any_day(dice, first, SPAN) for _ in range(dice.skewed(1, 3))]


def slipping(dice: Dice) -> list[date]:
    """Once a month at first, with ever longer pauses, and not for some months now."""
    return rhythm(dice, dice.between(22, 32), dice.whole(0, 90), dice.whole(540, 640), slowing=1.08)


HABITS = (
    Habit("wholesale", 8, wholesale, 22),
    Habit("regular", 95, regular, 16),
    Habit("occasional", 255, occasional, 16),
    Habit("once", 230, once, 14),
    Habit("christmas", 110, christmas, 16),
    Habit("lapsed", 110, lapsed, 14),
    Habit("newcomer", 50, newcomer, 12),
    Habit("slipping", 55, slipping, 14),
)


def make_customers() -> list[Customer]:
    """All customers, by habit; their numbers say nothing about it."""
    numbers = iter(
        Dice("customer numbers").some(range(12_346, 18_288), sum(habit.customers for habit in HABITS))
    )
    customers = []
    for habit in HABITS:
        for number in numbers_of(habit, numbers):
            dice = Dice(f"customer {number}")
            country = HOME if dice.chance(0.9) else dice.weighted(*foreign())
            if dice.chance(0.004):
                country = "Unspecified"
            days = tuple(sorted(set(habit.days(dice))))
            lines = dice.whole(habit.most_lines // 4, habit.most_lines)
            customers.append(
                Customer(number, habit.name, country, days, lines, trade=habit.name == "wholesale")
            )
    return customers


def numbers_of(habit: Habit, numbers: Iterator[int]) -> list[int]:
    """The next numbers, one for each customer of a habit."""
    return [next(numbers) for _ in range(habit.customers)]


def foreign() -> tuple[list[str], list[float]]:
    """Countries abroad and how likely each is."""
    return list(FOREIGN_COUNTRIES), [float(weight) for weight in FOREIGN_COUNTRIES.values()]
