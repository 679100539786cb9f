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
    // Made by what needs it alone; null for rules as they are.
    private RuleForm? _form;

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

    /// <summary>
    /// What is added to the gradient with the sign of each weight, as the derivative of a term Σ |w| of the cost times this; sign(0) is 0.
    /// At least 0 and finite; 0, as it is unless set, for none.
    /// </summary>
    /// <remarks>
    /// M. Nielsen, "Neural Networks and Deep Learning", chapter 3, where it is λ/n: that of <see cref="TrainingOptions.L1"/>. For weights
    /// alone, after any clipping. <see cref="AdamW"/>, whose decay is not by the gradient, cannot have it.
    /// </remarks>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative, or not finite.</exception>
    /// <exception cref="ArgumentException">The optimizer is <see cref="AdamW"/>.</exception>
    public double L1Decay
    {
        get;
        init
        {
            if (value != 0 && !DecaysByGradient)
            {
                throw new ArgumentException(
                    $"The decay of {this} is not by the gradient, so that it takes no {nameof(L1Decay)}. Use {nameof(Adam)}.",
                    nameof(L1Decay));
            }

            field = AtLeastZero(value, nameof(L1Decay));
            _form = FormOf();
        }
    }

    /// <summary>
    /// The largest Euclidean norm of the gradient c: one whose norm over all trained parameters is larger is multiplied by
    /// <c>c / (norm + 10⁻⁶)</c>. Positive and finite; null, as it is unless set, for any norm.
    /// </summary>
    /// <remarks>
    /// R. Pascanu, T. Mikolov and Y. Bengio, "On the difficulty of training recurrent neural networks" (2013); in PyTorch
    /// <c>clip_grad_norm_</c>. It needs the whole gradient, so the update is a pass of its own; all else is part of the kernels.
    /// </remarks>
    /// <exception cref="ArgumentOutOfRangeException">The value is not positive, or not finite.</exception>
    public double? ClipNorm
    {
        get;
        init
        {
            field = PositiveOrNull(value, nameof(ClipNorm));
            _form = FormOf();
        }
    }

    /// <summary>
    /// The largest size of each component of the gradient c: larger ones become c or −c, after <see cref="ClipNorm"/> if there is one.
    /// Positive and finite; null, as it is unless set, for any size. In PyTorch <c>clip_grad_value_</c>.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not positive, or not finite.</exception>
    public double? ClipValue
    {
        get;
        init
        {
            field = PositiveOrNull(value, nameof(ClipValue));
            _form = FormOf();
        }
    }

    /// <summary>
    /// The largest Euclidean norm of each unit's incoming weights c: after each step, the weights of a unit with a larger norm are
    /// multiplied by <c>c / norm</c>. Biases do not count. Positive and finite; null, as it is unless set, for any norm.
    /// </summary>
    /// <remarks>
    /// N. Srebro and A. Shraibman, "Rank, trace-norm and max-norm" (2005); for networks with dropout N. Srivastava, G. Hinton,
    /// A. Krizhevsky, I. Sutskever and R. Salakhutdinov, "Dropout: a simple way to prevent neural networks from overfitting" (2014); in
    /// Keras <c>MaxNorm</c>.
    /// </remarks>
    /// <exception cref="ArgumentOutOfRangeException">The value is not positive, or not finite.</exception>
    public double? MaxNorm
    {
        get;
        init => field = PositiveOrNull(value, nameof(MaxNorm));
    }

    /// <summary>Whether <see cref="WeightDecay"/> adds to the gradient, as the derivative of a term λ/2 Σ w² of the cost does.</summary>
    internal virtual bool DecaysByGradient => true;

    /// <summary>Whether the learning rate is that of the first step alone.</summary>
    internal virtual bool HasOwnStepSizes => false;

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

    /// <summary>
    /// Adagrad: <c>g ← g + λ w; s ← s + g²; w ← w − η g / (√s + ε)</c>. Parameters with small gradients so far take large steps.
    /// </summary>
    /// <remarks>
    /// J. Duchi, E. Hazan and Y. Singer, "Adaptive subgradient methods for online learning and stochastic optimization" (2011); in PyTorch
    /// <c>Adagrad</c>.
    /// </remarks>
    /// <param name="learningRate">The learning rate η, positive and finite.</param>
    /// <param name="epsilon">What keeps the division from one by zero, ε: positive and finite.</param>
    /// <param name="weightDecay">The weight decay λ, finite and at least 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is out of its range.</exception>
    public static Optimizer Adagrad(double learningRate = 0.01, double epsilon = 1e-10, double weightDecay = 0) =>
        new AdagradOptimizer(learningRate, Positive(epsilon, nameof(epsilon)), weightDecay);

    /// <summary>
    /// RMSprop: <c>g ← g + λ w; s ← α s + (1 − α) g²; v ← μ v + g / (√s + ε); w ← w − η v</c>.
    /// </summary>
    /// <remarks>
    /// G. Hinton, "Neural networks for machine learning", lecture 6e (2012); in PyTorch <c>RMSprop</c>, which is not centered unless asked.
    /// </remarks>
    /// <param name="learningRate">The learning rate η, positive and finite.</param>
    /// <param name="alpha">How much of the last mean square is kept, α: at least 0 and below 1.</param>
    /// <param name="epsilon">What keeps the division from one by zero, ε: positive and finite.</param>
    /// <param name="momentum">How much of the last velocity is kept, μ: at least 0 and below 1.</param>
    /// <param name="weightDecay">The weight decay λ, finite and at least 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is out of its range.</exception>
    public static Optimizer RMSprop(
        double learningRate = 0.01, double alpha = 0.99, double epsilon = 1e-8, double momentum = 0, double weightDecay = 0) =>
        new RMSpropOptimizer(
            learningRate,
            Fraction(alpha, nameof(alpha)),
            Positive(epsilon, nameof(epsilon)),
            Fraction(momentum, nameof(momentum)),
            weightDecay);

    /// <summary>
    /// Adam with Nesterov's momentum, in step t: g, m and v as in <see cref="Adam"/>; <c>μₜ = β₁ (1 − ½ · 0.96^(ψ t)); Π = μ₁ ··· μₜ;
    /// w ← w − η (μₜ₊₁ / (1 − Π μₜ₊₁) · m + (1 − μₜ) / (1 − Π) · g) / (√v / √(1 − β₂ᵗ) + ε)</c>.
    /// </summary>
    /// <remarks>
    /// T. Dozat, "Incorporating Nesterov momentum into Adam" (2016); in PyTorch <c>NAdam</c>, as documented and computed from version 2 on.
    /// </remarks>
    /// <param name="learningRate">The learning rate η, positive and finite.</param>
    /// <param name="beta1">How much of the last mean gradient is kept, β₁: at least 0 and below 1.</param>
    /// <param name="beta2">How much of the last mean square is kept, β₂: at least 0 and below 1.</param>
    /// <param name="epsilon">What keeps the division from one by zero, ε: positive and finite.</param>
    /// <param name="momentumDecay">How fast μ rises from half of β₁ to β₁, ψ: finite and at least 0.</param>
    /// <param name="weightDecay">The weight decay λ, finite and at least 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is out of its range.</exception>
    public static Optimizer NAdam(
        double learningRate = 0.002,
        double beta1 = 0.9,
        double beta2 = 0.999,
        double epsilon = 1e-8,
        double momentumDecay = 0.004,
        double weightDecay = 0) =>
        new NAdamOptimizer(
            learningRate,
            Fraction(beta1, nameof(beta1)),
            Fraction(beta2, nameof(beta2)),
            Positive(epsilon, nameof(epsilon)),
            AtLeastZero(momentumDecay, nameof(momentumDecay)),
            weightDecay);

    /// <summary>
    /// Resilient backpropagation, for mini-batches of all training samples: only the signs of g count. Each parameter has a step size s.
    /// Where g has the sign that it had in the last step, s is multiplied by η⁺; where it has the other sign, the step went too far: s is
    /// multiplied by η⁻, and the parameter stays. Elsewhere <c>w ← w − s sign(g)</c>.
    /// </summary>
    /// <remarks>
    /// M. Riedmiller and H. Braun, "A direct adaptive method for faster backpropagation learning: the RPROP algorithm" (1993); in PyTorch
    /// <c>Rprop</c>. In small mini-batches signs change with the samples, so that step sizes shrink. Weight decay, which PyTorch's does not
    /// have, adds λ w to g.
    /// </remarks>
    /// <param name="learningRate">
    /// The first step size, positive and finite; schedules of the learning rate change no other. If it is not between
    /// <paramref name="minStep"/> and <paramref name="maxStep"/>, the nearer one.
    /// </param>
    /// <param name="etaMinus">What step sizes are multiplied by after a step too far, η⁻: above 0 and below 1.</param>
    /// <param name="etaPlus">What step sizes are multiplied by after a step in the right direction, η⁺: above 1 and finite.</param>
    /// <param name="minStep">The least step size, positive.</param>
    /// <param name="maxStep">The largest step size, finite and at least <paramref name="minStep"/>.</param>
    /// <param name="weightDecay">The weight decay λ, finite and at least 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is out of its range.</exception>
    public static Optimizer Rprop(
        double learningRate = 0.01,
        double etaMinus = 0.5,
        double etaPlus = 1.2,
        double minStep = 1e-6,
        double maxStep = 50,
        double weightDecay = 0)
    {
        Positive(etaMinus, nameof(etaMinus));
        Positive(minStep, nameof(minStep));
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(etaMinus, 1);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(Positive(etaPlus, nameof(etaPlus)), 1, nameof(etaPlus));
        ArgumentOutOfRangeException.ThrowIfLessThan(Positive(maxStep, nameof(maxStep)), minStep, nameof(maxStep));
        return new RpropOptimizer(learningRate, etaMinus, etaPlus, minStep, maxStep, weightDecay);
    }

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

        CheckTerms<T>();
        CheckNumbers<T>();
        return CreateStateOf<T>(topology);
    }

    /// <summary>The optimizer with its arguments, and the properties that are set, the same in every culture.</summary>
    public sealed override string ToString() => $"{Name}({string.Join(", ", Arguments.Select(Format))}){Terms}";

    /// <summary>The optimizer as <see cref="ToString"/> has it, but for the learning rate.</summary>
    internal string TextWithoutRate => $"{Name}({string.Join(", ", Arguments.Skip(1).Select(Format))}){Terms}";

    // The properties that are set, by name.
    private IEnumerable<(string Name, double Value)> SetTerms =>
        from term in new (string Name, double? Value)[]
        {
            (nameof(L1Decay), L1Decay == 0 ? null : L1Decay), (nameof(ClipNorm), ClipNorm), (nameof(ClipValue), ClipValue),
            (nameof(MaxNorm), MaxNorm),
        }
        where term.Value is not null
        select (term.Name, term.Value ?? 0);

    private string Terms
    {
        get
        {
            string text = string.Join(", ", SetTerms.Select(term => $"{term.Name} = {Format(term.Value)}"));
            return text.Length == 0 ? "" : $" with {{ {text} }}";
        }
    }

    /// <summary>The name of the method that makes it.</summary>
    private protected abstract string Name { get; }

    /// <summary>The arguments of that method.</summary>
    private protected abstract double?[] Arguments { get; }

    /// <summary>This optimizer with another weight decay.</summary>
    internal Optimizer WithWeightDecay(double weightDecay) =>
        this with { WeightDecay = AtLeastZero(weightDecay, nameof(weightDecay)) };

    /// <summary>This optimizer with another <see cref="L1Decay"/>.</summary>
    internal Optimizer WithL1Decay(double decay) => this with { L1Decay = decay };

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

    /// <summary>A state with the rule of an optimizer, in the form that its properties ask for.</summary>
    private protected OptimizerState<T> StateOf<TRule, TOptimizer, T>(TOptimizer self, NetworkTopology topology)
        where TRule : struct, IUpdateRule<TRule, TOptimizer, T>
        where TOptimizer : Optimizer
        where T : unmanaged, IFloatingPointIeee754<T> =>
        _form?.CreateState<TRule, TOptimizer, T>(self, topology) ?? new PlainRuleState<TRule, TOptimizer, T>(self, topology);

    private AdjustedForm? FormOf() => L1Decay != 0 || ClipNorm is not null || ClipValue is not null ? AdjustedForm.Instance : null;

    private void CheckTerms<T>()
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        foreach ((string name, double value) in SetTerms)
        {
            CheckNormal<T>(value, name);
        }
    }

    private static string Format(double? value) => value?.ToString("R", CultureInfo.InvariantCulture) ?? "default";

    private static double Positive(double value, string name) => value > 0 && double.IsFinite(value)
        ? value
        : throw new ArgumentOutOfRangeException(name, value, "Expected a positive, finite number.");

    private static double? PositiveOrNull(double? value, string name) => value is double number ? Positive(number, name) : null;

    private static double AtLeastZero(double value, string name) => value >= 0 && double.IsFinite(value)
        ? value
        : throw new ArgumentOutOfRangeException(name, value, "Expected a finite number, at least 0.");

    private static double Fraction(double value, string name) => value is >= 0 and < 1
        ? value
        : throw new ArgumentOutOfRangeException(name, value, "Expected a number from 0 to below 1.");
}
