namespace NetGen.Benchmarks.Networks;

[Network(16, 16, 16)]
internal sealed partial class Width16;

[Network(32, 32, 32)]
internal sealed partial class Width32;

[Network(64, 64, 64)]
internal sealed partial class Width64;

[Network(128, 128, 128)]
internal sealed partial class Width128;

[Network(256, 256, 256)]
internal sealed partial class Width256;

[Network(512, 512, 512)]
internal sealed partial class Width512;

[Network(1024, 1024, 1024)]
internal sealed partial class Width1024;

[Network(2048, 2048, 2048)]
internal sealed partial class Width2048;

[Network(64, 64)]
internal sealed partial class Depth1;

[Network(64, 64, 64)]
internal sealed partial class Depth2;

[Network(64, 64, 64, 64)]
internal sealed partial class Depth3;

[Network(64, 64, 64, 64, 64)]
internal sealed partial class Depth4;

[Network(64, 64, 64, 64, 64, 64)]
internal sealed partial class Depth5;

[Network(64, 64, 64, 64, 64, 64, 64)]
internal sealed partial class Depth6;

[Network(64, 64, 64, 64, 64, 64, 64, 64)]
internal sealed partial class Depth7;

[Network(64, 64, 64, 64, 64, 64, 64, 64, 64)]
internal sealed partial class Depth8;
