import numpy as np


def rnn_forward(x, h0, Wx, Wh, b):
    N, T, D = x.shape
    H = h0.shape[1]
    h = np.zeros((N, T, H))
    prev_h = h0
    for t in range(T):
        prev_h = np.tanh(x[:, t, :].dot(Wx) + prev_h.dot(Wh) + b)
        h[:, t, :] = prev_h
    return h


N, T, D, H = 2, 3, 4, 5
x = np.random.randn(N, T, D)
h0 = np.random.randn(N, H)
Wx = np.random.randn(D, H)
Wh = np.random.randn(H, H)
b = np.random.randn(H)
target = np.random.randn(N, T, H)

h = rnn_forward(x, h0, Wx, Wh, b)
s = np.zeros((T + 1, H))
for t in range(T):
    s[t] = 0.5 * s[t - 1] + h[:, t].sum(axis=0)
loss = np.sum((h - target) ** 2) + np.sum(s ** 2)
