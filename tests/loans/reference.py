# SPDX-License-Identifier: AGPL-3.0-or-later
# Schedules, effective rates and cash curves written again, slowly, with exact fractions and 50 digits.
from datetime import date
from decimal import Decimal, getcontext
from fractions import Fraction
import calendar

getcontext().prec = 50


def cent(amount):
    """Half up, as cents; amounts are not negative here."""
    return (2 * amount.numerator + amount.denominator) // (2 * amount.denominator) if isinstance(amount, Fraction) \
        else amount


def payment(capital, rate, periods):
    """A = P i ÷ (1 − (1 + i)^−n), exactly, then to the cent."""
    return cent(Fraction(capital, periods) if rate == 0 else capital * rate / (1 - (1 + rate) ** -periods))


def schedule(kind, cents, year_rate, months, every, deferred, total):
    """Rows (month, interest paid, capital paid, capitalised)."""
    rate, balance, rows = year_rate * every / 12, cents, []
    for k in range(1, deferred // every + 1):
        if total:
            until = cent(cents * (1 + rate) ** k)
            rows.append((k * every, 0, 0, until - balance))
            balance = until
        else:
            rows.append((k * every, cent(balance * rate), 0, 0))
    periods, capital = months // every, balance
    usual = payment(capital, rate, periods)
    for k in range(1, periods + 1):
        interest = cent(balance * rate)
        if k == periods:
            part = balance
        elif kind == "constant":
            part = min(balance, usual - interest)
        elif kind == "linear":
            part = cent(Fraction(capital * k, periods)) - cent(Fraction(capital * (k - 1), periods))
        else:
            part = 0
        rows.append((deferred + k * every, interest, part, 0))
        balance -= part
    return rows, usual if kind == "constant" else 0


def add_months(day, months):
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def effective_rate(flows):
    """flows: (cents, Fraction of years). Bisection on 1 + X until 40 digits stand."""
    def worth(one):
        return sum(Decimal(cents) * one ** -(Decimal(t.numerator) / Decimal(t.denominator)) for cents, t in flows)
    low, high = Decimal("0.5"), Decimal(50)
    if worth(low) * worth(high) > 0:
        return None
    for _ in range(60):
        middle = (low + high) / 2
        if worth(low) * worth(middle) <= 0:
            high = middle
        else:
            low = middle
    return low - 1


def curves(plan):
    """The balance after each month, for each state, of lines without loans."""
    states = ["paid", "firm", "promised", "forecast"]
    found = {}
    for level, state in enumerate(states):
        month = [0] * (plan["months"] + 1)
        for line in plan["lines"]:
            need = line["type"] in ("investment", "animation", "engineering", "running")
            counted = line["state"] == "paid" if level == 0 else need or states.index(line["state"]) <= level
            amount = line["amount"]
            for k in range(line["times"]):
                if k and k * line["every"] % 12 < line["every"] and line["growth"]:
                    for _ in range(k * line["every"] // 12 - (k - 1) * line["every"] // 12):
                        amount = cent(Fraction(amount) * (1 + Fraction(line["growth"])))
                at = line["month"] + k * line["every"] + line["delay"]
                if counted and at <= plan["months"]:
                    month[at] += -amount if need else amount
        balance, all_balances = plan["opening"], []
        for m in range(1, plan["months"] + 1):
            balance += month[m]
            all_balances.append(balance)
        found[state] = all_balances
    return found
