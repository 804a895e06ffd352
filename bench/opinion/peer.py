#!/usr/bin/python3
# SPDX-License-Identifier: AGPL-3.0-or-later
# The same steps with numpy, scipy and scikit-learn: peer.py VOTES.csv. Two ways: a full matrix, as most scripts do, and the
# sparse one that the centred votes allow. Prints seconds, and the share of participants both put together with ours.
import sys
import time
import numpy
import scipy.sparse
from sklearn.cluster import KMeans
from sklearn.decomposition import PCA, TruncatedSVD
from sklearn.metrics import silhouette_score

table = numpy.loadtxt(sys.argv[1], delimiter=",", skiprows=1, dtype=numpy.int32)
RUNS = 3


def last_votes():
    statements, people = table[:, 0], table[:, 1]
    keys = people.astype(numpy.int64) * (statements.max() + 1) + statements
    _, first_of_reversed = numpy.unique(keys[::-1], return_index=True)
    return table[len(table) - 1 - first_of_reversed]


def group(points):
    base = KMeans(100, n_init=1, max_iter=100, random_state=1).fit(points)
    centres, weights = base.cluster_centers_, numpy.bincount(base.labels_, minlength=100)
    best = max((silhouette_score(centres, labels), k, labels) for k in range(2, 6)
               for labels in [KMeans(k, n_init=1, random_state=1).fit(centres, sample_weight=weights).labels_])
    return best[2][base.labels_]


def spread(votes, people, statements, coordinates):
    cast = numpy.bincount(votes[:, 1], minlength=people)
    return coordinates * numpy.sqrt(statements / numpy.maximum(cast, 1))[:, None]


def dense(votes, people, statements):
    matrix = numpy.full((people, statements), numpy.nan, dtype=numpy.float32)
    matrix[votes[:, 1], votes[:, 0]] = votes[:, 2]
    filled = numpy.where(numpy.isnan(matrix), numpy.nanmean(matrix, axis=0), matrix)
    coordinates = PCA(2, svd_solver="randomized", random_state=1).fit_transform(filled)
    return group(spread(votes, people, statements, coordinates))


def sparse(votes, people, statements):
    means = numpy.bincount(votes[:, 0], votes[:, 2], statements) / numpy.maximum(numpy.bincount(votes[:, 0], minlength=statements), 1)
    matrix = scipy.sparse.csr_matrix((votes[:, 2] - means[votes[:, 0]], (votes[:, 1], votes[:, 0])), (people, statements))
    coordinates = TruncatedSVD(2, algorithm="arpack").fit_transform(matrix)
    return group(spread(votes, people, statements, coordinates))


def measure(name, way):
    times = []
    for _ in range(RUNS):
        start = time.perf_counter()
        votes = last_votes()
        labels = way(votes, votes[:, 1].max() + 1, votes[:, 0].max() + 1)
        times.append(time.perf_counter() - start)
    times.sort()
    print(f"{name:<46} {times[RUNS // 2]:8.3f} s  ({times[0]:.3f} to {times[-1]:.3f})  {len(set(labels))} groups", flush=True)


measure("numpy + scikit-learn, sparse, arpack", sparse)
if (table[:, 1].max() + 1) * (table[:, 0].max() + 1) <= 5e7:
    measure("numpy + scikit-learn, full matrix, randomized", dense)
