/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What the kinds of maillage compute money share: reading a question in JSON, and answering in both forms. */
#pragma once
#include "engines/kernel/rational.h"
#include "main/compute.h"

/* The question as it was read, and the answer as it grows: an open JSON object, and the lines of the table. */
struct money_question {
    struct command_line *line;
    const char *path;
    const struct json_value *value;        /* the whole file: an object */
    bool explain;
    int64_t bad;                           /* places refused so far */
    struct buffer out, lines;
    struct json json;
};

/* One kind: {"kind":"shares",…}. Reads and refuses first (money_refused), then writes its answer; the exit code. */
struct money_kind { const char *name; int (*run)(struct money_question *question); };

/* A whole question out of its bytes; path is what complaints call it. The exit code. */
int money_answer(struct command_line *line, const char *path, const char *bytes, size_t length);

/* "file.json: people[3].cost: why" on stderr, for the first 20; counted. where: money_place, or "". */
void money_bad(struct money_question *question, const char *where, const char *english);
/* The name of a member: money_place(q, "people[3]", "cost") is "people[3].cost"; "" before it: the key alone. */
const char *money_place(struct money_question *question, const char *where, const char *key);
const char *money_item(struct money_question *question, const char *list, size_t number);      /* "people[3]" */
/* True, said, when some place was refused: nothing is computed from a question half read. */
bool money_refused(struct money_question *question);

/* Members of an object. Each is false, said, when the member is wrong or needed and absent; `otherwise` stands for an
 * absent one (MONEY_NEEDED: it must be there). */
#define MONEY_NEEDED INT64_MIN
#define MONEY_MOST INT64_C(100000000000000)                /* cents: a million million euros */
/* An amount ≥ 0: whole cents as a number, or euros as a text: 150050, "1 500,50 €". At most MONEY_MOST. */
bool money_cents(struct money_question *question, const struct json_value *object, const char *where, const char *key,
                 int64_t otherwise, int64_t *cents);
bool money_whole(struct money_question *question, const struct json_value *object, const char *where, const char *key,
                 int64_t least, int64_t most, int64_t otherwise, int64_t *number);
/* 3, 0.25, "2/3", "75 %": exactly as written. otherwise "": it must be there. */
bool money_fraction(struct money_question *question, const struct json_value *object, const char *where,
                    const char *key, const char *otherwise, struct rational *number);
bool money_bool(struct money_question *question, const struct json_value *object, const char *where, const char *key,
                bool otherwise, bool *value);
/* A text that is not empty; absent and not needed: NULL. */
bool money_name(struct money_question *question, const struct json_value *object, const char *where, const char *key,
                bool needed, const char **text);
/* The number of the word among these (ended by NULL); 0 when absent. */
bool money_choice(struct money_question *question, const struct json_value *object, const char *where, const char *key,
                  const char *const *words, int *choice);
/* A list of at most `most` objects; NULL, said, when it is none or longer, or needed and empty or absent. */
const struct json_value *money_list(struct money_question *question, const struct json_value *object,
                                    const char *where, const char *key, bool needed, size_t most);
/* Says of each member whose key is not among these (ended by NULL) that it is not known. */
void money_knows(struct money_question *question, const struct json_value *object, const char *where,
                 const char *const *keys);

/* The answer. The JSON object is open from the start with "kind"; money_end closes it and prints what is asked for. */
void money_key_int(struct money_question *question, const char *key, int64_t number);
void money_key_text(struct money_question *question, const char *key, const char *text);       /* NULL: null */
void money_key_bool(struct money_question *question, const char *key, bool value);
void money_key_fraction(struct money_question *question, const char *key, struct rational number);   /* "2/3" */
/* One line of the table, of a translated format. */
void money_line(struct money_question *question, const char *english, ...) __attribute__((format(printf, 2, 3)));
const char *money_amount(struct money_question *question, int64_t cents);                        /* "1 500,50 €" */
const char *money_column(struct money_question *question, int64_t cents);  /* the same, right in 14 characters */
/* A name padded to a width in characters, not bytes. */
const char *money_padded(struct money_question *question, const char *name, size_t width);
int money_end(struct money_question *question);

int money_shares(struct money_question *question);
int money_matched(struct money_question *question);
int money_quadratic(struct money_question *question);
int money_commitments(struct money_question *question);
