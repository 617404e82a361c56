using BenchmarkDotNet.Running;
using Chainrule.Benchmarks;

BenchmarkSwitcher.FromAssembly(typeof(ProductBenchmarks).Assembly).Run(args);
