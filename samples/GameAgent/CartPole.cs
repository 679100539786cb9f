namespace NetGen.Samples.GameAgent;

/// <summary>A cart on a track with a pole on it, which falls unless the cart is pushed to the right side at every tick.</summary>
/// <remarks>
/// The physics take only additions, multiplications and divisions: sine and cosine are the first terms of their series, which are right to
/// 0.01 % for a pole that still counts as upright. So every machine computes the same bits.
/// </remarks>
internal struct CartPole
{
    /// <summary>Ticks in a second of the game.</summary>
    public const int TicksPerSecond = 60;

    private const float PoleMass = 0.1f;
    private const float TotalMass = 1.1f;
    private const float HalfPole = 0.5f;

    private float position, speed, angle, turning;

    /// <summary>Whether the pole is upright and the cart on its track.</summary>
    public readonly bool IsBalanced => MathF.Abs(position) <= 2.4f && MathF.Abs(angle) <= 0.21f;

    /// <summary>A game that begins a little out of balance.</summary>
    public static CartPole Start(SeededRandom random)
    {
        float Small() => (float)((random.NextDouble() - 0.5) * 0.2);
        return new CartPole { position = Small(), speed = Small(), angle = Small(), turning = Small() };
    }

    /// <summary>What the player sees: four numbers of about the same size.</summary>
    public readonly void Observe(Span<float> state) =>
        (state[0], state[1], state[2], state[3]) = (position, speed, 10 * angle, 2 * turning);

    /// <summary>One tick.</summary>
    /// <param name="action">0 pushes to the left, 1 to the right.</param>
    public void Step(int action)
    {
        const float Tick = 1f / TicksPerSecond;
        float sine = angle - (angle * angle * angle / 6);
        float cosine = 1 - (angle * angle / 2);
        float force = action == 1 ? 10 : -10;
        float pushed = (force + (PoleMass * HalfPole * turning * turning * sine)) / TotalMass;
        float turn = ((9.8f * sine) - (cosine * pushed)) / (HalfPole * ((4f / 3) - (PoleMass * cosine * cosine / TotalMass)));
        speed += Tick * (pushed - (PoleMass * HalfPole * turn * cosine / TotalMass));
        turning += Tick * turn;
        position += Tick * speed;
        angle += Tick * turning;
    }
}
