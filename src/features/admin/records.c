/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What the site keeps of what was done, and the mail it wrote. */
#include "features/admin/handlers.h"
#include "admin.bake.h"
#include "work/journal.h"

enum { PAGE_SIZE = 50 };

void list_journal(struct request *rq)
{
    struct journal_list page = {.pages = pager_here(rq, PAGE_SIZE)};
    struct journal_total total = {0};
    int64_t entries = 0, broken = journal_verify(rq->db, rq->arena, &entries);
    journal_total(rq->db, &total);
    page.pages.total = total.total;
    page.entries = journal_page(rq->db, (struct journal_page_args){page.pages.size, pager_offset(&page.pages)});
    journal_chain(rq->db, (struct journal_chain_args){.entries = entries, .broken = broken}, &page.chain);
    reply(rq, &journal_list, &page);
}

void list_outbox(struct request *rq)
{
    struct outbox_list page = {.pages = pager_here(rq, PAGE_SIZE), .states = outbox_by_state(rq->db)};
    for (size_t i = 0; i < page.states.count; i++)
        page.pages.total += page.states.rows[i].total;
    page.letters = outbox_shown(rq->db, (struct outbox_shown_args){page.pages.size, pager_offset(&page.pages)});
    reply(rq, &outbox_list, &page);
}
