/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Components of a list page: pages, facets, views, cards, nothing yet. */
#include "i18n/i18n.h"
#include "web/address.h"
#include "web/draw.h"
#include <string.h>

enum { MOST_EXPORTED = 40000, MOST_PARTS = 1000 };

struct pager pager_here(struct request *rq, int64_t size)
{
    if (rq->shape == AS_CSV || rq->shape == AS_XLSX || rq->shape == AS_GEOJSON)
        return (struct pager){.page = param_int(rq, "partie", 1, 1, MOST_PARTS), .size = MOST_EXPORTED};
    return (struct pager){.page = param_int(rq, "page", 1, 1, 100000), .size = size};
}

int64_t pager_offset(const struct pager *pager)
{
    return (pager->page - 1) * pager->size;
}

static int64_t last_page(const struct pager *pager)
{
    return pager->total <= 0 || pager->size <= 0 ? 1 : (pager->total - 1) / pager->size + 1;
}

static void draw_page_link(struct request *rq, int64_t page, const char *direction, const char *text)
{
    const char *address = page == 1 ? address_with(rq, "page", NULL)
                                    : address_with(rq, "page", arena_format(rq->arena, "%ld", (long)page));
    draw(rq, "<li><a class=\"button quiet\" rel=\"%s\"", direction);
    draw_href(rq, address);
    draw(rq, ">%s</a></li>\n", text);
}

static const char *written(const struct request *rq, int64_t count)
{
    struct buffer out = {.arena = rq->arena};
    write_number(&out, rq->language, (double)count);
    return buffer_string(&out);
}

void html_pager(struct request *rq, const struct pager *pager)
{
    int64_t last = last_page(pager), first_item = pager_offset(pager) + 1, last_item = pager->page * pager->size;
    if (pager->total <= 0)
        return;
    const char *range = first_item > pager->total
                            ? say(rq, N_("Nothing on page %ld: there are %ld pages."), (long)pager->page, (long)last)
                            : say(rq, N_("%s–%s of %s"), written(rq, first_item),
                                  written(rq, last_item < pager->total ? last_item : pager->total),
                                  written(rq, pager->total));
    draw(rq, "<nav class=\"pager\" aria-label=\"%s %s\">\n<p>%s</p>\n", translate(rq, N_("Pages:")), range, range);
    if (last > 1) {
        draw(rq, "<ul>\n");
        if (pager->page > 1)
            draw_page_link(rq, pager->page - 1 < last ? pager->page - 1 : last, "prev",
                           translate(rq, N_("Previous page")));
        if (pager->page < last)
            draw_page_link(rq, pager->page + 1, "next", translate(rq, N_("Next page")));
        draw(rq, "</ul>\n");
    }
    draw(rq, "</nav>\n");
}

void json_pager(struct json *json, const void *component)
{
    const struct pager *pager = component;
    json_object(json);
    json_key(json, "page"), json_int(json, pager->page);
    json_key(json, "size"), json_int(json, pager->size);
    json_key(json, "total"), json_int(json, pager->total);
    json_end(json);
}

static void draw_chip(struct request *rq, const struct facet *facet, const struct facet_value *value)
{
    draw(rq, "<li><a class=\"chip\" rel=\"nofollow\"");
    draw_href(rq, address_without(rq, facet->name, value->code));
    draw(rq, "><span class=\"visually-hidden\">%s </span>%s</a></li>\n", translate(rq, N_("Remove the filter")),
         value->text);
}

static size_t count_active(const struct facet *facet)
{
    size_t active = 0;
    for (size_t i = 0; i < facet->count; i++)
        active += facet->values[i].active;
    return active;
}

