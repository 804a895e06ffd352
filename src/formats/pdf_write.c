/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Writing PDF with cairo and pango, into memory. A4, margins of 2 cm, all lengths in points. */
#include "formats/document.h"
#include <cairo/cairo-pdf.h>
#include <math.h>
#include <pango/pangocairo.h>
#include <string.h>
#include "base/time.h"

static const double page_width = 595.28, page_height = 841.89, margin = 56.7, padding = 4;
static const double green[3] = {0.06, 0.26, 0.21}, sun[3] = {0.85, 0.52, 0.12}, ink[3] = {0.1, 0.1, 0.1},
    grey[3] = {0.4, 0.4, 0.4}, line[3] = {0.54, 0.6, 0.57}, wash[3] = {0.93, 0.95, 0.94};

struct pen {
    cairo_surface_t *surface;
    cairo_t *cairo;
    PangoFontMap *fonts;
    PangoLayout *layout;
    struct buffer *out;
    const struct document *document;
    double y;
    int page, pages;                       /* pages: 0 while they are being counted */
};

static cairo_status_t keep_bytes(void *closure, const unsigned char *data, unsigned int length)
{
    buffer_add(closure, (const char *)data, length);
    return CAIRO_STATUS_SUCCESS;
}

static void color(struct pen *pen, const double rgb[3])
{
    cairo_set_source_rgb(pen->cairo, rgb[0], rgb[1], rgb[2]);
}

/* Sets the layout to this text; its height. */
static double measure(struct pen *pen, const char *text, double size, bool bold, double width, bool end)
{
    PangoFontDescription *font = pango_font_description_from_string("Liberation Sans, DejaVu Sans, Sans");
    pango_font_description_set_absolute_size(font, size * PANGO_SCALE);
    pango_font_description_set_weight(font, bold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL);
    pango_layout_set_font_description(pen->layout, font);
    pango_font_description_free(font);
    pango_layout_set_width(pen->layout, (int)(width * PANGO_SCALE));
    pango_layout_set_wrap(pen->layout, PANGO_WRAP_WORD_CHAR);
    pango_layout_set_alignment(pen->layout, end ? PANGO_ALIGN_RIGHT : PANGO_ALIGN_LEFT);
    pango_layout_set_text(pen->layout, text, -1);
    PangoRectangle around;
    pango_layout_get_extents(pen->layout, NULL, &around);
    return (double)around.height / PANGO_SCALE;
}

static void show(struct pen *pen, double x, double y)
{
    cairo_move_to(pen->cairo, x, y);
    pango_cairo_show_layout(pen->cairo, pen->layout);
}

static void draw_footer(struct pen *pen)
{
    char number[64];
    const char *words = pen->document->footer ? pen->document->footer : "";
    snprintf(number, sizeof number, "page %d / %d", pen->page, pen->pages);
    color(pen, grey);
    measure(pen, words, 8, false, page_width - 2 * margin - 80, false);
    show(pen, margin, page_height - margin + 18);
    measure(pen, number, 8, false, 80, true);
    show(pen, page_width - margin - 80, page_height - margin + 18);
}

static void next_page(struct pen *pen)
{
    draw_footer(pen);
    cairo_show_page(pen->cairo);
    pen->page++;
    pen->y = margin;
}

/* Makes sure that so much height is left on this page. */
static bool need_height(struct pen *pen, double height)
{
    if (pen->y + height <= page_height - margin || pen->y <= margin)
        return false;
    next_page(pen);
    return true;
}

/* A paragraph, line after line, so that a long one goes on over pages. */
static void draw_text(struct pen *pen, const char *text, double size, bool bold, const double rgb[3], double indent,
                      double after)
{
    measure(pen, text, size, bold, page_width - 2 * margin - indent, false);
    PangoLayoutIter *lines = pango_layout_get_iter(pen->layout);
    PangoLayout *held = g_object_ref(pen->layout);
    pen->layout = pango_cairo_create_layout(pen->cairo);             /* the footer of a full page needs its own */
    do {
        PangoRectangle around;
        PangoLayoutLine *one = pango_layout_iter_get_line_readonly(lines);
        pango_layout_iter_get_line_extents(lines, NULL, &around);
        double height = (double)around.height / PANGO_SCALE;
        need_height(pen, height);
        color(pen, rgb);
        cairo_move_to(pen->cairo, margin + indent,
                      pen->y + (double)(pango_layout_iter_get_baseline(lines) - around.y) / PANGO_SCALE);
        pango_cairo_show_layout_line(pen->cairo, one);
        pen->y += height;
    } while (pango_layout_iter_next_line(lines));
    pango_layout_iter_free(lines);
    g_object_unref(pen->layout);
    pen->layout = held;
    g_object_unref(held);
    pen->y += after;
}

