using Chainrule.Benchmarks;

return Quick.Run(args);
