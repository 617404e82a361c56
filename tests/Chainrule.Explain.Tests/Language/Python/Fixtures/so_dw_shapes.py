# my dW2 has the right shape but the gradient check fails, why?
import numpy as np

np.random.seed(42)
N, D, H, C = 8, 5, 7, 3
X = np.random.randn(N, D)
Y = np.eye(C)[np.random.randint(0, C, N)]
W1 = np.random.randn(D, H) / np.sqrt(D)
b1 = np.zeros((1, H))
W2 = np.random.randn(H, C) / np.sqrt(H)
b2 = np.zeros((1, C))

z1 = X @ W1 + b1
a1 = np.maximum(0, z1)
z2 = a1 @ W2 + b2
a2 = np.exp(z2) / np.sum(np.exp(z2), axis=1, keepdims=True)
loss = -np.mean(np.sum(Y * np.log(a2), axis=1))

dz2 = (a2 - Y) / N
dW2 = a1.T @ dz2
db2 = dz2.sum(axis=0, keepdims=True)
da1 = dz2 @ W2.T
dz1 = da1 * (z1 > 0)
dW1 = X.T @ dz1
db1 = dz1.sum(axis=0, keepdims=True)

for name, p, g in [('W1', W1, dW1), ('b1', b1, db1), ('W2', W2, dW2), ('b2', b2, db2)]:
    print(f'{name}: {p.shape} {g.shape}', p.shape == g.shape)
