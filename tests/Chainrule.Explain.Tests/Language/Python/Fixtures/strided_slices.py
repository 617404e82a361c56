import numpy as np

# even and odd positions go through different weights
x = np.random.randn(6, 8)
W_even = np.random.randn(4, 3)
W_odd = np.random.randn(4, 3)
even = x[:, ::2]
odd = x[:, 1::2]
h = np.tanh(even @ W_even + odd @ W_odd)
flipped = h[:, ::-1]
scale = np.array([1.0, 2.0, 3.0])
loss = np.sum(flipped * scale) / h.shape[0]
