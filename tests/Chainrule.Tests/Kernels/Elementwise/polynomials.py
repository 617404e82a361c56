"""Fits the polynomials of src/Chainrule/Kernels/Elementwise: minimax, by Remez' exchange on a Chebyshev grid, in mpmath.

Prints the coefficients of each, lowest power first, and the greatest weighted error as a power of two.
"""
from mpmath import cos, erf, erfc, exp, expm1, log, log1p, lu_solve, matrix, mp, mpf, pi, sqrt, tanh

mp.dps = 40


def remez(f, weight, low, high, degree, rounds=20):
    """The coefficients c that minimise the maximum of |weight(x)·(f(x) − Σ c_k x^k)| on [low, high], and that maximum."""
    n = degree + 2
    grid = [(low + high) / 2 - (high - low) / 2 * cos(pi * i / (24 * n)) for i in range(24 * n + 1)]
    values, weights = [f(x) for x in grid], [weight(x) for x in grid]
    chosen = [24 * n * i // (n - 1) for i in range(n)]
    coefficients, worst = None, None
    for _ in range(rounds):
        a, b = matrix(n, n), matrix(n, 1)
        for row, i in enumerate(chosen):
            for k in range(n - 1):
                a[row, k] = weights[i] * grid[i] ** k
            a[row, n - 1], b[row] = (-1) ** row, weights[i] * values[i]
        try:
            solution = lu_solve(a, b)
        except ZeroDivisionError:
            break
        coefficients = [solution[k] for k in range(n - 1)]
        errors = [w * (v - sum(c * x**k for k, c in enumerate(coefficients)))
                  for x, v, w in zip(grid, values, weights)]
        worst = max(abs(e) for e in errors)
        extremes = []  # the largest error of each stretch of one sign
        for i, e in enumerate(errors):
            if extremes and (errors[extremes[-1]] > 0) == (e > 0):
                if abs(e) > abs(errors[extremes[-1]]):
                    extremes[-1] = i
            else:
                extremes.append(i)
        while len(extremes) > n:
            extremes.pop(0 if abs(errors[extremes[0]]) < abs(errors[extremes[-1]]) else -1)
        if len(extremes) < n or extremes == chosen:
            break
        chosen = extremes
    return coefficients, worst


def show(name, f, weight, low, high, degree):
    coefficients, worst = remez(f, weight, mpf(low), mpf(high), degree)
    print(f"{name}, degree {degree}, error 2^{float(log(worst, 2)):.1f}:")
    print("   ", ", ".join(repr(float(c)) for c in coefficients))


def series(f, limit):
    """f, but the limit where its argument is too small for the quotient."""
    return lambda x: limit if abs(x) < mpf(10) ** -12 else f(x)


def shifted(k, scale):
    """(1+2x)·exp(x²)·erfc(x) or (a+k)·exp(a²/2)·Φ(−a), as functions of t = (x−k)/(x+k)."""
    def f(t):
        x = k * (1 + t) / (1 - t)
        if scale:
            return (x + k) * exp(x * x / 2) * erfc(x / sqrt(mpf(2))) / 2
        return (1 + 2 * x) * exp(x * x) * erfc(x)
    return f


exponential = series(lambda r: (expm1(r) - r) / r**2, mpf(1) / 2)
logarithm = series(lambda f: (log1p(f) - f + f * f / 2) / f**3, mpf(1) / 3)
error = series(lambda z: erf(sqrt(z)) / sqrt(z) - 1, 2 / sqrt(pi) - 1)
tangent = series(lambda z: (tanh(sqrt(z)) - sqrt(z)) / sqrt(z) ** 3, -mpf(1) / 3)
for degree in (4, 10):
    show("(exp(r) - 1 - r)/r^2", exponential, lambda r: r * r / exp(r), -0.3470, 0.3470, degree)
for degree in (8, 19):
    show("(log(1+f) - f + f^2/2)/f^3", logarithm, lambda f: f**3 / log1p(f) if f else mpf(0), -0.2930, 0.4143, degree)
for degree in (4, 10):
    show("(tanh(x) - x)/x^3 in x^2", tangent, lambda z: z / (1 + z * tangent(z)), 0, 0.3025, degree)
for degree in (6, 11):
    show("erf(x)/x - 1 in x^2", error, lambda z: 1 / (1 + error(z)), 0, 1, degree)
show("log erfc(a)", lambda a: log(erfc(a)), erfc, 1, 4, 6)
four, scaled = shifted(mpf(4), True), shifted(mpf(3.5), False)
show("normal tail in t", four, lambda t: 1 / four(t), -1, (14.5 - 4) / (14.5 + 4), 10)
show("scaled erfc in t", scaled, lambda t: 1 / scaled(t), -1, (27.5 - 3.5) / (27.5 + 3.5), 23)
