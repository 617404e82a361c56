import numpy as np


def affine_forward(x, w, b):
    out = x.reshape(x.shape[0], -1).dot(w) + b
    cache = (x, w, b)
    return out, cache


def affine_backward(dout, cache):
    x, w, b = cache
    dx = dout.dot(w.T).reshape(x.shape)
    dw = x.reshape(x.shape[0], -1).T.dot(dout)
    db = dout.sum(axis=0)
    return dx, dw, db


def relu_forward(x):
    out = np.maximum(0, x)
    cache = x
    return out, cache


def relu_backward(dout, cache):
    x = cache
    dx = dout * (x > 0)
    return dx


def softmax_loss(x, y):
    shifted_logits = x - np.max(x, axis=1, keepdims=True)
    Z = np.sum(np.exp(shifted_logits), axis=1, keepdims=True)
    log_probs = shifted_logits - np.log(Z)
    probs = np.exp(log_probs)
    N = x.shape[0]
    loss = -np.sum(log_probs[np.arange(N), y]) / N
    dx = probs.copy()
    dx[np.arange(N), y] -= 1
    dx /= N
    return loss, dx


X = np.random.randn(3, 5)
y = np.random.randint(4, size=3)
W1 = np.random.randn(5, 6)
b1 = np.random.randn(6)
W2 = np.random.randn(6, 4)
b2 = np.random.randn(4)

a, fc_cache = affine_forward(X, W1, b1)
h, relu_cache = relu_forward(a)
scores, out_cache = affine_forward(h, W2, b2)
loss, dscores = softmax_loss(scores, y)

grads = {}
dh, grads['W2'], grads['b2'] = affine_backward(dscores, out_cache)
da = relu_backward(dh, relu_cache)
dX, grads['W1'], grads['b1'] = affine_backward(da, fc_cache)
