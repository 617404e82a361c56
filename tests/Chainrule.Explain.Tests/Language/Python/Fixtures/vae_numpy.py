import numpy as np

np.random.seed(7)
batch, n_in, n_hidden, n_z = 6, 8, 5, 2
X = np.random.rand(batch, n_in)

W_enc = np.random.randn(n_in, n_hidden) * 0.1
b_enc = np.zeros(n_hidden)
W_mu = np.random.randn(n_hidden, n_z) * 0.1
b_mu = np.zeros(n_z)
W_logvar = np.random.randn(n_hidden, n_z) * 0.1
b_logvar = np.zeros(n_z)
W_dec = np.random.randn(n_z, n_in) * 0.1
b_dec = np.zeros(n_in)

# encoder
h = np.tanh(X @ W_enc + b_enc)
mu = h @ W_mu + b_mu
logvar = h @ W_logvar + b_logvar
# reparameterization trick
eps = np.random.randn(batch, n_z)
z = mu + np.exp(0.5 * logvar) * eps
# decoder
logits = z @ W_dec + b_dec
x_hat = 1 / (1 + np.exp(-logits))
# loss
recon = -np.sum(X * np.log(x_hat + 1e-8) + (1 - X) * np.log(1 - x_hat + 1e-8)) / batch
kl = -0.5 * np.sum(1 + logvar - mu ** 2 - np.exp(logvar)) / batch
loss = recon + kl

dz = ((x_hat - X) / batch) @ W_dec.T
dmu = dz + mu / batch
dlogvar = dz * eps * 0.5 * np.exp(0.5 * logvar) - 0.5 * (1 - np.exp(logvar)) / batch
print("recon %.3f kl %.3f" % (recon, kl))
