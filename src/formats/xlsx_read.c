/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Reading XLSX (ECMA-376 part 1): the first visible sheet. */
#include "base/number.h"
#include "formats/workbook.h"
#include <string.h>

static const char damaged[] = "This workbook is damaged.";

struct relation { char *id, *type, *target; };
struct office {
    struct workbook *workbook;
    struct relation *relations; size_t relation_count, relation_room;
    char **strings; size_t string_count, string_room;
    enum number_look *looks; size_t look_count, look_room;                     /* by style of a cell */
    char *sheet_relation;
    bool sheet_is_contents, since_1904;
};

/* "xl/workbook.xml" → "xl/_rels/workbook.xml.rels". */
static char *relations_name(struct arena *arena, const char *part)
{
    const char *slash = strrchr(part, '/');
    int folder = slash ? (int)(slash + 1 - part) : 0;
    return arena_format(arena, "%.*s_rels/%s.rels", folder, part, part + folder);
}

/* A target is from the root of the archive when it starts with "/", else from the folder of the part that names it. */
static char *resolve(struct arena *arena, const char *part, const char *target)
{
    const char *slash = strrchr(part, '/');
    if (target[0] == '/')
        return arena_text(arena, target + 1);
    return arena_format(arena, "%.*s%s", slash ? (int)(slash + 1 - part) : 0, part, target);
}

static bool read_relations(struct office *office, const char *part_name)
{
    struct arena *arena = &office->workbook->kept;
    struct part part;
    office->relation_count = 0;
    if (!part_open(&part, office->workbook, relations_name(arena, part_name)))
        return workbook_refuse(office->workbook, damaged);
    for (enum xml_piece piece; (piece = xml_next(&part.xml));) {
        if (piece != XML_OPEN || !xml_is(&part.xml, "Relationship"))
            continue;
        struct relation one = {xml_attribute(&part.xml, arena, "Id"), xml_attribute(&part.xml, arena, "Type"),
            xml_attribute(&part.xml, arena, "Target")};
        if (!one.id || !one.type || !one.target)
            continue;
        one.target = resolve(arena, part_name, one.target);
        office->relations = arena_grow(arena, office->relations, office->relation_count, &office->relation_room,
            sizeof one);
        office->relations[office->relation_count++] = one;
    }
    return part_close(&part, office->workbook);
}

/* The part of this kind ("/styles"), or of this id when it is given. */
static const char *related(const struct office *office, const char *kind, const char *id)
{
    for (size_t i = 0; i < office->relation_count; i++)
        if (text_ends(office->relations[i].type, kind) && (!id || text_is(office->relations[i].id, id)))
            return office->relations[i].target;
    return NULL;
}

static bool is_true(const char *text)
{
    return text_is(text, "1") || text_is(text, "true");
}

/* The first sheet that is shown; the list of contents that Numbers puts before its tables is passed over when there is
 * more. */
static void take_sheet(struct office *office, struct xml *xml)
{
    struct arena *arena = &office->workbook->kept;
    const char *state = xml_attribute(xml, arena, "state"), *name = xml_attribute(xml, arena, "name");
    if (state && !text_is(state, "visible"))
        return;
    bool contents = text_is(name, "Résumé de l’exportation") || text_is(name, "Export Summary");
    if (!office->sheet_relation || (office->sheet_is_contents && !contents)) {
        office->sheet_relation = xml_attribute(xml, arena, "id");
        office->sheet_is_contents = contents;
    }
}

static bool read_workbook_part(struct office *office, const char *name)
{
    struct arena *arena = &office->workbook->kept;
    struct part part;
    if (!part_open(&part, office->workbook, name))
        return workbook_refuse(office->workbook, damaged);
    for (enum xml_piece piece; (piece = xml_next(&part.xml));) {
        if (piece != XML_OPEN)
            continue;
        if (xml_is(&part.xml, "workbookPr"))
            office->since_1904 = is_true(xml_attribute(&part.xml, arena, "date1904"));
        if (xml_is(&part.xml, "sheet"))
            take_sheet(office, &part.xml);
    }
    return part_close(&part, office->workbook);
}

