import numpy as np


def huber(r, delta=1.0):
    quad = np.abs(r) <= delta
    return np.where(quad, 0.5 * r ** 2, delta * (np.abs(r) - 0.5 * delta))


n, d = 30, 3
X = np.random.randn(n, d)
t = np.random.randn(n)
w = np.random.randn(d)
b = 0.0
r = X @ w + b - t
loss = huber(r).mean()
dr = np.clip(r, -1, 1) / n
dw = X.T @ dr
db = dr.sum()
