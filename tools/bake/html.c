/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Pages: a template becomes a function that writes it, a struct of its parts, and a view. */
#include "page.h"
#include <ctype.h>
#include <string.h>

static void set_line(const struct page *page, const char *at)
{
    here.line = 1;
    for (const char *p = page->text; p < at; p++)
        here.line += *p == '\n';
}

static const char *pointer(const struct page *page, const char *name);

/* --- values ------------------------------------------------------------------------------------------------------ */

static const struct part *find_part(const struct page *page, const char *name, size_t length)
{
    for (size_t i = 0; i < page->part_count; i++)
        if (strlen(page->parts[i].name) == length && strncmp(page->parts[i].name, name, length) == 0)
            return &page->parts[i];
    stop("the page has no part %.*s", (int)length, name);
}

static const struct field *find_column(const struct query *query, const char *name)
{
    for (size_t i = 0; query && i < query->column_count; i++)
        if (strcmp(query->columns[i].name, name) == 0)
            return &query->columns[i];
    return NULL;                                           /* the C compiler says so, at the line of the template */
}

/* "title" is a column of the row of {{each}}; "need.title" one of the part need. */
static const char *expression(const struct page *page, const char *name, const struct field **column)
{
    const char *dot = strchr(name, '.');
    if (!dot && !page->over)
        stop("{{%s}} is a column: outside {{each}}, say of which part, as in {{need.%s}}", name, name);
    if (!dot) {
        *column = find_column(page->over->query, name);
        return arena_format(page->arena, "row->%s", name);
    }
    const struct part *part = find_part(page, name, (size_t)(dot - name));
    if (part->query && part->query->mode == MANY)
        stop("{{%s}}: the part has many rows, go over them with {{each}}", name);
    *column = find_column(part->query, dot + 1);
    return arena_format(page->arena, "page->%s", name);
}

static const char *value(const struct page *page, const char *name)
{
    const struct field *column;
    return expression(page, name, &column);
}

/* The value as the pointer that html_date and its like take. */
static const char *pointer(const struct page *page, const char *name)
{
    const struct field *column;
    const char *text = expression(page, name, &column);
    return column && column->optional ? text : arena_format(page->arena, "&%s", text);
}

/* The same as a pointer to a double, for an int column too. */
static const char *real_pointer(const struct page *page, const char *name)
{
    const struct field *column;
    const char *text = expression(page, name, &column);
    if (column && column->type == TYPE_INT && column->optional)
        return arena_format(page->arena, "%s ? &(const double){(double)*%s} : NULL", text, text);
    if (column && column->type == TYPE_INT)
        return arena_format(page->arena, "&(const double){(double)%s}", text);
    return pointer(page, name);
}

static const char *escaper(const struct page *page, const char *what)
{
    const struct where *where = &page->where;
    if (where->kind == IN_TEXT)
        return "html_put";
    if (where->kind != IN_VALUE)
        stop("{{%s}} may stand in text or in a quoted attribute, not here", what);
    return !where->link ? "html_put" : where->at_start ? "html_link" : "html_link_part";
}

static void text_only(const struct page *page, const char *what)
{
    if (page->where.kind != IN_TEXT)
        stop("{{%s}} may stand in text only", what);
}

/* --- blocks ------------------------------------------------------------------------------------------------------ */

static struct block *innermost(struct page *page, const char *tag)
{
    if (!page->depth)
        stop("{{%s}} belongs to no {{if}} or {{each}}", tag);
    return &page->blocks[page->depth - 1];
}

static void open_block(struct page *page, bool each)
{
    if (page->depth == MOST_BLOCKS)
        stop("more than %d {{if}} in one another", MOST_BLOCKS);
    page->blocks[page->depth++] = (struct block){.each = each, .before = page->where};
}

