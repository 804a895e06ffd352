/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Exports: the list a page shows, as CSV, XLSX or GeoJSON, with no code per feature. Column names are the query's. */
#include "base/time.h"
#include "formats/csv.h"
#include "formats/json.h"
#include "formats/xlsx.h"
#include "web/reply_page.h"
#include <string.h>

struct rows { size_t count; const char *first; };
struct table { const struct db_query *query; const struct rows *rows; const char *name; };

static bool find_table(const struct view *view, const void *page, struct table *table)
{
    for (const struct part *part = view->parts; part->name; part++)
        if (part->many) {
            *table = (struct table){part->query, (const void *)((const char *)page + part->offset), part->name};
            return true;
        }
    return false;
}

static const void *row_at(const struct table *table, size_t i)
{
    return table->rows->first + i * table->query->row_size;
}

/* What a cell holds. A whole number is kept whole: a double has only 53 bits of it. */
enum cell_kind { CELL_EMPTY, CELL_TEXT, CELL_WHOLE, CELL_REAL };
struct cell { enum cell_kind kind; const char *text; int64_t whole; double real; };

static struct cell text_cell(const char *text)
{
    return text ? (struct cell){.kind = CELL_TEXT, .text = text} : (struct cell){0};
}

/* Whole cents, by the name of their column. */
static bool is_money(const char *name)
{
    return text_is(name, "amount") || text_ends(name, "_amount") || text_is(name, "cents") || text_ends(name, "_cents");
}

/* "offer_cents" holds euros in a spreadsheet, and says so. */
static const char *header_of(struct arena *arena, const char *name)
{
    if (!text_is(name, "cents") && !text_ends(name, "_cents"))
        return name;
    return arena_format(arena, "%.*seuros", (int)(strlen(name) - strlen("cents")), name);
}

/* Instants and days are written as dates, money as euros: a spreadsheet must not show 1764000000, nor 12000000 for
 * 120,000 €. */
static struct cell whole_cell(struct arena *arena, const char *name, int64_t number)
{
    struct buffer date = {.arena = arena};
    if (text_ends(name, "_at") || text_is(name, "at"))
        format_iso_instant(&date, number);
    else if (text_ends(name, "_day") || text_ends(name, "_due") || text_is(name, "day"))
        format_iso_date(&date, number);
    else
        return is_money(name) ? (struct cell){.kind = CELL_REAL, .real = (double)number / 100}
            : (struct cell){.kind = CELL_WHOLE, .whole = number};
    return text_cell(date.text);
}

static struct cell read_cell(struct arena *arena, const struct db_field *column, const char *row)
{
    const void *at = row + column->offset;
    switch (column->type) {
    case DB_INT: {
        const int64_t *number = column->optional ? *(const int64_t *const *)at : at;
        return number ? whole_cell(arena, column->name, *number) : (struct cell){0};
    }
    case DB_REAL: {
        const double *number = column->optional ? *(const double *const *)at : at;
        return number ? (struct cell){.kind = CELL_REAL, .real = *number} : (struct cell){0};
    }
    case DB_TEXT:
        return text_cell(*(const char *const *)at);
    case DB_BLOB:
        break;
    }
    return (struct cell){0};
}

/* Bytes have no place in a table. */
static bool is_shown(const struct db_field *column)
{
    return column->type != DB_BLOB;
}

static void write_csv_cell(struct csv_writer *csv, struct cell cell)
{
    switch (cell.kind) {
    case CELL_WHOLE: csv_int(csv, cell.whole); break;
    case CELL_REAL:  csv_number(csv, cell.real); break;
    default:         csv_cell(csv, cell.text);
    }
}

static void write_csv_row(struct arena *arena, struct csv_writer *csv, const struct table *table, const char *row)
{
    for (size_t k = 0; k < table->query->column_count; k++)
        if (is_shown(&table->query->columns[k]))
            write_csv_cell(csv, read_cell(arena, &table->query->columns[k], row));
    csv_end_row(csv);
}

static void write_csv(struct request *rq, const struct table *table)
{
    struct csv_writer csv;
    csv_begin(&csv, &rq->reply.body, ';', true);
    for (size_t k = 0; k < table->query->column_count; k++)
        if (is_shown(&table->query->columns[k]))
            csv_cell(&csv, header_of(rq->arena, table->query->columns[k].name));
    csv_end_row(&csv);
    for (size_t i = 0; i < table->rows->count; i++)
        write_csv_row(rq->arena, &csv, table, row_at(table, i));
    rq->reply.type = "text/csv; charset=utf-8";
}

