/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Notices: the real ones whole, the wrong ones with a reason. */
#include "formats/eforms.h"
#include "main/testing.h"

static struct eforms_notice read_text(struct arena *arena, const char *text)
{
    struct eforms_notice notice;
    eforms_read(&notice, arena, text, strlen(text));
    return notice;
}

static void a_notice_says_who_buys_what_and_until_when(void **state)
{
    struct arena arena = {0};
    struct eforms_notice notice = read_text(&arena,
        "<ContractNotice><ID>n-1</ID><ContractFolderID>f-1</ContractFolderID><IssueDate>2026-11-02+01:00</IssueDate>"
        "<Company><PartyIdentification><ID>ORG-0002</ID></PartyIdentification><PartyName><Name>Métropole</Name>"
        "</PartyName><PartyLegalEntity><CompanyID>21590350100017</CompanyID></PartyLegalEntity></Company>"
        "<ContractingParty><Party><PartyIdentification><ID>ORG-0002</ID></PartyIdentification></Party>"
        "</ContractingParty><ProcurementProject><Name languageID=\"ENG\">Linen</Name><Name languageID=\"FRA\">Linge"
        "</Name></ProcurementProject><ProcurementProjectLot><ID>LOT-0001</ID><TenderingTerms>"
        "<TendererQualificationRequest><SpecificTendererRequirement><TendererRequirementTypeCode "
        "listName=\"reserved-procurement\">res-ws</TendererRequirementTypeCode></SpecificTendererRequirement>"
        "</TendererQualificationRequest></TenderingTerms><TenderingProcess><TenderSubmissionDeadlinePeriod>"
        "<EndDate>2026-12-01+01:00</EndDate><EndTime>12:00:00+01:00</EndTime></TenderSubmissionDeadlinePeriod>"
        "</TenderingProcess><ProcurementProject><Name>Lavage</Name><RequestedTenderTotal>"
        "<EstimatedOverallContractAmount currencyID=\"EUR\">120000.50</EstimatedOverallContractAmount>"
        "</RequestedTenderTotal><PlannedPeriod><DurationMeasure unitCode=\"YEAR\">2</DurationMeasure></PlannedPeriod>"
        "</ProcurementProject></ProcurementProjectLot></ContractNotice>");
    assert_null(notice.trouble);
    assert_string_equal(notice.title, "Linge");
    assert_string_equal(notice.buyer, "Métropole");
    assert_string_equal(notice.buyer_id, "21590350100017");
    assert_int_equal(notice.lot_count, 1);
    assert_int_equal(notice.lots[0].amount, 12000050);
    assert_int_equal(notice.lots[0].months, 24);
    assert_true(notice.lots[0].reserved);
    assert_true(notice.lots[0].has_deadline);
    assert_int_equal(notice.lots[0].deadline, 1796122800);           /* 2026-12-01 11:00 UTC */
    arena_free(&arena);
}

static void what_is_no_notice_is_refused_with_a_reason(void **state)
{
    static const char *const wrong[] = {"", "bonjour", "<html></html>", "<ContractNotice><ID>1</ID>",
        "<ContractNotice></ContractNotice>", "<ContractNotice><ID>1</ID></ContractNotice>",
        "<!DOCTYPE x [<!ENTITY a \"b\">]><ContractNotice><ID>&a;</ID></ContractNotice>"};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        struct arena arena = {0};
        assert_non_null(read_text(&arena, wrong[i]).trouble);
        arena_free(&arena);
    }
}

static void the_notice_of_a_hundred_lots_is_whole(void **state)
{
    struct arena arena = {0};
    const char *path = test_data(&arena, "eforms/cn_24_maximal_100_lots.xml");
    skip_without(path);
    size_t length;
    char *bytes = test_file(&arena, path, &length);
    struct eforms_notice notice;
    assert_true(eforms_read(&notice, &arena, bytes, length));
    assert_int_equal(notice.lot_count, 100);
    for (size_t i = 0; i < notice.lot_count; i++)
        assert_non_null(notice.lots[i].title);
    arena_free(&arena);
}

const struct CMUnitTest eforms_tests[] = {
    PLAIN("a notice says who buys what and until when", a_notice_says_who_buys_what_and_until_when),
    PLAIN("what is no notice is refused with a reason", what_is_no_notice_is_refused_with_a_reason),
    PLAIN("the notice of a hundred lots is whole", the_notice_of_a_hundred_lots_is_whole),
    {0}
};
