/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Markers of a map or a network. */
#include "web/pin.h"
#include <string.h>

static const char *const outlines[] = {
    "<circle r=\"12\"/>", "<path d=\"M-11-11h22v22h-22z\"/>", "<path d=\"M0-15 15 0 0 15-15 0z\"/>",
    "<path d=\"M-7-13h14l7 13-7 13h-14l-7-13z\"/>", "<path d=\"M-14 11 0-16 14 11z\"/>", "<path d=\"M-14-10h28L0 16z\"/>",
};

void kinds_add(struct kinds *kinds, const char *kind)
{
    for (size_t i = 0; i < kinds->count; i++)
        if (text_is(kinds->names[i], kind))
            return;
    if (kind && *kind && kinds->count < MOST_KINDS)
        kinds->names[kinds->count++] = kind;
}

size_t kinds_index(const struct kinds *kinds, const char *kind)
{
    size_t i = 0;
    while (i < kinds->count && !text_is(kinds->names[i], kind))
        i++;
    return i < kinds->count ? i : kinds->count ? kinds->count - 1 : 0;
}

/* "élu" → "É" would need a table of capitals: the letter is the kind's own first, as written. */
void draw_pin(struct request *rq, size_t index, const char *kind)
{
    const char *outline = outlines[index % (sizeof outlines / sizeof *outlines)], *at = kind ? kind : "";
    utf8_next(&at, at + strlen(at));
    html_markup(rq, outline, strlen(outline));
    if (kind && *kind)
        draw(rq, "<text y=\"5\">%s</text>", arena_copy(rq->arena, kind, (size_t)(at - kind)));
}

void draw_kind_key(struct request *rq, const struct kinds *kinds, size_t index)
{
    draw(rq, "<li><svg class=\"map\" width=\"28\" height=\"28\" viewBox=\"-17 -17 34 34\" aria-hidden=\"true\" focusable=\"false\"><g class=\"key-pin\">");
    draw_pin(rq, index, kinds->names[index]);
    draw(rq, "</g></svg> %s</li>\n", kinds->names[index]);
}
