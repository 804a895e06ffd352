/* SPDX-License-Identifier: AGPL-3.0-or-later
 * A query as C: the structs of its arguments and rows, its description, its function. */
#include "bake.h"
#include <string.h>

static const char *type_in_c(const struct field *field)
{
    switch (field->type) {
    case TYPE_INT:  return field->optional ? "const int64_t *" : "int64_t ";
    case TYPE_REAL: return field->optional ? "const double *" : "double ";
    case TYPE_TEXT: return "const char *";
    case TYPE_BLOB: return "struct bytes ";
    }
    return "";
}

static const char *type_in_db(enum type type)
{
    static const char *const names[] = {"DB_INT", "DB_REAL", "DB_TEXT", "DB_BLOB"};
    return names[type];
}

static void write_struct(FILE *h, const char *name, const struct field *fields, size_t count)
{
    if (!count)
        return;
    fprintf(h, "struct %s {\n", name);
    for (size_t i = 0; i < count; i++)
        fprintf(h, "    %s%s;\n", type_in_c(&fields[i]), fields[i].name);
    fputs("};\n", h);
}

static void write_fields(FILE *c, const char *query, const char *what, const char *type, const struct field *fields,
                         size_t count)
{
    if (!count)
        return;
    fprintf(c, "static const struct db_field %s_%s[] = {\n", query, what);
    for (size_t i = 0; i < count; i++)
        fprintf(c, "    {\"%s\", %s, offsetof(struct %s, %s), %s},\n", fields[i].name, type_in_db(fields[i].type), type,
                fields[i].name, fields[i].optional ? "true" : "false");
    fputs("};\n", c);
}

static void write_description(FILE *c, const struct query *query, const char *row)
{
    fprintf(c, "const struct db_query %s_query = {\n    \"%s\",\n    ", query->name, query->name);
    write_c_string(c, query->sqlite, strlen(query->sqlite));
    fputs(",\n    ", c);
    write_c_string(c, query->postgres, strlen(query->postgres));
    if (query->arg_count)
        fprintf(c, ",\n    %s_arg_fields, %zu,", query->name, query->arg_count);
    else
        fputs(",\n    NULL, 0,", c);
    if (query->column_count)
        fprintf(c, " %s_columns, %zu, sizeof(struct %s)\n};\n", query->name, query->column_count, row);
    else
        fputs(" NULL, 0, 0\n};\n", c);
}

static void write_function(FILE *h, FILE *c, const struct query *query, const char *args, const char *row)
{
    char takes[NAME * 2 + 32] = "";
    const char *name = query->name, *given = query->arg_count ? "&args" : "NULL";
    if (query->arg_count)
        snprintf(takes, sizeof takes, ", struct %s args", args);
    fprintf(h, "extern const struct db_query %s_query;\n", name);
    switch (query->mode) {
    case MANY:
        fprintf(h, "struct %s { size_t count; struct %s *rows; };\nstruct %s %s(struct db *db%s);\n\n", name, row, name,
            name, takes);
        fprintf(c, "struct %s %s(struct db *db%s)\n{\n    struct %s all = {0};\n    void *rows;\n"
                   "    all.count = db_fetch(db, &%s_query, %s, &rows);\n    all.rows = rows;\n    return all;\n}\n\n",
                name, name, takes, name, name, given);
        break;
    case ONE:
        fprintf(h, "bool %s(struct db *db%s, struct %s *row);\n\n", name, takes, row);
        fprintf(c, "bool %s(struct db *db%s, struct %s *row)\n{\n    void *rows;\n"
                   "    if (db_fetch(db, &%s_query, %s, &rows) < 1)\n        return false;\n"
                   "    if (row)\n        *row = *(struct %s *)rows;\n    return true;\n}\n\n",
                name, takes, row, name, given, row);
        break;
    case NONE:
        fprintf(h, "void %s(struct db *db%s);\n\n", name, takes);
        fprintf(c, "void %s(struct db *db%s)\n{\n    void *rows;\n    db_fetch(db, &%s_query, %s, &rows);\n}\n\n", name,
            takes, name, given);
        break;
    }
}

void write_query(FILE *h, FILE *c, const struct query *query)
{
    char args[NAME + 8], row[NAME + 8];
    snprintf(args, sizeof args, "%s_args", query->name);
    snprintf(row, sizeof row, query->mode == MANY ? "%s_row" : "%s", query->name);
    write_struct(h, args, query->args, query->arg_count);
    write_struct(h, row, query->columns, query->column_count);
    write_fields(c, query->name, "arg_fields", args, query->args, query->arg_count);
    write_fields(c, query->name, "columns", row, query->columns, query->column_count);
    write_description(c, query, row);
    write_function(h, c, query, args, row);
}