static void write_each(struct page *page, const char *name)
{
    const struct part *part = find_part(page, name, strlen(name));
    if (!part->query || part->query->mode != MANY || page->over)
        stop("{{each}} goes over a part with many rows, and not inside another");
    text_only(page, "each");
    open_block(page, true);
    page->over = part;
    fprintf(page->c,
        "    for (size_t i = 0; i < page->%s.count; i++) {\n    const struct %s_row *row = &page->%s.rows[i];\n"
        "    (void)row;\n",
        name, part->query->name, name);
}

static void write_else(struct page *page)
{
    struct block *block = innermost(page, "else");
    if (block->otherwise)
        stop("a second {{else}}");
    if (block->each && !same_place(&block->before, &page->where))
        stop("the branch before {{else}} leaves a tag or a quote open");
    block->otherwise = true;
    block->after = page->where;
    page->where = block->before;
    if (block->each)
        fprintf(page->c, "    }\n    if (!page->%s.count) {\n", page->over->name);
    else
        fputs("    } else {\n", page->c);
    if (block->each)
        page->over = NULL;
}

static void write_end(struct page *page)
{
    struct block *block = innermost(page, "end");
    const struct where *expected = block->otherwise ? &block->after : &block->before;
    if (!same_place(expected, &page->where))
        stop("the branch before {{end}} leaves a tag or a quote open");
    if (page->where.kind == IN_VALUE)
        page->where.at_start = false;
    if (block->each)
        page->over = NULL;
    page->depth--;
    fputs("    }\n", page->c);
}

static bool is_many_part(const struct page *page, const char *name)
{
    for (size_t i = 0; i < page->part_count; i++)
        if (strcmp(page->parts[i].name, name) == 0)
            return page->parts[i].query && page->parts[i].query->mode == MANY;
    return false;
}

static void write_if(struct page *page, const char *at)
{
    char name[NAME * 2] = "", other[NAME] = "", word[NAME] = "";
    bool negated = take(&at, "not ");
    if (take(&at, "may ")) {
        if (!take_word(&at, name))
            stop("{{if may permission}}");
        fprintf(page->c, "    if (%smay(rq, &%s)) {\n", negated ? "!" : "", name);
    } else if (take(&at, "signed_in")) {
        fprintf(page->c, "    if (%srq->user) {\n", negated ? "!" : "");
    } else {
        size_t length = strspn(at, "abcdefghijklmnopqrstuvwxyz_0123456789.");
        snprintf(name, sizeof name, "%.*s", (int)length, at);
        at += length;
        if (take_word(&at, word)) {
            if (!take_word(&at, other) || (strcmp(word, "is") != 0 && strcmp(word, "not") != 0))
                stop("{{if x is code}} or {{if x not code}}");
            fprintf(page->c, "    if (%stext_is(%s, \"%s\")) {\n", strcmp(word, "not") == 0 ? "!" : "",
                value(page, name), other);
        } else if (is_many_part(page, name)) {
            fprintf(page->c, "    if (%spage->%s.count) {\n", negated ? "!" : "", name);
        } else {
            fprintf(page->c, "    if (%shtml_shown(%s)) {\n", negated ? "!" : "", value(page, name));
        }
    }
    open_block(page, false);
}

/* --- tags -------------------------------------------------------------------------------------------------------- */

static void include(struct page *page, const char *name);

/* "title" — the literal between quotes, still escaped for C. */
static const char *take_literal(const char **at)
{
    while (**at == ' ')
        (*at)++;
    if (**at != '"')
        stop("a text between quotes is expected");
    size_t length = strcspn(*at + 1, "\"\n\\");
    if ((*at)[1 + length] != '"')
        stop("this text is not closed, or holds a backslash");
    static char literals[4][LONGEST_TAG];
    static int next;
    char *literal = literals[next++ % 4];
    snprintf(literal, LONGEST_TAG, "%.*s", (int)length + 2, *at);
    *at += length + 2;
    return literal;
}

static void write_plural(struct page *page, const char *at)
{
    const char *one = take_literal(&at), *many = take_literal(&at);
    while (*at == ' ')
        at++;
    fprintf(page->c, "    %s(rq, translate_count(rq, %s, %s, %s));\n", escaper(page, "n"), one, many, value(page, at));
}

