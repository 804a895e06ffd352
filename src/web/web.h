/* SPDX-License-Identifier: AGPL-3.0-or-later
 * All a feature needs of the web, in one include. */
#pragma once
#include "web/component.h"
#include "web/feature.h"
#include "web/form.h"
#include "web/permission.h"
#include "web/reply.h"
#include "web/request.h"
