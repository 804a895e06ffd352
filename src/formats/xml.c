/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The pull reader over libxml2's xmlTextReader. */
#include "formats/xml.h"
#include <libxml/xmlreader.h>

static const char not_sound[] = "A part of this file is not well-formed XML.";

static void stay_quiet(void *unused, xmlErrorPtr error)
{
}

bool xml_open(struct xml *xml, int (*read)(void *source, char *buffer, int size), void *source)
{
    xmlInitParser();
    *xml = (struct xml){.reader = xmlReaderForIO(read, NULL, source, NULL, NULL, XML_PARSE_NONET)};
    if (!xml->reader)
        xml->trouble = not_sound;
    else
        xmlTextReaderSetStructuredErrorHandler(xml->reader, stay_quiet, NULL);
    return xml->reader != NULL;
}

void xml_close(struct xml *xml)
{
    if (xml->reader)
        xmlFreeTextReader(xml->reader);
    xml->reader = NULL;
}

static enum xml_piece stop(struct xml *xml, const char *why)
{
    if (!xml->trouble)
        xml->trouble = why;
    return XML_END_OF_FILE;
}

enum xml_piece xml_next(struct xml *xml)
{
    if (xml->trouble || !xml->reader)
        return XML_END_OF_FILE;
    if (xml->empty_open) {
        xml->empty_open = false;
        return XML_CLOSE;
    }
    for (;;) {
        int got = xmlTextReaderRead(xml->reader);
        if (got != 1)
            return got ? stop(xml, not_sound) : XML_END_OF_FILE;
        switch (xmlTextReaderNodeType(xml->reader)) {
        case XML_READER_TYPE_ELEMENT:
            xml->empty_open = xmlTextReaderIsEmptyElement(xml->reader) == 1;
            return XML_OPEN;
        case XML_READER_TYPE_END_ELEMENT: return XML_CLOSE;
        case XML_READER_TYPE_TEXT: case XML_READER_TYPE_CDATA: case XML_READER_TYPE_WHITESPACE:
        case XML_READER_TYPE_SIGNIFICANT_WHITESPACE: return XML_TEXT;
        case XML_READER_TYPE_DOCUMENT_TYPE: case XML_READER_TYPE_ENTITY_REFERENCE:
            return stop(xml, "A part of this file defines entities (DOCTYPE), which is not accepted.");
        default: break;
        }
    }
}

const char *xml_name(const struct xml *xml)
{
    const xmlChar *name = xmlTextReaderConstLocalName(xml->reader);
    return name ? (const char *)name : "";
}

bool xml_is(const struct xml *xml, const char *name)
{
    return text_is(xml_name(xml), name);
}

const char *xml_text(const struct xml *xml)
{
    const xmlChar *text = xmlTextReaderConstValue(xml->reader);
    return text ? (const char *)text : "";
}

char *xml_attribute(struct xml *xml, struct arena *arena, const char *name)
{
    char *found = NULL;
    while (!found && xmlTextReaderMoveToNextAttribute(xml->reader) == 1)
        if (xml_is(xml, name))
            found = arena_text(arena, xml_text(xml));
    xmlTextReaderMoveToElement(xml->reader);
    return found;
}
