"""Writes numpy_printing.jsonl: arrays, and what str() of NumPy makes of them.

    /usr/bin/python3 numpy_printing.py > numpy_printing.jsonl

A line holds the type, the shape, the elements' bytes in base64, the print options that differ from the defaults, and the text.
"""
import base64
import json
import sys

import numpy as np

random = np.random.RandomState(20240607)
nan, inf = float("nan"), float("inf")


def emit(values, dtype=None, **options):
    array = np.array(values, dtype=dtype)
    with np.printoptions(**options):
        text = str(array)
    line = {"dtype": array.dtype.name, "shape": list(array.shape),
            "data": base64.b64encode(array.astype(array.dtype.newbyteorder("<")).tobytes()).decode(), "text": text}
    if options:
        line["options"] = options
    json.dump(line, sys.stdout)
    sys.stdout.write("\n")


def both(values, **options):
    for dtype in ("float32", "float64"):
        emit(values, dtype, **options)


scalars = [0, -0.0, 1, -1, 0.1, 0.5, 1 / 3, 2 / 3, 100, 123456, 1e7, 1e8, 1.5e15, 9999999999999998, 1e16, 1e17, 1.25e20, 1e23,
           0.001, 0.0001, 0.00012345, 0.0000999, 1e-5, 1.5e-7, 1e-10, 1e-38, 1e-45, 3.4e38, nan, inf, -inf, 3.14159265358979]
for scalar in scalars:
    both(scalar)
for scalar in (1e100, 1.2345678901234567e-100, 5e-324, 1.7976931348623157e308, 0.1 + 0.2):
    emit(scalar, "float64")
for scalar in (0, 5, -7, 2147483647, -2147483648):
    emit(scalar, "int32")

# Rows: whole numbers, fractions, halves at the last digit, signs, widths.
both([1, 2, 3])
both([1, -2, 3])
both([0, 0, 0])
both([0.0, -0.0, 1])
both([-0.0])
both([0.1, 0.22, 0.333])
both([1.5, 10.25, -100.125])
both([1 / 3, 2 / 3, 1])
both([0.1, 1 / 3])
both([1e-3, 1])
both([1e-3, 1.001])
both([1, 1000])
both([1, 1000.5])
both([1, 1001])
both([0.0001, 0.1])
both([0.00009, 0.01])
both([0.0001])
both([0.00010001, 0.0002])
both([99999999])
both([99999999.5])
both([100000000])
both([123456789])
both([12345678.9, 20000])
both([1e8, 1])
both([1e10, 1e-10])
both([1e100 if False else 1e30, 1e-30])
both([1e5, 1e6])
both([123456, 234567.5])
both([0.001953125, 0.5])
both([0.005859375, 0.5])
both([0.123456785, 0.123456775])
both([3 * 2.0 ** -9, 5 * 2.0 ** -9, 7 * 2.0 ** -9, 2.0 ** -10 + 0.25])
both([1.000000005, 1.000000015, 1.999999999])
both([0.99999999999, 2])
both([9.9999999999e-5, 1e-5])
both([9.99999999e9, 1e9])
both([1.5e10, 2.25e11, -3.125e-5])
both([1e-8, 1e-9])
both([1.23456789012345e-5, 1])
both([3.4e38, 1])
both([1e-45, 1])
emit([1e100, 1], "float64")
emit([1e-100, 1e100], "float64")
emit([5e-324, 1.7976931348623157e308], "float64")
emit([1e-300, 1e-5], "float64")
emit([1.0000000000000002, 1], "float64")

# Not finite.
both([nan, 1, 2])
both([nan, inf, -inf])
both([inf, 1])
both([-inf, 1])
both([-inf, 0.001, 100])
both([nan])
both([nan, nan])
both([inf, 0])
both([1e10, nan, -inf])
both([1e-10, inf])
both([nan, -1])
both([nan, 123.456])
both([-inf, -1.5, nan])
both([[nan, 1.5], [2, inf]])