/* Beyond 15 digits a spreadsheet rounds: such a number (an identifier) is written as text. */
static void write_xlsx_cell(struct arena *arena, struct xlsx_writer *xlsx, struct cell cell)
{
    const int64_t most = 999999999999999;
    if (cell.kind == CELL_REAL)
        xlsx_number(xlsx, cell.real);
    else if (cell.kind == CELL_WHOLE && cell.whole <= most && cell.whole >= -most)
        xlsx_number(xlsx, (double)cell.whole);
    else
        xlsx_cell(xlsx, cell.kind == CELL_WHOLE ? arena_format(arena, "%lld", (long long)cell.whole) : cell.text);
}

static void write_xlsx_row(struct arena *arena, struct xlsx_writer *xlsx, const struct table *table, const char *row)
{
    for (size_t k = 0; k < table->query->column_count; k++)
        if (is_shown(&table->query->columns[k]))
            write_xlsx_cell(arena, xlsx, read_cell(arena, &table->query->columns[k], row));
    xlsx_end_row(xlsx);
}

static void write_xlsx(struct request *rq, const struct table *table)
{
    struct xlsx_writer *xlsx = xlsx_begin(rq->arena, table->name);
    for (size_t k = 0; k < table->query->column_count; k++)
        if (is_shown(&table->query->columns[k]))
            xlsx_cell(xlsx, header_of(rq->arena, table->query->columns[k].name));
    xlsx_end_row(xlsx);
    for (size_t i = 0; i < table->rows->count; i++)
        write_xlsx_row(rq->arena, xlsx, table, row_at(table, i));
    size_t length;
    const void *bytes = xlsx_finish(xlsx, &length);
    if (!bytes) {
        reply_error(rq, BROKEN);
        return;
    }
    buffer_add(&rq->reply.body, bytes, length);
    rq->reply.type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
}

static const double *find_real(const struct table *table, const char *name, const char *row)
{
    for (size_t k = 0; k < table->query->column_count; k++) {
        const struct db_field *column = &table->query->columns[k];
        if (column->type == DB_REAL && text_is(column->name, name))
            return column->optional ? *(const double *const *)(const void *)(row + column->offset)
                                    : (const double *)(const void *)(row + column->offset);
    }
    return NULL;
}

static void write_point(struct json *json, const double *lon, const double *lat)
{
    json_key(json, "geometry");
    if (!lon || !lat) {
        json_null(json);
        return;
    }
    json_object(json);
    json_key(json, "type"), json_text(json, "Point");
    json_key(json, "coordinates"), json_array(json);
    json_real(json, *lon), json_real(json, *lat);
    json_end(json);
    json_end(json);
}

static void write_property(struct json *json, const char *name, struct cell cell)
{
    json_key(json, name);
    switch (cell.kind) {
    case CELL_WHOLE: json_int(json, cell.whole); break;
    case CELL_REAL:  json_real(json, cell.real); break;
    default:         json_text(json, cell.text);
    }
}

/* The point is the geometry: it is not said twice. */
static void write_feature(struct request *rq, struct json *json, const struct table *table, const char *row)
{
    json_object(json);
    json_key(json, "type"), json_text(json, "Feature");
    write_point(json, find_real(table, "lon", row), find_real(table, "lat", row));
    json_key(json, "properties"), json_object(json);
    for (size_t k = 0; k < table->query->column_count; k++) {
        const struct db_field *column = &table->query->columns[k];
        if (is_shown(column) && !text_is(column->name, "lon") && !text_is(column->name, "lat"))
            write_property(json, header_of(rq->arena, column->name), read_cell(rq->arena, column, row));
    }
    json_end(json);
    json_end(json);
}

static void write_geojson(struct request *rq, const struct table *table)
{
    struct json json;
    json_begin(&json, &rq->reply.body);
    json_object(&json);
    json_key(&json, "type"), json_text(&json, "FeatureCollection");
    json_key(&json, "features"), json_array(&json);
    for (size_t i = 0; i < table->rows->count; i++)
        write_feature(rq, &json, table, row_at(table, i));
    json_end(&json);
    json_end(&json);
    rq->reply.type = "application/geo+json";
}

static bool has_real(const struct table *table, const char *name)
{
    for (size_t k = 0; k < table->query->column_count; k++)
        if (table->query->columns[k].type == DB_REAL && text_is(table->query->columns[k].name, name))
            return true;
    return false;
}

bool write_table(struct request *rq, const struct view *view, const void *page)
{
    struct table table;
    if (!find_table(view, page, &table))
        return false;
    const char *ending = rq->shape == AS_CSV ? "csv" : rq->shape == AS_XLSX ? "xlsx" : "geojson";
    if (rq->shape == AS_GEOJSON && (!has_real(&table, "lon") || !has_real(&table, "lat")))
        return false;
    if (rq->shape == AS_CSV)
        write_csv(rq, &table);
    else if (rq->shape == AS_XLSX)
        write_xlsx(rq, &table);
    else
        write_geojson(rq, &table);
    if (rq->reply.status < BAD_REQUEST)
        rq->reply.file_name = arena_format(rq->arena, "%s.%s", table.name, ending);
    return true;
}
