import numpy as np

num_users, num_items, rank = 6, 5, 2
R = np.random.rand(num_users, num_items) * 5
M = (np.random.rand(num_users, num_items) > 0.3).astype(float)  # 1 = observed
U = np.random.randn(num_users, rank)
V = np.random.randn(num_items, rank)
lam = 0.1

E = M * (R - U @ V.T)
cost = 0.5 * (E ** 2).sum() + 0.5 * lam * ((U ** 2).sum() + (V ** 2).sum())
dU = -E @ V + lam * U
dV = -E.T @ U + lam * V
print(f'cost = {cost:.2f}')