# Empty, and axes of length 1.
for shape in ((0,), (0, 3), (3, 0), (2, 0, 3)):
    both(np.zeros(shape))
    emit(np.zeros(shape), "int32")
for shape in ((1,), (1, 1), (1, 1, 1), (2, 1), (1, 2), (1, 2, 1), (2, 1, 2)):
    both(np.arange(int(np.prod(shape))).reshape(shape) / 4)

# Integers.
emit([1, 2, 3], "int32")
emit([1, -20, 300], "int32")
emit([[1, 20], [-300, 4]], "int32")
emit([2147483647, -2147483648], "int32")
emit(np.arange(30), "int32")
emit(np.arange(100), "int32")
emit(np.arange(24).reshape(2, 3, 4), "int32")
emit(np.arange(1001), "int32")
emit(np.arange(1000), "int32")
emit(np.arange(1200).reshape(40, 30), "int32")
emit(np.arange(1200).reshape(3, 400) - 600, "int32")
emit(np.arange(1200).reshape(200, 6), "int32")
emit(np.arange(1200).reshape(200, 2, 3), "int32")
emit(np.arange(1200).reshape(10, 12, 10), "int32")

# Lines that break, at every width around 75.
for count in range(1, 40, 3):
    both(random.randint(-9, 9, count))
for count in (5, 6, 7, 8, 9, 13):
    both(random.rand(count))
    both(random.rand(count) * 10 ** random.uniform(-9, 9))
for columns in range(1, 24, 2):
    emit(random.randint(0, 10 ** random.randint(1, 6), (2, columns)), "int32")
    both(random.randn(2, columns))
both(random.randn(2, 2, 9))
both(random.randn(2, 2, 2, 3))
both(random.randn(1, 1, 2, 10))
both(np.arange(24).reshape(2, 3, 2, 2))
emit(random.randint(-5, 5, (2, 2, 2, 2, 2)), "int32")

# Shortened.
both(np.arange(1001) / 7)
both(np.concatenate([[1, 2, 3], np.full(1000, 1e20), [4, 5, 6]]))   # what is not seen does not count
both(np.arange(1100).reshape(11, 100) / 3)
emit(random.randn(40, 30), "float32")
emit(random.randn(1010, 1), "float64")
emit(np.zeros((7, 150)), "float32")
emit(np.zeros((6, 170)), "float32")

# Random values over many magnitudes.
for _ in range(60):
    values = random.randn(random.randint(1, 12)) * 10.0 ** random.randint(-6, 9)
    both(values * 10.0 ** random.uniform(-2, 2, values.size))
for _ in range(40):
    both(np.round(random.randn(random.randint(1, 5), random.randint(1, 8)) * 10.0 ** random.randint(0, 5), random.randint(0, 9)))
for _ in range(20):
    both(random.randint(-2 ** 20, 2 ** 20, random.randint(1, 8)) / 2.0 ** random.randint(1, 24))

# Options.
for precision in (0, 1, 3, 4, 12, 17):
    both([0.1, 2.5, -3.75, 1 / 3], precision=precision)
    both([1e10, 1 / 3], precision=precision)
    both([0.5, 1.5, 2.5, -0.5], precision=precision)
    both(1 / 3, precision=precision)
for suppress in (True, False):
    both([1e-10, 1, 1000.5], suppress=suppress)
    both([-1e-10, 1e7], suppress=suppress)
    both([1e9, 1], suppress=suppress)
for threshold, edgeitems in ((5, 2), (0, 1), (10, 3)):
    both(np.arange(12) / 2, threshold=threshold, edgeitems=edgeitems)
    both(np.arange(24).reshape(4, 6) / 8, threshold=threshold, edgeitems=edgeitems)
    emit(np.arange(120).reshape(4, 5, 6), "int32", threshold=threshold, edgeitems=edgeitems)
for linewidth in (1, 10, 20, 40, 120):
    both(np.arange(20) / 4, linewidth=linewidth)
    both(np.arange(24).reshape(2, 2, 6) / 4, linewidth=linewidth)