/* "_x000D_" is how a character that XML cannot hold is written. */
static char *unescape(struct arena *arena, const char *text)
{
    struct buffer out = {.arena = arena};
    buffer_add(&out, "", 0);
    while (*text) {
        uint32_t point = 0;
        bool escaped = text_starts(text, "_x") && strspn(text + 2, "0123456789abcdefABCDEF") >= 4 && text[6] == '_';
        for (int i = 2; escaped && i < 6; i++)
            point = point << 4 | (uint32_t)(text[i] <= '9' ? text[i] - '0' : (text[i] | 0x20) - 'a' + 10);
        if (escaped && point && (point < 0xD800 || point > 0xDFFF))
            utf8_put(&out, point);
        else
            buffer_add(&out, text, escaped ? 7 : 1);
        text += escaped ? 7 : 1;
    }
    return out.text;
}

static void add_string(struct office *office, const struct buffer *text)
{
    struct arena *arena = &office->workbook->kept;
    const char *plain = buffer_string(text);
    office->strings = arena_grow(arena, office->strings, office->string_count, &office->string_room,
        sizeof *office->strings);
    office->strings[office->string_count++] = strstr(plain, "_x") ? unescape(arena, plain) : arena_text(arena, plain);
}

/* The texts of <t> that are no phonetic help (<rPh>). */
struct rich { struct buffer text; bool in_text; int in_phonetic; };

static void take_rich(struct rich *rich, const struct xml *xml, enum xml_piece piece)
{
    if (piece == XML_TEXT) {
        if (rich->in_text && !rich->in_phonetic)
            buffer_text(&rich->text, xml_text(xml));
        return;
    }
    if (xml_is(xml, "rPh"))
        rich->in_phonetic += piece == XML_OPEN ? 1 : -1;
    if (xml_is(xml, "t"))
        rich->in_text = piece == XML_OPEN;
}

static bool read_strings(struct office *office)
{
    struct part part;
    const char *name = related(office, "/sharedStrings", NULL);
    struct rich rich = {0};
    if (!name || !part_open(&part, office->workbook, name))
        return !office->workbook->trouble;
    for (enum xml_piece piece; (piece = xml_next(&part.xml));) {
        bool item = piece != XML_TEXT && xml_is(&part.xml, "si");
        if (item && piece == XML_OPEN) {
            arena_free(&office->workbook->cell);
            rich = (struct rich){.text = {.arena = &office->workbook->cell}};
        } else if (item)
            add_string(office, &rich.text);
        else if (rich.text.arena)
            take_rich(&rich, &part.xml, piece);
    }
    return part_close(&part, office->workbook);
}

struct custom_look { int64_t id; enum number_look look; };

static enum number_look look_of(const struct custom_look *custom, size_t count, int64_t id)
{
    for (size_t i = 0; i < count; i++)
        if (custom[i].id == id)
            return custom[i].look;
    return look_of_builtin(id);
}

static int64_t whole_attribute(struct xml *xml, struct arena *arena, const char *name, int64_t otherwise)
{
    int64_t number;
    return parse_int(xml_attribute(xml, arena, name), &number) ? number : otherwise;
}

static bool read_styles(struct office *office)
{
    struct arena *arena = &office->workbook->kept;
    struct custom_look *custom = NULL;
    size_t count = 0, room = 0;
    bool of_cells = false;
    struct part part;
    const char *name = related(office, "/styles", NULL);
    if (!name || !part_open(&part, office->workbook, name))
        return !office->workbook->trouble;
    for (enum xml_piece piece; (piece = xml_next(&part.xml));) {
        if (piece == XML_TEXT)
            continue;
        if (xml_is(&part.xml, "cellXfs"))
            of_cells = piece == XML_OPEN;
        if (piece == XML_OPEN && xml_is(&part.xml, "numFmt")) {
            const char *code = xml_attribute(&part.xml, arena, "formatCode");
            custom = arena_grow(arena, custom, count, &room, sizeof *custom);
            custom[count++] = (struct custom_look){whole_attribute(&part.xml, arena, "numFmtId", -1),
                look_of_code(code ? code : "")};
        }
        if (piece == XML_OPEN && of_cells && xml_is(&part.xml, "xf")) {
            int64_t id = whole_attribute(&part.xml, arena, "numFmtId", 0);
            office->looks = arena_grow(arena, office->looks, office->look_count, &office->look_room,
                sizeof *office->looks);
            office->looks[office->look_count++] = look_of(custom, count, id);
        }
    }
    return part_close(&part, office->workbook);
}

