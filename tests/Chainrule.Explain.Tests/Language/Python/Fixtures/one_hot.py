import numpy as np

rng = np.random.default_rng(0)
m, n, k = 12, 4, 3
X = rng.normal(size=(m, n))
y = rng.integers(0, k, size=m)
Y = np.eye(k)[y]

W = rng.normal(scale=0.1, size=(n, k))
b = np.zeros(k)


def softmax(z):
    e = np.exp(z - z.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)


z = X @ W + b
p = softmax(z)
loss = -np.sum(Y * np.log(p)) / m

dz = (p - Y) / m
dW = X.T @ dz
db = dz.sum(axis=0)
