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

static void code(struct buffer *out, const struct match_reason *reason)
{
    bool same = reason->figure >= 1 || text_is(reason->what, reason->other);
    buffer_format(out, "%s" NBSP ": %s", same ? "même secteur" : "secteur proche", reason->what);
    if (!same)
        buffer_format(out, " (pour" NBSP ": %s)", reason->other);
}

static void learned(struct buffer *out, const struct match_reason *reason)
{
    bool of_offer = text_blank(reason->what), of_need = text_blank(reason->other);
    if (of_offer && of_need)
        buffer_text(out, "souvent retenu");
    else if (of_offer)
        buffer_format(out, "déjà retenu pour «" NBSP "%s" NBSP "»", reason->other);
    else if (of_need)
        buffer_format(out, "profil souvent retenu" NBSP ": %s", reason->what);
    else
        buffer_format(out, "souvent retenu pour «" NBSP "%s" NBSP "»" NBSP ": %s", reason->other, reason->what);
    if (reason->figure >= 1)
        buffer_format(out, " (%.0f fois)", reason->figure);
}

static void cases(struct buffer *out, const struct match_reason *reason)
{
    if (reason->figure > 1)
        buffer_format(out, "a répondu à %.0f besoins proches", reason->figure);
    else
        buffer_text(out, "a répondu à un besoin proche");
    if (!text_blank(reason->what))
        buffer_format(out, "%s«" NBSP "%s" NBSP "»", reason->figure > 1 ? ", dont " : NBSP ": ", reason->what);
}

/* "commune:59350" is for machines: a zone is shown by what follows the colon. */
static const char *zone_name(const char *zone)
{
    const char *colon = zone ? strchr(zone, ':') : NULL;
    return colon ? colon + 1 : zone ? zone : "";
}

static void fresh(struct buffer *out, double days)
{
    if (days < 1)
        buffer_text(out, "confirmé aujourd’hui");
    else if (days < 60)
        buffer_format(out, "confirmé il y a %.0f jour%s", days, days < 2 ? "" : "s");
    else
        buffer_format(out, "confirmé il y a %.0f mois", floor(days / 30));
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
        buffer_format(out, "mot%s" NBSP ": %s", strchr(reason->what, ',') ? "s communs" : " commun", reason->what);
        break;
    case MATCH_CODE: code(out, reason); break;
    case MATCH_LEARNED: learned(out, reason); break;
    case MATCH_DISTANCE: distance(out, reason->figure); break;
    case MATCH_ZONE: buffer_format(out, "intervient sur ce territoire (%s)", zone_name(reason->what)); break;
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
