using Mobility.Casework.People;

namespace Mobility.Casework.Tests.People;

public sealed class PasswordGuessTests
{
    [TestCase("password1234", PasswordWeakness.CommonWord, "password1234")]
    [TestCase("Passw0rd!2026", PasswordWeakness.CommonWord, "passw0rd")]
    [TestCase("P@$$w0rd----", PasswordWeakness.CommonWord, "p@$$w0rd")]
    [TestCase("Summer2026!!!!", PasswordWeakness.CommonWord, "summer")]
    [TestCase("iloveyou1234", PasswordWeakness.CommonWord, "iloveyou")]
    [TestCase("welcomewelcome", PasswordWeakness.CommonWord, "welcome")]
    [TestCase("dragonmaster12", PasswordWeakness.CommonWord, "dragon")]
    [TestCase("correcthorsebatterystaple", PasswordWeakness.CommonWord, "correcthorsebatterystaple")]
    [TestCase("Lösenord12345", PasswordWeakness.CommonWord, "losenord")]
    [TestCase("123456789012", PasswordWeakness.Run, "123456789012")]
    [TestCase("abcdefghijkl", PasswordWeakness.Run, "abcdefghijkl")]
    [TestCase("aaaaaaaaaaaa", PasswordWeakness.Run, "aaaaaaaaaaaa")]
    [TestCase("1qaz2wsx3edc", PasswordWeakness.Run, "1qaz")]
    [TestCase("!QAZ2wsx#EDC", PasswordWeakness.Run, "!qaz")]
    [TestCase("yxcvbnm,.-12", PasswordWeakness.Run, null)]
    [TestCase("wxcvbnqsdfgh", PasswordWeakness.Run, "wxcvbn")]
    [TestCase("xq7kd9xq7kd9", PasswordWeakness.Repetition, "xq7kd9")]
    [TestCase("ábábábábábáb", PasswordWeakness.Repetition, null)]
    [TestCase("vandermeulen1", PasswordWeakness.OwnName, "vandermeulen")]
    [TestCase("NordlysIlse77!", PasswordWeakness.OwnName, "nordlys")]
    [TestCase("Mobility!4711", PasswordWeakness.OwnName, "mobility")]
    [TestCase("M0bility!4711", PasswordWeakness.OwnName, "m0bility")]
    public void What_is_tried_first_is_found(string password, PasswordWeakness weakness, string? piece)
    {
        var found = PasswordGuess.Find(password, "Ilse Vandermeulen", "ilse.v@nordlys.example", "Mobility");

        Assert.That(found?.Weakness, Is.EqualTo(weakness), found?.ToString());
        Assert.That(found!.Piece, Is.EqualTo(piece ?? found.Piece));
    }

    [TestCase("kestrel over the saltmarsh")]
    [TestCase("northern lights move house")]
    [TestCase("tv9$kQw2!mXz")]
    [TestCase("purple monkey dishwasher")]
    [TestCase("four words, one of them Mobility")]
    [TestCase("Ilse keeps nine grey herons")]
    [TestCase("żółw pod szarym mostem")]
    [TestCase("夜の図書館で猫が鳴いている")]
    public void What_takes_long_to_guess_may_stand(string password) =>
        Assert.That(PasswordGuess.Find(password, "Ilse Vandermeulen", "ilse.v@nordlys.example", "Mobility"), Is.Null);

    [Test]
    public void A_name_of_two_letters_does_not_forbid_words_that_hold_it() =>
        Assert.That(PasswordGuess.Find("kestrel over the saltmarsh", "Bo Ek"), Is.Null);

    [Test]
    public void The_longest_password_allowed_is_looked_at() =>
        Assert.That(
            PasswordGuess.Find(new string('x', CommonPasswordValidator.Longest))?.Weakness,
            Is.EqualTo(PasswordWeakness.Run)
        );
}
