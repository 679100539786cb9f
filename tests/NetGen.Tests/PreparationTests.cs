using System.Numerics;
using System.Runtime;

namespace NetGen.Tests;

/// <summary>Preparation leaves nothing of the kernels to compile, and the memory of a thread can be released.</summary>
[Collection(nameof(RunsAlone))]
public class PreparationTests
{
    /// <summary>
    /// The classes are named nowhere else, so nothing has compiled their kernels. What is left are methods that are compiled again after
    /// some calls, and what the test itself needs: far fewer than a network's.
    /// </summary>
    [Fact]
    public void After_preparation_no_kernel_is_compiled()
    {
        PreparedNet.PrepareTraining(Optimizer.Adam());
        PreparedNet prepared = PreparedNet.Create(1);
        UnpreparedNet other = UnpreparedNet.Create(1);
        long after = MethodsOf<PreparedNet, float>(prepared);
        long without = MethodsOf<UnpreparedNet, float>(other);
        Assert.True(without > 20, $"Without preparation {without} methods are compiled.");
        Assert.True(after <= without / 4, $"After preparation {after} methods are compiled; without it {without}.");
    }

    [Fact]
    public void Preparation_works_for_every_kind_of_network()
    {
        DigitNet.Prepare();
        DotNet.PrepareTraining();
        OneNet.PrepareTraining(Optimizer.Sgd(1, 0.5));
        SmallDropoutNet.PrepareTraining(Optimizer.Momentum(0.1));
        SoftmaxDoubleNet40.PrepareTraining(Optimizer.AdamW());
        LogisticNet.PrepareTraining(Optimizer.Nesterov(0.1));
        Training.SquaredErrorRegression.Prepare();
        Assert.Throws<ArgumentOutOfRangeException>("learningRate", () => DigitNet.PrepareTraining(Optimizer.Sgd(1e-60)));
    }

    [Fact]
    public void The_memory_of_a_thread_grows_is_kept_and_can_be_released()
    {
        // A thread of its own starts with none.
        Exception? failure = null;
        var thread = new Thread(() =>
        {
            try
            {
                Assert.Equal(0, ThreadMemory.Bytes);
                StackBorderNet network = StackBorderNet.Create(1);
                var inputs = new float[300 * 20];
                var outputs = new float[300 * 12];
                network.FeedForwardBatch(inputs, outputs);
                long kept = ThreadMemory.Bytes;
                Assert.InRange(kept, 100 * 1500 * sizeof(float), 2 << 20);
                network.FeedForwardBatch(inputs, outputs);
                Assert.Equal(kept, ThreadMemory.Bytes);
                float[] before = [.. outputs];
                ThreadMemory.Release();
                Assert.Equal(0, ThreadMemory.Bytes);
                network.FeedForwardBatch(inputs, outputs);
                EqualityAssert.SameBits<float>(before, outputs, "outputs after a release");
                Assert.Equal(kept, ThreadMemory.Bytes);

                // So with the other numeric type, whose memory is another.
                DoubleNet.Create(1).FeedForwardBatch(new double[70], new double[10]);
                Assert.True(ThreadMemory.Bytes > kept);
                ThreadMemory.Release();
                Assert.Equal(0, ThreadMemory.Bytes);
            }
            catch (Exception exception)
            {
                failure = exception;
            }
        });
        thread.Start();
        thread.Join();
        Assert.Null(failure);
    }

    private static long MethodsOf<TNetwork, T>(TNetwork network)
        where TNetwork : class, ITrainableNetwork<TNetwork, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        NetworkTopology topology = TNetwork.Topology;
        (T[] inputs, T[] targets) = EqualityAssert.Samples<T>(topology, 13, new Random(1));
        var outputs = new T[targets.Length];
        OptimizerState<T> adam = Optimizer.Adam().CreateState<T>(topology);
        var gradient = new ParameterBuffer<T>(topology);
        T rate = T.CreateChecked(0.1);
        long before = JitInfo.GetCompiledMethodCount(currentThread: true);
        network.FeedForward(inputs.AsSpan(0, topology.InputSize), outputs.AsSpan(0, topology.OutputSize));
        network.FeedForwardBatch(inputs, outputs);
        network.Predict(inputs.AsSpan(0, topology.InputSize));
        network.Backprop(inputs, targets, gradient);
        network.TrainMiniBatch(inputs, targets, rate);
        network.TrainMiniBatch(inputs, targets, adam);
        return JitInfo.GetCompiledMethodCount(currentThread: true) - before;
    }
}
