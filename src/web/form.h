/* SPDX-License-Identifier: AGPL-3.0-or-later
 * A form as a const table: parsing, checking, drawing, errors in HTML and JSON all follow from it. Only listed
 * fields are read, so nobody can post an author_id. */
#pragma once
#include "web/request.h"
#include "web/reply.h"

/* A code and what people read for it. Tables of them end with {0}. */
struct label { const char *code, *text; };
/* The text of a code, translated; the code itself when the table lacks it; "" for NULL. */
const char *label_text(const struct request *rq, const struct label *labels, const char *code);

enum field_kind {
    TEXT = 1, LONG_TEXT, EMAIL, TELEPHONE, URL, PASSWORD, DIGITS, /* text members; DIGITS is a code typed by hand */
    WHOLE, DECIMAL, MONEY, DATE,                             /* MONEY is cents; DATE is days since 1970 */
    CHOICE,                                                  /* one of choices: radios up to 5, a select beyond */
    CHOICES,                                                 /* several: the codes joined by one space */
    TICK,                                                    /* a box: 1 or 0 */
    /* read with param_upload; the field only checks and draws */
    FILE_UPLOAD,
    HIDDEN
};

enum slot { SLOT_NONE, SLOT_TEXT, SLOT_INT, SLOT_MAYBE_INT, SLOT_REAL, SLOT_MAYBE_REAL };
struct slot_at { enum slot slot; size_t offset; };

/* Where a field is stored: type-checked offsets into the struct of arguments of a baked query. */
#define SLOT_(structure, member, type, kind) \
    {_Generic(&((struct structure *)0)->member, type *: kind), offsetof(struct structure, member)}
#define TEXT_IN(structure, member)       SLOT_(structure, member, const char *, SLOT_TEXT)
#define INT_IN(structure, member)        SLOT_(structure, member, int64_t, SLOT_INT)
#define MAYBE_INT_IN(structure, member)  SLOT_(structure, member, const int64_t *, SLOT_MAYBE_INT)
#define REAL_IN(structure, member)       SLOT_(structure, member, double, SLOT_REAL)
#define MAYBE_REAL_IN(structure, member) SLOT_(structure, member, const double *, SLOT_MAYBE_REAL)
#define NOWHERE                          {SLOT_NONE, 0}

struct field {
    enum field_kind kind;
    const char *name;                      /* of the parameter, in French like addresses: "titre" */
    const char *label;                     /* N_("Title") */
    struct slot_at into;
    const char *hint;                      /* N_(…), shown under the label */
    bool required;
    /* Characters for texts (0 most: 200, LONG_TEXT 4000); megabytes for FILE_UPLOAD (0 most: 20); values for numbers,
     * cents for MONEY, days since 1970 for DATE. Both 0: no bound of its own (then ±10^12, years 1000 to 9999); most
     * 0 above a least over 0: no upper bound. */
    int64_t least, most;
    const struct label *choices;           /* CHOICE, CHOICES: a table known at build time… */
    const struct label *(*options)(struct request *rq);      /* …or made for this request; ended by {0} */
    const char *autocomplete;              /* HTML autocomplete token: "email", "postal-code" */
    const char *example;                   /* N_(…): "Example: …" in the hint */
    /* A rule of its own on a value that is present and well-formed: NULL, or an N_() sentence. */
    const char *(*check)(struct request *rq, const char *value);
    /* CHOICE with options, required: said in place of the whole form while there is nothing to choose, N_(…). */
    const char *none;
    /* TEXT. What may be meant by a value that was refused: choices, shown beside the error, of what to send instead;
     * ended by {0}, or NULL. One that is chosen counts, whatever stays written beside it. */
    const struct label *(*suggest)(struct request *rq, const char *value);
    /* Optional and seldom filled: it stands with its neighbours under a fold, open when one of them holds something. */
    bool more;
};

struct form {
    const char *title;                     /* N_(), the page's and the form's */
    const char *action;                    /* the path it posts to; ":id" becomes the route's id */
    const char *submit;                    /* N_("Publish my need"): the act, never "OK" */
    const struct field *fields;            /* ended by {0} */
    const char *intro;                     /* N_(), NULL when none: what is needed, how long it takes */
};

/* What a page embeds: {{put form}} with "form: component form_view" in the template's first line. */
struct form_trouble { const char *field, *why; };
struct form_view {
    const struct form *form;
    const struct param *values; size_t value_count;          /* what is filled in: posted, or given by form_fill */
    struct form_trouble *troubles; size_t trouble_count;
};

/* An empty form, filled from the query string where names agree (links may prefill). */
struct form_view form_empty(struct request *rq, const struct form *form);
/* Filled from a struct as read_form would write it: for editing. */
struct form_view form_fill(struct request *rq, const struct form *form, const void *values);
/* Reads and checks every field into *values; true when sound. Otherwise *view holds what was typed and why it is
 * refused: show it again with reply_with(rq, INVALID, …), or call form_reply. Members that are not fields are left
 * alone. */
bool form_read(struct request *rq, const struct form *form, void *values, struct form_view *view);
/* A business rule refuses a field (why is already translated). */
void form_refuse(struct request *rq, struct form_view *view, const char *field, const char *why);
/* A page that is only this form: status OK, or INVALID (JSON {"errors":{field:why}}) when it has troubles. */
void form_reply(struct request *rq, const struct form_view *view);
/* Both in one for plain forms: reads, and when refused replies and returns false. */
bool read_form(struct request *rq, const struct form *form, void *values);
