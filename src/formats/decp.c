/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The JSON of the DECP, flattened. */
#include "formats/decp.h"

bool decp_is_json(const char *bytes, size_t length)
{
    size_t at = length >= 3 && text_starts(bytes, "\xEF\xBB\xBF") ? 3 : 0;
    while (at < length && (bytes[at] == ' ' || bytes[at] == '\n' || bytes[at] == '\r' || bytes[at] == '\t'))
        at++;
    return at < length && bytes[at] == '{';
}

static const struct json_value *array_of(const struct json_value *object, const char *key)
{
    const struct json_value *array = json_get(object, key);
    return array && array->kind == JSON_ARRAY ? array : NULL;
}

bool decp_open(struct decp *decp, struct arena *arena, const char *bytes, size_t length)
{
    *decp = (struct decp){0};
    size_t mark = length >= 3 && text_starts(bytes, "\xEF\xBB\xBF") ? 3 : 0;
    const struct json_value *tree = json_read(arena, bytes + mark, length - mark, &decp->trouble, &decp->line);
    if (!tree)
        return false;
    const struct json_value *root = json_get(tree, "marches");
    decp->contracts = root && root->kind == JSON_ARRAY ? root : array_of(root, "marche");
    decp->concessions = array_of(root, "contrat-concession");
    decp->total = (decp->contracts ? decp->contracts->count : 0) + (decp->concessions ? decp->concessions->count : 0);
    if (!decp->contracts && !decp->concessions)
        decp->trouble = "This file has no list of contracts (“marches”).";
    return !decp->trouble;
}

static char *text_of(struct arena *arena, const struct json_value *value)
{
    struct buffer out = {.arena = arena};
    if (value && value->kind == JSON_TEXT)
        buffer_text(&out, value->text);
    else if (value && value->kind == JSON_NUMBER && value->is_whole)
        buffer_int(&out, value->whole);
    else if (value && value->kind == JSON_NUMBER)
        buffer_real(&out, value->number);
    return out.length ? out.text : arena_text(arena, "");
}

static char *cell(struct arena *arena, const struct json_value *record, const char *key)
{
    return text_of(arena, json_get(record, key));
}

static void add_cell(struct buffer *out, const char *text)
{
    if (!*text)
        return;
    if (out->length)
        buffer_char(out, '|');
    buffer_text(out, text);
}

/* {"considerationSociale": ["…", "…"]}, or the array itself, or one text. */
static char *joined(struct arena *arena, const struct json_value *record, const char *key, const char *inner)
{
    const struct json_value *value = json_get(record, key), *list = json_get(value, inner);
    struct buffer out = {.arena = arena};
    list = list ? list : value;
    if (list && list->kind == JSON_ARRAY)
        for (size_t i = 0; i < list->count; i++)
            add_cell(&out, text_of(arena, &list->items[i]));
    else
        add_cell(&out, text_of(arena, list));
    return out.length ? out.text : arena_text(arena, "");
}

/* [{"titulaire": {"id": "…"}}] of 2024, [{"id": "…"}] before. */
static char *winners(struct arena *arena, const struct json_value *list, const char *inner, const char *key)
{
    struct buffer out = {.arena = arena};
    for (size_t i = 0; list && list->kind == JSON_ARRAY && i < list->count; i++) {
        const struct json_value *one = json_get(&list->items[i], inner);
        add_cell(&out, cell(arena, one ? one : &list->items[i], key));
    }
    return out.length ? out.text : arena_text(arena, "");
}

/* Published data are never edited: changes are appended. */
static void apply_modifications(struct arena *arena, const struct json_value *record, char **row)
{
    const struct json_value *list = array_of(record, "modifications");
    for (size_t i = 0; list && i < list->count; i++) {
        const struct json_value *inner = json_get(&list->items[i], "modification");
        const struct json_value *change = inner ? inner : &list->items[i];
        if (json_get(change, "dureeMois"))
            row[DECP_MONTHS] = cell(arena, change, "dureeMois");
        if (json_get(change, "montant"))
            row[DECP_AMOUNT] = cell(arena, change, "montant");
        if (array_of(change, "titulaires"))
            row[DECP_WINNERS] = winners(arena, json_get(change, "titulaires"), "titulaire", "id");
    }
}

static void read_winners(struct arena *arena, const struct json_value *record, bool concession, char **row)
{
    const char *list = concession ? "concessionnaires" : "titulaires";
    const char *inner = concession ? "concessionnaire" : "titulaire";
    row[DECP_WINNERS] = winners(arena, json_get(record, list), inner, "id");
    row[DECP_NAMES] = winners(arena, json_get(record, list), inner, "denominationSociale");
}

static char **read_record(struct arena *arena, const struct json_value *record, bool concession)
{
    char **row = arena_array(arena, DECP_COLUMNS, sizeof *row);
    const struct json_value *buyer = json_get(record, concession ? "autoriteConcedante" : "acheteur");
    const struct json_value *place = json_get(record, "lieuExecution");
    row[DECP_SOURCE] = cell(arena, record, "source");
    row[DECP_ID] = cell(arena, record, "id");
    row[DECP_BUYER_ID] = cell(arena, buyer, "id");
    row[DECP_BUYER] = cell(arena, buyer, "nom");
    row[DECP_NATURE] = cell(arena, record, "nature");
    row[DECP_TITLE] = cell(arena, record, "objet");
    row[DECP_CPV] = cell(arena, record, "codeCPV");
    row[DECP_PROCEDURE] = cell(arena, record, "procedure");
    row[DECP_PLACE] = cell(arena, place, "code");
    row[DECP_PLACE_KIND] = cell(arena, place, "typeCode");
    row[DECP_MONTHS] = cell(arena, record, "dureeMois");
    row[DECP_NOTIFIED] = cell(arena, record, concession ? "dateSignature" : "dateNotification");
    row[DECP_AMOUNT] = cell(arena, record, concession ? "valeurGlobale" : "montant");
    row[DECP_SOCIAL] = joined(arena, record, "considerationsSociales", "considerationSociale");
    row[DECP_ENVIRONMENTAL] = joined(arena, record, "considerationsEnvironnementales",
                                     "considerationEnvironnementale");
    read_winners(arena, record, concession, row);
    apply_modifications(arena, record, row);
    return row;
}

char **decp_next(struct decp *decp, struct arena *arena)
{
    size_t contracts = decp->contracts ? decp->contracts->count : 0, at = decp->record;
    if (at >= decp->total)
        return NULL;
    decp->record++;
    const struct json_value *record = at < contracts ? &decp->contracts->items[at] :
        &decp->concessions->items[at - contracts];
    const struct json_value *inner = json_get(record, "marche");
    return read_record(arena, inner ? inner : record, at >= contracts);
}
