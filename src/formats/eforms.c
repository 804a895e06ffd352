/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Reading eForms notices, element after element: where a text stands decides what it is. */
#include "formats/eforms.h"
#include "base/money.h"
#include "base/number.h"
#include "base/time.h"
#include "formats/xml.h"
#include <math.h>
#include <string.h>

#define N_(english) english
enum { MOST_DEPTH = 64, MOST_LOTS = 2000, LARGEST = 16 << 20, LONGEST_TEXT = 20000, MOST_COMPANIES = 64 };

struct company { const char *id, *name, *number; };
struct source { const char *at, *end; };
struct reading {
    struct xml xml;
    struct arena *arena;
    struct eforms_notice *notice;
    const char *names[MOST_DEPTH]; int depth;
    const char *scheme, *list, *unit, *currency, *language;          /* attributes of the innermost element */
    struct buffer text;
    struct eforms_lot *lot;                                /* the one being read, NULL outside */
    struct company companies[MOST_COMPANIES]; size_t company_count;
    const char *buyer_ref, *day, *hour;
};

static int read_bytes(void *context, char *buffer, int size)
{
    struct source *source = context;
    size_t left = (size_t)(source->end - source->at), taken = left < (size_t)size ? left : (size_t)size;
    memcpy(buffer, source->at, taken);
    source->at += taken;
    return (int)taken;
}

/* The element itself, then those around it, innermost first: within(r, "Name", "ProcurementProject", NULL). */
static bool stands(const struct reading *reading, const char *const *path)
{
    int at = reading->depth - 1;
    for (; *path; path++, at--)
        if (at < 0 || strcmp(reading->names[at], *path) != 0)
            return false;
    return true;
}
#define AT(...) stands(reading, (const char *const[]){__VA_ARGS__, NULL})

static bool inside(const struct reading *reading, const char *name)
{
    for (int i = 0; i < reading->depth; i++)
        if (strcmp(reading->names[i], name) == 0)
            return true;
    return false;
}

/* French wins over other languages; else what comes first stays. */
static void keep(const struct reading *reading, const char **into, const char *text)
{
    if (!*into || text_is(reading->language, "FRA"))
        *into = text;
}

static void keep_amount(const struct reading *reading, int64_t *cents, const char **currency, const char *text)
{
    int64_t amount;
    if (!*cents && parse_money(text, &amount) && amount > 0) {
        *cents = amount;
        *currency = reading->currency;
    }
}

static void keep_months(const struct reading *reading, int64_t *months, const char *text)
{
    double number;
    if (*months || !parse_real(text, &number) || !(number > 0) || number > 100000)
        return;
    const char *unit = reading->unit ? reading->unit : "MONTH";
    double per = text_is(unit, "YEAR") ? 12 : text_is(unit, "WEEK") ? 7 / 30.4375 : text_is(unit, "DAY") ? 1 / 30.4375
        : 1;
    *months = (int64_t)ceil(number * per - 1e-9);
}

/* "2026-12-01+01:00" and "12:00:00+01:00". */
static void keep_deadline(struct reading *reading)
{
    int64_t instant, day;
    if (!reading->lot || reading->lot->has_deadline || !reading->day)
        return;
    const char *zone = reading->hour && strlen(reading->hour) > 8 ? reading->hour + 8 : "";
    const char *whole = reading->hour && strlen(reading->hour) >= 8 && strlen(reading->day) >= 10
        ? arena_format(reading->arena, "%.10sT%.8s%s", reading->day, reading->hour, *zone ? zone : "Z") : NULL;
    if (whole && parse_instant(whole, &instant))
        reading->lot->deadline = instant;
    else if (parse_date(arena_format(reading->arena, "%.10s", reading->day), &day)) {
        struct civil wall = civil_from_days(day);
        wall.hour = 23, wall.minute = 59, wall.second = 59;
        reading->lot->deadline = instant_from_paris(wall);
    } else
        return;
    reading->lot->has_deadline = true;
}

