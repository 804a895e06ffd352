/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What each member owes to the file, and until when it is valid. */
#include "base/number.h"
#include "base/time.h"
#include "features/groupements/handlers.h"
#include "work/file.h"

enum { LARGEST = 10 << 20 };
static const char *const accepted[] = {"application/pdf", "image/jpeg", "image/png", NULL};

struct paper_input { const char *member, *kind, *note; int64_t until; };
static const struct field paper_fields[] = {
    {CHOICE, "membre", N_("Member"), TEXT_IN(paper_input, member), .required = true, .options = member_choices,
     .none = NO_MEMBER},
    {CHOICE, "piece", N_("Paper"), TEXT_IN(paper_input, kind), .required = true, .choices = paper_kinds},
    {DATE, "valable", N_("Valid until"), INT_IN(paper_input, until), .required = true,
     .hint = N_("A certificate of social contributions is valid six months, a tax certificate for the year.")},
    {TEXT, "note", N_("Note"), TEXT_IN(paper_input, note), .most = 200},
    {FILE_UPLOAD, "fichier", N_("The file, when you have it"), .hint = N_("PDF, JPEG or PNG."), .most = 10},
    {0}
};
const struct form paper_form = {N_("Add a paper"), "/groupements/:id/pieces", N_("Keep this paper"), paper_fields,
    NULL};

/* One line for each member and paper owed: there or not, valid at the deadline or not. */
static struct requirements owed(struct request *rq, const struct groupement_by_id *group)
{
    struct requirements all = checks_of(rq, group);
    struct requirement *mine = arena_array(rq->arena, all.count, sizeof *mine);
    size_t count = 0;
    for (size_t i = 0; i < all.count; i++)
        if (text_ends(all.items[i].href, "/pieces")) {
            mine[count] = all.items[i];
            mine[count++].href = NULL;
        }
    return (struct requirements){mine, count};
}

static void show_with(struct request *rq, int status, const struct form_view *refused)
{
    struct groupement_papers page = {0};
    if (!enter(rq, MEMBER, &page.group))
        return;
    page.tabs = group_tabs(rq, &page.group, "pieces");
    page.owed = owed(rq, &page.group);
    page.papers = papers_listed(rq->db, (struct papers_listed_args){.groupement_id = page.group.id});
    page.paper = refused ? *refused : form_empty(rq, &paper_form);
    reply_with(rq, status, &groupement_papers, &page);
}

void show_papers(struct request *rq)
{
    show_with(rq, OK, NULL);
}

void keep_paper(struct request *rq)
{
    struct groupement_by_id group;
    struct paper_input input = {0};
    struct form_view view;
    const char *why = NULL;
    int64_t member = 0, file = 0;
    if (!enter_to_change(rq, MEMBER, &group))
        return;
    bool sound = form_read(rq, &paper_form, &input, &view);
    if (sound && param_upload(rq, "fichier") && !(file = file_keep(rq, param_upload(rq, "fichier"), accepted, LARGEST,
                                                                   &why)))
        form_refuse(rq, &view, "fichier", why);
    if (!sound || why) {
        show_with(rq, INVALID, &view);
        return;
    }
    parse_int(input.member, &member);
    paper_put(rq->db, (struct paper_put_args){.member_id = member, .kind = input.kind, .valid_until = input.until,
        .note = input.note, .file_id = file ? &file : NULL, .now = rq->now});
    group_note(rq, group.id, N_("A paper was added"), NULL);
    reply_done(rq, group_path(rq, group.id, "pieces"), translate(rq, N_("The paper is kept.")));
}

void send_paper(struct request *rq)
{
    struct paper_by_id paper;
    struct groupement_by_id group;
    bool known = paper_by_id(rq->db, (struct paper_by_id_args){.id = route_id(rq)}, &paper) && paper.file_id
        && groupement_by_id(rq->db, (struct groupement_by_id_args){.id = paper.groupement_id}, &group)
        && inside_of(rq, &group) >= MEMBER;
    if (!known) {
        reply_error(rq, NOT_FOUND);
        return;
    }
    file_reply(rq, *paper.file_id);
}
