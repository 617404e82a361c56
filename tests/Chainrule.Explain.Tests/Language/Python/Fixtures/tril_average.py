import torch
torch.manual_seed(1337)
B, T, C = 3, 5, 2  # batch, time, channels
x = torch.randn(B, T, C)
W = torch.randn(C, C, requires_grad=True)
# version 2: weighted aggregation by a matrix multiply
wei = torch.tril(torch.ones(T, T))
wei = wei / wei.sum(1, keepdim=True)
xbow = wei @ (x @ W)  # (T, T) @ (B, T, C) ----> (B, T, C)
loss = (xbow ** 2).mean()
loss.backward()
print(W.grad)