static void take_lot_text(struct reading *reading, const char *text)
{
    struct eforms_lot *lot = reading->lot;
    if (AT("ID", "ProcurementProjectLot"))
        lot->number = text;
    else if (AT("Name", "ProcurementProject", "ProcurementProjectLot"))
        keep(reading, &lot->title, text);
    else if (AT("Description", "ProcurementProject", "ProcurementProjectLot"))
        keep(reading, &lot->description, text);
    else if (AT("ItemClassificationCode", "MainCommodityClassification", "ProcurementProject"))
        lot->cpv = lot->cpv ? lot->cpv : text;
    else if (AT("CountrySubentityCode", "Address", "RealizedLocation"))
        lot->nuts = lot->nuts ? lot->nuts : text;
    else if (AT("EstimatedOverallContractAmount", "RequestedTenderTotal"))
        keep_amount(reading, &lot->amount, &lot->currency, text);
    else if (AT("DurationMeasure", "PlannedPeriod"))
        keep_months(reading, &lot->months, text);
    else if (AT("EndDate", "TenderSubmissionDeadlinePeriod"))
        reading->day = text;
    else if (AT("EndTime", "TenderSubmissionDeadlinePeriod"))
        reading->hour = text;
    else if (AT("TendererRequirementTypeCode", "SpecificTendererRequirement")
             && text_is(reading->list, "reserved-procurement"))
        lot->reserved = lot->reserved || !text_is(text, "none");
    else if (AT("ProcurementTypeCode", "ProcurementAdditionalType")) {
        lot->social = lot->social || text_is(reading->list, "social-objective") || text_is(text, "soc-obj");
        lot->environmental = lot->environmental || text_is(reading->list, "environmental-impact")
            || text_is(text, "env-imp");
    }
}

static void take_project_text(struct reading *reading, const char *text)
{
    struct eforms_notice *notice = reading->notice;
    if (AT("Name", "ProcurementProject"))
        keep(reading, &notice->title, text);
    else if (AT("Description", "ProcurementProject"))
        keep(reading, &notice->description, text);
    else if (AT("ItemClassificationCode", "MainCommodityClassification", "ProcurementProject"))
        notice->cpv = notice->cpv ? notice->cpv : text;
    else if (AT("CountrySubentityCode", "Address", "RealizedLocation"))
        notice->nuts = notice->nuts ? notice->nuts : text;
    else if (AT("EstimatedOverallContractAmount", "RequestedTenderTotal"))
        keep_amount(reading, &notice->amount, &notice->currency, text);
}

static void take_company_text(struct reading *reading, const char *text)
{
    if (!reading->company_count)
        return;
    struct company *company = &reading->companies[reading->company_count - 1];
    if (AT("ID", "PartyIdentification", "Company"))
        company->id = text;
    else if (AT("Name", "PartyName", "Company"))
        keep(reading, &company->name, text);
    else if (AT("CompanyID", "PartyLegalEntity", "Company"))
        company->number = company->number ? company->number : text;
}

static void take_notice_text(struct reading *reading, const char *text)
{
    struct eforms_notice *notice = reading->notice;
    int64_t day;
    if (reading->depth == 2 && AT("ID"))
        notice->id = text;
    else if (reading->depth == 2 && AT("ContractFolderID"))
        notice->folder = text;
    else if (reading->depth == 2 && AT("NoticeTypeCode"))
        notice->form = text;
    else if (reading->depth == 2 && AT("IssueDate") && parse_date(arena_format(reading->arena, "%.10s", text), &day)) {
        notice->published_day = day;
        notice->has_published = true;
    } else if (AT("ID", "PartyIdentification", "Party", "ContractingParty"))
        reading->buyer_ref = reading->buyer_ref ? reading->buyer_ref : text;
    else if (AT("BuyerProfileURI", "ContractingParty") || AT("URI", "ExternalReference", "Attachment",
                                                              "CallForTendersDocumentReference"))
        notice->url = notice->url ? notice->url : text;
}

static void take_text(struct reading *reading)
{
    const char *text = reading->text.length ? text_trim(reading->arena, reading->text.text) : NULL;
    if (!text)
        return;
    if (strlen(text) > LONGEST_TEXT) {
        size_t cut = LONGEST_TEXT;
        while (cut && ((unsigned char)text[cut] & 0xC0) == 0x80)
            cut--;
        text = arena_copy(reading->arena, text, cut);
    }
    if (inside(reading, "Company"))
        take_company_text(reading, text);
    else if (reading->lot)
        take_lot_text(reading, text);
    else if (inside(reading, "ProcurementProject"))
        take_project_text(reading, text);
    take_notice_text(reading, text);
}

