/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Markdown as people write it, into markup that is safe by construction: only the tags written here, only checked
 * addresses. md4c parses; its own HTML writer is not used, because it lets javascript: links through. */
#include <md4c.h>
#include <string.h>
#include <strings.h>
#include "web/component.h"

enum { MOST_BYTES = 200000, FIRST_HEADING = 3, LAST_HEADING = 6, MOST_OPEN = 32 };

/* A piece of a line that is open; written: its tag stands in the text. */
struct span { MD_SPANTYPE type; bool written; };

/* heading: the level of the last one written, so that none skips a level. image: depth inside an image, whose text
 * alone is kept (a picture from elsewhere would tell its host who reads). open: md4c 0.4.8 sometimes ends what it has
 * not begun, found by our fuzzer, so what is open is kept here. */
struct writer {
    struct request *rq;
    struct buffer out;
    int heading, image;
    struct span open[MOST_OPEN];
    size_t open_count;
};

static void add_escaped(struct buffer *out, const char *text, size_t length)
{
    for (size_t i = 0; i < length; i++)
        switch (text[i]) {
        case '<': buffer_text(out, "&lt;"); break;
        case '>': buffer_text(out, "&gt;"); break;
        case '&': buffer_text(out, "&amp;"); break;
        case '"': buffer_text(out, "&quot;"); break;
        case '\0': buffer_text(out, "\xEF\xBF\xBD"); break;
        default: buffer_char(out, text[i]);
        }
}

/* "&#106;" or "&#x6A;" as a character, "&amp;" as "&"; any other name stays as written. An address must be decoded
 * before it is checked: a browser would read "javascript&#58;" as what it means. */
static void add_entity(struct buffer *out, const char *text, size_t length)
{
    char name[12] = "";
    uint32_t code = 0;
    if (length < 4 || length > 11 || text[1] != '#') {
        buffer_add(out, length == 5 && memcmp(text, "&amp;", 5) == 0 ? "&" : text,
                   length == 5 && memcmp(text, "&amp;", 5) == 0 ? 1 : length);
        return;
    }
    bool hexadecimal = text[2] == 'x' || text[2] == 'X';
    memcpy(name, text + (hexadecimal ? 3 : 2), length - (hexadecimal ? 4 : 3));
    for (const char *at = name; *at; at++) {
        uint32_t digit = *at <= '9' ? (uint32_t)(*at - '0') : (uint32_t)((*at | 32) - 'a' + 10);
        code = code * (hexadecimal ? 16 : 10) + digit;
    }
    utf8_put(out, code && code <= 0x10FFFF && (code < 0xD800 || code > 0xDFFF) ? code : 0xFFFD);
}

static const char *attribute_text(struct arena *arena, const MD_ATTRIBUTE *attribute)
{
    struct buffer out = {.arena = arena};
    for (size_t i = 0; attribute->text && attribute->substr_offsets[i] < attribute->size; i++) {
        const char *piece = attribute->text + attribute->substr_offsets[i];
        size_t length = attribute->substr_offsets[i + 1] - attribute->substr_offsets[i];
        if (attribute->substr_types[i] == MD_TEXT_ENTITY)
            add_entity(&out, piece, length);
        else
            buffer_add(&out, piece, length);
    }
    return buffer_string(&out);
}

/* A web address, a mail address, or a path of this site ("//host" and "/\host" are none). */
static bool is_allowed(const char *address)
{
    if (address[0] == '/')
        return address[1] != '/' && address[1] != '\\';
    return strncasecmp(address, "https://", 8) == 0 || strncasecmp(address, "http://", 7) == 0
           || strncasecmp(address, "mailto:", 7) == 0;
}

static bool open_link(struct writer *writer, const MD_SPAN_A_DETAIL *detail)
{
    const char *address = attribute_text(writer->rq->arena, &detail->href);
    if (!is_allowed(address))
        return false;
    buffer_text(&writer->out, "<a href=\"");
    add_escaped(&writer->out, address, strlen(address));
    buffer_text(&writer->out, address[0] == '/' ? "\">" : "\" rel=\"nofollow ugc noopener\">");
    return true;
}

static const char *span_tag(MD_SPANTYPE type)
{
    return type == MD_SPAN_EM ? "em" : type == MD_SPAN_STRONG ? "strong" : type == MD_SPAN_CODE ? "code"
           : type == MD_SPAN_DEL ? "del" : type == MD_SPAN_A ? "a" : NULL;
}

static bool is_open(const struct writer *writer, MD_SPANTYPE type)
{
    for (size_t i = 0; i < writer->open_count; i++)
        if (writer->open[i].type == type)
            return true;
    return false;
}

static MD_SPANTYPE close_last(struct writer *writer)
{
    struct span last = writer->open[--writer->open_count];
    if (last.written)
        buffer_format(&writer->out, "</%s>", span_tag(last.type));
    return last.type;
}

/* Nothing stays open from one block to the next. */
static void close_all(struct writer *writer)
{
    while (writer->open_count)
        close_last(writer);
    writer->image = 0;
}

static int enter_span(MD_SPANTYPE type, void *detail, void *context)
{
    struct writer *writer = context;
    if (type == MD_SPAN_IMG)
        writer->image++;
    if (type == MD_SPAN_IMG || writer->image || !span_tag(type) || writer->open_count == MOST_OPEN)
        return 0;
    bool written = type != MD_SPAN_A || (!is_open(writer, MD_SPAN_A) && open_link(writer, detail));
    if (type != MD_SPAN_A)
        buffer_format(&writer->out, "<%s>", span_tag(type));
    writer->open[writer->open_count++] = (struct span){type, written};
    return 0;
}

