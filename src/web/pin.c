/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Markers of a map or a network. */
#include "web/pin.h"
#include <string.h>

/* y: where the letter's foot stands, so that it is in the middle of what the eye sees of the shape. */
static const struct { const char *markup; int y;
} outlines[] = {
    {"<circle r=\"12\"/>", 5},
    {"<path d=\"M-11-11h22v22h-22z\"/>", 5},
    {"<path d=\"M0-16 16 0 0 16-16 0z\"/>", 5},
    {"<path d=\"M-7-13h14l7 13-7 13h-14l-7-13z\"/>", 5},
    {"<path d=\"M-18 12 0-19 18 12z\"/>", 9},
    {"<path d=\"M-18-12h36L0 19z\"/>", 3},
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
    index %= sizeof outlines / sizeof *outlines;
    const char *at = kind ? kind : "";
    utf8_next(&at, at + strlen(at));
    html_markup(rq, outlines[index].markup, strlen(outlines[index].markup));
    if (kind && *kind)
        draw(rq, "<text y=\"%d\">%s</text>", outlines[index].y, arena_copy(rq->arena, kind, (size_t)(at - kind)));
}

void draw_kind_key(struct request *rq, const struct kinds *kinds, size_t index)
{
    draw(rq, "<li><svg class=\"map\" width=\"28\" height=\"28\" viewBox=\"-19 -20 38 40\" aria-hidden=\"true\" "
             "focusable=\"false\"><g class=\"key-pin\">");
    draw_pin(rq, index, kinds->names[index]);
    draw(rq, "</g></svg> %s</li>\n", kinds->names[index]);
}