static bool open_element(struct reading *reading)
{
    struct eforms_notice *notice = reading->notice;
    if (reading->depth == MOST_DEPTH) {
        notice->trouble = N_("Elements stand too deep in each other.");
        return false;
    }
    reading->names[reading->depth++] = arena_text(reading->arena, xml_name(&reading->xml));
    reading->scheme = xml_attribute(&reading->xml, reading->arena, "schemeName");
    reading->list = xml_attribute(&reading->xml, reading->arena, "listName");
    reading->unit = xml_attribute(&reading->xml, reading->arena, "unitCode");
    reading->currency = xml_attribute(&reading->xml, reading->arena, "currencyID");
    reading->language = xml_attribute(&reading->xml, reading->arena, "languageID");
    reading->text = (struct buffer){.arena = reading->arena};
    if (xml_is(&reading->xml, "ProcurementProjectLot") && reading->depth == 2) {
        if (notice->lot_count == MOST_LOTS) {
            notice->trouble = N_("More than 2,000 lots.");
            return false;
        }
        notice->lots = arena_grow(reading->arena, notice->lots, notice->lot_count, &notice->lot_room,
                                  sizeof *notice->lots);
        reading->lot = &notice->lots[notice->lot_count++];
        *reading->lot = (struct eforms_lot){0};
        reading->day = reading->hour = NULL;
    }
    if (xml_is(&reading->xml, "Company") && reading->company_count < MOST_COMPANIES)
        reading->companies[reading->company_count++] = (struct company){0};
    return true;
}

static void close_element(struct reading *reading)
{
    take_text(reading);
    reading->text = (struct buffer){.arena = reading->arena};
    if (reading->lot && AT("TenderSubmissionDeadlinePeriod"))
        keep_deadline(reading);
    if (AT("ProcurementProjectLot") && reading->depth == 2)
        reading->lot = NULL;
    reading->depth--;
}

static enum eforms_stage stage_of(const char *root)
{
    return text_is(root, "ContractNotice") ? EFORMS_PUBLISHED : text_is(root, "PriorInformationNotice") ? EFORMS_PLANNED
        : text_is(root, "ContractAwardNotice") ? EFORMS_AWARDED : EFORMS_OTHER;
}

static void name_buyer(struct reading *reading)
{
    for (size_t i = 0; i < reading->company_count; i++)
        if (text_is(reading->companies[i].id, reading->buyer_ref)) {
            reading->notice->buyer = reading->companies[i].name;
            reading->notice->buyer_id = reading->companies[i].number;
        }
}

static bool read_all(struct reading *reading)
{
    struct eforms_notice *notice = reading->notice;
    for (;;)
        switch (xml_next(&reading->xml)) {
        case XML_END_OF_FILE: return !reading->xml.trouble;
        case XML_OPEN:
            if (!open_element(reading))
                return false;
            if (reading->depth == 1)
                notice->stage = stage_of(reading->names[0]);
            if (reading->depth == 1 && notice->stage == EFORMS_OTHER) {
                notice->trouble = N_("This XML is no eForms notice about a contract.");
                return false;
            }
            break;
        case XML_TEXT: buffer_text(&reading->text, xml_text(&reading->xml)); break;
        case XML_CLOSE: close_element(reading); break;
        }
}

bool eforms_read(struct eforms_notice *notice, struct arena *arena, const char *bytes, size_t length)
{
    struct source source = {bytes, bytes + length};
    struct reading *reading = arena_alloc(arena, sizeof *reading);
    *notice = (struct eforms_notice){0};
    *reading = (struct reading){.arena = arena, .notice = notice, .text.arena = arena};
    if (length > LARGEST) {
        notice->trouble = N_("The file is larger than 16 MB.");
        return false;
    }
    if (!length) {
        notice->trouble = N_("The file is empty.");
        return false;
    }
    bool good = xml_open(&reading->xml, read_bytes, &source) && read_all(reading);
    if (!good && !notice->trouble)
        notice->trouble = reading->xml.trouble ? reading->xml.trouble : N_("This is no XML.");
    xml_close(&reading->xml);
    name_buyer(reading);
    if (good && (!notice->id || (!notice->title && !notice->lot_count)))
        notice->trouble = !notice->id ? N_("The notice has no identifier.") : N_("The notice has no title.");
    return !notice->trouble;
}
