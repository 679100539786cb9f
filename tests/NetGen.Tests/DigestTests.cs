namespace NetGen.Tests;

/// <summary>What the networks of this project compute, to the bit, on every machine and with every instruction set.</summary>
public class DigestTests
{
    /// <summary>A change here is a change of the numerics contract: users' results change with it.</summary>
    private static readonly Dictionary<string, string> Pinned = new()
    {
        ["DigitNet"] = "CBA711D9E9A3F90E629043904F3525EAAC5DB294B2B7171D1B8F3C360748D81D",
        ["TinyNet"] = "58156A54AAA229D3CE858A6EA80B3614D8D3D55567B7F0633565E55616482DEC",
        ["SmallNet"] = "52BA9A806D852CAB5CB0D77FB8F7F3775866F29808018E8329B42FA4E625F881",
        ["TanhNet"] = "ACC8DF8162BA83C0ADBB45BA3C842C6B7FACEC08DCF9E1BC24CA1BCD5B11134B",
        ["DotNet"] = "D09819D63994DEAFCE045536B8B26A9DF8EAA04BC89DF0F8F7B825B04CAA7B4F",
        ["ControlNet"] = "4221B7C0B73453B792406D7437953F957E0FCC6403754F4D8B18B9AC95253E77",
        ["DotErrorNet"] = "3D91C7D68EC41CD7844AB7D10417679B06AAA4BF8D7D93536D39ABE03F03C660",
        ["WideNet"] = "BB0DA2B8394EEA6F3D0E1940DD75DB251B1F7BB14DF7E9E15683AB9BAD00B826",
        ["DeepNet"] = "73D669A7807D63DADFC4937756E27C11098E5A813F6295924F4926631505134C",
        ["OneNet"] = "73F1AAA207EB0A246623EAE27BBBFB1B7553CEF984C2F00695664A08AD382AF3",
        ["RestNet"] = "15CDB8238A35040F9076A71348BBAA3EE402CB37D7C96411F21B4214886FC1F5",
        ["ManyPanelsNet"] = "DB54E0964CBF255E6771AEC478957942E85803EE487EAAB801499C1143DDA44E",
        ["WideningNet"] = "3D3A4A1C9631359E08ECA0512E05E41A41235B309EADB847E89A00179EB3E562",
        ["NarrowingNet"] = "61C9EF36442EB58D2DB2A01B1D13414659C055069F4D5DCAB2D2E564A41CD007",
        ["EqualWidthsNet"] = "DE329509B4BB38411B885EC88658AFF135ABEC0B8A32E83D1876867CBFF6D289",
        ["SoftmaxNet"] = "C791EA18809C31867CCBA3BB97A36FA822C7C57BF82E5F8B9B9B63090ED301EA",
        ["SoftmaxNet3"] = "B677E2CEEE6DF98D3221768B0B0916CBCEBF471CC6410630C6ACE4135FC262BE",
        ["SoftmaxNet16"] = "76850BB993B6C478AE54318A577AF795D9AE6AC35D8BC9F69627C17EE9259AA7",
        ["SoftmaxNet17"] = "8713B972C6CB287825D4CE0FB2A4890F9A0074A19B5A7E0A55EA87DB1894E2CF",
        ["SoftmaxNet40"] = "0A6FAB8CF14D5295CF60DFF464B769C71B14EC7C8770B08EF87D27B83BEF486A",
        ["GELUNet"] = "9590151B808CF648AB95955F4ABFA97FD7AF5D51E6CA111B72C8DBC305633E48",
        ["LeakyNet"] = "43AFE5E412F7810E5478169DAED9EDFB18A363828A378CF4A6CEC46E0DD52D1D",
        ["MixedNet"] = "10EFCC9B0F7555BCF8A13A47EAB05AB402C377A39579CB25ABB6420944B655B3",
        ["LogisticNet"] = "CEB19C28E8F46F804F2609AFC17B2F6799EF94DBEAAAD631A600F62D0D48697E",
        ["DoubleNet"] = "5DA67F780D68B5C16531ADFFD6A749981FE42BA61F8B56E34BA991B31958A2B9",
        ["NarrowDoubleNet"] = "3A813ADA16457512B640971FDDCA7A5B817A40D8460EC590FF87FDFE5A067B50",
        ["DotDoubleNet"] = "6917D2E310E8C1513981F56F190193B889EF7CEE9CA49AF56DD4EB95C2008E49",
        ["RestDoubleNet"] = "6265CD2B720F716AC8858F07DB761ABB67FCE54DC3872B545599706E0DE4A457",
        ["ManyPanelsDoubleNet"] = "46BA3511B57FD3B9F56A818C75219512EFAD6382210B05BED828B8D727D7C521",
        ["WideningDoubleNet"] = "F699ADB3018DB121175CDFFEDB1408A191B8EA31D07AF90BA3033DC611FC953B",
        ["NarrowingDoubleNet"] = "CBB5CF5D9DDE88F98B9A9694CFCDED56E41E827DEF2E271FE85391AA847004C7",
        ["EqualWidthsDoubleNet"] = "242CF62D996EFCCC3D439DA2E7B634D35B39B1BC068C1A1AB96A5A20B95AEF54",
        ["SoftmaxDoubleNet3"] = "E52C1AD88550B67787B7A8835E62F7372C823D4E81A9EEA624ACF6C42FBF419E",
        ["SoftmaxDoubleNet16"] = "D3AAD012F5BB9E86091C43E99ED0A9ABE92D459AFFA6DE6134ECE923356468F3",
        ["SoftmaxDoubleNet17"] = "A5EF794AA3F1437CDB4AEB99A74C4013BA4B07D26651131BE266377E5F783B22",
        ["SoftmaxDoubleNet40"] = "8EB40E4ADF234B27BEC4851067AD0877E4F6753D432DA799A0E757D815F8A581",
        ["GELUDoubleNet"] = "A1BF438F796AD35DAAA4FAF7E0EEA7EB05BA5C955B6A6B83552D28D88B97F296",
        ["LeakyDoubleNet"] = "E98F033DBEC69BA947F44329A9530117DFB3B3DA9F79EDA371250CD3B4B3563E",
        ["LogisticDoubleNet"] = "71146EA140E000A7919F3448B902BCA7D08F29F1E00748C278184A910F7BFC80",
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
