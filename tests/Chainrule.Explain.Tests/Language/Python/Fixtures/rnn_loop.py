import numpy as np

T, N, D, H = 5, 4, 3, 6
x = np.random.randn(T, N, D)
y = np.random.randn(N, 2)
Wx = np.random.randn(D, H) * 0.3
Wh = np.random.randn(H, H) * 0.3
b = np.zeros(H)
Wo = np.random.randn(H, 2)

h = np.zeros((N, H))
hs = []
for t in range(T):
    h = np.tanh(x[t] @ Wx + h @ Wh + b)
    hs.append(h)
out = hs[-1] @ Wo
loss = np.mean((out - y) ** 2)

# backward
dout = 2 * (out - y) / out.size
dWo = hs[-1].T @ dout
dh = dout @ Wo.T
dWx = np.zeros_like(Wx)
dWh = np.zeros_like(Wh)
db = np.zeros_like(b)
for t in reversed(range(T)):
    dz = dh * (1 - hs[t] ** 2)
    dWx += x[t].T @ dz
    db += dz.sum(axis=0)
    if t > 0:
        dWh += hs[t - 1].T @ dz
    dh = dz @ Wh.T
