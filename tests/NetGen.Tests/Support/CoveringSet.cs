using System.Collections.Concurrent;
using System.Globalization;

namespace NetGen.Tests;

/// <summary>
/// Networks among which all pairs of values of these factors occur: shape, head, activations of the first two hidden layers, optimizer,
/// kinds of layers, precision, set of kernels. Activations count by <see cref="ActivationClass"/>, and take turns in their class.
/// </summary>
internal static class CoveringSet
{
    /// <summary>Of how many factors all combinations of values occur.</summary>
    public const int Strength = 2;

    /// <summary>The costs that are computed from activations.</summary>
    public static readonly CostFunction[] OfActivations =
    [
        CostFunction.Quadratic, CostFunction.MeanSquaredError, CostFunction.MeanAbsoluteError, CostFunction.Huber, CostFunction.Hinge,
    ];

    /// <summary>The activations that hidden layers may have.</summary>
    public static readonly Activation[] HiddenActivations = [.. Enum.GetValues<Activation>().Where(ActivationTraits.IsElementwise)];

    /// <summary>The activations that hidden layers may have, class by class.</summary>
    public static readonly Activation[][] HiddenClasses =
        [.. HiddenActivations.GroupBy(ActivationClass.Of).Select(members => members.ToArray())];

    /// <summary>
    /// The output activations with the costs that are computed from weighted inputs, and with the quadratic cost, which stands for all that
    /// are computed from activations.
    /// </summary>
    public static readonly (Activation Output, CostFunction Cost)[] Heads =
    [
        .. from output in Enum.GetValues<Activation>()
           from cost in Enum.GetValues<CostFunction>()
           where CostTraits.IsValid(cost, output) && (cost == CostFunction.Quadratic || !OfActivations.Contains(cost))
           select (output, cost),
    ];

    /// <summary>The heads, class by class: of one cost, and of output activations of one class.</summary>
    public static readonly (Activation Output, CostFunction Cost)[][] HeadClasses =
        [.. Heads.GroupBy(head => (ActivationClass.Of(head.Output), head.Cost)).Select(members => members.ToArray())];

    /// <summary>The rules of updates that networks are trained by, at a learning rate.</summary>
    public static readonly Func<double, Optimizer>[] Rules =
    [
        rate => Optimizer.Sgd(rate, 0.3), rate => Optimizer.Momentum(rate, 0.8), rate => Optimizer.Nesterov(rate, 0.7, 0.2),
        rate => Optimizer.Adam(rate, weightDecay: 0.1), rate => Optimizer.AdamW(rate, 0.8, 0.99, 1e-7, 0.3),
        rate => Optimizer.RMSprop(rate, 0.9, 1e-7, 0.8, 0.1), rate => Optimizer.NAdam(rate, weightDecay: 0.1),
        rate => Optimizer.Rprop(rate, weightDecay: 0.1), rate => Optimizer.Adagrad(rate, weightDecay: 0.1),
        rate => Optimizer.Adam(rate) with { L1Decay = 0.1, ClipValue = 0.01, MaxNorm = 0.6 },
        rate => Optimizer.Sgd(rate) with { ClipNorm = 0.05 },
    ];

    /// <summary>The networks.</summary>
    public static readonly IReadOnlyList<CoveringNetwork> Networks = CreateNetworks();

    private const int GroupSize = 18;

    private static readonly ConcurrentDictionary<int, Lazy<NetworkCompiler>> Groups = new();

    /// <summary>The number of groups of networks, each compiled together.</summary>
    public static int GroupCount => (Networks.Count + GroupSize - 1) / GroupSize;

    /// <summary>The networks of a group.</summary>
    public static IEnumerable<CoveringNetwork> Group(int group) => Networks.Skip(group * GroupSize).Take(GroupSize);

    /// <summary>The classes of a group, loaded once for all tests, which so share what the just-in-time compiler makes of them.</summary>
    public static NetworkCompiler Compiled(int group) =>
        Groups.GetOrAdd(group, _ => new Lazy<NetworkCompiler>(() => new NetworkCompiler(Image(group)))).Value;

    /// <summary>The assembly of a group.</summary>
    public static byte[] Image(int group) => CompiledImages.Of(
        string.Create(CultureInfo.InvariantCulture, $"covering-{group}.dll"),
        () => string.Concat(Group(group).Select(network => network.Declaration)));

    private static CoveringNetwork[] CreateNetworks()
    {
        NetworkShape[] shapes = Enum.GetValues<NetworkShape>();
        NumericType[] types = Enum.GetValues<NumericType>();
        KindsOfLayers[] kinds = Enum.GetValues<KindsOfLayers>();
        KernelSet[] kernels = Enum.GetValues<KernelSet>();
        int[] counts =
        [
            shapes.Length, HeadClasses.Length, HiddenClasses.Length, HiddenClasses.Length, Rules.Length, kinds.Length, types.Length,
            kernels.Length,
        ];
        var turns = new Dictionary<(int Factor, int Class), int>();
        return
        [
            .. CoveringArray.Create(counts, Strength).Select((values, index) => new CoveringNetwork(
                index,
                shapes[values[0]],
                Turn(HeadClasses, 1, values),
                Turn(HiddenClasses, 2, values),
                Turn(HiddenClasses, 3, values),
                values[4],
                kinds[values[5]],
                types[values[6]],
                kernels[values[7]])),
        ];

        TMember Turn<TMember>(TMember[][] classes, int factor, int[] values)
        {
            (int Factor, int Class) key = (factor, values[factor]);
            int turn = turns.GetValueOrDefault(key);
            turns[key] = turn + 1;
            return classes[key.Class][turn % classes[key.Class].Length];
        }
    }
}
