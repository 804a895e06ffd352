/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The search field of a list page. */
#include "web/draw.h"

void html_search(struct request *rq, const struct search *search)
{
    if (!search->action)
        return;
    html_markup(rq, "<form class=\"search\" method=\"get\" role=\"search\" action=\"", 56);
    html_link(rq, search->action);
    draw(rq, "\">\n<label for=\"q\">%s</label>\n", search->label);
    draw(rq, "<input id=\"q\" name=\"q\" type=\"search\" value=\"%s\">\n<button>%s</button>\n</form>\n", search->words,
         translate(rq, N_("Search")));
}

void json_search(struct json *json, const void *component)
{
    const struct search *search = component;
    json_text(json, search->words);
}