static void write_label(struct page *page, const char *at)
{
    char table[NAME];
    if (!take_word(&at, table))
        stop("{{label table column}}");
    while (*at == ' ')
        at++;
    fprintf(page->c, "    %s(rq, label_text(rq, %s, %s));\n", escaper(page, "label"), table, value(page, at));
}

static bool write_formatted(struct page *page, const char *tag)
{
    static const char *const words[] = {"date ", "day ", "ago ", "money ", "number ", "km ", NULL};
    for (int i = 0; words[i]; i++) {
        if (!text_starts(tag, words[i]))
            continue;
        text_only(page, tag);
        const char *name = tag + strlen(words[i]);
        fprintf(page->c, "    html_%.*s(rq, %s);\n", (int)strlen(words[i]) - 1, words[i],
                i < 4 ? pointer(page, name) : real_pointer(page, name));
        return true;
    }
    return false;
}

static void write_component(struct page *page, const char *name)
{
    const struct part *part = find_part(page, name, strlen(name));
    text_only(page, name);
    if (!part->component[0])
        stop("{{put %s}}: this part is no component", name);
    fprintf(page->c, "    html_%s(rq, &page->%s);\n", part->component, name);
}

static void write_value(struct page *page, const char *tag)
{
    if (tag[strspn(tag, "abcdefghijklmnopqrstuvwxyz_0123456789.")])
        stop("{{%s}} is no tag of ours: there are no expressions in templates", tag);
    fprintf(page->c, "    %s(rq, %s);\n", escaper(page, tag), value(page, tag));
}

static void write_tag(struct page *page, const char *tag)
{
    if (text_starts(tag, "each "))
        write_each(page, tag + 5);
    else if (strcmp(tag, "else") == 0)
        write_else(page);
    else if (strcmp(tag, "end") == 0)
        write_end(page);
    else if (text_starts(tag, "if "))
        write_if(page, tag + 3);
    else if (text_starts(tag, "t ")) {
        const char *at = tag + 2;
        fprintf(page->c, "    %s(rq, translate(rq, %s));\n", escaper(page, tag), take_literal(&at));
    } else if (text_starts(tag, "n "))
        write_plural(page, tag + 2);
    else if (text_starts(tag, "label "))
        write_label(page, tag + 6);
    else if (text_starts(tag, "put "))
        write_component(page, tag + 4);
    else if (text_starts(tag, "include "))
        include(page, tag + 8);
    else if (strcmp(tag, "csrf") == 0) {
        text_only(page, tag);
        page->has_csrf = true;
        fputs("    html_csrf(rq);\n", page->c);
    } else if (!write_formatted(page, tag))
        write_value(page, tag);
    if (page->where.kind == IN_VALUE)
        page->where.at_start = false;
}

static void write_markup(struct page *page, const char *at, size_t length)
{
    size_t bad = 0;
    fputs("    html_markup(rq, ", page->c);
    write_c_string(page->c, at, length);
    fprintf(page->c, ", %zu);\n", length);
    const char *why = follow(&page->where, at, length, &bad);
    if (why) {
        set_line(page, at + bad);
        stop("%s: %.*s", why, (int)strcspn(at + bad, "\n"), at + bad);
    }
}

/* The name at a tag, without its braces and the space around it. */
static const char *take_tag(struct page *page, const char *at, const char **after)
{
    const char *close = strstr(at, "}}");
    if (!close || close - at > LONGEST_TAG)
        stop("{{ without }}");
    *after = close + 2;
    return text_trim(page->arena, arena_copy(page->arena, at + 2, (size_t)(close - at - 2)));
}

