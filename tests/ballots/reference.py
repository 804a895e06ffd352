# SPDX-License-Identifier: AGPL-3.0-or-later
# Rankings, grades and panels written again, slowly and with exact fractions, to compare the engines with.
import itertools
from fractions import Fraction


def schulze(ballots, options):
    """Places: 1 + how many beat it. ballots: [({option: rank}, weight)]."""
    last = len(options) + 1
    prefer = {(a, b): sum(w for ranks, w in ballots if ranks.get(a, last) < ranks.get(b, last))
              for a in options for b in options}
    path = {(a, b): prefer[a, b] if prefer[a, b] > prefer[b, a] else 0 for a in options for b in options}
    for by, a, b in itertools.product(options, options, options):
        if len({by, a, b}) == 3:
            path[a, b] = max(path[a, b], min(path[a, by], path[by, b]))
    return {a: 1 + sum(path[b, a] > path[a, b] for b in options if b != a) for a in options}


def stv(ballots, options, seats):
    """Elected in order, or None when only a lot could decide. Ballots without equal ranks."""
    papers = [[sorted(ranks, key=ranks.get), Fraction(weight)] for ranks, weight in ballots]
    quota = sum(weight for _, weight in ballots) // (seats + 1) + 1
    elected, gone, rounds = [], set(), []

    def key(option):
        return tuple(votes[option] for votes in reversed(rounds))

    while len(elected) < seats:
        votes = {one: Fraction(0) for one in options}
        for order, value in papers:
            holder = next((one for one in order if one not in gone), None)
            if holder is not None:
                votes[holder] += value
        rounds.append(votes)
        left = sorted((one for one in options if one not in gone), key=key)
        first = left[-1]
        if votes[first] >= quota or len(left) <= seats - len(elected):
            if len(left) > 1 and key(left[-2]) == key(first):
                return None
            for paper in papers:
                if next((one for one in paper[0] if one not in gone), None) == first:
                    paper[1] *= (votes[first] - quota) / votes[first] if votes[first] > quota else 0
            elected.append(first)
            gone.add(first)
        else:
            if key(left[1]) == key(left[0]):
                return None
            gone.add(left[0])
    return elected


def colleges(votes, by_majority, cap, lose):
    """(for, against, lost), shares of all weights. votes: [(weight, for, against)]. What silent colleges leave is shared
    out pro rata; nobody passes the cap by it, but who stood above keeps its own; what nobody can take is lost."""
    whole = sum(weight for weight, _, _ in votes)
    own = [Fraction(weight, whole) if favour + against else Fraction(0) for weight, favour, against in votes]
    weights, left = own[:], Fraction(0) if lose else 1 - sum(own)
    while left > 0:
        free = [i for i, one in enumerate(weights) if own[i] > 0 and one < cap]
        if not free:
            break
        shares = {i: left * own[i] / sum(own[j] for j in free) for i in free}
        left = Fraction(0)
        for i, share in shares.items():
            weights[i], left = min(weights[i] + share, cap), left + max(weights[i] + share - cap, 0)
    favour = against = Fraction(0)
    for weight, (_, yes, no) in zip(weights, votes):
        if yes + no == 0 or (by_majority and yes == no):
            continue
        part = Fraction(int(yes > no)) if by_majority else Fraction(yes, yes + no)
        favour, against = favour + weight * part, against + weight * (1 - part)
    return favour, against, 1 - favour - against


def solve(rows, right, gain):
    """Most of gain·x under rows·x = right, x >= 0, in fractions: two phases, Bland's rule. (value, x, duals)."""
    count, size = len(rows), len(gain)
    table = []
    for i, (row, side) in enumerate(zip(rows, right)):
        sign = -1 if side < 0 else 1
        units = [Fraction(int(i == j)) for j in range(count)]
        table.append([sign * Fraction(v) for v in row] + units + [sign * Fraction(side)])
    signs = [-1 if side < 0 else 1 for side in right]
    basis = [size + i for i in range(count)]

    def optimise(worth, usable):
        while True:
            enters = None
            for j in range(usable):
                if j not in basis and worth[j] - sum(worth[basis[i]] * table[i][j] for i in range(count)) > 0:
                    enters = j
                    break
            if enters is None:
                return
            ratios = [(table[i][-1] / table[i][enters], basis[i], i) for i in range(count) if table[i][enters] > 0]
            leaves = min(ratios)[2]
            pivot = table[leaves][enters]
            table[leaves] = [v / pivot for v in table[leaves]]
            for i in range(count):
                factor = table[i][enters]
                if i != leaves and factor:
                    table[i] = [v - factor * w for v, w in zip(table[i], table[leaves])]
            basis[leaves] = enters

    optimise([Fraction(0)] * size + [Fraction(-1)] * count, size + count)
    if any(basis[i] >= size and table[i][-1] > 0 for i in range(count)):
        return None
    for i in range(count):                                 # units that stay at 0 are exchanged, where they can be
        if basis[i] >= size:
            j = next((j for j in range(size) if j not in basis and table[i][j] != 0), None)
            if j is not None:
                pivot = table[i][j]
                table[i] = [v / pivot for v in table[i]]
                for k in range(count):
                    factor = table[k][j]
                    if k != i and factor:
                        table[k] = [v - factor * w for v, w in zip(table[k], table[i])]
                basis[i] = j
    worth = [Fraction(v) for v in gain] + [Fraction(0)] * count
    optimise(worth, size)
    x = [Fraction(0)] * (size + count)
    for i in range(count):
        x[basis[i]] = table[i][-1]
    duals = [signs[j] * sum(worth[basis[i]] * table[i][size + j] for i in range(count)) for j in range(count)]
    return sum(w * v for w, v in zip(worth, x)), x[:size], duals


def leximin(people, quotas, seats):
    """The chance of each person (a tuple of values), most even under quotas [(feature, value, least, most)]; None when no
    panel keeps them. All panels are listed."""
    profiles = sorted(set(people))
    size = [people.count(one) for one in profiles]
    panels = []
    for taken in itertools.product(*(range(n + 1) for n in size)):
        if sum(taken) == seats and all(least <= sum(n for n, one in zip(taken, profiles) if one[f] == v) <= most
                                       for f, v, least, most in quotas):
            panels.append([Fraction(n, s) for n, s in zip(taken, size)])
    if not panels:
        return None
    fixed = {}
    while len(fixed) < len(profiles):
        # variables: a share for each panel, the height, a surplus for each profile
        rows = [[1] * len(panels) + [0] * (1 + len(profiles))]
        right = [1]
        for t in range(len(profiles)):
            surplus = [-int(t == other) for other in range(len(profiles))]
            rows.append([panel[t] for panel in panels] + [0 if t in fixed else -1] + surplus)
            right.append(fixed.get(t, 0))
        height, _, duals = solve(rows, right, [0] * len(panels) + [1] + [0] * len(profiles))
        for t in range(len(profiles)):
            if t not in fixed and duals[t + 1] != 0:
                fixed[t] = height
    return [fixed[profiles.index(one)] for one in people]
