import numpy as np
from numpy import linalg as LA

n, p = 20, 4
X = np.random.randn(n, p)
y = np.random.randn(n)
w = np.zeros(p) + 0.1
alpha = 0.5

residual = y - X @ w
J = LA.norm(residual) ** 2 / (2 * n) + alpha / 2 * w.dot(w)
grad = -(X.T @ residual) / n + alpha * w
