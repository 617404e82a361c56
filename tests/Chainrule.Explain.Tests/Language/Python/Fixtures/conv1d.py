import numpy as np

x = np.random.randn(10)
w = np.random.randn(3)
b = np.random.randn()
target = np.random.randn(8)

out = []
for i in range(len(x) - len(w) + 1):
    out.append(np.sum(x[i:i + 3] * w) + b)
out = np.array(out)
loss = np.sum((out - target) ** 2)

dout = 2 * (out - target)
dw = np.zeros(3)
for i in range(8):
    dw += dout[i] * x[i:i + 3]
db = np.sum(dout)
