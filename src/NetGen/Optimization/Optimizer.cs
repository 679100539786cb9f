using System.Globalization;
using System.Numerics;
using NetGen.Optimization;

namespace NetGen;

/// <summary>
/// How a step of training changes the parameters: a value, which can be compared, printed and kept. What an optimizer keeps from step to
/// step is an <see cref="OptimizerState{T}"/>.
/// </summary>
/// <remarks>
/// In the formulas g is the gradient of the cost averaged over the samples of a mini-batch, η the learning rate and λ the weight decay.
/// Weight decay is for weights alone; for biases λ is 0. The formulas are those of PyTorch; docs/numerics.md has the order of operations.
/// </remarks>
public abstract record Optimizer
{
    private protected Optimizer(double? learningRate, double weightDecay)
    {
        LearningRate = learningRate is null ? null : Positive(learningRate.Value, nameof(learningRate));
        WeightDecay = AtLeastZero(weightDecay, nameof(weightDecay));
    }

    /// <summary>
    /// The learning rate η; null for the default of the network, which depends on its activations, its cost and its sizes.
    /// </summary>
    public double? LearningRate { get; }

    /// <summary>The weight decay λ; 0 for none.</summary>
    public double WeightDecay { get; private init; }

    /// <summary>Whether <see cref="WeightDecay"/> adds to the gradient, as the derivative of a term λ/2 Σ w² of the cost does.</summary>
    internal virtual bool DecaysByGradient => true;

    /// <summary>
    /// Stochastic gradient descent: <c>g ← g + λ w; w ← w − η g</c>.
    /// </summary>
    /// <param name="learningRate">
    /// The learning rate η, positive and finite; null for the default of the network: 3.0, as in the book, for sigmoid units with
    /// quadratic cost.
    /// </param>
    /// <param name="weightDecay">The weight decay λ, finite and at least 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is out of its range.</exception>
    public static Optimizer Sgd(double? learningRate = null, double weightDecay = 0) => new SgdOptimizer(learningRate, weightDecay);

    /// <summary>
    /// Gradient descent with momentum: <c>g ← g + λ w; v ← μ v + g; w ← w − η v</c>.
    /// </summary>
    /// <remarks>
    /// B. T. Polyak, "Some methods of speeding up the convergence of iteration methods" (1964); in PyTorch <c>SGD</c> with
    /// <c>momentum</c>.
    /// </remarks>
    /// <param name="learningRate">The learning rate η, positive and finite.</param>
    /// <param name="momentum">How much of the last velocity is kept, μ: at least 0 and below 1.</param>
    /// <param name="weightDecay">The weight decay λ, finite and at least 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is out of its range.</exception>
    public static Optimizer Momentum(double learningRate, double momentum = 0.9, double weightDecay = 0) =>
        new MomentumOptimizer(learningRate, Fraction(momentum, nameof(momentum)), weightDecay);

    /// <summary>
    /// Gradient descent with Nesterov's momentum: <c>g ← g + λ w; v ← μ v + g; w ← w − η (g + μ v)</c>.
    /// </summary>
    /// <remarks>
    /// I. Sutskever, J. Martens, G. Dahl and G. Hinton, "On the importance of initialization and momentum in deep learning" (2013), in the
    /// form of PyTorch's <c>SGD</c> with <c>nesterov</c>.
    /// </remarks>
    /// <param name="learningRate">The learning rate η, positive and finite.</param>
    /// <param name="momentum">How much of the last velocity is kept, μ: at least 0 and below 1.</param>
    /// <param name="weightDecay">The weight decay λ, finite and at least 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is out of its range.</exception>
    public static Optimizer Nesterov(double learningRate, double momentum = 0.9, double weightDecay = 0) =>
        new NesterovOptimizer(learningRate, Fraction(momentum, nameof(momentum)), weightDecay);

    /// <summary>
    /// Adam, in step t: <c>g ← g + λ w; m ← β₁ m + (1 − β₁) g; v ← β₂ v + (1 − β₂) g²;
    /// w ← w − η / (1 − β₁ᵗ) · m / (√v / √(1 − β₂ᵗ) + ε)</c>.
    /// </summary>
    /// <remarks>
    /// D. P. Kingma and J. Ba, "Adam: a method for stochastic optimization" (2015); in PyTorch <c>Adam</c>.
    /// </remarks>
    /// <param name="learningRate">The learning rate η, positive and finite.</param>
    /// <param name="beta1">How much of the last mean gradient is kept, β₁: at least 0 and below 1.</param>
    /// <param name="beta2">How much of the last mean square is kept, β₂: at least 0 and below 1.</param>
    /// <param name="epsilon">What keeps the division from one by zero, ε: positive and finite.</param>
    /// <param name="weightDecay">The weight decay λ, finite and at least 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is out of its range.</exception>
    public static Optimizer Adam(
        double learningRate = 0.001, double beta1 = 0.9, double beta2 = 0.999, double epsilon = 1e-8, double weightDecay = 0) =>
        new AdamOptimizer(
            learningRate,
            Fraction(beta1, nameof(beta1)),
            Fraction(beta2, nameof(beta2)),
            Positive(epsilon, nameof(epsilon)),
            weightDecay);

