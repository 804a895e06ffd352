/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The living page: a form with a field of every kind, empty, filled and refused. */
#include "web/living_part.h"

static const struct label themes[] = {
    {"food", N_("Food")}, {"mobility", N_("Mobility")}, {"housing", N_("Housing")}, {0},
};
static const struct label sizes[] = {
    {"1", N_("Alone")}, {"2", N_("Two to five")}, {"3", N_("Six to ten")}, {"4", N_("Eleven to fifty")},
    {"5", N_("Fifty-one to two hundred and fifty")}, {"6", N_("More")}, {0},
};

static const struct field every_kind[] = {
    {TEXT, "titre", N_("Title"), NOWHERE, .required = true, .hint = N_("In one sentence, as you would say it aloud."),
     .example = N_("a kitchen for three canteens")},
    {LONG_TEXT, "texte", N_("What is it about?"), NOWHERE, .required = true, .most = 1000},
    {CHOICE, "theme", N_("Theme"), NOWHERE, .required = true, .choices = themes},
    {CHOICE, "taille", N_("How many are you?"), NOWHERE, .choices = sizes},
    {CHOICES, "aides", N_("What would help?"), NOWHERE, .choices = themes, .hint = N_("Tick all that apply.")},
    {EMAIL, "courriel", N_("E-mail address"), NOWHERE, .hint = N_("To tell you what became of it; never shown.")},
    {TELEPHONE, "telephone", N_("Telephone"), NOWHERE},
    {URL, "site", N_("Website"), NOWHERE},
    {DIGITS, "code", N_("Code received by e-mail"), NOWHERE},
    {WHOLE, "personnes", N_("People concerned"), NOWHERE},
    {DECIMAL, "surface", N_("Surface in square metres"), NOWHERE},
    {MONEY, "montant", N_("Amount"), NOWHERE, .required = true},
    {DATE, "date", N_("Wanted before"), NOWHERE},
    {FILE_UPLOAD, "piece", N_("A document"), NOWHERE},
    {PASSWORD, "secret", N_("Password"), NOWHERE, .autocomplete = "new-password"},
    {TICK, "accord", N_("I agree that this is published without my name."), NOWHERE, .required = true},
    {0},
};
static const struct form sample = {
    .title = N_("Say a need"), .action = "/composants/exemple", .submit = N_("Send my need"), .fields = every_kind,
    .intro = N_("Two minutes. You can change it afterwards."),
};

static const struct field few[] = {
    {TEXT, "titre", N_("Title"), NOWHERE, .required = true},
    {CHOICE, "theme", N_("Theme"), NOWHERE, .required = true, .choices = themes},
    {MONEY, "montant", N_("Amount"), NOWHERE, .required = true},
    {TICK, "accord", N_("I agree that this is published without my name."), NOWHERE, .required = true},
    {0},
};
static const struct form refused = {
    .title = N_("Say a need"), .action = "/composants/refus", .submit = N_("Send my need"), .fields = few};

void living_forms(struct request *rq)
{
    living_title(rq, N_("Form"), N_("with a field of every kind"));
    struct form_view empty = {.form = &sample};
    html_form_view(rq, &empty);
    living_title(rq, N_("Form"), N_("refused"));
    const struct param typed[] = {{"titre", "Une cuisine"}, {"montant", "douze euros"}};
    struct form_trouble troubles[] = {
        {"theme", translate(rq, N_("Choose a theme."))},
        {"montant", translate(rq, N_("“douze euros” is no amount: write it in digits, 12 or 12,50."))},
        {"accord", translate(rq, N_("Without your agreement it cannot be published."))},
    };
    struct form_view wrong = {&refused, typed, 2, troubles, 3};
    html_form_view(rq, &wrong);
}