static void write_template(struct page *page, const char *at)
{
    while (*at) {
        const char *open = strstr(at, "{{");
        size_t length = open ? (size_t)(open - at) : strlen(at);
        if (length)
            write_markup(page, at, length);
        if (!open)
            break;
        set_line(page, open);
        const char *tag = take_tag(page, open, &at);
        fprintf(page->c, "#line %d \"%s\"\n", here.line, page->path);
        if (!tag)
            stop("an empty {{}}");
        write_tag(page, tag);
    }
}

/* The text of another file of the room, compiled here. */
static void include(struct page *page, const char *name)
{
    const char *text = page->text, *path = page->path;
    struct place back = here;
    if (page->includes++ == MOST_INCLUDES)
        stop("more than %d files included in one another", MOST_INCLUDES);
    page->path = arena_format(page->arena, "%s/%s", page->room->folder, name);
    page->text = read_file(page->arena, page->path, NULL);
    write_template(page, page->text);
    page->includes--;
    page->text = text;
    page->path = path;
    here = back;
}

/* Every form that posts carries the token: counted over the whole template. */
static void check_forms(const char *text)
{
    for (const char *at = text; (at = strstr(at, "method=\"post\"")); at++) {
        const char *end = strstr(at, "</form>"), *token = strstr(at, "{{csrf}}");
        if (!token || (end && token > end))
            stop("a form that posts needs {{csrf}}");
    }
}

static void write_view(struct page *page)
{
    fprintf(page->h, "struct %s {\n", page->view);
    fprintf(page->c, "static const struct part %s_parts[] = {\n", page->view);
    for (size_t i = 0; i < page->part_count; i++) {
        const struct part *part = &page->parts[i];
        const char *type = part->query ? part->query->name : part->component;
        fprintf(page->h, "    struct %s %s;\n", type, part->name);
        if (part->query)
            fprintf(page->c, "    {\"%s\", offsetof(struct %s, %s), &%s_query, %s, NULL},\n", part->name, page->view,
                    part->name, type, part->query->mode == MANY ? "true" : "false");
        else
            fprintf(page->c, "    {\"%s\", offsetof(struct %s, %s), NULL, false, json_%s},\n", part->name, page->view,
                    part->name, type);
    }
    fprintf(
        page->h, "%s};\nextern const struct view %s;\n\n", page->part_count ? "" : "    char nothing;\n", page->view);
    fputs("    {0}\n};\n\n", page->c);
    if (page->title_part[0])
        fprintf(page->c,
            "static const char *%s_title(const void *shown)\n{\n    const struct %s *page = shown;\n"
            "    return page->%s.%s;\n}\n\n",
            page->view, page->view, page->title_part, page->title_column);
    fprintf(page->c, "const struct view %s = {\"%s\", \"%s\", %s%s, %s_html, %s_parts};\n\n", page->view, page->view,
        page->title, page->title_part[0] ? page->view : "NULL", page->title_part[0] ? "_title" : "", page->view,
        page->view);
}

static void bake_page(struct arena *arena, const struct room *room, const char *path, FILE *h, FILE *c)
{
    struct page *page = arena_alloc(arena, sizeof *page);
    *page = (struct page){.arena = arena, .room = room, .h = h, .c = c, .path = path};
    page->text = read_file(arena, path, NULL);
    if (!text_starts(page->text, "<!--"))
        return;                                            /* a file for {{include}} */
    const char *at = read_head(page);
    check_forms(at);
    fprintf(c, "static void %s_html(struct request *rq, const void *shown)\n{\n    const struct %s *page = shown;\n"
               "    (void)page;\n", page->view, page->view);
    write_template(page, at);
    if (page->depth || page->where.kind != IN_TEXT || page->where.depth)
        stop("the template ends inside a tag, an element, an {{if}} or an {{each}}");
    fputs("}\n\n", c);
    write_view(page);
}

void bake_pages(struct arena *arena, const struct room *room, FILE *h, FILE *c)
{
    size_t count;
    char **files = list_folder(arena, room->folder, ".html", &count);
    for (size_t i = 0; i < count; i++)
        bake_page(arena, room, arena_format(arena, "%s/%s", room->folder, files[i]), h, c);
}
