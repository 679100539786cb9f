namespace NetGen.Tests;

[Network(784, 30, 10)]
internal sealed partial class DigitNet;

[Network(2, 4, 1)]
internal sealed partial class TinyNet;
