import torch

x = torch.randn(6, 5)
gamma = torch.ones(5, requires_grad=True)
beta = torch.zeros(5, requires_grad=True)
w = torch.randn(5, requires_grad=True)
y = torch.randn(6)

mean = x.mean(dim=1, keepdim=True)
var = x.var(dim=1, keepdim=True, unbiased=False)
xhat = (x - mean) / torch.sqrt(var + 1e-5)
h = xhat * gamma + beta
a = torch.where(h > 0, h, 0.01 * h)
a = a.clamp(min=-2, max=2)
score = (a @ w.unsqueeze(1)).squeeze()
margin = torch.log1p(torch.exp(-score * y))
loss = margin.mean() + 0.5 * w.norm() ** 2 + beta.abs().sum()
loss.backward()
