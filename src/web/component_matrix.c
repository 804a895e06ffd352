/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Who does what, as a table; and several such answers, side by side. */
#include "web/component.h"
#include "web/draw.h"

static void draw_head(struct request *rq, const struct matrix *matrix)
{
    draw(rq, "<table class=\"matrix\">\n<caption>%s</caption>\n<thead><tr><th scope=\"col\">%s</th>", matrix->caption,
         matrix->corner);
    for (size_t c = 0; c < matrix->column_count; c++)
        draw(rq, "<th scope=\"col\">%s</th>", matrix->columns[c]);
    if (matrix->act_head)
        draw(rq, "<th scope=\"col\">%s</th>", matrix->act_head);
    draw(rq, "</tr></thead>\n<tbody>\n");
}

static void draw_row(struct request *rq, const struct matrix *matrix, const struct matrix_row *row)
{
    draw(rq, row->sum ? "<tr class=\"sum\"><th scope=\"row\">" : "<tr><th scope=\"row\">");
    draw_link(rq, row->href, row->label);
    if (row->note)
        draw(rq, "<br><span class=\"meta\">%s</span>", row->note);
    draw(rq, "</th>");
    for (size_t c = 0; c < matrix->column_count; c++) {
        const struct matrix_cell *cell = &row->cells[c];
        draw(rq, !cell->text ? "<td class=\"none\">" : cell->weak ? "<td class=\"weak\">" : "<td class=\"done\">");
        draw(rq, "%s</td>", cell->text);
    }
    if (matrix->act_head) {
        draw(rq, "<td>");
        for (size_t a = 0; a < row->act_count; a++) {
            draw(rq, a ? " · " : "");
            draw_link(rq, row->acts[a].href, row->acts[a].label);
        }
        draw(rq, "</td>");
    }
    draw(rq, "</tr>\n");
}

void html_matrix(struct request *rq, const struct matrix *matrix)
{
    if (!matrix->row_count)
        return;
    draw(rq, "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"%s\">\n", matrix->caption);
    draw_head(rq, matrix);
    for (size_t i = 0; i < matrix->row_count; i++)
        draw_row(rq, matrix, &matrix->rows[i]);
    draw(rq, "</tbody>\n</table>\n</div>\n");
}

void json_matrix(struct json *json, const void *component)
{
    const struct matrix *matrix = component;
    json_array(json);
    for (size_t i = 0; i < matrix->row_count; i++) {
        json_object(json);
        json_key(json, "name"), json_text(json, matrix->rows[i].label);
        for (size_t c = 0; c < matrix->column_count; c++)
            json_key(json, matrix->columns[c]), json_text(json, matrix->rows[i].cells[c].text);
        json_end(json);
    }
    json_end(json);
}

void html_proposals(struct request *rq, const struct proposals *proposals)
{
    for (size_t i = 0; i < proposals->count; i++) {
        const struct proposal *one = &proposals->proposals[i];
        draw(rq, "<section class=\"proposal\">\n<h3>%s ", one->title);
        html_badge(rq, &one->badge);
        draw(rq, "</h3>\n<ul>\n");
        for (size_t r = 0; r < one->reason_count; r++)
            draw(rq, "<li>%s</li>\n", one->reasons[r]);
        draw(rq, "</ul>\n");
        html_matrix(rq, &one->matrix);
        html_acts(rq, &one->acts);
        draw(rq, "</section>\n");
    }
}

void json_proposals(struct json *json, const void *component)
{
    const struct proposals *proposals = component;
    json_array(json);
    for (size_t i = 0; i < proposals->count; i++) {
        const struct proposal *one = &proposals->proposals[i];
        json_object(json);
        json_key(json, "title"), json_text(json, one->title);
        json_key(json, "reasons"), json_array(json);
        for (size_t r = 0; r < one->reason_count; r++)
            json_text(json, one->reasons[r]);
        json_end(json);
        json_key(json, "members"), json_matrix(json, &one->matrix);
        json_end(json);
    }
    json_end(json);
}
