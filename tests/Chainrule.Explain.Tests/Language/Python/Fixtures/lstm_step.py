import numpy as np


def sigmoid(x):
    return 1.0 / (1.0 + np.exp(-x))


def lstm_step_forward(x, prev_h, prev_c, Wx, Wh, b):
    H = prev_h.shape[1]
    a = x.dot(Wx) + prev_h.dot(Wh) + b
    i = sigmoid(a[:, 0:H])
    f = sigmoid(a[:, H:2*H])
    o = sigmoid(a[:, 2*H:3*H])
    g = np.tanh(a[:, 3*H:4*H])
    next_c = f * prev_c + i * g
    next_h = o * np.tanh(next_c)
    cache = (x, prev_h, prev_c, Wx, Wh, i, f, o, g, next_c)
    return next_h, next_c, cache


N, D, H = 3, 4, 5
x = np.random.randn(N, D)
h0 = np.random.randn(N, H)
c0 = np.random.randn(N, H)
Wx = np.random.randn(D, 4 * H)
Wh = np.random.randn(H, 4 * H)
b = np.random.randn(4 * H)
target = np.random.randn(N, H)

h, c, cache = lstm_step_forward(x, h0, c0, Wx, Wh, b)
loss = ((h - target) ** 2).sum() / 2

dh = h - target
i, f, o, g = cache[5:9]
do = dh * np.tanh(c)
dc = dh * o * (1 - np.tanh(c) ** 2)
df = dc * c0
di = dc * g
dg = dc * i
da = np.hstack((di * i * (1 - i), df * f * (1 - f), do * o * (1 - o), dg * (1 - g ** 2)))
dWx = x.T.dot(da)
dWh = h0.T.dot(da)
db = da.sum(axis=0)
