# SPDX-License-Identifier: AGPL-3.0-or-later
# The same analyses by igraph, beside ours: peer.py GRAPH OURS SOURCES
import random
import sys
import time

ours = dict(line.split() for line in open(sys.argv[2], encoding="utf-8"))
sources = int(sys.argv[3])
theirs = {}
try:
    import igraph
except ImportError:
    print("absent: python3-igraph")
    igraph = None

if igraph:
    graph = igraph.Graph.Read_Edgelist(sys.argv[1], directed=False)
    random.seed(1)

    def timed(what, action):
        begun = time.perf_counter()
        result = action()
        theirs[what] = f"{time.perf_counter() - begun:.3f}"
        return result

    circles = timed("communities", lambda: graph.community_leiden(objective_function="modularity", n_iterations=4))
    timed("components", graph.connected_components)
    timed("core", graph.coreness)
    timed("constraint", graph.constraint)
    timed("articulation", graph.articulation_points)
    theirs["five"] = f"{sum(map(float, theirs.values())):.3f}"
    if not sources:                        # python3-igraph has no betweenness from some sources only
        timed("betweenness", lambda: graph.betweenness(directed=False))
    theirs["quality"] = f"{graph.modularity(circles.membership):.4f}"
    theirs["circles"] = str(len(circles))
print(f"{'':14}{'ours':>10}{'igraph':>10}")
for what, value in ours.items():
    print(f"{what:14}{value:>10}{theirs.get(what, '-'):>10}")
