/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Writing OpenDocument Text 1.3 (ISO/IEC 26300) with libzip, into memory. */
#include "formats/document.h"
#include "base/time.h"
#include <string.h>
#include <zip.h>

#define NAMESPACES \
    "xmlns:office=\"urn:oasis:names:tc:opendocument:xmlns:office:1.0\" " \
    "xmlns:style=\"urn:oasis:names:tc:opendocument:xmlns:style:1.0\" " \
    "xmlns:text=\"urn:oasis:names:tc:opendocument:xmlns:text:1.0\" " \
    "xmlns:table=\"urn:oasis:names:tc:opendocument:xmlns:table:1.0\" " \
    "xmlns:fo=\"urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0\" " \
    "xmlns:dc=\"http://purl.org/dc/elements/1.1/\" " \
    "xmlns:meta=\"urn:oasis:names:tc:opendocument:xmlns:meta:1.0\" office:version=\"1.3\""
#define HEAD "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"

static const char media_type[] = "application/vnd.oasis.opendocument.text";
static const char manifest[] =
    HEAD "<manifest:manifest xmlns:manifest=\"urn:oasis:names:tc:opendocument:xmlns:manifest:1.0\" "
    "manifest:version=\"1.3\">\n"
    "<manifest:file-entry manifest:full-path=\"/\" manifest:version=\"1.3\" "
    "manifest:media-type=\"application/vnd.oasis.opendocument.text\"/>\n"
    "<manifest:file-entry manifest:full-path=\"content.xml\" manifest:media-type=\"text/xml\"/>\n"
    "<manifest:file-entry manifest:full-path=\"styles.xml\" manifest:media-type=\"text/xml\"/>\n"
    "<manifest:file-entry manifest:full-path=\"meta.xml\" manifest:media-type=\"text/xml\"/>\n"
    "</manifest:manifest>\n";

/* The named styles, so that who edits the document changes its look in one place. */
static const char styles[] =
    "<office:styles>\n"
    "<style:default-style style:family=\"paragraph\"><style:paragraph-properties fo:margin-bottom=\"0.2cm\"/>"
    "<style:text-properties fo:font-family=\"'Liberation Sans', Arial, sans-serif\" fo:font-size=\"10.5pt\" "
    "fo:language=\"fr\" fo:country=\"FR\"/></style:default-style>\n"
    "<style:style style:name=\"Standard\" style:family=\"paragraph\"/>\n"
    "<style:style style:name=\"Title\" style:family=\"paragraph\" style:parent-style-name=\"Standard\">"
    "<style:paragraph-properties fo:margin-bottom=\"0.6cm\"/>"
    "<style:text-properties fo:font-size=\"19pt\" fo:font-weight=\"bold\" fo:color=\"#0f4236\"/></style:style>\n"
    "<style:style style:name=\"Heading_20_1\" style:display-name=\"Heading 1\" style:family=\"paragraph\" "
    "style:parent-style-name=\"Standard\" style:default-outline-level=\"1\">"
    "<style:paragraph-properties fo:margin-top=\"0.5cm\" fo:margin-bottom=\"0.2cm\" fo:keep-with-next=\"always\"/>"
    "<style:text-properties fo:font-size=\"13pt\" fo:font-weight=\"bold\" fo:color=\"#0f4236\"/></style:style>\n"
    "<style:style style:name=\"Note\" style:family=\"paragraph\" style:parent-style-name=\"Standard\">"
    "<style:paragraph-properties fo:padding=\"0.2cm\" fo:background-color=\"#f4ead2\" "
    "fo:border-left=\"0.1cm solid #d9841f\"/></style:style>\n"
    "<style:style style:name=\"Caption\" style:family=\"paragraph\" style:parent-style-name=\"Standard\">"
    "<style:paragraph-properties fo:margin-top=\"0.3cm\" fo:keep-with-next=\"always\"/>"
    "<style:text-properties fo:font-weight=\"bold\"/></style:style>\n"
    "<style:style style:name=\"Cell\" style:family=\"paragraph\" style:parent-style-name=\"Standard\">"
    "<style:paragraph-properties fo:margin-bottom=\"0cm\"/>"
    "<style:text-properties fo:font-size=\"9.5pt\"/></style:style>\n"
    "<style:style style:name=\"Figure\" style:family=\"paragraph\" style:parent-style-name=\"Cell\">"
    "<style:paragraph-properties fo:text-align=\"end\"/></style:style>\n"
    "<style:style style:name=\"CellBold\" style:family=\"paragraph\" style:parent-style-name=\"Cell\">"
    "<style:text-properties fo:font-weight=\"bold\"/></style:style>\n"
    "<style:style style:name=\"FigureBold\" style:family=\"paragraph\" style:parent-style-name=\"Figure\">"
    "<style:text-properties fo:font-weight=\"bold\"/></style:style>\n"
    "<style:style style:name=\"Footer\" style:family=\"paragraph\" style:parent-style-name=\"Standard\">"
    "<style:text-properties fo:font-size=\"8pt\" fo:color=\"#555555\"/></style:style>\n"
    "</office:styles>\n"
    "<office:automatic-styles><style:page-layout style:name=\"A4\"><style:page-layout-properties "
    "fo:page-width=\"21cm\" fo:page-height=\"29.7cm\" fo:margin=\"2cm\"/></style:page-layout>"
    "</office:automatic-styles>\n";

