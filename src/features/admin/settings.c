/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Settings of every feature in one form, and the dated parameters. A secret is never shown: left empty, it stays. */
#include "features/admin/handlers.h"
#include "admin.bake.h"
#include "work/journal.h"
#include "work/setting.h"
#include <string.h>

static size_t count_settings(const struct app *app)
{
    size_t count = 0;
    for (const struct feature *const *feature = app->features; *feature; feature++)
        for (const struct setting *const *one = (*feature)->settings; one && *one; one++)
            count++;
    return count;
}

/* Every setting of the program, ended by NULL. */
static const struct setting **all_settings(struct request *rq)
{
    const struct setting **all = arena_array(rq->arena, count_settings(rq->app) + 1, sizeof *all);
    size_t count = 0;
    for (const struct feature *const *feature = rq->app->features; *feature; feature++)
        for (const struct setting *const *one = (*feature)->settings; one && *one; one++)
            all[count++] = *one;
    all[count] = NULL;
    return all;
}

/* Bounds are the setting's own business: setting_set() says what is wrong, here as in the terminal. */
static struct field field_of(const struct setting *setting)
{
    struct field field = {.kind = TEXT, .name = setting->name, .label = setting->label, .hint = setting->unit,
                          .most = 1000};
    if (setting->kind == SETTING_TICK)
        field.kind = TICK;
    if (setting->kind == SETTING_SECRET) {
        field.kind = PASSWORD;
        field.hint = N_("Never shown. Leave empty to keep the one that is there.");
        field.autocomplete = "new-password";
    }
    if (field.kind == TICK)
        field.most = 0;
    return field;
}

static const struct form *settings_form(struct request *rq, const struct setting **all)
{
    size_t count = count_settings(rq->app);
    struct field *fields = arena_array(rq->arena, count + 1, sizeof *fields);
    struct form *form = arena_alloc(rq->arena, sizeof *form);
    for (size_t i = 0; i < count; i++)
        fields[i] = field_of(all[i]);
    fields[count] = (struct field){0};
    *form = (struct form){N_("Settings"), "/reglages", N_("Keep these settings"), fields,
                          N_("An empty field brings back what the program came with.")};
    return form;
}

void show_settings(struct request *rq)
{
    const struct setting **all = all_settings(rq);
    struct form_view view = form_empty(rq, settings_form(rq, all));
    struct param *values = arena_array(rq->arena, count_settings(rq->app) + 1, sizeof *values);
    view.values = values;
    view.value_count = 0;
    for (; *all; all++)
        if ((*all)->kind != SETTING_SECRET)
            values[view.value_count++] = (struct param){(*all)->name, setting_text(rq->db, *all)};
    form_reply(rq, &view);
}

/* What was sent for a setting; NULL when nothing was: it stays as it is. A browser says nothing of an empty box. */
static const char *sent(struct request *rq, const struct setting *setting)
{
    size_t count;
    const char *const *texts = param_texts(rq, setting->name, &count);
    if (setting->kind == SETTING_TICK)
        return count && texts[0] && !text_is(texts[0], "0") ? "1" : rq->shape == AS_HTML || count ? "0" : NULL;
    if (!count || (setting->kind == SETTING_SECRET && text_blank(texts[0])))
        return NULL;
    return texts[0];
}

static bool is_changed(struct request *rq, const struct setting *setting, const char *value)
{
    const char *before = setting_text(rq->db, setting);
    return value && !(before ? text_is(before, value) : text_blank(value));
}

void change_settings(struct request *rq)
{
    const struct setting **all = all_settings(rq);
    const struct form *form = settings_form(rq, all);
    struct form_view view;
    if (!form_read(rq, form, NULL, &view)) {
        form_reply(rq, &view);
        return;
    }
    for (; *all; all++) {
        const char *value = sent(rq, *all), *why = NULL;
        if (!is_changed(rq, *all, value))
            continue;
        if (!setting_set(rq->db, *all, value, &why))
            form_refuse(rq, &view, (*all)->name, translate(rq, why));
        else
            journal_add(rq->db, &(struct journal_entry){.subject = "setting", .action = (*all)->name,
                                                        .actor_id = rq->user ? rq->user->id : 0, .at = rq->now});
    }
    if (view.trouble_count)
        form_reply(rq, &view);
    else
        reply_done(rq, "/reglages", translate(rq, N_("These settings are kept.")));
}

struct dated { const char *name, *source; int64_t from_day; double value; };

static const char *is_a_name(struct request *rq, const char *value)
{
    (void)rq;
    return strspn(value, "abcdefghijklmnopqrstuvwxyz0123456789_") == strlen(value)
         ? NULL : N_("Lower-case letters without accents, figures and _ only.");
}

static const struct field parameter_fields[] = {
    {TEXT, "nom", N_("Name"), TEXT_IN(dated, name), .required = true, .most = 60, .check = is_a_name,
     .example = N_("hourly_minimum_wage")},
    {DATE, "a_partir_du", N_("In force from"), INT_IN(dated, from_day), .required = true},
    {DECIMAL, "valeur", N_("Value"), REAL_IN(dated, value), .required = true},
    {TEXT, "source", N_("Source"), TEXT_IN(dated, source), .required = true, .most = 300,
     .hint = N_("The text of law or the authority, so that anyone can verify.")},
    {0}
};
const struct form parameter_form = {
    N_("Add a value"), "/reglages/parametres", N_("Add this value"), parameter_fields, NULL
};

const struct label parameter_names[] = {
    {"actor_confirm_months", N_("Months after which a page of the directory is to be confirmed")},
    {"actor_hide_months", N_("Months after which a page nobody confirms is hidden")},
    {"matching_nearness_km", N_("Kilometres that weigh on a suggestion")},
    {0}
};

static void show_parameters(struct request *rq, const struct form_view *form)
{
    struct parameter_list page = {.parameters = parameters_shown(rq->db), .form = *form};
    reply_with(rq, form->trouble_count ? INVALID : OK, &parameter_list, &page);
}

void list_parameters(struct request *rq)
{
    struct form_view form = form_empty(rq, &parameter_form);
    show_parameters(rq, &form);
}

void add_parameter(struct request *rq)
{
    struct dated dated = {0};
    struct form_view form;
    if (!form_read(rq, &parameter_form, &dated, &form)) {
        show_parameters(rq, &form);
        return;
    }
    parameter_add(rq->db, dated.name, dated.from_day, dated.value, dated.source);
    journal_add(rq->db, &(struct journal_entry){.subject = "parameter", .action = dated.name,
                                                .actor_id = rq->user ? rq->user->id : 0, .at = rq->now});
    reply_done(rq, "/reglages/parametres", translate(rq, N_("This value is kept.")));
}