static void draw_chips(struct request *rq, const struct facets *facets)
{
    size_t active = 0;
    for (size_t i = 0; i < facets->count; i++)
        active += count_active(&facets->facets[i]);
    if (!active)
        return;
    draw(rq, "<ul class=\"chips\" aria-label=\"%s\">\n", translate(rq, N_("Active filters")));
    for (size_t i = 0; i < facets->count; i++)
        for (size_t j = 0; j < facets->facets[i].count; j++)
            if (facets->facets[i].values[j].active)
                draw_chip(rq, &facets->facets[i], &facets->facets[i].values[j]);
    if (active > 1)
        draw(rq, "<li><a rel=\"nofollow\" href=\"%s\">%s</a></li>\n", rq->path,
             translate(rq, N_("Remove all filters")));
    draw(rq, "</ul>\n");
}

static void draw_facet_value(struct request *rq, const struct facet *facet, const struct facet_value *value)
{
    draw(rq, "<li><a rel=\"nofollow\"");
    draw_href(rq, value->active ? address_without(rq, facet->name, value->code)
                                : address_adding(rq, facet->name, value->code));
    if (value->active)
        draw(rq, " aria-current=\"true\"");
    draw(rq, "><span>%s</span> <span class=\"count\">", value->text);
    draw_number(rq, (double)value->count);
    draw(rq, "</span></a></li>\n");
}

static void draw_facet(struct request *rq, const struct facet *facet, bool open)
{
    if (!facet->count)
        return;
    if (open)
        draw(rq, "<details open>\n");
    else
        draw(rq, "<details>\n");
    draw(rq, "<summary>%s</summary>\n<ul>\n", facet->label);
    for (size_t i = 0; i < facet->count; i++)
        draw_facet_value(rq, facet, &facet->values[i]);
    draw(rq, "</ul>\n</details>\n");
}

static size_t count_shown(const struct facets *facets)
{
    size_t shown = 0;
    for (size_t i = 0; i < facets->count; i++)
        shown += facets->facets[i].count > 0;
    return shown;
}

/* The first facet is open, to show how they work; the others when they hold something. On a small screen all of them
 * stand behind one button, as the menu does, so that what was searched comes first. */
void html_facets(struct request *rq, const struct facets *facets)
{
    if (!count_shown(facets))
        return;
    const char *name = facets->facets[0].name, *title = translate(rq, N_("Filters"));
    draw_chips(rq, facets);
    draw(rq, "<button class=\"facets-open\" type=\"button\" popovertarget=\"filtres-%s\">%s</button>\n", name,
         translate(rq, N_("Filter the list")));
    draw(rq, "<nav class=\"facets\" id=\"filtres-%s\" popover aria-label=\"%s\">\n", name, title);
    draw(rq,
         "<button class=\"facets-close\" type=\"button\" popovertarget=\"filtres-%s\" "
         "popovertargetaction=\"hide\">%s</button>\n",
         name, translate(rq, N_("Close the filters")));
    for (size_t i = 0; i < facets->count; i++)
        draw_facet(rq, &facets->facets[i], i == 0 || count_active(&facets->facets[i]));
    draw(rq, "</nav>\n");
}

static void json_facet(struct json *json, const struct facet *facet)
{
    json_object(json);
    json_key(json, "name"), json_text(json, facet->name);
    json_key(json, "label"), json_text(json, facet->label);
    json_key(json, "values"), json_array(json);
    for (size_t i = 0; i < facet->count; i++) {
        json_object(json);
        json_key(json, "code"), json_text(json, facet->values[i].code);
        json_key(json, "text"), json_text(json, facet->values[i].text);
        json_key(json, "count"), json_int(json, facet->values[i].count);
        json_key(json, "active"), json_bool(json, facet->values[i].active);
        json_end(json);
    }
    json_end(json);
    json_end(json);
}

void json_facets(struct json *json, const void *component)
{
    const struct facets *facets = component;
    json_array(json);
    for (size_t i = 0; i < facets->count; i++)
        json_facet(json, &facets->facets[i]);
    json_end(json);
}

