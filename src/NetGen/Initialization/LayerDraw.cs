namespace NetGen;

/// <summary>How the parameters of one layer are drawn.</summary>
/// <param name="HasBiases">Whether biases are N(0, 1); otherwise they are 0 and take no deviates.</param>
/// <param name="WeightDivisor">What the N(0, 1) deviate of each weight is divided by.</param>
internal readonly record struct LayerDraw(bool HasBiases, double WeightDivisor);
