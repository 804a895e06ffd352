/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Atom feeds, written. */
#include "formats/atom.h"
#include "base/time.h"

static void escape(struct buffer *out, const char *text)
{
    for (; text && *text; text++) {
        unsigned char c = (unsigned char)*text;
        if (c == '&')
            buffer_text(out, "&amp;");
        else if (c == '<')
            buffer_text(out, "&lt;");
        else if (c == '>')
            buffer_text(out, "&gt;");
        else if (c == '"')
            buffer_text(out, "&quot;");
        else if (c >= ' ' || c == '\n' || c == '\t')
            buffer_char(out, (char)c);
    }
}

static void element(struct buffer *out, const char *name, const char *text)
{
    buffer_format(out, "<%s>", name);
    escape(out, text);
    buffer_format(out, "</%s>\n", name);
}

static void common(struct buffer *out, const struct atom_entry *entry)
{
    element(out, "id", entry->id);
    element(out, "title", entry->title);
    buffer_text(out, "<updated>");
    format_iso_instant(out, entry->updated);
    buffer_text(out, "</updated>\n<link href=\"");
    escape(out, entry->link);
    buffer_text(out, "\"/>\n");
}

void atom_begin(struct buffer *out, const struct atom_entry *feed)
{
    buffer_text(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\">\n");
    common(out, feed);
    buffer_text(out, "<author><name>Maillage</name></author>\n");
}

void atom_add(struct buffer *out, const struct atom_entry *entry)
{
    buffer_text(out, "<entry>\n");
    common(out, entry);
    if (entry->summary)
        element(out, "summary", entry->summary);
    buffer_text(out, "</entry>\n");
}

void atom_end(struct buffer *out)
{
    buffer_text(out, "</feed>\n");
}
