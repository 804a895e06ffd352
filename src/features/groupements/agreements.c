/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The texts that members sign. They are models to be read by whoever advises the members; what the group has not
 * decided
 * is left as a gap that one sees, never filled with a choice of ours. */
#include "base/time.h"
#include "features/groupements/documents.h"

static const char to_read[] = "Modèle rempli avec ce que le groupement a écrit. Faites-le relire avant de signer "
    "; ce qui "
    "est entre crochets reste à décider ensemble.";

static const char *or_gap(const char *text, const char *gap)
{
    return text ? text : gap;
}

static void add_parties(struct document *document, const struct group_file *file)
{
    document_heading(document, "Entre");
    for (size_t i = 0; i < file->members.count; i++)
        if (stands(&file->members.rows[i]) && !text_is(file->members.rows[i].role, "subcontractor"))
            document_item(document, arena_format(file->rq->arena, "%s, représentée par [nom et qualité],",
                                                 member_line(file, &file->members.rows[i])));
    document_text(document, "ci-après « les membres ».");
}

static const char *subject_of(const struct group_file *file)
{
    const struct groupement_by_id *group = &file->group;
    struct buffer out = {.arena = file->rq->arena};
    buffer_format(&out, "« %s », acheteur : %s", group->title, group->buyer);
    if (group->reference)
        buffer_format(&out, ", référence %s", group->reference);
    return out.text;
}

void write_secret(struct document *document, const struct group_file *file)
{
    struct arena *arena = file->rq->arena;
    document_note(document, to_read);
    add_parties(document, file);
    document_heading(document, "1. Pourquoi");
    document_text(document, arena_format(arena, "Les membres étudient la possibilité de répondre ensemble au "
        "marché %s. "
        "Pour cela ils se montrent des informations que leurs concurrents ne connaissent pas.", subject_of(file)));
    document_heading(document, "2. Ce qui est confidentiel");
    document_text(document, "Sont confidentiels les prix, les coûts, les marges, les méthodes, les références non "
        "publiques, les projets de mémoire et tout ce qui est échangé dans l’espace du groupement. Ne le sont pas les "
        "informations déjà publiques, ou que le membre qui les reçoit connaissait déjà.");
    document_heading(document, "3. Ce à quoi chacun s’engage");
    document_item(document, "N’utiliser ces informations que pour préparer cette réponse commune.");
    document_item(document, "Ne les montrer qu’aux personnes qui y travaillent, et les avertir de cet accord.");
    document_item(document, "Ne pas s’en servir pour répondre seul, ou dans un autre groupement, au même marché.");
    document_item(document, "Rendre ou détruire les documents reçus si le groupement ne se forme pas.");
    document_heading(document, "4. Durée");
    document_text(document, "L’accord prend effet à sa signature et dure [deux ans] après la fin des échanges. Il "
        "n’oblige "
        "personne à former le groupement.");
    add_signatures(document, file);
}

void write_intent(struct document *document, const struct group_file *file)
{
    struct arena *arena = file->rq->arena;
    document_note(document, to_read);
    document_text(document, arena_format(arena, "À l’attention de %s", file->group.buyer));
    document_text(document, arena_format(arena, "Objet : %s", subject_of(file)));
    document_text(document, "Madame, Monsieur,");
    document_text(document, "Les structures suivantes ont l’intention de répondre ensemble à ce marché :");
    for (size_t i = 0; i < file->members.count; i++)
        if (stands(&file->members.rows[i]))
            document_item(document, arena_format(arena, "%s%s%s", file->members.rows[i].name,
                file->members.rows[i].brings ? " : " : "", or_gap(file->members.rows[i].brings, "")));
    document_text(document, arena_format(arena, "Leur interlocuteur commun est %s. Cette lettre n’est ni une "
        "candidature ni "
        "une offre ; elle vous permet de savoir que cette réponse se prépare et de nous indiquer toute réunion ou "
            "visite "
        "ouverte à tous les candidats.", file->lead ? file->lead->name : "[mandataire à désigner]"));
    document_text(document, "Nous vous prions d’agréer, Madame, Monsieur, nos salutations distinguées.");
    add_signatures(document, file);
}

