/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Rules and results of votes, in French: what goes into the record. */
#include "engines/ballots.h"
#include <string.h>

#define NBSP "\xC2\xA0"
enum { SHORT_FRACTION = 12 };

static const char *plural(int64_t count)
{
    return count > 1 ? "s" : "";
}

/* Hundredths of a percent, rounded half up: shares lie between 0 and 1. */
static void percent(struct buffer *out, struct arena *arena, struct rational share)
{
    int64_t hundredths = 0;
    struct rational exact = rational_multiply(arena, share, rational_of(arena, 10000, 1));
    rational_floor(arena, rational_add(arena, exact, rational_of(arena, 1, 2)), &hundredths);
    buffer_format(out, "%lld", (long long)(hundredths / 100));
    if (hundredths % 100)
        buffer_format(out, ",%02lld", (long long)(hundredths % 100));
    if (hundredths % 10 == 0 && hundredths % 100)
        out->text[--out->length] = 0;
    buffer_text(out, NBSP "%");
}

void ballot_share_text(struct buffer *out, struct rational share)
{
    struct arena work = {0};
    const char *fraction = rational_text(&work, share);
    percent(out, &work, share);
    if (strlen(fraction) <= SHORT_FRACTION && strchr(fraction, '/'))
        buffer_format(out, " (%s)", fraction);
    arena_free(&work);
}

static const char *const bases[] = {"des voix exprimées, abstentions non comptées",
                                    "des votants, abstentions comprises",
                                    "des membres qui peuvent voter, présents ou non"};

static bool is_half(struct rational needed)
{
    return !needed.parts && needed.top == 1 && needed.bottom == 2;
}

static bool is_one(struct rational needed)
{
    return !needed.parts && needed.top == 1 && needed.bottom == 1;
}

static void threshold(struct buffer *out, struct rational needed, bool strict)
{
    if (is_half(needed)) {
        buffer_text(out, strict ? "plus de la moitié" : "au moins la moitié");
        return;
    }
    if (is_one(needed)) {
        buffer_text(out, "la totalité");
        return;
    }
    struct arena work = {0};
    buffer_format(out, "%s %s", strict ? "plus de" : "au moins", rational_text(&work, needed));
    arena_free(&work);
}

void ballot_rule_sentence(struct buffer *out, const struct ballot_rule *rule)
{
    buffer_text(out, "La proposition est adoptée si elle réunit ");
    threshold(out, rule->needed, rule->strict);
    buffer_format(out, " %s.", bases[rule->base]);
}

void ballot_verdict_sentence(struct buffer *out, struct ballot_counts counts, const struct ballot_rule *rule,
                             const struct ballot_verdict *verdict)
{
    ballot_rule_sentence(out, rule);
    buffer_format(out, " Pour" NBSP ": %lld. Contre" NBSP ": %lld. Abstention%s" NBSP ": %lld. ",
                  (long long)counts.favour, (long long)counts.against, plural(counts.abstained),
                  (long long)counts.abstained);
    if (!verdict->valid) {
        buffer_text(out, "Personne ne s’est prononcé" NBSP ": la proposition n’est pas adoptée.");
        return;
    }
    buffer_format(out, "%lld sur %lld, soit ", (long long)counts.favour, (long long)verdict->base);
    ballot_share_text(out, verdict->share);
    buffer_text(out, NBSP ": la proposition est ");
    if (verdict->adopted)
        buffer_text(out, "adoptée.");
    else
        buffer_format(out, "rejetée, il a manqué %lld voix.", (long long)verdict->missing);
}

void ballot_quorum_sentence(struct buffer *out, const struct quorum_rule *rule, const struct quorum *quorum)
{
    if (rational_sign(rule->heads) > 0) {
        buffer_text(out, "Il faut ");
        threshold(out, rule->heads, false);
        buffer_format(out, " des membres, présents ou représentés, soit %lld sur %lld" NBSP "; il y en a %lld. ",
                      (long long)quorum->needed, (long long)quorum->entitled, (long long)quorum->present);
    }
    if (quorum->colleges_needed) {
        buffer_format(out, "Il faut que %u collège%s réunisse%s ", quorum->colleges_needed,
                      plural(quorum->colleges_needed), quorum->colleges_needed > 1 ? "nt" : "");
        threshold(out, rule->college, false);
        buffer_format(out, " de leurs membres" NBSP "; %u y parvien%s. ", quorum->colleges_met,
                      quorum->colleges_met > 1 ? "nent" : "t");
    }
    buffer_text(out, quorum->met ? "Le quorum est atteint." : "Le quorum n’est pas atteint.");
}

