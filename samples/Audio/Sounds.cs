namespace NetGen.Samples.Audio;

/// <summary>What is played, and what it should sound like.</summary>
internal static class Sounds
{
    /// <summary>A chord that dies away, of notes with these frequencies in Hz.</summary>
    public static float[] Chord(int seconds, int sampleRate, params double[] frequencies) =>
        [.. Enumerable.Range(0, seconds * sampleRate).Select(i => (double)i / sampleRate).Select(time => (float)(
            0.9 * Math.Exp(-time) * frequencies.Average(frequency => Math.Sin(2 * Math.PI * frequency * time))))];

    /// <summary>The effect to imitate: an overdriven amplifier, tanh(4 x), and a filter of one pole that takes the edge off.</summary>
    public static float[] Distort(float[] samples)
    {
        float before = 0;
        return [.. samples.Select(sample => before = (0.7f * MathF.Tanh(4 * sample)) + (0.3f * before))];
    }
}
