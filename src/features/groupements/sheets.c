/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Tables and data sheets. The State's forms are not copied: a sheet gives, heading by heading, what goes in them. */
#include "features/groupements/documents.h"
#include "i18n/i18n.h"

static const char *vat_text(const struct group_file *file, int64_t vat)
{
    return arena_format(file->rq->arena, "%s %%", quantity_text(file->rq, &(int64_t){vat * 10}, NULL));
}

void write_split(struct document *document, const struct group_file *file)
{
    static const struct document_column columns[] = {{"Lot", 3, ALIGN_START}, {"Membre", 8, ALIGN_START},
        {"Tâche", 9, ALIGN_START}, {"Quantité", 6, ALIGN_END}, {"Montant HT", 6, ALIGN_END}, {"TVA", 4, ALIGN_END},
        {"Montant TTC", 6, ALIGN_END}};
    struct request *rq = file->rq;
    int64_t before = 0, with = 0;
    if (!file->shares.count) {
        document_text(document, "[La répartition n’est pas encore écrite.]");
        return;
    }
    document_table(document, "Qui fait quoi, pour combien", columns, 7);
    for (size_t i = 0; i < file->shares.count; i++) {
        const struct shares_of_row *share = &file->shares.rows[i];
        int64_t whole = with_vat(share->cents, share->vat);
        document_row(document, (const char *const[]){share->lot, share->member, share->task,
            quantity_text(rq, share->quantity, share->unit), money_text(rq, share->cents), vat_text(file, share->vat),
            money_text(rq, whole)});
        before += share->cents;
        with += whole;
    }
    document_total(document, (const char *const[]){"Total", NULL, NULL, NULL, money_text(rq, before), NULL,
                                                   money_text(rq, with)});
    static const struct document_column sums[] = {{"Membre", 5, ALIGN_START}, {"Rôle", 4, ALIGN_START},
        {"Montant HT", 3, ALIGN_END}};
    document_table(document, "Par membre", sums, 3);
    for (size_t i = 0; i < file->members.count; i++)
        if (stands(&file->members.rows[i]))
            document_row(document, (const char *const[]){file->members.rows[i].name,
                text_in("fr", label_text(rq, member_roles, file->members.rows[i].role)),
                money_text(rq, file->members.rows[i].cents)});
    document_total(document, (const char *const[]){"Total", NULL, money_text(rq, before)});
}

static const struct document_column pair[] = {{"Rubrique", 2, ALIGN_START}, {"À recopier", 4, ALIGN_START}};

static void add_pair(struct document *document, const char *label, const char *text)
{
    document_row(document, (const char *const[]){label, text ? text : "[à compléter]"});
}

static void add_contract(struct document *document, const struct group_file *file)
{
    struct request *rq = file->rq;
    document_table(document, "Le marché", pair, 2);
    add_pair(document, "Acheteur", file->group.buyer);
    add_pair(document, "Objet de la consultation", file->group.title);
    add_pair(document, "Référence", file->group.reference);
    struct buffer deadline = {.arena = rq->arena};
    if (file->group.deadline)
        write_date(&deadline, "fr", *file->group.deadline);
    add_pair(document, "Date limite", file->group.deadline ? deadline.text : NULL);
}

static void add_member(struct document *document, struct arena *arena, const struct members_of_row *member)
{
    document_table(document, member->name, pair, 2);
    add_pair(document, "Dénomination sociale", member->name);
    add_pair(document, "Forme juridique", member->legal_form);
    add_pair(document, "SIRET", member->siret);
    add_pair(document, "Code APE", member->naf);
    add_pair(document, "Adresse", member->address);
    add_pair(document, "Code postal et ville", member->postal_code && member->city
        ? arena_format(arena, "%s %s", member->postal_code, member->city) : member->city);
    add_pair(document, "Courriel", member->email);
    add_pair(document, "Téléphone", member->phone);
}

static const char not_the_form[] = "Cette fiche n’est pas le formulaire officiel : elle donne, rubrique par "
    "rubrique, ce qui "
    "y entre. Le formulaire est à télécharger auprès du ministère chargé de l’économie.";

void write_dc1(struct document *document, const struct group_file *file)
{
    document_note(document, not_the_form);
    add_contract(document, file);
    document_heading(document, "Forme du groupement");
    document_text(document, text_is(file->group.form, "solidary") ? "Groupement solidaire."
        : text_is(file->group.form, "joint_solidary_lead") ? "Groupement conjoint ; le mandataire est solidaire."
        : text_is(file->group.form, "joint") ? "Groupement conjoint ; le mandataire n’est pas solidaire." : "[à "
            "choisir]");
    document_heading(document, "Mandataire");
    document_text(document, file->lead ? member_line(file, file->lead) : "[à désigner]");
    document_heading(document, "Membres et prestations");
    for (size_t i = 0; i < file->members.count; i++)
        if (stands(&file->members.rows[i]) && !text_is(file->members.rows[i].role, "subcontractor"))
            add_member(document, file->rq->arena, &file->members.rows[i]);
}

