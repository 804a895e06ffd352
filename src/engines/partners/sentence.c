/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Reasons in French. */
#include "engines/matching.h"
#include "engines/partners/inside.h"
#include <math.h>

#define NBSP "\xC2\xA0"
enum { DIVISION = 2 };

static void distance(struct buffer *out, double km)
{
    if (km < 1)
        buffer_text(out, "à moins d’1" NBSP "km");
    else
        buffer_format(out, "à %.0f" NBSP "km", round(km));
}

static void contracts(struct buffer *out, double count)
{
    if (count < 2)
        buffer_text(out, "un marché");
    else
        buffer_format(out, "%.0f marchés", count);
}

/* what is "45262330" (a contract) or "cpv:45…", "naf:8130Z" (a page) */
static const char *named(struct buffer *out, const char *what, int digits)
{
    bool bare = what[0] >= '0' && what[0] <= '9';
    const char *code = bare ? arena_format(out->arena, "cpv:%.*s", digits, what) : what;
    return match_usual_name(out->arena, code);
}

static void family(struct buffer *out, const struct partner_reason *reason)
{
    int digits = (int)reason->figure;
    const char *name = named(out, reason->what, digits);
    if (text_starts(reason->what, "naf:"))
        buffer_format(out, "métier qui répond à ce type d’achat" NBSP ": %s", name);
    else
        buffer_format(out, "même famille d’achat" NBSP ": %s (%.*s)", name, digits,
                      reason->what + (text_starts(reason->what, "cpv:") ? 4 : 0));
}

void partner_sentence(struct buffer *out, const struct partner_reason *reason)
{
    switch (reason->part) {
    case PARTNER_TRADE:
        buffer_text(out, "a remporté ");
        contracts(out, reason->figure);
        if (reason->what && !text_starts(reason->what, "naf:"))
            buffer_format(out, " de ce domaine (%s)", named(out, reason->what, DIVISION));
        break;
    case PARTNER_FAMILY: family(out, reason); break;
    case PARTNER_NEAR_TRADE:
        buffer_text(out, "a travaillé dans ce domaine ");
        distance(out, reason->figure);
        break;
    case PARTNER_NEAR:
        buffer_text(out, "présent ");
        distance(out, reason->figure);
        break;
    case PARTNER_TOGETHER:
        buffer_text(out, "a déjà remporté ");
        contracts(out, reason->figure);
        buffer_format(out, " avec %s", reason->what);
        break;
    case PARTNER_LOTS: buffer_format(out, "a remporté d’autres lots des mêmes marchés que %s", reason->what); break;
    case PARTNER_BUYERS:
        buffer_format(out, "travaille pour %.0f acheteur%s que vous servez aussi", reason->figure,
                      reason->figure < 2 ? "" : "s");
        break;
    case PARTNER_NAME: buffer_format(out, "porte un nom en commun («" NBSP "%s" NBSP "»)", reason->what); break;
    case PARTNER_SIZE: buffer_text(out, "travaille dans des communes de cette taille"); break;
    default: break;
    }
}
