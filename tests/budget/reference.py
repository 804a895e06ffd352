#!/usr/bin/env python3
# SPDX-License-Identifier: AGPL-3.0-or-later
# Participatory-budgeting rules written again, slowly and with exact fractions, to compare the engine with:
# reference.py FILE.pb RULE [UTILITY]   RULE: greedy, greedy-stop, greedy-cost, mes, mes-add1, phragmen; UTILITY: cost, count
# Prints {"winners": [...], "cost": "..."}.
import csv
import json
import sys
from fractions import Fraction


def read(path):
    """META as a dictionary, projects as [(id, cost)], ballots as [{id: points}]."""
    meta, projects, ballots, section, header = {}, [], [], None, None
    with open(path, encoding="utf-8-sig", newline="") as lines:
        for row in csv.reader(lines, delimiter=";"):
            if not "".join(row).strip():
                continue
            if len(row) == 1 and row[0].strip() in ("META", "PROJECTS", "VOTES"):
                section, header = row[0].strip(), None
            elif header is None:
                header = [cell.strip() for cell in row]
            elif section == "META":
                meta[row[0].strip()] = row[1].strip()
            elif section == "PROJECTS":
                cells = dict(zip(header, row))
                projects.append((cells["project_id"].strip(), Fraction(cells["cost"].strip())))
            else:
                ballots.append(ballot(dict(zip(header, row)), meta))
    return meta, projects, ballots


def ballot(cells, meta):
    chosen = [one.strip() for one in cells["vote"].split(",") if one.strip()]
    if meta["vote_type"] == "cumulative":
        return dict(zip(chosen, [Fraction(one) for one in cells["points"].split(",")]))
    if meta["vote_type"] == "ordinal":
        longest = int(meta.get("max_length", len(chosen)))
        return {one: Fraction(longest - place) for place, one in enumerate(chosen)}
    return {one: Fraction(1) for one in chosen}


def scores_of(projects, ballots):
    scores = {one: Fraction(0) for one, _ in projects}
    for points in ballots:
        for one, given in points.items():
            scores[one] += given
    return scores


def greedy(projects, ballots, budget, stops=False, per_cost=False):
    scores, place = scores_of(projects, ballots), {one: i for i, (one, _) in enumerate(projects)}
    order = sorted(projects, key=lambda p: (-scores[p[0]] / (p[1] if per_cost else 1), p[1], place[p[0]]))
    winners, left = [], budget
    for one, cost in order:
        if scores[one] <= 0:
            continue
        if cost <= left:
            winners.append(one)
            left -= cost
        elif stops:
            break
    return winners


def price(cost, supporters, money):
    """The price of a point at which supporters, each within their money, pay the cost; None when they cannot."""
    if sum(money[i] for i, _ in supporters) < cost:
        return None
    rest, points = cost, sum(given for _, given in supporters)
    for i, given in sorted(supporters, key=lambda s: money[s[0]] / s[1]):
        if money[i] / given * points >= rest:
            return rest / points
        rest -= money[i]
        points -= given
    return None


def equal_shares(projects, ballots, share, utility):
    supporters = {one: [(i, points[one]) for i, points in enumerate(ballots) if points.get(one, 0) > 0]
                  for one, _ in projects}
    scores = scores_of(projects, ballots)
    money, winners, left = [share] * len(ballots), [], dict(projects)
    place = {one: i for i, (one, _) in enumerate(projects)}
    while True:
        best = None
        for one, cost in list(left.items()):
            paid = price(cost, supporters[one], money) if supporters[one] else None
            if paid is None:
                del left[one]
                continue
            key = (paid / cost if utility == "cost" else paid, cost, -scores[one], place[one])
            if best is None or key < best[0]:
                best = (key, one, paid)
        if best is None:
            return winners
        _, one, paid = best
        for i, given in supporters[one]:
            money[i] -= min(money[i], paid * given)
        winners.append(one)
        del left[one]


def add_one(projects, ballots, budget, utility):
    cost, share = dict(projects), budget / len(ballots)
    winners = equal_shares(projects, ballots, share, utility)
    while any(one not in winners and sum(cost[w] for w in winners) + cost[one] <= budget for one in cost):
        share = share + 1
        richer = equal_shares(projects, ballots, share, utility)
        if sum(cost[w] for w in richer) > budget or share > budget:
            break
        winners = richer
    return winners


def phragmen(projects, ballots, budget):
    supporters = {one: [i for i, points in enumerate(ballots) if points.get(one, 0) > 0] for one, _ in projects}
    scores = scores_of(projects, ballots)
    place = {one: i for i, (one, _) in enumerate(projects)}
    load, winners, left, spent = [Fraction(0)] * len(ballots), [], dict(projects), Fraction(0)
    left = {one: cost for one, cost in left.items() if supporters[one]}
    while left:
        time = {one: (cost + sum(load[i] for i in supporters[one])) / len(supporters[one]) for one, cost in left.items()}
        one = min(left, key=lambda p: (time[p], left[p], -scores[p], place[p]))
        if spent + left[one] > budget:
            return winners
        for i in supporters[one]:
            load[i] = time[one]
        spent += left.pop(one)
        winners.append(one)
    return winners


def winners_of(path, rule, utility="cost"):
    meta, projects, ballots = read(path)
    budget = Fraction(meta["budget"].replace(",", "."))
    winners = {
        "greedy": lambda: greedy(projects, ballots, budget),
        "greedy-stop": lambda: greedy(projects, ballots, budget, stops=True),
        "greedy-cost": lambda: greedy(projects, ballots, budget, per_cost=True),
        "mes": lambda: equal_shares(projects, ballots, budget / len(ballots), utility),
        "mes-add1": lambda: add_one(projects, ballots, budget, utility),
        "phragmen": lambda: phragmen(projects, ballots, budget),
    }[rule]()
    cost = dict(projects)
    return {"winners": winners, "cost": str(sum(cost[one] for one in winners))}


if __name__ == "__main__":
    print(json.dumps(winners_of(*sys.argv[1:])))