void write_dc2(struct document *document, const struct group_file *file)
{
    document_note(document, not_the_form);
    add_contract(document, file);
    for (size_t i = 0; i < file->members.count; i++) {
        const struct members_of_row *member = &file->members.rows[i];
        if (!stands(member) || text_is(member->role, "subcontractor"))
            continue;
        document_page(document);
        document_heading(document, arena_format(file->rq->arena, "DC2 de %s", member->name));
        add_member(document, file->rq->arena, member);
        document_table(document, "Capacités", pair, 2);
        add_pair(document, "Chiffre d’affaires des trois derniers exercices", NULL);
        add_pair(document, "Effectifs", NULL);
        add_pair(document, "Références comparables", NULL);
        add_pair(document, "Structure d’insertion ou adaptée", member->structure);
        for (size_t p = 0; p < file->papers.count; p++)
            if (file->papers.rows[p].member_id == member->id)
                add_pair(document, text_in("fr", label_text(file->rq, paper_kinds, file->papers.rows[p].kind)),
                         arena_format(file->rq->arena, "valable jusqu’au %s",
                                      day_text(file->rq, file->papers.rows[p].valid_until)));
    }
}

static int64_t amount_of(const struct group_file *file, int64_t member, int64_t lot)
{
    int64_t sum = 0;
    for (size_t i = 0; i < file->shares.count; i++)
        if (file->shares.rows[i].member_id == member && (!lot || file->shares.rows[i].lot_id == lot))
            sum += file->shares.rows[i].cents;
    return sum;
}

void write_dc4(struct document *document, const struct group_file *file)
{
    size_t count = 0;
    document_note(document, not_the_form);
    add_contract(document, file);
    for (size_t i = 0; i < file->members.count; i++) {
        const struct members_of_row *member = &file->members.rows[i];
        if (!stands(member) || !text_is(member->role, "subcontractor"))
            continue;
        document_heading(document, arena_format(file->rq->arena, "Sous-traitant : %s", member->name));
        add_member(document, file->rq->arena, member);
        document_table(document, "Prestations sous-traitées", pair, 2);
        add_pair(document, "Nature", member->brings);
        add_pair(document, "Montant maximum hors taxes", money_text(file->rq, amount_of(file, member->id, 0)));
        add_pair(document, "Paiement direct", "de droit au-delà du seuil en vigueur, si l’acheteur accepte le "
            "sous-traitant");
        count++;
    }
    if (!count)
        document_text(document, "Le groupement n’a pas de sous-traitant : aucun DC4 n’est dû.");
}

void write_attri1(struct document *document, const struct group_file *file)
{
    static const struct document_column columns[] = {{"Lot", 2, ALIGN_START}, {"Membre", 4, ALIGN_START},
        {"Montant HT", 3, ALIGN_END}};
    document_note(document, not_the_form);
    add_contract(document, file);
    document_heading(document, "Signataire");
    document_text(document, file->group.habilitation
        ? "Le mandataire signe seul : joindre l’habilitation de chacun des membres."
        : "Chaque membre signe l’acte d’engagement.");
    document_heading(document, "Répartition des prestations (groupement conjoint)");
    for (size_t l = 0; l < file->lots.count; l++) {
        const struct lots_of_row *lot = &file->lots.rows[l];
        document_table(document, arena_format(file->rq->arena, "Lot %s — %s", lot->number, lot->title), columns, 3);
        for (size_t m = 0; m < file->members.count; m++) {
            int64_t sum = amount_of(file, file->members.rows[m].id, lot->id);
            if (sum)
                document_row(document, (const char *const[]){lot->number, file->members.rows[m].name,
                                                             money_text(file->rq, sum)});
        }
        document_total(document, (const char *const[]){"Total", NULL, money_text(file->rq, lot->split_cents)});
    }
    document_heading(document, "Comptes à créditer");
    for (size_t i = 0; i < file->members.count; i++)
        if (stands(&file->members.rows[i]))
            document_item(document, arena_format(file->rq->arena, "%s : joindre le RIB", file->members.rows[i].name));
}

void write_plan(struct document *document, const struct group_file *file)
{
    static const struct document_column columns[] = {{"Pour le", 5, ALIGN_START}, {"Étape", 8, ALIGN_START},
        {"Qui", 4, ALIGN_START}, {"Fait", 2, ALIGN_START}};
    add_contract(document, file);
    if (!file->tasks.count) {
        document_text(document, "[Aucune étape n’est encore écrite.]");
        return;
    }
    document_table(document, "Étapes, à rebours de la date limite", columns, 4);
    for (size_t i = 0; i < file->tasks.count; i++)
        document_row(document, (const char *const[]){day_text(file->rq, file->tasks.rows[i].due_day),
            file->tasks.rows[i].title, file->tasks.rows[i].member, file->tasks.rows[i].done_at ? "oui" : ""});
}

void write_memo(struct document *document, const struct group_file *file)
{
    add_contract(document, file);
    for (size_t i = 0; i < file->sections.count; i++) {
        const struct sections_of_row *section = &file->sections.rows[i];
        document_heading(document, section->title);
        if (section->text)
            document_text(document, section->text);
        else
            document_note(document, arena_format(file->rq->arena, "À écrire%s%s. %s", section->member ? " par " : "",
                section->member ? section->member : "", section->guidance ? section->guidance : ""));
    }
    if (!file->sections.count)
        document_text(document, "[Aucune section n’est encore écrite.]");
}

void write_decisions(struct document *document, const struct group_file *file)
{
    static const struct document_column columns[] = {{"Date", 3, ALIGN_START}, {"Décision", 9, ALIGN_START}};
    if (!file->decisions.count) {
        document_text(document, "[Aucune décision n’est encore écrite.]");
        return;
    }
    document_table(document, file->group.title, columns, 2);
    for (size_t i = file->decisions.count; i-- > 0;)
        document_row(document, (const char *const[]){day_text(file->rq, file->decisions.rows[i].day),
                                                     file->decisions.rows[i].text});
}