static const char content_styles[] =
    "<office:automatic-styles>\n"
    "<style:style style:name=\"Break\" style:family=\"paragraph\" style:parent-style-name=\"Standard\">"
    "<style:paragraph-properties fo:break-before=\"page\"/></style:style>\n"
    "<style:style style:name=\"Box\" style:family=\"table-cell\"><style:table-cell-properties fo:padding=\"0.12cm\" "
    "fo:border=\"0.02cm solid #8a9a92\"/></style:style>\n"
    "<style:style style:name=\"Sign\" style:family=\"table-cell\"><style:table-cell-properties fo:padding=\"0.2cm\" "
    "fo:border=\"0.02cm solid #8a9a92\"/></style:style>\n"
    "<style:style style:name=\"Tall\" style:family=\"table-row\"><style:table-row-properties "
    "style:min-row-height=\"3.2cm\" fo:keep-together=\"always\"/></style:style>\n"
    "<style:style style:name=\"Whole\" style:family=\"table\"><style:table-properties style:width=\"17cm\" "
    "table:align=\"left\"/></style:style>\n";

/* Text as XML takes it: markup escaped, control characters left out. */
static void put(struct buffer *out, const char *text)
{
    for (const char *end = text + strlen(text); text < end;) {
        uint32_t point = utf8_next(&text, end);
        if (point == '<' || point == '>' || point == '&' || point == '"')
            buffer_text(out, point == '<' ? "&lt;" : point == '>' ? "&gt;" : point == '&' ? "&amp;" : "&quot;");
        else if (point >= ' ' ? (point & 0xFFFE) != 0xFFFE : point == '\t' || point == '\n')
            utf8_put(out, point);
    }
}

static void put_paragraph(struct buffer *out, const char *style, const char *text)
{
    buffer_format(out, "<text:p text:style-name=\"%s\">", style);
    put(out, text);
    buffer_text(out, "</text:p>\n");
}

static void put_cell(struct buffer *out, const struct document_column *column, const char *text, bool bold)
{
    buffer_text(out, "<table:table-cell table:style-name=\"Box\" office:value-type=\"string\">");
    put_paragraph(out, column->align == ALIGN_END ? bold ? "FigureBold" : "Figure" : bold ? "CellBold" : "Cell", text);
    buffer_text(out, "</table:table-cell>");
}

