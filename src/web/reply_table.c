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

/* Not known: the column is NULL. A number has its digits as text too. */
struct cell { bool known, number; double real; const char *text; };

static struct cell read_cell(struct arena *arena, const struct db_field *column, const char *row)
{
    const void *at = row + column->offset;
    switch (column->type) {
    case DB_INT: {
        const int64_t *number = column->optional ? *(const int64_t *const *)at : at;
        return number ? (struct cell){true, true, (double)*number, arena_format(arena, "%lld", (long long)*number)}
                      : (struct cell){0};
    }
    case DB_REAL: {
        const double *number = column->optional ? *(const double *const *)at : at;
        struct buffer digits = {.arena = arena};
        if (number)
            buffer_real(&digits, *number);
        return number ? (struct cell){true, true, *number, digits.text} : (struct cell){0};
    }
    case DB_TEXT: {
        const char *text = *(const char *const *)at;
        return (struct cell){text != NULL, false, 0, text};
    }
    case DB_BLOB:
        break;
    }
    return (struct cell){0};
}

/* Instants and days are written as dates: a spreadsheet must not show 1764000000. */
static struct cell as_date(struct arena *arena, const struct db_field *column, struct cell cell)
{
    bool instant = text_ends(column->name, "_at"), day = text_ends(column->name, "_day") || text_ends(column->name, "_due");
    if (!cell.known || !cell.number || column->type != DB_INT || !(instant || day))
        return cell;
    struct buffer date = {.arena = arena};
    if (instant)
        format_iso_instant(&date, (int64_t)cell.real);
    else
        format_iso_date(&date, (int64_t)cell.real);
    return (struct cell){true, false, 0, date.text};
}

static void write_csv(struct request *rq, const struct table *table)
{
    struct csv_writer csv;
    csv_begin(&csv, &rq->reply.body, ';', true);
    for (size_t k = 0; k < table->query->column_count; k++)
        csv_cell(&csv, table->query->columns[k].name);
    csv_end_row(&csv);
    for (size_t i = 0; i < table->rows->count; i++) {
        for (size_t k = 0; k < table->query->column_count; k++) {
            const struct db_field *column = &table->query->columns[k];
            struct cell cell = as_date(rq->arena, column, read_cell(rq->arena, column, row_at(table, i)));
            csv_cell(&csv, cell.text);
        }
        csv_end_row(&csv);
    }
    rq->reply.type = "text/csv; charset=utf-8";
}

static void write_xlsx(struct request *rq, const struct table *table)
{
    struct xlsx_writer *xlsx = xlsx_begin(rq->arena, table->name);
    for (size_t k = 0; k < table->query->column_count; k++)
        xlsx_cell(xlsx, table->query->columns[k].name);
    xlsx_end_row(xlsx);
    for (size_t i = 0; i < table->rows->count; i++) {
        for (size_t k = 0; k < table->query->column_count; k++) {
            const struct db_field *column = &table->query->columns[k];
            struct cell cell = as_date(rq->arena, column, read_cell(rq->arena, column, row_at(table, i)));
            if (cell.known && cell.number)
                xlsx_number(xlsx, cell.real);
            else
                xlsx_cell(xlsx, cell.text);
        }
        xlsx_end_row(xlsx);
    }
    size_t length;
    const void *bytes = xlsx_finish(xlsx, &length);
    if (bytes)
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

static void write_feature(struct request *rq, struct json *json, const struct table *table, const char *row)
{
    json_object(json);
    json_key(json, "type"), json_text(json, "Feature");
    write_point(json, find_real(table, "lon", row), find_real(table, "lat", row));
    json_key(json, "properties"), json_object(json);
    for (size_t k = 0; k < table->query->column_count; k++) {
        const struct db_field *column = &table->query->columns[k];
        struct cell cell = as_date(rq->arena, column, read_cell(rq->arena, column, row));
        json_key(json, column->name);
        cell.known && cell.number ? json_real(json, cell.real) : json_text(json, cell.text);
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

static bool has_point(const struct table *table)
{
    for (size_t k = 0; k < table->query->column_count; k++)
        if (text_is(table->query->columns[k].name, "lon"))
            return true;
    return false;
}

bool write_table(struct request *rq, const struct view *view, const void *page)
{
    struct table table;
    if (!find_table(view, page, &table))
        return false;
    const char *ending = rq->shape == AS_CSV ? "csv" : rq->shape == AS_XLSX ? "xlsx" : "geojson";
    if (rq->shape == AS_GEOJSON && !has_point(&table))
        return false;
    if (rq->shape == AS_CSV)
        write_csv(rq, &table);
    else if (rq->shape == AS_XLSX)
        write_xlsx(rq, &table);
    else
        write_geojson(rq, &table);
    rq->reply.file_name = arena_format(rq->arena, "%s.%s", table.name, ending);
    return true;
}