static void add_form(struct document *document, const struct group_file *file)
{
    const char *form = file->group.form;
    document_heading(document, "Article 2. Forme du groupement");
    if (!form)
        document_text(document, "[Forme à choisir : conjoint, conjoint avec mandataire solidaire, solidaire.]");
    else if (text_is(form, "solidary"))
        document_text(document, "Le groupement est solidaire : chacun de ses membres est engagé financièrement pour la "
            "totalité du marché.");
    else
        document_text(document, "Le groupement est conjoint : chacun de ses membres est engagé à exécuter la ou les "
            "prestations qui lui sont attribuées dans la répartition annexée.");
    if (text_is(form, "joint_solidary_lead"))
        document_text(document, "Le mandataire est solidaire, pour l’exécution du marché, de chacun des membres "
            "pour ses "
            "obligations envers l’acheteur : si l’un d’eux fait défaut, il fait exécuter sa part au prix prévu.");
    document_text(document, "Les règles applicables sont celles du code de la commande publique, articles R. 2142-19 à "
        "R. 2142-27.");
}

static void add_lead(struct document *document, const struct group_file *file)
{
    struct arena *arena = file->rq->arena;
    const struct groupement_by_id *group = &file->group;
    document_heading(document, "Article 3. Mandataire");
    document_text(document, arena_format(arena, "Les membres désignent comme mandataire %s. Il les représente "
        "auprès de "
        "l’acheteur, coordonne leur travail, transmet les documents et les demandes de paiement.",
        file->lead ? member_line(file, file->lead) : "[mandataire à désigner]"));
    document_text(document, group->habilitation
        ? "Les membres habilitent expressément le mandataire à signer en leur nom la candidature, l’offre et ses "
          "modifications."
        : "Le mandataire n’est pas habilité à signer pour les autres : chaque membre signe l’acte d’engagement.");
    if (text_is(group->fee_kind, "percent"))
        document_text(document, arena_format(arena, "Pour ce travail il reçoit %s %% des montants hors taxes des "
            "autres "
            "membres, retenus sur chacune de leurs factures.", quantity_text(file->rq,
                &(int64_t){group->fee_value * 10},
                                                                           NULL)));
    else if (text_is(group->fee_kind, "amount"))
        document_text(document, arena_format(arena, "Pour ce travail il reçoit %s hors taxes, répartis entre les "
            "autres "
            "membres au prorata de leurs montants.", money_text(file->rq, group->fee_value)));
    else
        document_text(document, "Ce travail n’est pas rémunéré.");
}

static void add_article(struct document *document, const char *title, const char *text, const char *gap)
{
    document_heading(document, title);
    document_text(document, or_gap(text, gap));
}

void write_agreement(struct document *document, const struct group_file *file)
{
    const struct groupement_by_id *group = &file->group;
    document_note(document, to_read);
    add_parties(document, file);
    document_heading(document, "Article 1. Objet");
    document_text(document, arena_format(file->rq->arena, "Les membres forment un groupement momentané "
        "d’entreprises, sans "
        "personnalité morale, pour répondre au marché %s, et s’ils l’obtiennent pour l’exécuter.", subject_of(file)));
    add_form(document, file);
    add_lead(document, file);
    document_heading(document, "Article 4. Répartition");
    document_text(document, "Chaque membre exécute les prestations de la répartition annexée, pour les montants qui y "
        "figurent. Elle ne change que par un écrit signé de tous.");
    add_article(document, "Article 5. Paiement et avance", group->payment, "[À décider : compte de chacun ou compte du "
        "mandataire, partage de l’avance, délais.]");
    add_article(document, "Article 6. Assurances", group->insurance, "[À décider. À défaut, chaque membre "
        "justifie d’une "
        "assurance de responsabilité couvrant sa part.]");
    add_article(document, "Article 7. Pénalités", group->penalties, "[À décider : qui les supporte, et comment "
        "elles se "
        "partagent quand la cause est commune.]");
    add_article(document, "Article 8. Départ et défaillance d’un membre", group->exit_rule, "[À décider : préavis, "
        "remplacement avec l’accord de l’acheteur, part rendue au groupement.]");
    add_article(document, "Article 9. Propriété intellectuelle", group->property, "[À décider : à qui appartiennent le "
        "mémoire et ce qui est produit ; ce que chacun peut réutiliser.]");
    add_article(document, "Article 10. Capitalisation", NULL, "À la fin du marché, chaque membre écrit ce qui a "
        "réussi et ce "
        "qui est à changer. Ce bilan appartient au groupement et sert à la réponse suivante.");
    add_article(document, "Article 11. Durée et différends", NULL, "La convention prend effet à sa signature. "
        "Elle prend fin "
        "si l’offre n’est pas retenue, ou avec les garanties du marché. Les membres cherchent d’abord un accord, "
        "avec un tiers si besoin ; à défaut le tribunal compétent est celui du siège du mandataire.");
    add_signatures(document, file);
    document_page(document);
    document_heading(document, "Annexe. Répartition");
    write_split(document, file);
}
