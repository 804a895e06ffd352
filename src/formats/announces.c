/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Rows of the BOAMP and of buyers' programmes, recognised by the names of their columns. */
#include "formats/announces.h"
#include "base/fold.h"
#include "base/number.h"
#include "base/time.h"
#include <math.h>
#include <string.h>

#define N_(english) english
enum field { ID, TITLE, BUYER, BUYER_ID, DESCRIPTION, CPV, PLACE, AMOUNT, MONTHS, PUBLISHED, DEADLINE, LAUNCH,
             PROCEDURE, URL, RESERVED, SOCIAL, GREEN, NATURE, CRITERIA, FIELDS };
enum { MOST_NAMES = 12, MOST_MONTHS = 600, YEAR = 12, CENTS = 100, LAST_HOUR = 23, LAST_MINUTE = 59 };
#define MOST_AMOUNT 1e13

static const char *const names[FIELDS][MOST_NAMES] = {
    [ID] = {"idweb", "id", "reference", "référence du marché", "numero", "n°", "code projet", "numéro de projet"},
    [TITLE] = {"objet", "objet du marché", "intitulé", "intitulé du marché", "intitulé du projet", "objet de l'achat",
               "titre", "title", "libellé", "projet d'achat"},
    [BUYER] = {"nomacheteur", "acheteur", "pouvoir adjudicateur", "nom de l'acheteur", "organisme", "buyer"},
    [BUYER_ID] = {"siret acheteur", "siret de l'acheteur", "siret", "acheteur id"},
    [DESCRIPTION] = {"description", "descriptif", "détails", "commentaire", "commentaires", "descripteur_libelle",
                     "descripteurlibelle"},
    [CPV] = {"cpv", "code cpv", "codecpv", "cpv principal", "code_cpv"},
    [PLACE] = {"lieu", "lieu d'exécution", "commune", "ville", "localisation", "code_departement_prestation",
               "codedepartementprestation", "code_departement", "codedepartement", "departement", "code postal"},
    [AMOUNT] = {"montant", "montant estimé", "montant estimé ht", "montant prévisionnel", "montant ht", "estimation",
                "fourchette", "tranche de montant", "fourchette de montant", "budget"},
    [MONTHS] = {"durée", "durée en mois", "durée (mois)", "durée du marché", "dureemois", "duree_mois"},
    [PUBLISHED] = {"dateparution", "date de parution", "date de publication", "publication", "date_parution"},
    [DEADLINE] = {"datelimitereponse", "date limite de réponse", "date limite", "date limite de remise des offres",
                  "dlro", "date_limite_reponse"},
    [LAUNCH] = {"date prévisionnelle de lancement", "date prévisionnelle", "date de lancement", "lancement",
                "lancement prévu", "date prévisionnelle de publication", "mois de lancement"},
    [PROCEDURE] = {"procedure", "type de procédure", "procedure_libelle", "typeprocedure", "procedurecategorise",
                   "procedure_categorise"},
    [URL] = {"url_avis", "urlavis", "url", "lien"},
    [RESERVED] = {"réservé", "marché réservé", "reserve"},
    [SOCIAL] = {"clause sociale", "considération sociale", "considérations sociales", "social", "clauses sociales"},
    [GREEN] = {"clause environnementale", "considération environnementale", "considérations environnementales",
               "environnement", "clauses environnementales"},
    [NATURE] = {"nature", "nature_categorise", "naturecategorise", "type_avis", "typeavis", "nature_libelle", "état"},
    [CRITERIA] = {"criteres", "critères"},
};

/* ---- amounts and lengths ---- */

