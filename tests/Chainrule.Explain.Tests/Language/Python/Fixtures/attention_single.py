import numpy as np


def softmax(x, axis=-1):
    e_x = np.exp(x - np.max(x, axis=axis, keepdims=True))
    return e_x / e_x.sum(axis=axis, keepdims=True)


def scaled_dot_product_attention(Q: np.ndarray, K: np.ndarray, V: np.ndarray) -> np.ndarray:
    """softmax(Q K^T / sqrt(d_k)) V"""
    d_k = Q.shape[-1]
    scores = Q @ K.T / np.sqrt(d_k)
    weights = softmax(scores, axis=-1)
    return weights @ V


if __name__ == "__main__":
    rng = np.random.default_rng(0)
    seq_len, d_model, d_k = 4, 8, 6
    X = rng.normal(size=(seq_len, d_model))
    W_q = rng.normal(size=(d_model, d_k))
    W_k = rng.normal(size=(d_model, d_k))
    W_v = rng.normal(size=(d_model, d_k))
    Y = rng.normal(size=(seq_len, d_k))
    Q, K, V = X @ W_q, X @ W_k, X @ W_v
    out = scaled_dot_product_attention(Q, K, V)
    loss = np.mean((out - Y) ** 2)
    print(f"{loss=:.4f}", out.shape)
