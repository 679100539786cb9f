using System.Runtime.CompilerServices;
using NetGen.Benchmarks.Measuring;

namespace NetGen.Benchmarks.Optimizers;

/// <summary>Updates all parameters by the same gradient, in a pass of its own.</summary>
internal sealed class ApplyContender(
    string name, ITrainableNetwork<float> network, ParameterBuffer<float> gradient, int batch, OptimizerState<float> state)
    : Contender(name)
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Run(int repetitions)
    {
        for (int i = 0; i < repetitions; i++)
        {
            network.ApplyGradient(gradient, batch, state);
        }
    }
}
