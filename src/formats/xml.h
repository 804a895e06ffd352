/* SPDX-License-Identifier: AGPL-3.0-or-later
 * XML read piece by piece, with libxml2 kept on a short leash (reliability.md §2.9): no network, no entities, no
 * DOCTYPE. */
#pragma once
#include "base/text.h"

enum xml_piece { XML_END_OF_FILE, XML_OPEN, XML_CLOSE, XML_TEXT };
struct xml {
    void *reader;
    const char *trouble;                   /* an English id, why reading stopped early; else NULL */
    bool empty_open;                       /* an <element/>: its XML_CLOSE comes next */
};
/* read gives bytes as archive_entry_read does. Call xml_close whatever was returned. */
bool xml_open(struct xml *xml, int (*read)(void *source, char *buffer, int size), void *source);
void xml_close(struct xml *xml);
/* Comments and processing instructions are passed over; <x/> gives XML_OPEN then XML_CLOSE. */
enum xml_piece xml_next(struct xml *xml);
/* of the element, without its prefix; lives until xml_next */
const char *xml_name(const struct xml *xml);
bool xml_is(const struct xml *xml, const char *name);
const char *xml_text(const struct xml *xml);               /* of an XML_TEXT; lives until xml_next */
/* The attribute of this name, whatever its prefix, in the arena; NULL when absent. */
char *xml_attribute(struct xml *xml, struct arena *arena, const char *name);
