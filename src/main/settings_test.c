/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Settings from the terminal. */
#include "main/command.h"
#include "main/site.h"
#include "work/setting.h"
#include "work/work.h"

static int set(struct site *site, int count, char **words)
{
    struct command_line line = {.count = count, .words = words, .db = site->db, .arena = &site->arena, .app =
        &site->app};
    site_commit(site);
    return setting_command(&line);
}

static const char *title(struct site *site)
{
    site_request(site);
    const char *value = arena_text(&site->arena, setting_text(site->db, &site_title));
    site_commit(site);
    return value;
}

static void a_setting_is_changed_and_brought_back(void **state)
{
    struct site *site = *state;
    assert_int_equal(set(site, 2, (char *[]){"site_name", "Jura solidaire"}), 0);
    assert_string_equal(title(site), "Jura solidaire");
    assert_int_equal(set(site, 2, (char *[]){"site_name", ""}), 0);
    assert_string_equal(title(site), "Maillage");
}

static void what_is_no_setting_or_does_not_fit_is_refused(void **state)
{
    struct site *site = *state;
    static char long_name[200];
    memset(long_name, 'a', sizeof long_name - 1);
    assert_int_equal(set(site, 2, (char *[]){"no_such_setting", "x"}), EXIT_USAGE);
    assert_int_equal(set(site, 2, (char *[]){"site_name", long_name}), EXIT_FAILED);
    assert_string_equal(title(site), "Maillage");
}

extern const struct CMUnitTest settings_tests[];
const struct CMUnitTest settings_tests[] = {
    ON_A_SITE("a setting is changed and brought back", a_setting_is_changed_and_brought_back),
    ON_A_SITE("what is no setting, or does not fit, is refused", what_is_no_setting_or_does_not_fit_is_refused), {0}};