    /// <summary>
    /// Adam with decoupled weight decay: <c>w ← w − η λ w</c>, and then the step of <see cref="Adam"/> without decay.
    /// </summary>
    /// <remarks>
    /// I. Loshchilov and F. Hutter, "Decoupled weight decay regularization" (2019); in PyTorch <c>AdamW</c>.
    /// </remarks>
    /// <param name="learningRate">The learning rate η, positive and finite.</param>
    /// <param name="beta1">How much of the last mean gradient is kept, β₁: at least 0 and below 1.</param>
    /// <param name="beta2">How much of the last mean square is kept, β₂: at least 0 and below 1.</param>
    /// <param name="epsilon">What keeps the division from one by zero, ε: positive and finite.</param>
    /// <param name="weightDecay">The weight decay λ, finite and at least 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is out of its range.</exception>
    public static Optimizer AdamW(
        double learningRate = 0.001, double beta1 = 0.9, double beta2 = 0.999, double epsilon = 1e-8, double weightDecay = 0.01) =>
        new AdamWOptimizer(
            learningRate,
            Fraction(beta1, nameof(beta1)),
            Fraction(beta2, nameof(beta2)),
            Positive(epsilon, nameof(epsilon)),
            weightDecay);

    /// <summary>Starts training with this optimizer.</summary>
    /// <param name="topology">The topology of the network to train.</param>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>, as the topology says.</typeparam>
    /// <exception cref="ArgumentNullException"><paramref name="topology"/> is null.</exception>
    /// <exception cref="ArgumentException"><paramref name="topology"/> is of another numeric type.</exception>
    /// <exception cref="ArgumentOutOfRangeException">
    /// The learning rate is too large or too small for <typeparamref name="T"/>, or another number of the optimizer is.
    /// </exception>
    public OptimizerState<T> CreateState<T>(NetworkTopology topology)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(topology);
        ParameterChecks.NumericTypeIs<T>(topology);
        CheckNormal<T>(LearningRate ?? 1, "learningRate");
        if (!T.IsFinite(T.CreateTruncating(WeightDecay)))
        {
            throw RangeErrors.Of("weightDecay", WeightDecay, $"The weight decay of {this} is too large for {typeof(T).Name}.");
        }

        CheckNumbers<T>();
        return CreateStateOf<T>(topology);
    }

    /// <summary>The optimizer with its arguments, the same in every culture.</summary>
    public sealed override string ToString() => $"{Name}({string.Join(", ", Arguments.Select(Format))})";

    /// <summary>The optimizer with its arguments, but for the learning rate.</summary>
    internal string TextWithoutRate => $"{Name}({string.Join(", ", Arguments.Skip(1).Select(Format))})";

    /// <summary>The name of the method that makes it.</summary>
    private protected abstract string Name { get; }

    /// <summary>The arguments of that method.</summary>
    private protected abstract double?[] Arguments { get; }

    /// <summary>This optimizer with another weight decay.</summary>
    internal Optimizer WithWeightDecay(double weightDecay) =>
        this with { WeightDecay = AtLeastZero(weightDecay, nameof(weightDecay)) };

    /// <summary>Checks what an optimizer has of its own.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A number is zero or infinite in <typeparamref name="T"/>.</exception>
    private protected virtual void CheckNumbers<T>()
        where T : unmanaged, IFloatingPointIeee754<T>
    {
    }

    /// <summary>Checks that a number is a normal one of a type: a subnormal one has lost digits.</summary>
    private protected void CheckNormal<T>(double value, string name)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        T rounded = T.CreateTruncating(value);
        if (!T.IsNormal(rounded))
        {
            string fault = T.IsFinite(rounded) ? "small" : "large";
            throw RangeErrors.Of(name, value, $"The {name} of {this} is too {fault} for {typeof(T).Name}.");
        }
    }

    private protected abstract OptimizerState<T> CreateStateOf<T>(NetworkTopology topology)
        where T : unmanaged, IFloatingPointIeee754<T>;

    private static string Format(double? value) => value?.ToString("R", CultureInfo.InvariantCulture) ?? "default";

    private static double Positive(double value, string name) => value > 0 && double.IsFinite(value)
        ? value
        : throw new ArgumentOutOfRangeException(name, value, "Expected a positive, finite number.");

    private static double AtLeastZero(double value, string name) => value >= 0 && double.IsFinite(value)
        ? value
        : throw new ArgumentOutOfRangeException(name, value, "Expected a finite number, at least 0.");

    private static double Fraction(double value, string name) => value is >= 0 and < 1
        ? value
        : throw new ArgumentOutOfRangeException(name, value, "Expected a number from 0 to below 1.");
}
