import numpy as np


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


m, n = 20, 3
data = np.random.randn(m, n + 1)
X = data[:, :-1]
y = (data[:, -1] > 0).astype(float)
Xb = np.hstack((np.ones((m, 1)), X))
theta = np.random.randn(n + 1) * 0.1
lam = 0.5

h = sigmoid(Xb @ theta)
J = (-y.T @ np.log(h) - (1 - y).T @ np.log(1 - h)) / m
J = J + lam / (2 * m) * np.sum(theta[1:] ** 2)

grad = Xb.T @ (h - y) / m
grad[1:] += lam / m * theta[1:]
