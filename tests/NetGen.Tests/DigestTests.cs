namespace NetGen.Tests;

/// <summary>What the networks of this project compute, to the bit, on every machine and with every instruction set.</summary>
public class DigestTests
{
    /// <summary>A change here is a change of the numerics contract: users' results change with it.</summary>
    private static readonly Dictionary<string, string> Pinned = new()
    {
        ["DigitNet"] = "7FC66579273870D30792124EEFF9AAF09853708C57D68EBCE72584608F82D373",
        ["TinyNet"] = "2928959F94A3790A73D109879C25DA21AC62616FA3F0F6E54E9A41C0D617A9A3",
        ["SmallNet"] = "8E78C2344A4D5DD799CA60BE3EF377DBFD487AB4F0A9DC545C87A965B08EE7C1",
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
        ["SoftmaxNet40"] = "F8C22ABCCFEE4A6D0D806E1B50958740F951D52E009C187113B96610E807F5E8",
        ["GELUNet"] = "155214EC7A6384F17252BD7047F09DACB56C921F5E2BF64D58AE14EF3A59F1CD",
        ["LeakyNet"] = "AB6D66F05C104EC12A7CB59062C4F82CC3CA4FEED3AC19B63A14C51640B670D2",
        ["MixedNet"] = "8CA6F448738151420E2DF1A5D3298C5AA5D9AAFB07BCBB261355E64A361FFEA4",
        ["LogisticNet"] = "B1F8E3AA5DC894636A5E2F9ED3021D1A414880F2826D2A9DF68B4673494AC135",
        ["DoubleNet"] = "FE6E306B59171EC6B762DCB04D2F20C8DCCB799D70C4D0CB34E270302DEA607B",
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
        ["SoftmaxDoubleNet40"] = "CE93C118A8844803A678B08344BE81AF3E0E688F41E552F68AD02BD5F5E4D0FB",
        ["GELUDoubleNet"] = "C53BBB53F4F0AEA4254C1E9FA658B718489535C8317F7DB2D065147755F17547",
        ["LeakyDoubleNet"] = "BA6B843186871EB81E7D4845028FF0B42177F21B7D57CE35440E2A546B4791F4",
        ["LogisticDoubleNet"] = "C317E58D04E3E17C85441E0EDC6F1A63371B337AB068C1D478C66283B6543AE8",
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