static void put_table(struct buffer *out, const struct document_block *block, size_t number)
{
    if (block->text)
        put_paragraph(out, "Caption", block->text);
    buffer_format(out, "<table:table table:name=\"Tableau%zu\" table:style-name=\"Whole\">\n", number);
    for (size_t i = 0; i < block->column_count; i++)
        buffer_format(out, "<table:table-column table:style-name=\"T%zuC%zu\"/>", number, i);
    buffer_text(out, "<table:table-header-rows><table:table-row>");
    for (size_t i = 0; i < block->column_count; i++)
        put_cell(out, &block->columns[i], block->columns[i].heading, true);
    buffer_text(out, "</table:table-row></table:table-header-rows>\n");
    for (size_t row = 0; row < block->row_count; row++) {
        buffer_text(out, "<table:table-row>");
        for (size_t i = 0; i < block->column_count; i++)
            put_cell(out, &block->columns[i], block->cells[row * block->column_count + i],
                     block->total && row + 1 == block->row_count);
        buffer_text(out, "</table:table-row>\n");
    }
    buffer_text(out, "</table:table>\n");
    put_paragraph(out, "Standard", "");
}

static void put_signatures(struct buffer *out, const struct document_block *block, size_t number)
{
    buffer_format(out, "<table:table table:name=\"Signatures%zu\" table:style-name=\"Whole\">"
                  "<table:table-column table:number-columns-repeated=\"2\"/>\n", number);
    for (size_t i = 0; i < block->row_count; i += 2) {
        buffer_text(out, "<table:table-row table:style-name=\"Tall\">");
        for (size_t j = i; j < i + 2; j++) {
            buffer_text(out, "<table:table-cell table:style-name=\"Sign\" office:value-type=\"string\">");
            put_paragraph(out, "CellBold", j < block->row_count ? block->cells[j] : "");
            put_paragraph(out, "Cell", j < block->row_count ? "Date, nom, qualité et signature" : "");
            buffer_text(out, "</table:table-cell>");
        }
        buffer_text(out, "</table:table-row>\n");
    }
    buffer_text(out, "</table:table>\n");
}

/* Column widths are styles: one for each column of each table, out of the 17 cm of a line. */
static void put_widths(struct buffer *out, const struct document *document)
{
    for (size_t b = 0; b < document->count; b++) {
        const struct document_block *block = &document->blocks[b];
        int sum = 0;
        for (size_t i = 0; block->kind == BLOCK_TABLE && i < block->column_count; i++)
            sum += block->columns[i].width;
        for (size_t i = 0; block->kind == BLOCK_TABLE && i < block->column_count; i++) {
            int tenths = 17000 * block->columns[i].width / (sum ? sum : 1);
            buffer_format(out, "<style:style style:name=\"T%zuC%zu\" style:family=\"table-column\">"
                          "<style:table-column-properties style:column-width=\"%d.%03dcm\"/></style:style>\n",
                          b, i, tenths / 1000, tenths % 1000);
        }
    }
}

static void put_block(struct buffer *out, const struct document *document, size_t number)
{
    const struct document_block *block = &document->blocks[number];
    switch (block->kind) {
    case BLOCK_TITLE: put_paragraph(out, "Title", block->text); return;
    case BLOCK_TEXT: put_paragraph(out, "Standard", block->text); return;
    case BLOCK_NOTE: put_paragraph(out, "Note", block->text); return;
    case BLOCK_PAGE: put_paragraph(out, "Break", ""); return;
    case BLOCK_TABLE: put_table(out, block, number); return;
    case BLOCK_SIGNATURES: put_signatures(out, block, number); return;
    case BLOCK_HEADING:
        buffer_text(out, "<text:h text:style-name=\"Heading_20_1\" text:outline-level=\"1\">");
        put(out, block->text);
        buffer_text(out, "</text:h>\n");
        return;
    case BLOCK_ITEM:
        buffer_text(out, "<text:list><text:list-item>");
        put_paragraph(out, "Standard", block->text);
        buffer_text(out, "</text:list-item></text:list>\n");
    }
}

