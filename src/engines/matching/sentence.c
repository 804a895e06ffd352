/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Reasons in French. */
#include "engines/matching/inside.h"
#include <math.h>
#include <string.h>

#define NBSP "\xC2\xA0"

/* A number as French writes it: no decimal when whole or above ten, a decimal comma else. */
static void number(struct buffer *out, double value)
{
    double tenths = round(value * 10);
    if (value >= 10 || fmod(tenths, 10) == 0)
        buffer_format(out, "%.0f", round(value));
    else
        buffer_format(out, "%d,%d", (int)(tenths / 10), (int)fmod(tenths, 10));
}

static void distance(struct buffer *out, double km)
{
    if (km < 1) {
        buffer_text(out, "à moins d’1" NBSP "km");
        return;
    }
    buffer_text(out, "à ");
    number(out, km);
    buffer_text(out, NBSP "km");
}

/* "espaces verts (7731)": the family where both meet, its number for who knows the nomenclature. */
static void code(struct buffer *out, const struct match_reason *reason)
{
    const char *number = reason->which ? strchr(reason->which, ':') : NULL;
    bool purchase = reason->which && text_starts(reason->which, "cpv:");
    bool trade = reason->which && text_starts(reason->which, "naf:");
    if (reason->which && text_starts(reason->which, "said:"))
        buffer_format(out, "son nom dit un métier qui répond à ce type d’achat" NBSP ": %s", reason->what);
    else if (!reason->which)
        buffer_format(out, "métier qui répond à ce type d’achat" NBSP ": %s", reason->what);
    else if (reason->figure >= 1)
        buffer_format(out, "%s" NBSP ": %s", purchase ? "même achat" : trade ? "même métier" : "même secteur",
                      reason->what);
    else
        buffer_format(out, "%s" NBSP ": %s", purchase ? "même famille d’achat" : trade ? "métier proche"
                      : "secteur proche", reason->other);
    if (number && (purchase || trade))
        buffer_format(out, " (%s)", number + 1);
}

static void structure(struct buffer *out, const struct match_reason *reason)
{
    buffer_format(out, "type de structure qui répond à ce genre d’achat" NBSP ": %s", reason->what);
}

/* "8 marchés de ce type (espaces verts)" */
static void won(struct buffer *out, const struct match_reason *reason, char need)
{
    const char *kind = reason->wanted > 0 ? "de ce type" : "à ce genre de demande";
    if (reason->wanted > 0)
        buffer_text(out, "remporté ");
    else
        buffer_text(out, "répondu ");
    if (reason->figure >= 2)
        buffer_format(out, "%.0f ", reason->figure);
    else
        buffer_text(out, reason->wanted > 0 ? "un " : "une ");
    buffer_text(out, reason->wanted <= 0 ? "fois" : reason->figure >= 2 ? "marchés" : "marché");
    if (need == 'c')
        buffer_format(out, " %s (%s)", kind, reason->other);
    else if (need == 'w')
        buffer_format(out, " %s («" NBSP "%s" NBSP "»)", kind, reason->other);
}

/* What it won itself; else what those who look like it won. */
static void learned(struct buffer *out, const struct match_reason *reason)
{
    char need = reason->which ? reason->which[0] : 'a', offer = reason->which ? reason->which[1] : 'o';
    if (offer == 'o')
        buffer_text(out, "a déjà ");
    else if (offer == 'c')
        buffer_format(out, "d’autres structures de ce profil (%s) ont ", reason->what);
    else
        buffer_format(out, "d’autres structures au nom proche («" NBSP "%s" NBSP "») ont ", reason->what);
    won(out, reason, need);
}

/* Of all that were near, however near: "17 des 20 demandes les plus proches". */
static void cases(struct buffer *out, const struct match_reason *reason)
{
    if (reason->wanted > reason->figure && reason->figure > 1)
        buffer_format(out, "a déjà répondu à %.0f des %.0f demandes les plus proches", reason->figure, reason->wanted);
    else if (reason->wanted > reason->figure)
        buffer_format(out, "a déjà répondu à une des %.0f demandes les plus proches", reason->wanted);
    else if (reason->figure > 1)
        buffer_format(out, "a déjà répondu à %.0f demandes proches", reason->figure);
    else
        buffer_text(out, "a déjà répondu à une demande proche");
    if (!text_blank(reason->what))
        buffer_format(out, "%s«" NBSP "%s" NBSP "»", reason->figure > 1 ? ", dont " : NBSP ": ", reason->what);
}

