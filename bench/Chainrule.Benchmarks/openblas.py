"""GFLOP/s of NumPy's OpenBLAS on the shapes of Quick.cs: python3 openblas.py [float|double] [threads] [filter].

Prints the lines that `Chainrule.Benchmarks --quick` prints, so that both can be joined.
"""
import os
import re
import sys
import time

double = "double" in sys.argv
threads = next((a for a in sys.argv[1:] if a.isdigit()), "1")
prefix = next((a for a in sys.argv[1:] if "x" in a), "")
os.environ["OPENBLAS_CORETYPE"] = "SkylakeX"
os.environ["OPENBLAS_NUM_THREADS"] = threads
import numpy  # noqa: E402  (after the environment is set)

source = open(os.path.join(os.path.dirname(__file__), "Quick.cs")).read()
for m, n, k, form in re.findall(r'\((\d+), (\d+), (\d+), "(\w\w)"\)', source):
    name = f"{m}x{n}x{k} {form}"
    if not name.startswith(prefix):
        continue
    m, n, k = int(m), int(n), int(k)
    kind = numpy.float64 if double else numpy.float32
    a = numpy.random.rand(*((k, m) if form[0] == "T" else (m, k))).astype(kind)
    b = numpy.random.rand(*((n, k) if form[1] == "T" else (k, n))).astype(kind)
    a = a.T if form[0] == "T" else a
    b = b.T if form[1] == "T" else b
    c = numpy.empty((m, n), kind)
    repeats = int(min(max(0.02 / (2.0 * m * n * k / 150e9 + 5e-7), 1), 20000))
    best, start, rounds = 1e9, time.perf_counter(), 0
    while rounds < 60 and (rounds < 5 or time.perf_counter() - start < 0.5):
        begin = time.perf_counter()
        for _ in range(repeats):
            numpy.matmul(a, b, out=c)
        best = min(best, (time.perf_counter() - begin) / repeats)
        rounds += 1
    print(f"{name} {2 * m * n * k / best * 1e-9:.1f} {best * 1e9:.0f}", flush=True)
