"""Writes functions_table.csv: x and f(x), correctly rounded to double, computed by mpmath with 60 digits."""
import random
from mpmath import mp, mpf, erf, erfc, exp, expm1, log, log1p, pi, sqrt, tanh

mp.dps = 60
random.seed(1)
sigmoid = lambda x: 1 / (1 + exp(-x))
argument = lambda x: 2 * sqrt(2 / pi) * (x + mpf("0.044715") * x**3)
phi = lambda x: erfc(-x / sqrt(mpf(2))) / 2
functions = {
    "exp": exp, "log": lambda x: log(abs(x)), "tanh": tanh,
    "erf": erf, "erfc": erfc, "normal": phi, "expm1": expm1, "sigmoid": sigmoid,
    "softplus": lambda x: log1p(exp(x)), "gelu": lambda x: x * phi(x),
    "gelu_tanh": lambda x: x * sigmoid(argument(x)), "silu": lambda x: x * sigmoid(x),
}
points = [s * p for p in (1e-300, 1e-20, 1e-8, 1e-3, 0.25, 0.4999, 0.5, 0.75, 0.9999, 1.0, 1.5, 2.5, 5.0, 6.0)
          for s in (1, -1)]
points += [random.uniform(-1, 1) for _ in range(40)] + [random.uniform(-9, 9) for _ in range(60)]
points += [random.uniform(-36, -9) for _ in range(20)] + [random.uniform(9, 26) for _ in range(10)]
with open("functions_table.csv", "w") as file:
    for name, f in functions.items():
        for x in points:
            y = f(mpf(x))
            if abs(y) > mpf(2) ** -1000 and abs(y) < mpf(2) ** 1000:
                file.write(f"{name},{x!r},{float(y)!r}\n")
