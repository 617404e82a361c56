import numpy as np

X = np.random.randn(10, 4)
y = np.random.randn(10, 1)
W1 = np.random.randn(4, 6)
W2 = np.random.randn(6, 6)
W3 = np.random.randn(6, 1)

# forward, relu written in three ways
z1 = X.dot(W1)
h1 = z1 * (z1 > 0)
z2 = h1.dot(W2)
h2 = np.where(z2 > 0, z2, 0)
out = h2.dot(W3)
diff = out - y
loss = np.square(diff).mean()

dout = 2 * diff / diff.size
dW3 = h2.T.dot(dout)
dh2 = dout.dot(W3.T)
dz2 = np.where(z2 > 0, dh2, 0)
dW2 = h1.T.dot(dz2)
dh1 = dz2.dot(W2.T)
dz1 = dh1.copy()
dz1[z1 < 0] = 0
dW1 = X.T.dot(dz1)
print(dW1.shape, dW2.shape, dW3.shape)