/* The blanks that stand between thousands: a space, a no-break one, a narrow one. */
static size_t blank_at(const char *text)
{
    return *text == ' ' ? 1 : strncmp(text, "\u00a0", 2) == 0 ? 2 : strncmp(text, "\u202f", 3) == 0 ? 3 : 0;
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* The digits from here, blanks between groups of three forgiven; moves the text after them. */
static double read_number(const char **text)
{
    double value = 0;
    const char *at = *text;
    for (;;) {
        size_t blank = blank_at(at);
        if (is_digit(*at))
            value = value * 10 + (*at++ - '0');
        else if (blank && is_digit(at[blank]) && is_digit(at[blank + 1]) && is_digit(at[blank + 2])
                 && !is_digit(at[blank + 3]))
            at += blank;
        else
            break;
    }
    if ((*at == ',' || *at == '.') && is_digit(at[1])) {
        double unit = 0.1;
        for (at++; is_digit(*at); at++, unit /= 10)
            value += unit * (*at - '0');
    }
    *text = at;
    return value;
}

/* "k€", "M€", "millions d'euros" after a number. */
static double scale_after(const char *text)
{
    text += blank_at(text);
    if (*text == 'k' || *text == 'K')
        return 1e3;
    bool million = strncmp(text, "million", 7) == 0 || (*text == 'M' && (!strncmp(text + 1, "\u20ac", 3) || !text[1]
                                                                          || text[1] == ' '));
    return million ? 1e6 : 1;
}

int announce_amounts(const char *text, int64_t cents[2])
{
    int count = 0;
    while (*text && count < 2) {
        if (!is_digit(*text)) {
            text++;
            continue;
        }
        double value = read_number(&text);
        value *= scale_after(text);
        if (value > 0 && value <= MOST_AMOUNT)
            cents[count++] = llround(value * CENTS);
    }
    return count;
}

bool announce_months(const char *text, int64_t *months)
{
    text += strspn(text, " ");
    if (!is_digit(*text))
        return false;
    double value = read_number(&text);
    text += blank_at(text);
    if (!strncmp(text, "an", 2) || !strncmp(text, "year", 4))
        value *= YEAR;
    else if (*text && strncmp(text, "mois", 4) != 0 && strncmp(text, "month", 5) != 0)
        return false;
    if (!(value >= 1) || value > MOST_MONTHS)
        return false;
    *months = llround(value);
    return true;
}

/* ---- the cells of a row ---- */

static const char *text_of_json(struct arena *arena, const struct json_value *value)
{
    struct buffer out = {.arena = arena};
    if (!value)
        return NULL;
    if (value->kind == JSON_TEXT)
        return value->text;
    if (value->kind == JSON_NUMBER && value->is_whole)
        return arena_format(arena, "%lld", (long long)value->whole);
    if (value->kind == JSON_NUMBER)
        return arena_format(arena, "%.15g", value->number);
    if (value->kind == JSON_TRUE)
        return "oui";
    for (size_t i = 0; value->kind == JSON_ARRAY && i < value->count; i++)
        if (value->items[i].kind == JSON_TEXT)
            buffer_format(&out, "%s%s", out.length ? ", " : "", value->items[i].text);
    return out.length ? buffer_string(&out) : NULL;
}

/* keys: those of the object, folded. */
struct reading { struct announces *list; char **row; const struct json_value *object; const char **keys; };

static const char **fold_names(struct arena *arena)
{
    const char **folded = arena_array(arena, FIELDS * MOST_NAMES, sizeof *folded);
    for (int field = 0; field < FIELDS; field++)
        for (int i = 0; names[field][i]; i++)
            folded[field * MOST_NAMES + i] = fold_for_search(arena, names[field][i]);
    return folded;
}

static const char **fold_keys(struct arena *arena, const struct json_value *object)
{
    const char **folded = arena_array(arena, object->count, sizeof *folded);
    for (size_t i = 0; i < object->count; i++)
        folded[i] = fold_for_search(arena, object->keys[i]);
    return folded;
}

/* The member that bears one of the names of a field, accents and case forgiven. */
static const struct json_value *member_of(const struct reading *reading, enum field field)
{
    const char *const *wanted = &reading->list->folded[field * MOST_NAMES];
    for (int name = 0; name < MOST_NAMES && wanted[name]; name++)
        for (size_t i = 0; i < reading->object->count; i++)
            if (strcmp(reading->keys[i], wanted[name]) == 0)
                return &reading->object->items[i];
    return NULL;
}

static const char *cell(const struct reading *reading, enum field field)
{
    struct arena *arena = reading->list->arena;
    int column = reading->object ? -1 : csv_column(&reading->list->csv, names[field]);
    const char *text = reading->object ? text_of_json(arena, member_of(reading, field))
                                       : column < 0 ? NULL : reading->row[column];
    return text ? text_trim(arena, text) : NULL;
}

static bool says_yes(const char *text)
{
    static const char *const no[] = {"non", "no", "0", "faux", "false", "aucune", "-", "sans", "n"};
    for (size_t i = 0; text && i < sizeof no / sizeof *no; i++)
        if (strcasecmp(text, no[i]) == 0)
            return false;
    return text != NULL;
}

/* The beginning of a word, for folding may cut its end. */
static bool holds(const char *text, const char *folded_word, struct arena *arena)
{
    return text && strstr(fold_for_search(arena, text), folded_word);
}

static const char *read_day(const char *text, bool *has, int64_t *day)
{
    *has = text && parse_date(text, day);
    return text && !*has ? text : NULL;
}

static void read_deadline(struct announce *row, const char *text)
{
    row->has_deadline = text && (parse_instant(text, &row->deadline) || parse_date(text, &row->deadline_day));
    row->bad_deadline = text && !row->has_deadline ? text : NULL;
    if (!row->has_deadline)
        return;
    if (parse_instant(text, &row->deadline)) {
        row->deadline_day = paris_day(row->deadline);
        return;
    }
    struct civil wall = civil_from_days(row->deadline_day);
    wall.hour = LAST_HOUR, wall.minute = LAST_MINUTE, wall.second = LAST_MINUTE;
    row->deadline = instant_from_paris(wall);
}

static void read_amount(struct announce *row, const char *text)
{
    int64_t cents[2] = {0};
    int count = text ? announce_amounts(text, cents) : 0;
    row->bad_amount = text && !count ? text : NULL;
    if (!count)
        return;
    row->amount = count == 2 && cents[1] > cents[0] ? cents[1] : cents[0];
    row->amount_least = count == 2 && cents[1] > cents[0] ? cents[0] : 0;
}

/* The BOAMP says the nature of a notice; a programme has a day of launch, and no deadline yet. */
static enum announce_stage stage_of(const struct announce *row, const char *nature, struct arena *arena)
{
    if (holds(nature, "attribu", arena) || holds(nature, "resulta", arena))
        return ANNOUNCE_AWARDED;
    if (holds(nature, "preinform", arena) || holds(nature, "period", arena)
        || (!row->has_deadline && !row->has_published))
        return ANNOUNCE_PLANNED;
    return ANNOUNCE_PUBLISHED;
}

static void fill(const struct reading *reading, struct announce *row)
{
    struct arena *arena = reading->list->arena;
    const char *months = cell(reading, MONTHS), *criteria = cell(reading, CRITERIA);
    *row = (struct announce){.id = cell(reading, ID), .title = cell(reading, TITLE), .buyer = cell(reading, BUYER),
        .buyer_id = cell(reading, BUYER_ID), .description = cell(reading, DESCRIPTION), .cpv = cell(reading, CPV),
        .place = cell(reading, PLACE), .url = cell(reading, URL), .reserved = says_yes(cell(reading, RESERVED)),
        .social = says_yes(cell(reading, SOCIAL)) || holds(criteria, "socia", arena),
        .environmental = says_yes(cell(reading, GREEN)) || holds(criteria, "environ", arena)};
    row->bad_months = months && !announce_months(months, &row->months) ? months : NULL;
    read_amount(row, cell(reading, AMOUNT));
    row->bad_published = read_day(cell(reading, PUBLISHED), &row->has_published, &row->published_day);
    row->bad_launch = read_day(cell(reading, LAUNCH), &row->has_launch, &row->launch_day);
    read_deadline(row, cell(reading, DEADLINE));
    row->stage = stage_of(row, cell(reading, NATURE), arena);
    const char *procedure = cell(reading, PROCEDURE);
    if (procedure)
        row->description = arena_format(arena, "%s%s%s", row->description ? row->description : "",
                                        row->description ? "\n" : "", procedure);
}

/* ---- the list ---- */

/* [ … ], {"results": [ … ]}, {"records": [{"fields": …}]}, {"data": [ … ]}. */
static const struct json_value *list_in(const struct json_value *root)
{
    static const char *const keys[] = {"results", "records", "data", "notices", "avis", NULL};
    if (root->kind == JSON_ARRAY)
        return root;
    for (const char *const *key = keys; *key; key++)
        if (json_get(root, *key) && json_get(root, *key)->kind == JSON_ARRAY)
            return json_get(root, *key);
    return NULL;
}

static const struct json_value *object_at(const struct announces *list, size_t place)
{
    const struct json_value *item = &list->list->items[place];
    const struct json_value *fields = json_get(item, "fields") ? json_get(item, "fields") : json_get(item, "record");
    return fields && fields->kind == JSON_OBJECT ? fields : item;
}

static bool open_json(struct announces *list, const char *bytes, size_t length)
{
    const char *trouble = NULL;
    int line = 0;
    const struct json_value *root = json_read(list->arena, bytes, length, &trouble, &line);
    list->list = root ? list_in(root) : NULL;
    list->folded = fold_names(list->arena);
    if (!list->list)
        list->trouble = root ? N_("This JSON holds no list of contracts.") : trouble;
    else if (list->list->count && object_at(list, 0)->kind == JSON_OBJECT)
        list->boamp = json_get(object_at(list, 0), "idweb") != NULL;
    return list->list != NULL;
}

static const char *unknown_columns(struct arena *arena, const struct csv *csv)
{
    struct buffer out = {.arena = arena};
    for (size_t i = 0; i < csv->column_count; i++) {
        bool known = text_blank(csv->header[i]);
        for (int field = 0; field < FIELDS && !known; field++)
            known = csv_column(csv, names[field]) == (int)i;
        if (!known)
            buffer_format(&out, "%s%s", out.length ? ", " : "", csv->header[i]);
    }
    return out.length ? buffer_string(&out) : NULL;
}

bool announces_open(struct announces *list, struct arena *arena, const char *bytes, size_t length)
{
    *list = (struct announces){.arena = arena};
    size_t blank = length >= 3 && memcmp(bytes, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;
    while (blank < length && strchr(" \t\r\n", bytes[blank]) && bytes[blank])
        blank++;
    if (blank < length && (bytes[blank] == '[' || bytes[blank] == '{'))
        return open_json(list, bytes + blank, length - blank);
    if (!csv_open(&list->csv, arena, bytes, length)) {
        list->trouble = list->csv.trouble;
        return false;
    }
    if (csv_column(&list->csv, names[TITLE]) < 0) {
        list->trouble = N_("This table has no column for the object of the contract: “objet”, “intitulé”.");
        return false;
    }
    list->boamp = csv_column(&list->csv, (const char *const[]){"idweb", NULL}) >= 0;
    list->unknown = list->boamp ? NULL : unknown_columns(arena, &list->csv);
    return true;
}

bool announces_next(struct announces *list, struct announce *row)
{
    struct reading reading = {.list = list};
    if (list->list) {
        if (list->next >= list->list->count)
            return false;
        reading.object = object_at(list, list->next++);
        list->line = (int64_t)list->next;
        if (reading.object->kind != JSON_OBJECT) {
            *row = (struct announce){0};
            return true;
        }
    } else {
        reading.row = csv_next(&list->csv, NULL);
        list->line = list->csv.line;
        list->trouble = list->csv.trouble;
        if (!reading.row)
            return false;
    }
    if (reading.object)
        reading.keys = fold_keys(list->arena, reading.object);
    fill(&reading, row);
    return true;
}