static void outline(struct pen *pen, const char *text)
{
    char place[64];
    snprintf(place, sizeof place, "page=%d pos=[%d %d]", pen->page, (int)margin, (int)pen->y);
    cairo_pdf_surface_add_outline(pen->surface, CAIRO_PDF_OUTLINE_ROOT, text, place, CAIRO_PDF_OUTLINE_FLAG_OPEN);
}

static void draw_heading(struct pen *pen, const char *text)
{
    pen->y += pen->y > margin ? 10 : 0;
    need_height(pen, 60);
    outline(pen, text);
    draw_text(pen, text, 13, true, green, 0, 5);
}

static void draw_note(struct pen *pen, const char *text)
{
    double width = page_width - 2 * margin, height = measure(pen, text, 10, false, width - 24, false) + 14;
    need_height(pen, height);
    cairo_set_source_rgb(pen->cairo, 0.97, 0.93, 0.84);
    cairo_rectangle(pen->cairo, margin, pen->y, width, height);
    cairo_fill(pen->cairo);
    color(pen, sun);
    cairo_rectangle(pen->cairo, margin, pen->y, 3, height);
    cairo_fill(pen->cairo);
    measure(pen, text, 10, false, width - 24, false);
    color(pen, ink);
    show(pen, margin + 14, pen->y + 7);
    pen->y += height + 8;
}

static double column_width(const struct document_block *block, size_t column)
{
    int sum = 0;
    for (size_t i = 0; i < block->column_count; i++)
        sum += block->columns[i].width;
    return (page_width - 2 * margin) * block->columns[column].width / (sum ? sum : 1);
}

/* The text of a cell; row −1 is the heading. */
static const char *cell_text(const struct document_block *block, ptrdiff_t row, size_t column)
{
    return row < 0 ? block->columns[column].heading : block->cells[(size_t)row * block->column_count + column];
}

static bool is_bold(const struct document_block *block, ptrdiff_t row)
{
    return row < 0 || (block->total && row + 1 == (ptrdiff_t)block->row_count);
}

static double row_height(struct pen *pen, const struct document_block *block, ptrdiff_t row)
{
    double height = 0;
    for (size_t i = 0; i < block->column_count; i++)
        height = fmax(height, measure(pen, cell_text(block, row, i), 9, is_bold(block, row),
                                      column_width(block, i) - 2 * padding, false));
    return fmin(height + 2 * padding, page_height - 2 * margin - 60);
}

static void draw_row(struct pen *pen, const struct document_block *block, ptrdiff_t row)
{
    double height = row_height(pen, block, row), x = margin;
    for (size_t i = 0; i < block->column_count; i++) {
        double width = column_width(block, i);
        if (is_bold(block, row)) {
            color(pen, wash);
            cairo_rectangle(pen->cairo, x, pen->y, width, height);
            cairo_fill(pen->cairo);
        }
        cairo_save(pen->cairo);
        cairo_rectangle(pen->cairo, x, pen->y, width, height);
        color(pen, line);
        cairo_set_line_width(pen->cairo, 0.6);
        cairo_stroke_preserve(pen->cairo);
        cairo_clip(pen->cairo);
        measure(pen, cell_text(block, row, i), 9, is_bold(block, row), width - 2 * padding,
                block->columns[i].align == ALIGN_END);
        color(pen, ink);
        show(pen, x + padding, pen->y + padding);
        cairo_restore(pen->cairo);
        x += width;
    }
    pen->y += height;
}

static void draw_table(struct pen *pen, const struct document_block *block)
{
    double start = row_height(pen, block, -1) + (block->row_count ? row_height(pen, block, 0) : 0);
    need_height(pen, start + (block->text ? 22 : 0));
    if (block->text)
        draw_text(pen, block->text, 10, true, ink, 0, 4);
    draw_row(pen, block, -1);
    for (size_t row = 0; row < block->row_count; row++) {
        if (need_height(pen, row_height(pen, block, (ptrdiff_t)row)))
            draw_row(pen, block, -1);
        draw_row(pen, block, (ptrdiff_t)row);
    }
    pen->y += 10;
}