static struct buffer content_of(const struct document *document)
{
    struct buffer out = {.arena = document->arena};
    buffer_text(&out, HEAD "<office:document-content " NAMESPACES ">\n");
    buffer_text(&out, content_styles);
    put_widths(&out, document);
    buffer_text(&out, "</office:automatic-styles>\n<office:body><office:text>\n");
    for (size_t i = 0; i < document->count; i++)
        put_block(&out, document, i);
    buffer_text(&out, "</office:text></office:body></office:document-content>\n");
    return out;
}

static struct buffer styles_of(const struct document *document)
{
    struct buffer out = {.arena = document->arena};
    buffer_text(&out, HEAD "<office:document-styles " NAMESPACES ">\n");
    buffer_text(&out, styles);
    buffer_text(&out, "<office:master-styles><style:master-page style:name=\"Standard\" "
                "style:page-layout-name=\"A4\"><style:footer><text:p text:style-name=\"Footer\">");
    put(&out, document->footer ? document->footer : "");
    buffer_text(&out, " · page <text:page-number>1</text:page-number> / <text:page-count>1</text:page-count></text:p>"
                "</style:footer></style:master-page></office:master-styles></office:document-styles>\n");
    return out;
}

static struct buffer meta_of(const struct document *document)
{
    struct buffer out = {.arena = document->arena};
    buffer_text(&out, HEAD "<office:document-meta " NAMESPACES "><office:meta><meta:generator>Maillage</meta:generator>"
                "<dc:title>");
    put(&out, document->title);
    buffer_text(&out, "</dc:title><dc:language>fr-FR</dc:language><meta:creation-date>");
    format_iso_instant(&out, document->made_at);
    buffer_text(&out, "</meta:creation-date></office:meta></office:document-meta>\n");
    return out;
}

/* The first entry says what the file is and must not be compressed (OpenDocument 1.3, part 2, §3.3). */
static bool add_entry(zip_t *zip, const char *name, const char *text, size_t length, int64_t at, bool plain)
{
    zip_source_t *source = zip_source_buffer(zip, text, length, 0);
    zip_int64_t index = source ? zip_file_add(zip, name, source, ZIP_FL_ENC_UTF_8) : -1;
    if (index < 0) {
        zip_source_free(source);
        return false;
    }
    return zip_set_file_compression(zip, (zip_uint64_t)index, plain ? ZIP_CM_STORE : ZIP_CM_DEFLATE, 0) == 0
        && zip_file_set_mtime(zip, (zip_uint64_t)index, (time_t)at, 0) == 0;
}

static bool fill(zip_t *zip, const struct document *document)
{
    struct buffer content = content_of(document), look = styles_of(document), meta = meta_of(document);
    int64_t at = document->made_at;
    return add_entry(zip, "mimetype", media_type, strlen(media_type), at, true)
        && add_entry(zip, "META-INF/manifest.xml", manifest, strlen(manifest), at, false)
        && add_entry(zip, "content.xml", content.text, content.length, at, false)
        && add_entry(zip, "styles.xml", look.text, look.length, at, false)
        && add_entry(zip, "meta.xml", meta.text, meta.length, at, false);
}

static const void *read_back(struct arena *arena, zip_source_t *source, size_t *length)
{
    zip_stat_t about;
    if (zip_source_stat(source, &about) != 0 || zip_source_open(source) != 0)
        return NULL;
    void *bytes = arena_alloc(arena, (size_t)about.size);
    bool whole = zip_source_read(source, bytes, about.size) == (zip_int64_t)about.size;
    zip_source_close(source);
    *length = (size_t)about.size;
    return whole ? bytes : NULL;
}

const void *odt_write(const struct document *document, size_t *length)
{
    zip_source_t *source = zip_source_buffer_create(NULL, 0, 0, NULL);
    if (!source)
        return NULL;
    zip_source_keep(source);
    const void *bytes = NULL;
    zip_t *zip = zip_open_from_source(source, ZIP_TRUNCATE, NULL);
    if (!zip)
        zip_source_free(source);
    else if (!fill(zip, document) || zip_close(zip) != 0)
        zip_discard(zip);
    else
        bytes = read_back(document->arena, source, length);
    zip_source_free(source);
    return bytes;
}
