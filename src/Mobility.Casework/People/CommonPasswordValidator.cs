using Microsoft.AspNetCore.Identity;

namespace Mobility.Casework.People;

/// <summary>
/// Refuses passwords that are guessed first, and says which piece of it is. There are no rules about kinds of characters: they make
/// passwords worse.
/// </summary>
public sealed class CommonPasswordValidator : IPasswordValidator<Account>
{
    /// <summary>Longer than any sentence somebody types; keeps a made-up request from costing time.</summary>
    public const int Longest = 200;

    public Task<IdentityResult> ValidateAsync(UserManager<Account> manager, Account user, string? password) =>
        Task.FromResult(
            password switch
            {
                null => IdentityResult.Success,
                { Length: > Longest } => Refusal("PasswordTooLong", $"{Longest}"),
                _ when PasswordGuess.Find(password, user.DisplayName, user.Email, "Mobility") is { } found => Refusal(
                    "PasswordIs" + found.Weakness,
                    found.Piece
                ),
                _ => IdentityResult.Success,
            }
        );

    // The page has a sentence for the code; the description is what the sentence is filled with.
    private static IdentityResult Refusal(string code, string piece) =>
        IdentityResult.Failed(new IdentityError { Code = code, Description = piece });
}