/* "BC12": column 54, row 11. False, and nothing set, when it is no reference. */
static bool parse_reference(const char *reference, int64_t *row, int64_t *column)
{
    int64_t letters = 0, number;
    for (; reference && *reference >= 'A' && *reference <= 'Z' && letters < 100000; reference++)
        letters = letters * 26 + (*reference - 'A' + 1);
    if (!letters || !parse_int(reference, &number) || number < 1)
        return false;
    *row = number - 1;
    *column = letters - 1;
    return true;
}

struct cell { int64_t row, column, style; char *type; struct rich rich; struct buffer value; bool in_value, open; };

static void cell_begin(struct cell *cell, struct xml *xml, struct arena *arena)
{
    cell->column++;
    parse_reference(xml_attribute(xml, arena, "r"), &cell->row, &cell->column);
    cell->type = xml_attribute(xml, arena, "t");
    cell->style = whole_attribute(xml, arena, "s", 0);
    cell->rich = (struct rich){.text = {.arena = arena}};
    cell->value = (struct buffer){.arena = arena};
    cell->in_value = false;
    cell->open = true;
}

static const char *number_text(const struct office *office, const struct cell *cell)
{
    double number;
    const char *text = buffer_string(&cell->value);
    if (!parse_real(text, &number))
        return text;
    bool styled = cell->style >= 0 && (size_t)cell->style < office->look_count;
    return look_text(&office->workbook->cell, number, styled ? office->looks[cell->style] : LOOK_NUMBER,
        office->since_1904);
}

static const char *cell_text(const struct office *office, const struct cell *cell)
{
    int64_t index;
    const char *value = buffer_string(&cell->value);
    if (!cell->type || text_is(cell->type, "n"))
        return number_text(office, cell);
    if (text_is(cell->type, "s"))
        return parse_int(value, &index) && index >= 0 && (size_t)index < office->string_count ? office->strings[index]
            : "";
    if (text_is(cell->type, "b"))
        return !*value ? "" : is_true(value) ? "oui" : "non";
    if (text_is(cell->type, "inlineStr"))
        value = buffer_string(&cell->rich.text);
    return strstr(value, "_x") ? unescape(&office->workbook->cell, value) : value;
}

static bool take_cell_piece(struct office *office, struct cell *cell, struct xml *xml, enum xml_piece piece)
{
    if (piece == XML_TEXT && cell->in_value)
        buffer_text(&cell->value, xml_text(xml));
    if (piece != XML_TEXT && xml_is(xml, "v"))
        cell->in_value = piece == XML_OPEN;
    take_rich(&cell->rich, xml, piece);
    if (piece != XML_CLOSE || !xml_is(xml, "c"))
        return true;
    cell->open = false;
    bool taken = sheet_cell(&office->workbook->sheet, cell->row, cell->column, cell_text(office, cell));
    arena_free(&office->workbook->cell);
    return taken || workbook_refuse(office->workbook, office->workbook->sheet.trouble);
}

static bool read_cells(struct office *office, const char *name)
{
    struct workbook *workbook = office->workbook;
    struct cell cell = {.row = -1};
    struct part part;
    bool going = true;
    if (!name || !part_open(&part, workbook, name))
        return workbook_refuse(workbook, damaged);
    for (enum xml_piece piece; going && (piece = xml_next(&part.xml));) {
        if (cell.open)
            going = take_cell_piece(office, &cell, &part.xml, piece);
        else if (piece == XML_OPEN && xml_is(&part.xml, "c"))
            cell_begin(&cell, &part.xml, &workbook->cell);
        else if (piece == XML_OPEN && xml_is(&part.xml, "row")) {
            cell.row = whole_attribute(&part.xml, &workbook->cell, "r", cell.row + 2) - 1;
            cell.column = -1;
        }
    }
    return part_close(&part, workbook) && going;
}

bool read_office_sheet(struct workbook *workbook)
{
    struct office office = {.workbook = workbook};
    if (!archive_has(workbook->archive, "_rels/.rels"))
        return workbook_refuse(workbook, "This is not a workbook (XLSX or ODS).");
    if (!read_relations(&office, ""))
        return false;
    const char *name = related(&office, "/officeDocument", NULL);
    if (!name || !read_workbook_part(&office, name) || !read_relations(&office, name))
        return workbook_refuse(workbook, damaged);
    if (!office.sheet_relation)
        return workbook_refuse(workbook, "This workbook has no visible sheet.");
    if (!read_strings(&office) || !read_styles(&office))
        return false;
    return read_cells(&office, related(&office, "/worksheet", office.sheet_relation));
}
