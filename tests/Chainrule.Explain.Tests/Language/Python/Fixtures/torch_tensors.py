import torch

X = torch.randn(40, 3)
true_w = torch.tensor([1.0, -2.0, 0.5])
y = X.mv(true_w) + 0.1 * torch.randn(40)

w = torch.zeros(3, requires_grad=True)
b = torch.zeros(1, requires_grad=True)
lr = 0.1
for step in range(1):
    y_pred = X @ w + b
    loss = (y_pred - y).pow(2).mean()
    loss.backward()
    with torch.no_grad():
        w -= lr * w.grad
        b -= lr * b.grad
        w.grad.zero_()
        b.grad.zero_()
