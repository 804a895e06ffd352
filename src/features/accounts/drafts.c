/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Drafts: a form that is kept for later, as it was typed, and taken up again where one wants. */
#include "accounts.bake.h"
#include "features/accounts/accounts.h"
#include "features/accounts/handlers.h"
#include "formats/json.h"
#include "web/address.h"
#include <string.h>

enum { MOST_DRAFTS = 30, LARGEST_DRAFT = 100000 };

/* Where this form posts to: two structures contacted for one need are two drafts. */
static const char *own_address(struct request *rq)
{
    return *rq->query ? arena_format(rq->arena, "%s?%s", rq->path, rq->query) : rq->path;
}

static void write_pair(struct json *json, const char *name, const char *value)
{
    json_array(json);
    json_text(json, name);
    json_text(json, value);
    json_end(json);
}

static const char *typed_values(struct request *rq)
{
    struct buffer body = {.arena = rq->arena};
    struct json json;
    json_begin(&json, &body);
    json_array(&json);
    for (const struct field *field = rq->route->form->fields; field->kind; field++) {
        size_t count = 0;
        const char *const *values = param_texts(rq, field->name, &count);
        for (size_t i = 0; i < count && field->kind != PASSWORD && field->kind != FILE_UPLOAD; i++)
            write_pair(&json, field->name, values[i]);
    }
    json_end(&json);
    return buffer_string(&body);
}

void accounts_keep_draft(struct request *rq)
{
    const char *body = typed_values(rq);
    struct draft_put kept;
    if (strlen(body) > LARGEST_DRAFT) {
        reply_refused(rq, TOO_LARGE, translate(rq, N_("This is too long to be kept as a draft.")));
        return;
    }
    draft_put(rq->db, (struct draft_put_args){.person_id = rq->user->id, .address = own_address(rq),
        .title = rq->route->form->title, .body = body, .now = rq->now}, &kept);
    drafts_beyond(rq->db, (struct drafts_beyond_args){.person_id = rq->user->id, .most = MOST_DRAFTS});
    reply_done(rq, "/compte/brouillons", translate(rq, N_("What you typed is kept. You will find it here, from any "
        "computer.")));
}

void accounts_drop_draft(struct request *rq)
{
    draft_drop(rq->db, (struct draft_drop_args){.person_id = rq->user->id, .address = own_address(rq)});
}

void list_drafts(struct request *rq)
{
    struct draft_list page = {.drafts = drafts_of(rq->db, (struct drafts_of_args){.person_id = rq->user->id})};
    for (size_t i = 0; i < page.drafts.count; i++)
        page.drafts.rows[i].title = translate(rq, page.drafts.rows[i].title);
    if (!page.drafts.count)
        page.nothing = (struct empty){translate(rq,
            N_("No draft. Long forms can be kept for later: the button stands at "
            "their end.")), "/compte", translate(rq, N_("My account"))};
    reply(rq, &draft_list, &page);
}

/* A pair that is not what typed_values() wrote is passed over. */
static struct param *read_values(struct request *rq, const char *body, size_t *count)
{
    const char *trouble;
    int line;
    const struct json_value *all = json_read(rq->arena, body, strlen(body), &trouble, &line);
    struct param *values = arena_array(rq->arena, all ? all->count : 0, sizeof *values);
    for (size_t i = 0; all && all->kind == JSON_ARRAY && i < all->count; i++) {
        const struct json_value *pair = &all->items[i];
        if (pair->kind == JSON_ARRAY && pair->count == 2 && pair->items[0].kind == JSON_TEXT
            && pair->items[1].kind == JSON_TEXT)
            values[(*count)++] = (struct param){pair->items[0].text, pair->items[1].text};
    }
    return values;
}

/* The form as it was left, posting where it would have. */
void resume_draft(struct request *rq)
{
    struct draft_by_id draft;
    const struct route *route = NULL;
    bool mine = draft_by_id(rq->db, (struct draft_by_id_args){.id = route_id(rq), .person_id = rq->user->id}, &draft);
    if (mine)
        route = route_at(rq, POST, draft.address, rq->ids);
    if (!route || !route->form || !may(rq, route->allow)) {
        reply_error(rq, NOT_FOUND);
        return;
    }
    struct form form = *route->form;
    struct form_view view = {.form = &form};
    form.action = draft.address;
    view.values = read_values(rq, draft.body, &view.value_count);
    form_reply(rq, &view);
}

void remove_draft(struct request *rq)
{
    draft_remove(rq->db, (struct draft_remove_args){.id = route_id(rq), .person_id = rq->user->id});
    reply_done(rq, "/compte/brouillons", translate(rq, N_("The draft is removed.")));
}
