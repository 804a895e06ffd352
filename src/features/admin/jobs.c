/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What runs in the background: where each job stands. The pages have no script: a link shows the state again. */
#include "features/admin/handlers.h"
#include "admin.bake.h"
#include "work/job.h"
#include "work/work.h"

enum { PAGE_SIZE = 50 };

static const char *kind_text(struct request *rq, const char *name)
{
    for (const struct feature *const *feature = rq->app->features; *feature; feature++)
        for (const struct job_kind *kind = (*feature)->jobs; kind && kind->name; kind++)
            if (text_is(kind->name, name) && kind->label)
                return translate(rq, kind->label);
    return name;
}

void list_jobs(struct request *rq)
{
    struct job_list page = {.pages = pager_here(rq, PAGE_SIZE)};
    struct jobs_total total = {0};
    jobs_total(rq->db, &total);
    page.pages.total = total.total;
    page.jobs = jobs_page(rq->db, (struct jobs_page_args){page.pages.size, pager_offset(&page.pages)});
    for (size_t i = 0; rq->shape == AS_HTML && i < page.jobs.count; i++)
        page.jobs.rows[i].kind = kind_text(rq, page.jobs.rows[i].kind);
    reply(rq, &job_list, &page);
}

static struct facts facts_of(struct request *rq, const struct job_shown *job)
{
    struct fact *facts = arena_array(rq->arena, 3, sizeof *facts);
    facts[0] = (struct fact){translate(rq, N_("State")), label_text(rq, job_states, job->state), NULL};
    facts[1] = (struct fact){translate(rq, N_("Progress")), job->total && !job->ended_at
        ? arena_format(rq->arena, "%lld / %lld", (long long)job->done, (long long)job->total) : NULL, NULL};
    facts[2] = (struct fact){translate(rq, N_("Message")), job->report ? NULL : job->message, NULL};
    return (struct facts){facts, 3};
}

void show_job(struct request *rq)
{
    struct job_page page = {0};
    if (!job_shown(rq->db, (struct job_shown_args){.id = route_id(rq)}, &page.job)) {
        reply_error(rq, NOT_FOUND);
        return;
    }
    page.facts = facts_of(rq, &page.job);
    if (rq->shape == AS_HTML)
        page.job.kind = kind_text(rq, page.job.kind);
    reply(rq, &job_page, &page);
}
