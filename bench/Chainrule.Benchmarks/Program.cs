using BenchmarkDotNet.Running;
using Chainrule.Benchmarks;

// --quick [float|double] [threads] [shape…]: GFLOP/s of all shapes in half a minute. Anything else goes to
// BenchmarkDotNet.
if (args.Contains("--quick")) return Quick.Run(args);
BenchmarkSwitcher.FromAssembly(typeof(Quick).Assembly).Run(args);
return 0;