static void draw_signatures(struct pen *pen, const struct document_block *block)
{
    double width = (page_width - 2 * margin - 12) / 2, height = 96;
    for (size_t i = 0; i < block->row_count; i += 2) {
        need_height(pen, height);
        for (size_t j = i; j < i + 2 && j < block->row_count; j++) {
            double x = margin + (double)(j - i) * (width + 12);
            color(pen, line);
            cairo_set_line_width(pen->cairo, 0.6);
            cairo_rectangle(pen->cairo, x, pen->y, width, height);
            cairo_stroke(pen->cairo);
            color(pen, ink);
            double name = measure(pen, block->cells[j], 10, true, width - 16, false);
            show(pen, x + 8, pen->y + 8);
            color(pen, grey);
            measure(pen, "Date, nom, qualité et signature", 8.5, false, width - 16, false);
            show(pen, x + 8, pen->y + 10 + name);
        }
        pen->y += height + 12;
    }
}

static void draw_block(struct pen *pen, const struct document_block *block)
{
    switch (block->kind) {
    case BLOCK_TITLE: outline(pen, block->text); draw_text(pen, block->text, 19, true, green, 0, 14); return;
    case BLOCK_HEADING: draw_heading(pen, block->text); return;
    case BLOCK_TEXT: draw_text(pen, block->text, 10.5, false, ink, 0, 6); return;
    case BLOCK_NOTE: draw_note(pen, block->text); return;
    case BLOCK_PAGE: next_page(pen); return;
    case BLOCK_TABLE: draw_table(pen, block); return;
    case BLOCK_SIGNATURES: draw_signatures(pen, block); return;
    case BLOCK_ITEM:
        need_height(pen, 16);
        color(pen, sun);
        cairo_arc(pen->cairo, margin + 5, pen->y + 7, 2, 0, 2 * M_PI);
        cairo_fill(pen->cairo);
        draw_text(pen, block->text, 10.5, false, ink, 16, 4);
    }
}

static void describe(struct pen *pen)
{
    struct buffer when = {.arena = pen->document->arena};
    format_iso_instant(&when, pen->document->made_at);
    cairo_pdf_surface_set_metadata(pen->surface, CAIRO_PDF_METADATA_TITLE, pen->document->title);
    cairo_pdf_surface_set_metadata(pen->surface, CAIRO_PDF_METADATA_CREATOR, "Maillage");
    cairo_pdf_surface_set_metadata(pen->surface, CAIRO_PDF_METADATA_CREATE_DATE, when.text);
}

/* Draws it all once; the number of pages. */
static int draw_pages(const struct document *document, PangoFontMap *fonts, int pages, struct buffer *out, bool *good)
{
    struct pen pen = {.out = out, .document = document, .y = margin, .page = 1, .pages = pages, .fonts = fonts};
    pen.surface = cairo_pdf_surface_create_for_stream(keep_bytes, out, page_width, page_height);
    pen.cairo = cairo_create(pen.surface);
    PangoContext *context = pango_font_map_create_context(fonts);
    pango_context_set_language(context, pango_language_from_string("fr"));
    pango_cairo_update_context(pen.cairo, context);
    pen.layout = pango_layout_new(context);
    describe(&pen);
    for (size_t i = 0; i < document->count; i++)
        draw_block(&pen, &document->blocks[i]);
    draw_footer(&pen);
    g_object_unref(pen.layout);
    g_object_unref(context);
    cairo_destroy(pen.cairo);
    cairo_surface_finish(pen.surface);
    *good = cairo_surface_status(pen.surface) == CAIRO_STATUS_SUCCESS;
    cairo_surface_destroy(pen.surface);
    return pen.page;
}

const void *pdf_write(const struct document *document, size_t *length)
{
    struct buffer counted = {.arena = document->arena}, out = {.arena = document->arena};
    bool good;
    PangoFontMap *fonts = pango_cairo_font_map_new();
    int pages = draw_pages(document, fonts, 0, &counted, &good);     /* the foot of each page says how many there are */
    draw_pages(document, fonts, pages, &out, &good);
    g_object_unref(fonts);
    *length = out.length;
    return good && out.length ? out.text : NULL;
}
