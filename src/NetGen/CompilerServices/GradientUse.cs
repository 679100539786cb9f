using System.Numerics;

namespace NetGen.CompilerServices;

/// <summary>What is done with a gradient as it is summed over a block of samples.</summary>
internal readonly struct GradientUse<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private GradientUse(T negativeStep, bool updates, OptimizerState<T>? optimizer)
    {
        NegativeStep = negativeStep;
        Updates = updates;
        Optimizer = optimizer;
    }

    /// <summary>It is added to a buffer.</summary>
    public static GradientUse<T> Sum => default;

    /// <summary>The negative learning rate over the number of samples, for gradient descent.</summary>
    public T NegativeStep { get; }

    /// <summary>Whether it updates the parameters.</summary>
    public bool Updates { get; }

    /// <summary>The optimizer that updates them; null for gradient descent.</summary>
    public OptimizerState<T>? Optimizer { get; }

    /// <summary>Whether no parameter can be updated before the whole gradient is there.</summary>
    public bool NeedsWholeGradient => Optimizer?.Optimizer.ClipNorm is not null;

    /// <summary>The parameters descend.</summary>
    public static GradientUse<T> Descent(T negativeStep) => new(negativeStep, updates: true, null);

    /// <summary>The step of an optimizer that has begun.</summary>
    public static GradientUse<T> By(OptimizerState<T> optimizer, long count) => optimizer.IsDescent(count, out T negativeStep)
        ? Descent(negativeStep)
        : new(T.Zero, updates: true, optimizer);

    /// <summary>Updates parameters by a gradient that lies in a buffer.</summary>
    public void Apply(ParameterBuffer<T> parameters, ParameterBuffer<T> gradient)
    {
        if (Optimizer is null)
        {
            parameters.AddScaledToTrained(gradient, NegativeStep);
            return;
        }

        Optimizer.Update(parameters, gradient);
    }
}
