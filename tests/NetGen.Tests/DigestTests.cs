namespace NetGen.Tests;

/// <summary>What the networks of this project compute, to the bit, on every machine and with every instruction set.</summary>
public class DigestTests
{
    /// <summary>A change here is a change of the numerics contract: users' results change with it.</summary>
    private static readonly Dictionary<string, string> Pinned = new()
    {
        ["DigitNet"] = "5F1FF02C7125F07FF81D5A7D218C6F3DADC5D2BDF7CA368FDE16D29EA275517C",
        ["TinyNet"] = "AA7A07FA8F49740F343B343A908AEE4E1DA55AE71E8F674445D52F752238C2CC",
        ["SmallNet"] = "FE2520E633DF7C6B0F3DBEDE64672EC2EFAAD7858E26C08836C92F094266463F",
        ["TanhNet"] = "B52F9538DF173A42DE7844449183A48703E1FC2C6C6BBBC50BE693487001041B",
        ["DotNet"] = "31CA111A2B7368F71E2C045956C4CB7E8B5B8ACB9AFB5D43ADCEEDF0D7281A61",
        ["ControlNet"] = "A065EFDBFEC4F4F556B1D60629456F7D2CE60319A2060D9DD414A7AD4A2CB541",
        ["DotErrorNet"] = "EB0E795EAD8ADB7BC5048FFBAC0C54C273BBC5D753B59966F292B57D4A1D6BFB",
        ["WideNet"] = "073D214DB8B3266543CA63694B0002237BE04DFE2C191DAE908FE445F2C207DC",
        ["DeepNet"] = "E62CBCCCA20CE084428BBE0038F5F7E06E317C7CC61B3D913E3BADD017D6272A",
        ["OneNet"] = "3075321728C7D2FFB4DE5797B000887430D73AD9E7C31FF37BB6495D17B1B8B2",
        ["RestNet"] = "E8F55CB67917B174BCE96F15284646435BAF0A61CD1808FCD41205A1632F4366",
        ["ManyPanelsNet"] = "ADEAE10F1FC6401FE445F9D990E1BA4900408B59D7E90FA5A7CBF761AFE07A16",
        ["WideningNet"] = "51CA590C17FEC2C06A104F1755F6D4013CB0AA126E5111F1A9043F617A664B51",
        ["NarrowingNet"] = "C2F6884CC59C3344839A023DBF982BA428CF611A0B5C4ECF9F8D29E49FDDA5B2",
        ["EqualWidthsNet"] = "4ADEC573D09E915CA681A5A84524891C2A55347C4CF87E8A303414B489220A6C",
        ["SoftmaxNet"] = "7D56207942253A21DEC4795370F050207F38B9B7F13DA4CF2113CDA8E58630AC",
        ["SoftmaxNet3"] = "FB944EBD6E06F7E454F41A999F0766B9098FCB0243ED0A92A61A504BE5F23465",
        ["SoftmaxNet16"] = "066D9EF81DAD80605E46B4EE59C7F97E0A4A491FCBC9A5EC89DF6BF2C357206D",
        ["SoftmaxNet17"] = "243437BD74040C93BCB88C23CBA4E2EE7F2CB15A683BAA1AECBBC11DFC720E0C",
        ["SoftmaxNet40"] = "F4A27B4138C3E75598ADF7C07409E5104FEC921442417D1E66F810B6BDB8602B",
        ["GELUNet"] = "25E68DBDE1AF5F61670F8FDC93C56663AFB305C07B6245C4D4A8F28D7F2CF2AC",
        ["LeakyNet"] = "1EDA4C324A1A173D1B142B8FB432EB57C112B370EE234F7DABD83A7A7E0B8123",
        ["MixedNet"] = "3418BCACF8261012EF20939F4952D2C7D69097F39AB81511DD7271A79AE6E805",
        ["LogisticNet"] = "355CD77483B6EC083632F5C63FE19174F47824520F743CBEA4B495847C98A5AF",
        ["DoubleNet"] = "277DABB93ABA24F6104F044871D40D85B4C3A7277A5BE15653D49682174FA41F",
        ["NarrowDoubleNet"] = "ECD842E4974CC597C4A388AFF982785017557AF436EEE898182417AAE7865675",
        ["DotDoubleNet"] = "C4C4F6ADAF7901E52C7EBF173FBE833FDDA209E88BE7AD174E901183D1207624",
        ["RestDoubleNet"] = "AA0F7B853D88CD314C81529CA91898454A56020BC5133125C75FA88725BB6A7E",
        ["ManyPanelsDoubleNet"] = "4814041DDB6902764B562DA27ACBBEE79CB7E5695255EC90E2694B70DAB67CBE",
        ["WideningDoubleNet"] = "A4D7F405C7DEAF6ADEE853B520E3581BB2B6660E043E888B3E00965645FCE07A",
        ["NarrowingDoubleNet"] = "A184690E8B8B0286509A4E295FC5F3F3EA785E7195BBA2306AA74D31137C65D6",
        ["EqualWidthsDoubleNet"] = "1456B25DB47E3CE3624C5D51A57586C3535A775D52D40CA457516D1B6EAC43F5",
        ["SoftmaxDoubleNet3"] = "344C732A5138534E0CBA7610CCBC1B3408B3C1382FB6D6D53C7C5FC8FD105341",
        ["SoftmaxDoubleNet16"] = "7A02763C398E1F3D0FF3BCAA3F341E993E52DDD5F13B935EED11C9DEDE705B4D",
        ["SoftmaxDoubleNet17"] = "73E5995567053CCE21DD90A9CB6E8849A61EBA1A680A1DF9C823CA7AA27FA9DC",
        ["SoftmaxDoubleNet40"] = "218985405EFE4221F849317C5CD25EAD2ADBB9F069E2C5DAC672A9892259E747",
        ["GELUDoubleNet"] = "778645F38CA909312C7E885D40B5CFB810A268CA0E4539C06F18347DBDCE036E",
        ["LeakyDoubleNet"] = "8A2C0EEC7D4AE7FC99B18338D1210023D03DEA5D582D371FC3E4127A09042A81",
        ["LogisticDoubleNet"] = "8B6CB4694DE01E60F932518787605BD9D437D4C0C75946D7424A594690110032",
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
