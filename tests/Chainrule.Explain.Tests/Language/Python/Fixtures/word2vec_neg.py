import numpy as np


def sigmoid(x):
    return 1 / (1 + np.exp(-x))


def naive_softmax_loss_and_gradient(center_word_vec, outside_word_idx, outside_vectors):
    """Naive softmax loss & gradient for word2vec models"""
    scores = np.dot(outside_vectors, center_word_vec)
    y_hat = np.exp(scores) / np.sum(np.exp(scores))
    loss = -np.log(y_hat[outside_word_idx])
    d = y_hat.copy()
    d[outside_word_idx] -= 1
    grad_center_vec = np.dot(outside_vectors.T, d)
    grad_outside_vecs = np.outer(d, center_word_vec)
    return loss, grad_center_vec, grad_outside_vecs


outside_vectors = np.random.randn(7, 3)
center_word_vec = np.random.randn(3)
loss, gradCenterVec, gradOutsideVecs = naive_softmax_loss_and_gradient(center_word_vec, 2, outside_vectors)
