/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What must be true before a next step, with its rules. */
#include "web/draw.h"

static void draw_lacking(struct request *rq, const struct requirements *requirements)
{
    const char *told = NULL;
    draw(rq, "<ul class=\"requirements\">\n");
    for (size_t i = 0; i < requirements->count; i++) {
        const struct requirement *item = &requirements->items[i];
        if (item->met)
            continue;
        draw(rq, "<li><span class=\"badge %s\">%s</span> ", item->hard ? "stopped" : "waiting",
             translate(rq, item->hard ? N_("to do") : N_("to watch")));
        draw(rq, "<span>");
        draw_link(rq, item->href, item->what);
        if (item->rule && !text_is(item->rule, told))
            draw(rq, " <span class=\"hint\">%s</span>", item->rule);
        draw(rq, "</span>");
        told = item->rule;                                 /* one rule for several lines is said once */
        draw(rq, "</li>\n");
    }
    draw(rq, "</ul>\n");
}

void html_requirements(struct request *rq, const struct requirements *requirements)
{
    size_t met = 0;
    for (size_t i = 0; i < requirements->count; i++)
        met += requirements->items[i].met;
    if (met < requirements->count)
        draw_lacking(rq, requirements);
    else if (met)
        draw(rq, "<p class=\"note good\">%s</p>\n", translate(rq, N_("Everything is there.")));
    if (!met)
        return;
    draw(rq, "<details>\n<summary>%s</summary>\n<ul>\n",
         translate_count(rq, N_("%d point is already right"), N_("%d points are already right"), (int64_t)met));
    for (size_t i = 0; i < requirements->count; i++)
        if (requirements->items[i].met)
            draw(rq, "<li>%s</li>\n", requirements->items[i].what);
    draw(rq, "</ul>\n</details>\n");
}

void json_requirements(struct json *json, const void *component)
{
    const struct requirements *requirements = component;
    json_array(json);
    for (size_t i = 0; i < requirements->count; i++) {
        json_object(json);
        json_key(json, "what"), json_text(json, requirements->items[i].what);
        json_key(json, "rule"), json_text(json, requirements->items[i].rule);
        json_key(json, "hard"), json_bool(json, requirements->items[i].hard);
        json_key(json, "met"), json_bool(json, requirements->items[i].met);
        json_end(json);
    }
    json_end(json);
}
