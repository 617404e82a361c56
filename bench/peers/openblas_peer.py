"""Matrix products of NumPy's OpenBLAS in float32: openblas_peer.py THREADS "M N K FORM" ...

FORM tells which operand is stored transposed: NN, TN or NT. A line of JSON each, as `chainrule bench matmul --json` prints.
"""
import json, os, statistics, sys, time
os.environ["OPENBLAS_NUM_THREADS"] = sys.argv[1]
import common  # OpenBLAS is there
import numpy as np

def seconds(product, each=0.4, shortest=0.01):
    """The median of rounds, each long enough for the clock."""
    repeats = 1
    def timed():
        start = time.perf_counter()
        for _ in range(repeats): product()
        return time.perf_counter() - start
    begin = time.perf_counter()
    while True:
        taken = timed()
        if taken < shortest: repeats = max(repeats + 1, int(repeats * shortest / max(taken, 1e-7)))
        elif time.perf_counter() - begin > each / 5: break
    rounds, begin = [], time.perf_counter()
    while len(rounds) < 9 or time.perf_counter() - begin < each: rounds.append(timed() / repeats)
    return statistics.median(rounds)

random = np.random.default_rng(1)
for shape in sys.argv[2:]:
    *sizes, form = shape.split()
    m, n, k = map(int, sizes)
    a = random.uniform(-1, 1, (k, m) if form[0] == "T" else (m, k)).astype(np.float32)
    b = random.uniform(-1, 1, (n, k) if form[1] == "T" else (k, n)).astype(np.float32)
    a, b, c = a.T if form[0] == "T" else a, b.T if form[1] == "T" else b, np.empty((m, n), np.float32)
    taken = seconds(lambda: np.matmul(a, b, out=c))
    print(json.dumps({"peer": "openblas through numpy " + np.__version__, "workload": "matmul", "m": m, "n": n, "k": k, "form": form,
                      "threads": int(sys.argv[1]), "seconds": taken, "gflops": round(2 * m * n * k / taken / 1e9, 2)}), flush=True)
