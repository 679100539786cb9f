namespace NetGen.Samples.Audio;

/// <summary>What is played, and what it should sound like.</summary>
internal static class Sounds
{
    /// <summary>A chord that dies away.</summary>
    /// <param name="seconds">Its length.</param>
    /// <param name="sampleRate">Samples per second.</param>
    /// <param name="frequencies">Of its notes, in Hz.</param>
    public static float[] Chord(int seconds, int sampleRate, params double[] frequencies)
    {
        var samples = new float[seconds * sampleRate];
        for (int i = 0; i < samples.Length; i++)
        {
            double time = (double)i / sampleRate;
            double sum = frequencies.Sum(frequency => Math.Sin(2 * Math.PI * frequency * time));
            samples[i] = (float)(0.9 * Math.Exp(-time) * sum / frequencies.Length);
        }

        return samples;
    }

    /// <summary>The effect to imitate: an overdriven amplifier, tanh(4 x), and a filter of one pole that takes the edge off.</summary>
    public static float[] Distort(ReadOnlySpan<float> samples)
    {
        var distorted = new float[samples.Length];
        float before = 0;
        for (int i = 0; i < samples.Length; i++)
        {
            before = (0.7f * MathF.Tanh(4 * samples[i])) + (0.3f * before);
            distorted[i] = before;
        }

        return distorted;
    }
}
