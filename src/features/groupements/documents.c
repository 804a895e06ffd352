/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Sending the documents of a group: ODT to edit, PDF to send, ICS for the plan. They are in French: so is what they are
 * for. */
#include "features/groupements/documents.h"
#include "formats/ics.h"
#include <string.h>

const struct group_document group_documents[] = {
    {"accord-de-confidentialite", "Accord de confidentialité", write_secret},
    {"lettre-d-intention", "Lettre d’intention de répondre ensemble", write_intent},
    {"convention", "Convention de groupement momentané d’entreprises", write_agreement},
    {"repartition", "Tableau de répartition", write_split},
    {"dc1", "Fiche de données pour le DC1", write_dc1},
    {"dc2", "Fiches de données pour les DC2", write_dc2},
    {"dc4", "Fiches de données pour les DC4", write_dc4},
    {"attri1", "Fiche de données pour l’ATTRI1", write_attri1},
    {"memoire", "Mémoire technique", write_memo},
    {"retroplanning", "Rétro-planning", write_plan},
    {"decisions", "Relevé de décisions", write_decisions},
    {0}
};

bool stands(const struct members_of_row *member)
{
    return text_is(member->state, "accepted");
}

/* "La Clé (exemple), association, SIRET 123…, 4 rue X, 59000 Lille": what is known of it. */
const char *member_line(const struct group_file *file, const struct members_of_row *member)
{
    struct buffer out = {.arena = file->rq->arena};
    buffer_text(&out, member->name);
    if (member->legal_form)
        buffer_format(&out, ", %s", member->legal_form);
    if (member->siret)
        buffer_format(&out, ", SIRET %s", member->siret);
    if (member->address)
        buffer_format(&out, ", %s", member->address);
    if (member->postal_code || member->city)
        buffer_format(&out, ", %s %s", member->postal_code ? member->postal_code : "",
                      member->city ? member->city : "");
    return out.text;
}

void add_signatures(struct document *document, const struct group_file *file)
{
    const char **names = arena_array(file->rq->arena, file->members.count, sizeof *names);
    size_t count = 0;
    for (size_t i = 0; i < file->members.count; i++)
        if (stands(&file->members.rows[i]) && !text_is(file->members.rows[i].role, "subcontractor"))
            names[count++] = file->members.rows[i].name;
    document_heading(document, "Signatures");
    if (count)
        document_signatures(document, names, count);
}

static struct group_file read_file(struct request *rq, const struct groupement_by_id *group)
{
    int64_t id = group->id;
    struct group_file file = {rq, *group,
        .members = members_of(rq->db, (struct members_of_args){.groupement_id = id}),
        .lots = lots_of(rq->db, (struct lots_of_args){.groupement_id = id}),
        .shares = shares_of(rq->db, (struct shares_of_args){.groupement_id = id}),
        .papers = papers_of(rq->db, (struct papers_of_args){.groupement_id = id}),
        .tasks = tasks_of(rq->db, (struct tasks_of_args){.groupement_id = id}),
        .sections = sections_of(rq->db, (struct sections_of_args){.groupement_id = id}),
        .decisions = decisions_of(rq->db, (struct decisions_of_args){.groupement_id = id})};
    for (size_t i = 0; i < file.members.count; i++)
        if (stands(&file.members.rows[i]) && text_is(file.members.rows[i].role, "lead"))
            file.lead = &file.members.rows[i];
    return file;
}

static void send_calendar(struct request *rq, const struct group_file *file)
{
    struct ics_event *events = arena_array(rq->arena, file->tasks.count + 1, sizeof *events);
    size_t count = 0;
    for (size_t i = 0; i < file->tasks.count; i++)
        events[count++] = (struct ics_event){.title = file->tasks.rows[i].title, .text = file->tasks.rows[i].member,
            .uid = arena_format(rq->arena, "groupement-%lld-etape-%lld@maillage", (long long)file->group.id,
                                (long long)file->tasks.rows[i].id), .whole_day = true,
            .day = file->tasks.rows[i].due_day};
    if (file->group.deadline)
        events[count++] = (struct ics_event){.title = arena_format(rq->arena, "Date limite : %s", file->group.title),
            .uid = arena_format(rq->arena, "groupement-%lld-limite@maillage", (long long)file->group.id),
            .at = *file->group.deadline, .minutes = 0, .text = file->group.buyer};
    const char *text = ics_write(rq->arena, file->group.title, events, count, rq->now);
    if (text)
        reply_bytes(rq, "text/calendar; charset=utf-8", "retroplanning.ics", text, strlen(text));
    else
        reply_error(rq, BROKEN);
}

static void send_as(struct request *rq, const struct group_file *file, const struct group_document *kind, bool pdf)
{
    const char *footer = arena_format(rq->arena, "%s · %s", file->group.title, file->group.buyer);
    struct document document = document_begin(rq->arena, kind->title, footer, rq->now);
    size_t length = 0;
    kind->write(&document, file);
    const void *bytes = pdf ? pdf_write(&document, &length) : odt_write(&document, &length);
    const char *name = arena_format(rq->arena, "%s.%s", kind->code, pdf ? "pdf" : "odt");
    if (bytes)
        reply_bytes(rq, pdf ? "application/pdf" : "application/vnd.oasis.opendocument.text", name, bytes, length);
    else
        reply_error(rq, BROKEN);
}

void send_document(struct request *rq)
{
    struct groupement_by_id group;
    const char *code = route_code(rq);
    if (!enter(rq, MEMBER, &group))
        return;
    struct group_file file = read_file(rq, &group);
    if (rq->shape == AS_ICS && text_is(code, "retroplanning")) {
        send_calendar(rq, &file);
        return;
    }
    for (const struct group_document *kind = group_documents; kind->code; kind++)
        for (int pdf = 0; pdf < 2; pdf++)
            if (text_is(code, arena_format(rq->arena, "%s.%s", kind->code, pdf ? "pdf" : "odt"))) {
                send_as(rq, &file, kind, pdf);
                return;
            }
    reply_error(rq, NOT_FOUND);
}