void html_tabs(struct request *rq, const struct tabs *tabs)
{
    if (!tabs->count)
        return;
    draw(rq, "<nav class=\"tabs\" aria-label=\"%s\">\n<ul>\n", tabs->name);
    for (size_t i = 0; i < tabs->count; i++) {
        draw(rq, "<li><a");
        draw_href(rq, tabs->tabs[i].href);
        if (tabs->tabs[i].here)
            draw(rq, " aria-current=\"page\"");
        draw(rq, ">%s</a></li>\n", tabs->tabs[i].label);
    }
    draw(rq, "</ul>\n</nav>\n");
}

void json_tabs(struct json *json, const void *component)
{
    const struct tabs *tabs = component;
    json_array(json);
    for (size_t i = 0; i < tabs->count; i++) {
        json_object(json);
        json_key(json, "label"), json_text(json, tabs->tabs[i].label);
        json_key(json, "href"), json_text(json, tabs->tabs[i].href);
        json_key(json, "here"), json_bool(json, tabs->tabs[i].here);
        json_end(json);
    }
    json_end(json);
}

void html_empty(struct request *rq, const struct empty *empty)
{
    if (!empty->why)
        return;
    draw(rq, "<div class=\"empty\">\n");
    draw_mark(rq, 64);
    draw(rq, "<p>%s</p>\n", empty->why);
    if (empty->act) {
        draw(rq, "<p><a class=\"button\"");
        draw_href(rq, empty->act_path);
        draw(rq, ">%s</a></p>\n", empty->act);
    }
    draw(rq, "</div>\n");
}

void json_empty(struct json *json, const void *component)
{
    const struct empty *empty = component;
    json_object(json);
    json_key(json, "why"), json_text(json, empty->why);
    json_key(json, "act"), json_text(json, empty->act);
    json_key(json, "act_path"), json_text(json, empty->act_path);
    json_end(json);
}

/* "csv" as people say it: CSV. In place. */
static const char *capitals(char *word)
{
    for (char *at = word; *at; at++)
        if (*at >= 'a' && *at <= 'z')
            *at = (char)(*at - 'a' + 'A');
    return word;
}

static void draw_export(struct request *rq, const char *address, const char *text)
{
    draw(rq, "<a");
    draw_href(rq, address);
    draw(rq, ">%s</a>", text);
}

/* A list too long for one file goes out in several, each with its link: nothing is cut in silence. */
static void draw_parts(struct request *rq, const char *address, int64_t total)
{
    for (int64_t part = 1; part <= MOST_PARTS && (part - 1) * MOST_EXPORTED < total; part++) {
        int64_t last = part * MOST_EXPORTED < total ? part * MOST_EXPORTED : total;
        draw(rq, part > 1 ? ", " : " ");
        draw_export(rq, arena_format(rq->arena, "%s%cpartie=%d", address, strchr(address, '?') ? '&' : '?', (int)part),
                    say(rq, N_("%s to %s"), written(rq, (part - 1) * MOST_EXPORTED + 1), written(rq, last)));
    }
}

void html_exports(struct request *rq, const struct exports *exports)
{
    if (!exports->formats)
        return;
    size_t count;
    int64_t total = exports->pages ? exports->pages->total : 0;
    char **formats = text_split(rq->arena, exports->formats, " ", &count);
    draw(rq, "<p class=\"exports\">%s ", translate(rq, N_("The same as")));
    for (size_t i = 0; i < count; i++) {
        const char *address = address_as(rq, formats[i]);
        bool long_table = total > MOST_EXPORTED && !text_is(formats[i], "json");
        const char *name = text_is(formats[i], "geojson") ? "GeoJSON" : capitals(formats[i]);
        draw(rq, "%s", i ? long_table ? "; " : ", " : "");
        if (!long_table) {
            draw_export(rq, address, name);
            continue;
        }
        draw(rq, "%s", name);
        draw_parts(rq, address, total);
    }
    draw(rq, "</p>\n");
}

void json_exports(struct json *json, const void *component)
{
    const struct exports *exports = component;
    json_text(json, exports->formats);
}