void ballot_colleges_sentence(struct buffer *out, const struct college_rule *rule, const struct college_result *result)
{
    buffer_text(out, rule->variant == COLLEGE_MAJORITY
                ? "Chaque collège porte tout son poids sur ce que sa majorité a choisi"
                : "Chaque collège partage son poids comme ses voix pour et contre");
    buffer_text(out, NBSP "; les abstentions ne comptent pas. ");
    if (rule->lose) {
        buffer_text(out, "Le poids d’un collège qui n’a pas voté est perdu. ");
    } else {
        buffer_text(out, "Le poids d’un collège qui n’a pas voté va aux autres, à proportion du leur");
        if (rational_sign(rule->cap) > 0) {
            buffer_text(out, ", sans qu’aucun passe ainsi ");
            ballot_share_text(out, rule->cap);
        }
        buffer_text(out, ". ");
    }
    buffer_text(out, "Il faut ");
    threshold(out, rule->needed, rule->strict);
    buffer_text(out, " des poids. Pour" NBSP ": ");
    ballot_share_text(out, result->favour);
    buffer_text(out, ", contre" NBSP ": ");
    ballot_share_text(out, result->against);
    if (rational_sign(result->lost) > 0) {
        buffer_text(out, ", sans effet" NBSP ": ");
        ballot_share_text(out, result->lost);
    }
    buffer_format(out, NBSP ": la proposition est %s. Les mêmes voix, comptées une à une" NBSP ": ",
                  result->adopted ? "adoptée" : "rejetée");
    ballot_share_text(out, result->heads);
    buffer_char(out, '.');
}

void ballot_proxies_sentence(struct buffer *out, uint32_t cap, const struct proxies *proxies)
{
    if (cap == 0)
        buffer_text(out, "Les pouvoirs ne sont pas admis. ");
    else
        buffer_format(out, "Un membre présent porte au plus %u pouvoir%s, dans l’ordre où ils sont arrivés" NBSP "; un "
                      "pouvoir ne se transmet pas. ", cap, plural(cap));
    buffer_format(out, "%u présent%s, %u représenté%s, %u absent%s" NBSP ": %lld voix.", proxies->present,
                  plural(proxies->present), proxies->represented, plural(proxies->represented), proxies->absent,
                  plural(proxies->absent), (long long)proxies->all);
}

void ballot_consent_sentence(struct buffer *out, const struct consent_rule *rule, const struct consent *consent)
{
    buffer_text(out, "La décision est prise quand chacun a parlé et que plus personne n’objecte" NBSP "; une objection "
                     "dit sa raison, et seul son auteur la lève");
    buffer_text(out, rule->group_may_lift ? ", ou le groupe. " : ". ");
    if (rule->silence_consents)
        buffer_text(out, "Le délai passé, qui n’a pas parlé consent. ");
    if (consent->version > 1)
        buffer_format(out, "Version %u. ", consent->version);
    switch (consent->outcome) {
    case CONSENT_OPEN:
        buffer_format(out, "%u personne%s n’%s pas encore parlé.", consent->silent, plural(consent->silent),
                      consent->silent > 1 ? "ont" : "a");
        break;
    case CONSENT_BLOCKED:
        buffer_format(out, "%u objection%s demeure%s.", consent->standing, plural(consent->standing),
                      consent->standing > 1 ? "nt" : "");
        break;
    case CONSENT_ADOPTED: buffer_text(out, "La proposition est adoptée par consentement."); break;
    case CONSENT_WITHDRAWN: buffer_text(out, "La proposition est retirée."); break;
    }
}

void ballot_no_candidate_sentence(struct buffer *out, const struct no_candidate *result)
{
    buffer_format(out, "Personne n’est candidat" NBSP ": chacun nomme qui lui semble convenir et dit pourquoi, puis "
                  "peut changer d’avis. %u personne%s nommé quelqu’un, %u %s changé d’avis. ", result->spoke,
                  result->spoke > 1 ? "s ont" : " a", result->changed, result->changed > 1 ? "ont" : "a");
    buffer_text(out, result->tied ? "Deux personnes sont nommées autant" NBSP ": le groupe dit qui est proposé. " : "");
    buffer_text(out, "Le décompte éclaire, il n’élit pas" NBSP ": qui est proposé est élu quand personne n’objecte.");
}