/* How wide a territory is, by the shape of its code: "59350", "200093201" (SIREN), "59", "R32", "FR"; a word and a
 * colon may stand before it. */
static const char *level_of(const char *zone)
{
    const char *colon = strchr(zone, ':'), *value = colon ? colon + 1 : zone;
    size_t length = strlen(value);
    if (text_starts(zone, "region:") || (length > 1 && value[0] == 'R' && value[1] >= '0' && value[1] <= '9'))
        return "cette région";
    if (text_is(value, "FR"))
        return "toute la France";
    if (length == 9)
        return "cette intercommunalité";
    return length == 5 ? "cette commune" : length == 2 || length == 3 ? "ce département" : "ce territoire";
}

static void zone(struct buffer *out, const struct match_reason *reason)
{
    bool seat = reason->kind == MATCH_SEAT;
    const char *level = level_of(reason->what ? reason->what : "");
    buffer_format(out, "%s dans %s", seat ? "installé" : "intervient", level);
}

static void fresh(struct buffer *out, double days)
{
    if (days < 1)
        buffer_text(out, "fiche confirmée aujourd’hui");
    else if (days < 60)
        buffer_format(out, "fiche confirmée il y a %.0f jour%s", days, days < 2 ? "" : "s");
    else
        buffer_format(out, "fiche confirmée il y a %.0f mois", floor(days / 30));
}

static void refused(struct buffer *out, const struct match_reason *reason)
{
    switch (reason->kind) {
    case MATCH_LACKS_LABEL: buffer_format(out, "n’a pas" NBSP ": %s", reason->what); break;
    case MATCH_OUT_OF_ZONE: buffer_text(out, "n’intervient pas sur ce territoire"); break;
    case MATCH_NOT_THEN: buffer_text(out, "n’est pas disponible à ces dates"); break;
    case MATCH_EXCLUDED: buffer_text(out, "écarté à la main"); break;
    case MATCH_TOO_FAR:
        buffer_text(out, "trop loin" NBSP ": ");
        number(out, reason->figure);
        buffer_text(out, NBSP "km pour ");
        number(out, reason->wanted);
        buffer_text(out, NBSP "km au plus");
        break;
    default: break;
    }
}

void match_sentence(struct buffer *out, const struct match_reason *reason)
{
    switch (reason->kind) {
    case MATCH_WORDS:
        if (!text_blank(reason->what))
            buffer_format(out, "mot%s" NBSP ": %s", strchr(reason->what, ',') ? "s communs" : " commun", reason->what);
        break;
    case MATCH_CODE: code(out, reason); break;
    case MATCH_LEARNED: learned(out, reason); break;
    case MATCH_DISTANCE: distance(out, reason->figure); break;
    case MATCH_STRUCTURE: structure(out, reason); break;
    case MATCH_ZONE:
    case MATCH_SEAT: zone(out, reason); break;
    case MATCH_CASES: cases(out, reason); break;
    case MATCH_CAPACITY:
        buffer_text(out, "capacité disponible" NBSP ": ");
        number(out, reason->figure);
        buffer_text(out, " pour ");
        number(out, reason->wanted);
        break;
    case MATCH_CALENDAR: buffer_format(out, "disponible sur %.0f" NBSP "%% des dates", 100 * reason->figure); break;
    case MATCH_FRESH: fresh(out, reason->figure); break;
    default: refused(out, reason);
    }
}

void match_change_sentence(struct buffer *out, const struct match_reason *change)
{
    buffer_text(out, "il suffirait ");
    switch (change->kind) {
    case MATCH_DISTANCE:
        buffer_text(out, "d’être ");
        distance(out, change->figure);
        buffer_text(out, change->figure < 1 ? "" : " au plus");
        break;
    case MATCH_ZONE: buffer_format(out, "d’intervenir dans %s", level_of(change->what)); break;
    case MATCH_CAPACITY:
        buffer_text(out, "d’une capacité disponible de ");
        number(out, change->figure);
        break;
    case MATCH_CALENDAR:
        buffer_format(out, "d’être disponible sur %.0f" NBSP "%% des dates", ceil(100 * change->figure));
        break;
    case MATCH_FRESH: buffer_format(out, "d’une fiche confirmée il y a %.0f jours au plus", change->figure); break;
    default: break;
    }
}