static int leave_span(MD_SPANTYPE type, void *detail, void *context)
{
    struct writer *writer = context;
    if (type == MD_SPAN_IMG)
        writer->image -= writer->image > 0;
    else if (!writer->image && is_open(writer, type))
        while (close_last(writer) != type)
            continue;
    return 0;
}

static int heading_level(struct writer *writer, unsigned level)
{
    int wanted = (int)level + FIRST_HEADING - 1;
    int deepest = writer->heading ? writer->heading + 1 : FIRST_HEADING;
    wanted = wanted > deepest ? deepest : wanted;
    return writer->heading = wanted > LAST_HEADING ? LAST_HEADING : wanted;
}

static void open_cell(struct writer *writer, const char *tag, const MD_BLOCK_TD_DETAIL *detail)
{
    buffer_format(&writer->out, detail->align == MD_ALIGN_RIGHT ? "<%s class=\"number\">" : "<%s>", tag);
}

static int enter_block(MD_BLOCKTYPE type, void *detail, void *context)
{
    struct writer *writer = context;
    struct buffer *out = &writer->out;
    close_all(writer);
    switch (type) {
    case MD_BLOCK_QUOTE: buffer_text(out, "<blockquote>\n"); break;
    case MD_BLOCK_UL: buffer_text(out, "<ul>\n"); break;
    case MD_BLOCK_OL: buffer_format(out, "<ol start=\"%u\">\n", ((MD_BLOCK_OL_DETAIL *)detail)->start); break;
    case MD_BLOCK_LI: buffer_text(out, "<li>"); break;
    case MD_BLOCK_HR: buffer_text(out, "<hr>\n"); break;
    case MD_BLOCK_H: buffer_format(out, "<h%d>", heading_level(writer, ((MD_BLOCK_H_DETAIL *)detail)->level)); break;
    case MD_BLOCK_CODE: buffer_text(out, "<pre><code>"); break;
    case MD_BLOCK_P: buffer_text(out, "<p>"); break;
    case MD_BLOCK_TABLE:
        buffer_format(out, "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"%s\">\n<table>\n",
                      translate(writer->rq, N_("Table")));
        break;
    case MD_BLOCK_THEAD: buffer_text(out, "<thead>\n"); break;
    case MD_BLOCK_TBODY: buffer_text(out, "<tbody>\n"); break;
    case MD_BLOCK_TR: buffer_text(out, "<tr>"); break;
    case MD_BLOCK_TH: open_cell(writer, "th", detail); break;
    case MD_BLOCK_TD: open_cell(writer, "td", detail); break;
    case MD_BLOCK_DOC: case MD_BLOCK_HTML: break;
    }
    return 0;
}

static int leave_block(MD_BLOCKTYPE type, void *detail, void *context)
{
    static const char *const ends[] = {
        [MD_BLOCK_QUOTE] = "</blockquote>\n",
        [MD_BLOCK_UL] = "</ul>\n",
        [MD_BLOCK_OL] = "</ol>\n",
        [MD_BLOCK_LI] = "</li>\n",
        [MD_BLOCK_CODE] = "</code></pre>\n",
        [MD_BLOCK_P] = "</p>\n",
        [MD_BLOCK_TABLE] = "</table>\n</div>\n",
        [MD_BLOCK_THEAD] = "</thead>\n",
        [MD_BLOCK_TBODY] = "</tbody>\n",
        [MD_BLOCK_TR] = "</tr>\n",
        [MD_BLOCK_TH] = "</th>",
        [MD_BLOCK_TD] = "</td>",
    };
    struct writer *writer = context;
    close_all(writer);
    if (type == MD_BLOCK_H)
        buffer_format(&writer->out, "</h%d>\n", writer->heading);
    else
        buffer_text(&writer->out, ends[type]);
    return 0;
}

static int add_text(MD_TEXTTYPE type, const char *text, MD_SIZE size, void *context)
{
    struct writer *writer = context;
    if (type == MD_TEXT_NULLCHAR)
        buffer_text(&writer->out, "\xEF\xBF\xBD");
    else if (type == MD_TEXT_BR)
        buffer_text(&writer->out, "<br>\n");
    else if (type == MD_TEXT_SOFTBR)
        buffer_char(&writer->out, '\n');
    else if (type == MD_TEXT_ENTITY)
        buffer_add(&writer->out, text, size);
    else
        add_escaped(&writer->out, text, size);
    return 0;
}

struct html markdown_html(struct request *rq, const char *markdown)
{
    struct writer writer = {.rq = rq, .out = {.arena = rq->arena}};
    size_t length = markdown ? strlen(markdown) : 0;
    static const MD_PARSER parser = {
        .flags = MD_FLAG_NOHTML | MD_FLAG_PERMISSIVEURLAUTOLINKS | MD_FLAG_PERMISSIVEEMAILAUTOLINKS | MD_FLAG_TABLES
                 | MD_FLAG_STRIKETHROUGH | MD_FLAG_NOINDENTEDCODEBLOCKS,
        .enter_block = enter_block,
        .leave_block = leave_block,
        .enter_span = enter_span,
        .leave_span = leave_span,
        .text = add_text,
    };
    if (length > MOST_BYTES || md_parse(markdown ? markdown : "", (MD_SIZE)length, &parser, &writer) != 0) {
        writer.out = (struct buffer){.arena = rq->arena};
        buffer_text(&writer.out, "<pre>");
        add_escaped(&writer.out, markdown, length);
        buffer_text(&writer.out, "</pre>\n");
    }
    return (struct html){buffer_string(&writer.out)};
}
