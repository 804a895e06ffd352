/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The room itself: its tables and settings, as the first of the features. */
#pragma once
#include "web/web.h"
#include "work/setting.h"

extern const struct feature work_feature;

extern const struct setting site_title, base_url, mail_from, smtp_url, smtp_user, smtp_password;
/* States of jobs and of waiting mail, for pages. */
extern const struct label job_states[], mail_states[], import_levels[];
