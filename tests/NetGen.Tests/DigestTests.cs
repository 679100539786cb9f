namespace NetGen.Tests;

/// <summary>What the networks of this project compute, to the bit, on every machine and with every instruction set.</summary>
public class DigestTests
{
    /// <summary>A change here is a change of the numerics contract: users' results change with it.</summary>
    private static readonly Dictionary<string, string> Pinned = new()
    {
        ["DigitNet"] = "7FC66579273870D30792124EEFF9AAF09853708C57D68EBCE72584608F82D373",
        ["TinyNet"] = "2928959F94A3790A73D109879C25DA21AC62616FA3F0F6E54E9A41C0D617A9A3",
        ["SmallNet"] = "8DD39756DECBF4B3C89C3D09915456787806D871CCBC54ED594DE63399B547D6",
        ["TanhNet"] = "B936B99545D845BBBD611C6E3F9349C761091902034BA4C2B345C07DF218E628",
        ["DotNet"] = "B9C68EDEB2F06513DB478AA766A264D0F121046773ABC9D4C234E3E21672755D",
        ["ControlNet"] = "9DFDC9192224E728E106C1523657DA388F23A1A3AA5DF29302C4C90F16D2AEBF",
        ["DotErrorNet"] = "DEA6B21F5CC36B977BE69A8DFA6259CC5A8712B8945577342E55730919A91EF6",
        ["WideNet"] = "562E3DD2AE24E91A818DB185F6B40709ACED71B3E3ABC04956C550D03A4F0209",
        ["DeepNet"] = "54352E3D61058E5BF17A8D428B7A48BB40C20C6E10D49B9727D4AE87CACF7799",
        ["OneNet"] = "E756E1893653F720996213B6F7DB8126465E1892FE4FE1A5E179CCBF7D1AB54F",
        ["RestNet"] = "8B69751DCD7E448CFB1CEA192AEB5D156192E4EC4E1AF06E1F94257EC9FFD5B3",
        ["ManyPanelsNet"] = "45F17E717BA796D38C1A8DA0AF32D9273E0D76710C2BFBEBF715A91961FF60DE",
        ["WideningNet"] = "F321242E4578A59A799CD75C1FBA7239B308F42362DB4E4B28EB3861287EDBA2",
        ["NarrowingNet"] = "472B714009DD6F8AFB46BD276B871D0C2313544CBD426F66BF184CCF480009D7",
        ["EqualWidthsNet"] = "68BA61EB9DF8B3D6B9F49A0ECC57A1AA3CFBF3C280CC3647EAC58BA8C6B61318",
        ["SoftmaxNet"] = "8FCDE05B7850BA74031379EBC07C733E2E3BC6F685497238E779B1999B208FAB",
        ["SoftmaxNet3"] = "C5E5F0148D947A78E2B89C1D7C6840C3CBD553B7A1688A0CF8851069E1778B8C",
        ["SoftmaxNet16"] = "E1B10A8BCFE27198BD9F1DAEB1E1B981051FD539CA8C4600BAF2712C2BA02BB2",
        ["SoftmaxNet17"] = "FD6DCB02D53B897457182455282A860117C8FE3B7C07507BDFAA330ABAE00F0D",
        ["SoftmaxNet40"] = "F1C391236F8A711A4D1EC07370DA4ECDFC015D8ED7DC1DF9C40D985126C68D86",
        ["GELUNet"] = "67F9224D176F1283110193D7111CB36294F65CFC5D41DA9E1ABA4C425E03C47A",
        ["LeakyNet"] = "E19957F632419C442324748076EF4324A05BF61DE4346D55F3F4F73CF4C67F9B",
        ["MixedNet"] = "B194BB0495483C9389B3E6159F3713600B34E6A689E5F8A268B1AB3DA852655B",
        ["LogisticNet"] = "4BA649C53DB224194F74E381C4FB0A825C1E9DDF4E4C3DC2A5051C250DBCD057",
        ["DoubleNet"] = "9917B87A686D076CC729D5CEE150906FAC381CE31CCD1A0F711D7B5B6566A25D",
        ["NarrowDoubleNet"] = "C03E1E1150627BCC0E96CBB21FBB56E391B22A79B6AA58C0046196B8DCA6066F",
        ["DotDoubleNet"] = "709CDCE4495CAC442F40E11B78A2C0F52ADAD0AF730DDD1C90E2F85CBFB3CEBE",
        ["RestDoubleNet"] = "008C07E8F944BAC0AE44BCF86EBF67936815960FFBAA3F5B94540DEB98806970",
        ["ManyPanelsDoubleNet"] = "EB9A91212156E7570F6B4C6910F032C6EEBBE3708BD2BD458A3524548B69014B",
        ["WideningDoubleNet"] = "B1D62A3657BA6AAB526243AB7840047822E5E49D33B29D468386FFF5D1802667",
        ["NarrowingDoubleNet"] = "D34935B55D6EA5B0FFDFE8FEA63F8ADF77023CABA69A05B4091007E110F5FAE3",
        ["EqualWidthsDoubleNet"] = "9112B27E62BDA754C47D86B2A2083ADA555494AB98BB766EBDFBB6D0F5D9FAE9",
        ["SoftmaxDoubleNet3"] = "185DF6A16CCDA8129E1D7DB1C6F9E8B13E781C67DAA04A89935377E407CC2195",
        ["SoftmaxDoubleNet16"] = "550613653619E902D5073EE85E5BE9B1A9BE1F8ECB455E4EAEA274AAE85BEE88",
        ["SoftmaxDoubleNet17"] = "8973AA6B7F3924C281725D2A3118CEFDC6309F4DE9F061647635C90819A66122",
        ["SoftmaxDoubleNet40"] = "4911BE426EFBA16094C67F7953076C5D9241150EAF1C7E3FE133039672CA0DE9",
        ["GELUDoubleNet"] = "CA9977A53119BC83BE67328A443DC31DDAB92A7A61566B10DFA969ED980EC042",
        ["LeakyDoubleNet"] = "F974A631B840D99BCF7D20849D6EC3CCDBCA8501F708CEDC957BC43227C7B88A",
        ["LogisticDoubleNet"] = "93B85751ECA46666B564D9E5CF5EC0871FBAC3B73CDCD848F1B93FFBFF6E7AF1",
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
