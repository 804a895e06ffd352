/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Follows the HTML of a template: always knows whether a value would stand in text, in a quoted attribute or where no
 * escaping can make it safe. Refuses what it does not know. */
#include "bake.h"
#include <ctype.h>
#include <string.h>

static const char *const known[] = {"a", "abbr", "address", "article", "aside", "b", "blockquote", "br", "button",
    "caption", "cite", "code", "col", "colgroup", "dd", "del", "details", "dfn", "div", "dl", "dt", "em", "fieldset",
    "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "i", "img", "input",
    "ins", "kbd", "label", "legend", "li", "main", "mark", "meter", "nav", "ol", "optgroup", "option", "output", "p",
    "pre", "progress", "q", "s", "samp", "section", "select", "small", "span", "strong", "sub", "summary", "sup",
    "table", "tbody", "td", "textarea", "tfoot", "th", "thead", "time", "tr", "u", "ul", "var", "wbr", NULL};
static const char *const voids[] = {"br", "col", "hr", "img", "input", "wbr", NULL};
static const char *const links[] = {"href", "src", "action", "formaction", "cite", NULL};

static bool among(const char *const *list, const char *name)
{
    for (; *list; list++)
        if (strcmp(*list, name) == 0)
            return true;
    return false;
}

static const char *open_element(struct where *where)
{
    if (!among(known, where->tag))
        return "this element is not known here";
    if (among(voids, where->tag))
        return NULL;
    if (where->depth == 64)
        return "elements are nested too deep";
    memcpy(where->open[where->depth++], where->tag, NAME);
    return NULL;
}

static const char *close_element(struct where *where)
{
    if (!where->depth || strcmp(where->open[where->depth - 1], where->tag) != 0)
        return "this closes an element that is not the innermost open one";
    where->depth--;
    return NULL;
}

static const char *end_tag(struct where *where)
{
    where->kind = IN_TEXT;
    where->attribute[0] = '\0';
    return where->closing ? close_element(where) : open_element(where);
}

/* The lower-case name at html, of letters, digits and "-"; its length, 0 when there is none or it is too long. */
static size_t take_name(char name[NAME], const char *html, size_t length)
{
    size_t i = 0;
    for (; i < length && i + 1 < NAME
           && (islower((unsigned char)html[i]) || isdigit((unsigned char)html[i]) || html[i] == '-');
         i++)
        name[i] = html[i];
    name[i] = '\0';
    return i;
}

static const char *check_attribute(const char *name)
{
    if (strncmp(name, "on", 2) == 0 || strcmp(name, "style") == 0 || strcmp(name, "srcdoc") == 0)
        return "this attribute is never allowed: no escaping makes it safe";
    if (strcmp(name, "srcset") == 0 || strcmp(name, "ping") == 0 || strcmp(name, "http-equiv") == 0)
        return "this attribute is not known here";
    return NULL;
}

/* In text: "<!--", "</name", "<name", or one plain character. Returns how far it went through *step. */
static const char *in_text(struct where *where, const char *html, size_t left, size_t *step)
{
    *step = 1;
    if (*html == '&') {
        size_t i = 1;
        while (i < left && (isalnum((unsigned char)html[i]) || html[i] == '#'))
            i++;
        return i > 1 && i < left && html[i] == ';' ? NULL : "write &amp; for an ampersand";
    }
    if (*html == '>')
        return "write &gt; for a lone >";
    if (*html != '<')
        return NULL;
    if (left >= 4 && strncmp(html, "<!--", 4) == 0) {
        where->kind = IN_COMMENT;
        *step = 4;
        return NULL;
    }
    where->closing = left > 1 && html[1] == '/';
    size_t skip = where->closing ? 2 : 1, name = take_name(where->tag, html + skip, left - skip);
    where->kind = IN_TAG;
    where->attribute[0] = '\0';
    *step = skip + name;
    if (!name)
        return "a < that starts no tag: write &lt;";
    return among(known, where->tag) ? NULL : "this element is not known here";
}

static const char *in_tag(struct where *where, const char *html, size_t left, size_t *step)
{
    *step = 1;
    if (*html == '>')
        return end_tag(where);
    if (isspace((unsigned char)*html)) {
        where->attribute[0] = '\0';
        return NULL;
    }
    if (where->closing)
        return "a closing tag has no attributes";
    if (*html == '=' && where->attribute[0] && left > 1 && (html[1] == '"' || html[1] == '\'')) {
        where->kind = IN_VALUE;
        where->quote = html[1];
        where->at_start = true;
        where->link = among(links, where->attribute);
        *step = 2;
        return NULL;
    }
    if (*html == '=')
        return "quote the value of this attribute";
    if (where->attribute[0])
        return "a space is missing between two attributes";
    *step = take_name(where->attribute, html, left);
    if (!*step)
        return "this may not stand in a tag";
    return check_attribute(where->attribute);
}

static const char *in_value(struct where *where, const char *html, size_t left, size_t *step)
{
    static const char *const schemes[] = {"/", "https://", "http://", "mailto:", "#", "?", NULL};
    *step = 1;
    if (*html == where->quote) {
        where->kind = IN_TAG;
        return NULL;
    }
    if (where->link && where->at_start) {
        bool fine = false;
        for (const char *const *one = schemes; *one; one++)
            fine = fine || (left >= strlen(*one) && strncmp(html, *one, strlen(*one)) == 0);
        if (!fine || (left >= 2 && strncmp(html, "//", 2) == 0))
            return "a link starts with /, #, ?, https://, http:// or mailto:";
    }
    where->at_start = false;
    return *html == '<' ? "write &lt; in an attribute" : NULL;
}

const char *follow(struct where *where, const char *html, size_t length, size_t *bad)
{
    for (size_t i = 0, step; i < length; i += step) {
        const char *why = NULL;
        *bad = i;
        step = 1;
        switch (where->kind) {
        case IN_TEXT:  why = in_text(where, html + i, length - i, &step); break;
        case IN_TAG:   why = in_tag(where, html + i, length - i, &step); break;
        case IN_VALUE: why = in_value(where, html + i, length - i, &step); break;
        case IN_COMMENT:
            if (length - i >= 3 && strncmp(html + i, "-->", 3) == 0) {
                where->kind = IN_TEXT;
                step = 3;
            }
            break;
        }
        if (html[i] == '\0')
            why = "a NUL";
        if (why)
            return why;
    }
    return NULL;
}

bool same_place(const struct where *a, const struct where *b)
{
    if (a->kind != b->kind || a->depth != b->depth)
        return false;
    for (int i = 0; i < a->depth; i++)
        if (strcmp(a->open[i], b->open[i]) != 0)
            return false;
    return a->kind != IN_VALUE || (a->quote == b->quote && strcmp(a->attribute, b->attribute) == 0);
}
