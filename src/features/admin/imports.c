/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Imports from a page: send a file, then read what became of each of its lines. */
#include "features/admin/handlers.h"
#include "features/admin/admin.h"
#include "admin.bake.h"
#include "i18n/i18n.h"
#include "work/file.h"
#include "work/import.h"
#include "work/job.h"
#include "work/journal.h"

enum { PAGE_SIZE = 50, LARGEST = 20 * 1000 * 1000 };

const char *const import_accepted[] = {
    "text/csv", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "application/vnd.oasis.opendocument.spreadsheet", "application/geo+json", "application/json", "application/xml",
    NULL
};

struct typed { const char *kind; };

static size_t count_importers(const struct app *app)
{
    size_t count = 0;
    for (const struct feature *const *feature = app->features; *feature; feature++)
        for (const struct importer *const *one = (*feature)->importers; one && *one; one++)
            count++;
    return count;
}

static bool may_import(const struct request *rq, const struct importer *importer)
{
    return may_in(rq, importer->allow ? importer->allow : &administer, SCOPE_SITE, 0);
}

/* Only the kinds that the person may import are proposed, hence accepted. */
const struct label *import_kinds(struct request *rq)
{
    struct label *labels = arena_array(rq->arena, count_importers(rq->app) + 1, sizeof *labels);
    size_t count = 0;
    for (const struct feature *const *feature = rq->app->features; *feature; feature++)
        for (const struct importer *const *one = (*feature)->importers; one && *one; one++)
            if (may_import(rq, *one))
                labels[count++] = (struct label){(*one)->kind, (*one)->label};
    labels[count] = (struct label){0};
    return labels;
}

static const struct field fields[] = {
    {CHOICE, "genre", N_("What it holds"), TEXT_IN(typed, kind), .required = true, .options = import_kinds},
    {FILE_UPLOAD, "fichier", N_("File"), NOWHERE, N_("CSV, XLSX, ODS, JSON, GeoJSON or XML."), .required = true},
    {0}
};
const struct form import_form = {
    N_("Import a file"), "/imports", N_("Import this file"), fields,
    N_("The same file sent twice duplicates nothing. Each line that is refused is shown with its reason.")
};

const char *import_kind_text(struct request *rq, const char *kind)
{
    const struct importer *importer = importer_find(rq->app, kind);
    return importer ? translate(rq, importer->label) : kind;
}

/* What each kind of file holds, for who makes her own. */
static struct facts file_formats(struct request *rq)
{
    size_t count = 0;
    struct fact *facts = arena_array(rq->arena, count_importers(rq->app) + 1, sizeof *facts);
    for (const struct feature *const *feature = rq->app->features; *feature; feature++)
        for (const struct importer *const *one = (*feature)->importers; one && *one; one++)
            if ((*one)->columns && may_import(rq, *one))
                facts[count++] = (struct fact){translate(rq, (*one)->label), translate(rq, (*one)->columns)};
    return (struct facts){facts, count};
}

static void show_list(struct request *rq, const struct form_view *form)
{
    struct import_list page = {.pages = pager_here(rq, PAGE_SIZE), .form = *form,
                               .formats = file_formats(rq)};
    struct runs_total total = {0};
    runs_total(rq->db, &total);
    page.pages.total = total.total;
    page.runs = runs_page(rq->db, (struct runs_page_args){page.pages.size, pager_offset(&page.pages)});
    for (size_t i = 0; rq->shape == AS_HTML && i < page.runs.count; i++)
        page.runs.rows[i].kind = import_kind_text(rq, page.runs.rows[i].kind);
    reply_with(rq, form->trouble_count ? INVALID : OK, &import_list, &page);
}

void list_imports(struct request *rq)
{
    struct form_view form = form_empty(rq, &import_form);
    show_list(rq, &form);
}

void send_import(struct request *rq)
{
    struct form_view form;
    struct typed typed = {0};
    const char *why = NULL;
    if (!form_read(rq, &import_form, &typed, &form)) {
        show_list(rq, &form);
        return;
    }
    int64_t file = file_keep(rq, param_upload(rq, "fichier"), import_accepted, LARGEST, &why);
    if (!file) {
        form_refuse(rq, &form, "fichier", why);
        show_list(rq, &form);
        return;
    }
    int64_t job = job_add(rq, "import", arena_format(rq->arena, "%s %lld", typed.kind, (long long)file));
    journal_add(rq->db, &(struct journal_entry){.subject = "job", .subject_id = job, .action = "import_asked",
                                                .actor_id = rq->user ? rq->user->id : 0, .at = rq->now});
    reply_created(rq, "/taches", job);
}

static const char *number(struct request *rq, int64_t value)
{
    struct buffer out = {.arena = rq->arena};
    write_number(&out, rq->language, (double)value);
    return buffer_string(&out);
}

static struct facts counts(struct request *rq, const struct run_shown *run)
{
    const struct fact found[] = {
        {translate(rq, N_("Kind")), import_kind_text(rq, run->kind), NULL},
        {translate(rq, N_("Lines")), number(rq, run->line_count), NULL},
        {translate(rq, N_("Added")), number(rq, run->added), NULL},
        {translate(rq, N_("Changed")), number(rq, run->changed), NULL},
        {translate(rq, N_("Known already")), number(rq, run->same), NULL},
        {translate(rq, N_("Lines rejected")), number(rq, run->rejected), NULL},
        {translate(rq, N_("Remarks on lines kept")), number(rq, run->warned), NULL},
    };
    enum { COUNT = sizeof found / sizeof *found };
    struct fact *facts = arena_array(rq->arena, COUNT, sizeof *facts);
    for (size_t i = 0; i < COUNT; i++)
        facts[i] = found[i];
    return (struct facts){facts, COUNT};
}

void show_import(struct request *rq)
{
    struct import_page page = {.pages = pager_here(rq, PAGE_SIZE)};
    struct run_lines_total total = {0};
    if (!run_shown(rq->db, (struct run_shown_args){.id = route_id(rq)}, &page.run)) {
        reply_error(rq, NOT_FOUND);
        return;
    }
    run_lines_total(rq->db, (struct run_lines_total_args){.run_id = page.run.id}, &total);
    page.pages.total = total.total;
    page.lines = run_lines(rq->db, (struct run_lines_args){
        .run_id = page.run.id, .page_size = page.pages.size, .offset = pager_offset(&page.pages)});
    page.counts = counts(rq, &page.run);
    reply(rq, &import_page, &page);
}
