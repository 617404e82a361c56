"""A large table of numbers: `chainrule train` from the start of the command to a saved network of one epoch (read, split, standardized,
trained, tested) beside the time that pandas.read_csv takes for the file alone. In turns; medians, and the most memory of the command.

    dotnet build -c Release && /usr/bin/python3 bench/peers/reading.py [ROWS COLUMNS ROUNDS]"""
import os, resource, statistics, subprocess, sys, tempfile, time
import numpy as np
from runner import chainrule

rows, columns, rounds = map(int, sys.argv[1:] or (1_000_000, 100, 3))
pandas = "import pandas, sys, time; t = time.perf_counter(); pandas.read_csv(sys.argv[1]); print(time.perf_counter() - t)"
with tempfile.TemporaryDirectory() as folder:
    path, random = os.path.join(folder, "numbers.csv"), np.random.default_rng(0)
    with open(path, "w") as file:
        file.write(",".join([f"x{i}" for i in range(columns - 1)] + ["y"]) + "\n")
        for start in range(0, rows, 10_000):
            np.savetxt(file, random.standard_normal((min(10_000, rows - start), columns)), fmt="%.3f", delimiter=",")
    theirs, ours = [], []
    for _ in range(rounds):
        theirs.append(float(subprocess.check_output([sys.executable, "-c", pandas, path])))
        start = time.perf_counter()
        run = [*chainrule[:-1], "train", path, "--epochs", "1", "--out", os.path.join(folder, "run"), "--quiet"]
        process = subprocess.Popen(run, stdout=subprocess.DEVNULL)
        _, status, usage = os.wait4(process.pid, 0)
        if status: sys.exit("chainrule train failed")
        ours.append(time.perf_counter() - start)
    size = os.path.getsize(path) / 1e6
values = rows * columns * 4 / 1e6
print(f"{rows:,} × {columns} numbers, {size:,.0f} MB: pandas.read_csv {statistics.median(theirs):.2f} s, "
      f"chainrule train {statistics.median(ours):.2f} s ({statistics.median(ours) / statistics.median(theirs):.2f}), "
      f"at most {usage.ru_maxrss * 1024 / 1e6:,.0f} MB for {values:,.0f} MB of numbers")
