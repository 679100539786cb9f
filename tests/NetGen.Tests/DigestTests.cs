namespace NetGen.Tests;

/// <summary>What the networks of this project compute, to the bit, on every machine and with every instruction set.</summary>
public class DigestTests
{
    /// <summary>A change here is a change of the numerics contract: users' results change with it.</summary>
    private static readonly Dictionary<string, string> Pinned = new()
    {
        ["DigitNet"] = "8637C4F680E1C5D49BAB74D6E11F39FF55A94329839D34EB9644BA9E00CC7731",
        ["TinyNet"] = "0672AA6A99D27BC8D13F1973A0A8F611FCB5F2610DD82F5E7DCD122EDCF4C521",
        ["SmallNet"] = "0ADAD330A0C25E774F7C33B6E91420782312F14EDB3165B73E54764E792A08EE",
        ["TanhNet"] = "346E70E323F916D5F1C0C080DBC96394E1C6FC4C7F8B4A53BB1ABC3372933897",
        ["DotNet"] = "93B9A2F5F585577AFD3A2840DDC641CC47492F657711B5F1A5793FFC7A0D0339",
        ["ControlNet"] = "B326B000A833E759FD8D92DEB0FB882E4B6D047AFC00279CD86AD0629505B5A8",
        ["DotErrorNet"] = "1856B8F2CE3881DB554DDA41D27F22947137A678C1EF3653F4530A84642221AD",
        ["WideNet"] = "155B62A45A5BD0A0E1B98F4E6159CAD15700032E741A27448F9E22BC06E2AE4C",
        ["DeepNet"] = "1A0458E6AEB176C14B1B18FBB221CE08EB2001B8FC4164D64A65EDD918F28A78",
        ["OneNet"] = "A74E19143A6DAC52AF15CE272E2525DB5018120061120864EFE00838FBF4FFB7",
        ["RestNet"] = "41BB10FB413F76B07C0BE55C46E22047C484E43A7DADE7B54E2149954E8D2A3D",
        ["ManyPanelsNet"] = "1751F9988DD204020FFA00EE327DA5396EB236A271859FE208185F84A93A1E62",
        ["DoubleNet"] = "C1BD6699E32D02919D861190CBF810B816A921527872E67699724145E57E1879",
        ["NarrowDoubleNet"] = "B16753F108E950C15E7B3A278DAF844F66DE6C1593BEC866497472342BC33548",
        ["DotDoubleNet"] = "78B42199DC14B95C4D6FE728E96FDBFE61A2BA903D9570EC3388B23864FD8A96",
        ["RestDoubleNet"] = "749474B4092DAE28836CAC3B949CA00C323F55A8D137D6D9D518CB64EEBDCF15",
        ["ManyPanelsDoubleNet"] = "60A97DABFEBC2C4CFC1254104CDA199C18E9FF6A1302967DDEC6E6802BD2A47C",
    };

    /// <summary>Compares with the pinned digests, and writes the digests where a run with other instruction sets wants them.</summary>
    [Fact]
    public void The_networks_compute_the_pinned_bits()
    {
        string[] digests =
        [
            .. GeneratedNetworkTests.FloatNetworks.Select(pair => $"[\"{pair.Key}\"] = \"{NetworkDigest.Of(pair.Value())}\","),
            .. GeneratedNetworkTests.DoubleNetworks.Select(pair => $"[\"{pair.Key}\"] = \"{NetworkDigest.Of(pair.Value())}\","),
        ];
        if (InstructionSets.DigestFile is string file)
        {
            File.WriteAllLines(file, digests);
        }

        string expected = string.Join("\n", Pinned.Select(pair => $"[\"{pair.Key}\"] = \"{pair.Value}\","));
        string actual = string.Join("\n", digests);
        Assert.True(expected == actual, $"The networks compute other bits than those pinned. They are now\n{actual}\nand were\n{expected}");
    }

    /// <summary>Where the tests run with an instruction set switched off, it is off.</summary>
    [Fact]
    public void What_is_switched_off_is_not_in_use()
    {
        if (InstructionSets.SwitchedOff is string name)
        {
            Assert.False(InstructionSets.IsInUse(name), $"{name} is in use.");
            Assert.Equal("0", Environment.GetEnvironmentVariable("DOTNET_Enable" + name));
        }
    }
}
